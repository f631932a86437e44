//! The schema.

use std::collections::BTreeSet;

use super::dice::Dice;
use super::names::Names;
use super::values::Type;

/// A schema's types in their order.
pub(super) struct Schema {
    pub(super) types: Vec<(String, Definition)>,
    pub(super) query: String,
    pub(super) mutation: Option<String>,
    /// Whether the configuration names the parts of pages.
    pub(super) has_pages: bool,
    /// The names that sound like secrets and are: their strings are marked.
    pub(super) secrets: BTreeSet<String>,
    /// Those that are encrypted when they are sent.
    pub(super) encrypted: BTreeSet<String>,
    /// Those that sound like secrets and are none.
    pub(super) public: BTreeSet<String>,
}

/// What a type is.
pub(super) enum Definition {
    Scalar,
    Enum(Vec<String>),
    Input {
        fields: Vec<Member>,
        one_of: bool,
    },
    Object {
        fields: Vec<Member>,
        implements: Option<String>,
    },
    Interface(Vec<Member>),
    Union(Vec<String>),
}

/// A field or an argument.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) ty: Type,
    /// The literal of its default value.
    pub(super) default: Option<String>,
    pub(super) arguments: Vec<Member>,
}

impl Schema {
    pub(super) fn new(dice: &mut Dice<'_>) -> Self {
        let mut schema = Self {
            types: Vec::new(),
            query: dice
                .pick(&["Query", "Query", "Root", "RootQueryType"])
                .to_owned(),
            mutation: None,
            has_pages: false,
            secrets: BTreeSet::new(),
            encrypted: BTreeSet::new(),
            public: BTreeSet::new(),
        };
        if dice.one_in(2) {
            schema.mutation = Some(dice.pick(&["Mutation", "Write"]).to_owned());
        }
        let mut names = Names::with(&[
            "Int",
            "Float",
            "String",
            "Boolean",
            "ID",
            "Query",
            "Root",
            "RootQueryType",
            "Mutation",
            "Write",
        ]);
        for _ in 0..dice.below(3) {
            let known = dice.pick(&["Date", "UUID", "uuid", "JSON", "Long", "long", "Self"]);
            let name = names.free(known.to_owned());
            schema.types.push((name, Definition::Scalar));
        }
        for _ in 0..dice.below(3) {
            let name = names.ty(dice, "Kind");
            let mut values = Names::with(&["true", "false", "null"]);
            let values = (0..dice.between(1, 6)).map(|_| values.member(dice));
            schema
                .types
                .push((name, Definition::Enum(values.collect())));
        }
        for _ in 0..dice.below(4) {
            let name = names.ty(dice, "Input");
            let input = schema.input(dice, &name);
            schema.types.push((name, input));
        }
        let outputs: Vec<String> = (0..dice.between(1, 4))
            .map(|_| names.ty(dice, ""))
            .collect();
        schema.outputs(dice, outputs);
        schema.roots(dice);
        let members = schema.members();
        schema.has_pages = ["page", "count", "list"]
            .iter()
            .all(|name| members.contains(name));
        schema
    }

    pub(super) fn get(&self, name: &str) -> Option<&Definition> {
        let found = self.types.iter().find(|(other, _)| other == name);
        found.map(|(_, definition)| definition)
    }

    /// Returns the fields of an object, and of no other type.
    pub(super) fn fields(&self, name: &str) -> Option<&[Member]> {
        match self.get(name) {
            Some(Definition::Object { fields, .. } | Definition::Interface(fields)) => Some(fields),
            _ => None,
        }
    }

    pub(super) fn is_secret(&self, name: &str) -> bool {
        self.secrets.contains(name)
    }

    /// Returns whether an object has a string of this name.
    pub(super) fn outputs_text(&self, name: &str) -> bool {
        self.types.iter().any(|(_, definition)| match definition {
            Definition::Object { fields, .. } => fields
                .iter()
                .any(|one| one.name == name && one.ty.name == "String"),
            _ => false,
        })
    }

    /// Returns the names of all fields and arguments.
    pub(super) fn members(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        for (_, definition) in &self.types {
            if let Definition::Input { fields, .. } | Definition::Object { fields, .. } = definition
            {
                for field in fields {
                    names.insert(field.name.as_str());
                    names.extend(
                        field
                            .arguments
                            .iter()
                            .map(|argument| argument.name.as_str()),
                    );
                }
            }
        }
        names
    }
}
