//! The schema.

use std::collections::BTreeSet;

use super::dice::Dice;
use super::names::{self, Names};
use super::texts::{deprecated, description, undefined};
use super::values::{Type, literal};

/// The shapes of types, the usual ones first.
const SHAPES: [&str; 10] = [
    "N", "N!", "[N!]!", "[N]", "[N!]", "[N]!", "N", "N!", "[[N]]", "[[N!]!]!",
];

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
            has_pages: dice.one_in(2),
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

    /// Decides, for a name that sounds like a secret, whether it is one. Its type is a string then.
    fn judge(&mut self, dice: &mut Dice<'_>, name: &str, ty: &mut Type) {
        if !names::is_secret(name) {
            return;
        }
        *ty = Type::new("String", dice.pick(&["N", "N", "N!", "[N!]"]));
        if !self.secrets.contains(name) && !self.public.contains(name) {
            let into = if dice.one_in(3) {
                &mut self.public
            } else {
                &mut self.secrets
            };
            into.insert(name.to_owned());
            if self.is_secret(name) && dice.one_in(3) {
                self.encrypted.insert(name.to_owned());
            }
        }
    }

    /// Returns a type that can be sent.
    fn sent(&self, dice: &mut Dice<'_>) -> Type {
        let count = if dice.one_in(60) { 10 } else { 8 };
        let shape = SHAPES[dice.below(count)];
        let mut names = vec!["String", "Int", "Boolean", "Float", "ID"];
        for (name, definition) in &self.types {
            if matches!(
                definition,
                Definition::Scalar | Definition::Enum(_) | Definition::Input { .. }
            ) {
                names.extend([name.as_str(), name.as_str()]);
            }
        }
        Type::new(dice.pick(&names), shape)
    }

    fn input(&mut self, dice: &mut Dice<'_>, own: &str) -> Definition {
        let one_of = dice.one_in(4);
        let is_strict = dice.one_in(4);
        let mut names = Names::default();
        let mut fields = Vec::new();
        for _ in 0..dice.between(1, 7) {
            let name = names.member(dice);
            let mut ty = self.sent(dice);
            if !one_of && dice.one_in(8) {
                ty = Type::new(own, dice.pick(&["N", "[N!]", "[N]", "[N!]!"]));
            }
            if is_strict && ty.name != own && !ty.is_required() {
                ty.shape.push('!');
            }
            self.judge(dice, &name, &mut ty);
            let mut default = None;
            if one_of {
                ty = ty.nullable();
            } else if ty.name != own && dice.one_in(4) {
                default = Some(literal(dice, self, &ty, 2));
            }
            fields.push(Member {
                name,
                ty,
                default,
                arguments: Vec::new(),
            });
        }
        Definition::Input { fields, one_of }
    }

    /// Adds the types of responses. Each can have fields of all of them.
    fn outputs(&mut self, dice: &mut Dice<'_>, names: Vec<String>) {
        let interface = dice.one_in(6).then(|| "Node".to_owned());
        let mut all = names.clone();
        all.extend(interface.clone());
        for name in &names {
            let mut members = Names::default();
            let leaf = members.free(dice.pick(&["id", "name", "_id", "Self"]).to_owned());
            let ty = Type::new(dice.pick(&["ID", "String", "Int"]), dice.pick(&["N", "N!"]));
            let mut fields = vec![Member {
                name: leaf,
                ty,
                default: None,
                arguments: Vec::new(),
            }];
            if dice.one_in(4) {
                let name = members.free(dice.pick(&["status", "code_", "status"]).to_owned());
                let ty = Type::new("Boolean", dice.pick(&["N", "N!"]));
                fields.push(Member {
                    name,
                    ty,
                    default: None,
                    arguments: Vec::new(),
                });
            }
            for _ in 0..dice.below(6) {
                fields.push(self.output(dice, &mut members, &all, interface.is_some()));
            }
            let implements = interface.clone().filter(|_| dice.one_in(2));
            if implements.is_some() && !fields.iter().any(|field| field.name == "node") {
                let ty = Type::new("Int", "N");
                fields.push(Member {
                    name: "node".to_owned(),
                    ty,
                    default: None,
                    arguments: Vec::new(),
                });
            }
            self.types
                .push((name.clone(), Definition::Object { fields, implements }));
        }
        if let Some(interface) = interface {
            let ty = Type::new("Int", "N");
            let field = Member {
                name: "node".to_owned(),
                ty,
                default: None,
                arguments: Vec::new(),
            };
            self.types
                .push((interface, Definition::Interface(vec![field])));
        }
        if dice.one_in(8) {
            self.types
                .push(("Either".to_owned(), Definition::Union(names)));
        }
    }

    fn output(
        &mut self,
        dice: &mut Dice<'_>,
        members: &mut Names,
        objects: &[String],
        interfaces: bool,
    ) -> Member {
        let name = members.member(dice);
        let mut ty = self.sent(dice);
        let is_input = matches!(self.get(&ty.name), Some(Definition::Input { .. }));
        if is_input || dice.one_in(4) {
            let count = if interfaces && !dice.one_in(8) {
                objects.len() - 1
            } else {
                objects.len()
            };
            ty.name = objects[dice.below(count)].clone();
        }
        if dice.one_in(20) {
            ty.shape = dice.pick(&["[[N]]", "[[N!]!]!", "[[N]!]"]).to_owned();
        }
        self.judge(dice, &name, &mut ty);
        let arguments = if dice.one_in(6) {
            self.arguments(dice, 2)
        } else {
            Vec::new()
        };
        Member {
            name,
            ty,
            default: None,
            arguments,
        }
    }

    fn arguments(&mut self, dice: &mut Dice<'_>, most: usize) -> Vec<Member> {
        let mut names = Names::default();
        let mut arguments = Vec::new();
        for _ in 0..dice.below(most + 1) {
            let name = names.member(dice);
            let mut ty = self.sent(dice);
            self.judge(dice, &name, &mut ty);
            let default = dice.one_in(5).then(|| literal(dice, self, &ty, 2));
            arguments.push(Member {
                name,
                ty,
                default,
                arguments: Vec::new(),
            });
        }
        arguments
    }

    /// Adds the root types. Their fields have arguments.
    fn roots(&mut self, dice: &mut Dice<'_>) {
        let objects: Vec<String> = self
            .types
            .iter()
            .filter(|(_, one)| matches!(one, Definition::Object { .. }))
            .map(|(name, _)| name.clone())
            .collect();
        for root in std::iter::once(self.query.clone()).chain(self.mutation.clone()) {
            let mut names = Names::default();
            let mut fields = Vec::new();
            for _ in 0..dice.between(1, 4) {
                let mut field = self.output(dice, &mut names, &objects, false);
                if self.is_secret(&field.name) || self.public.contains(&field.name) {
                    field.name = names.free("plain".to_owned());
                }
                field.arguments = self.arguments(dice, 6);
                if dice.one_in(8) {
                    self.page(dice, &mut field, &objects);
                }
                fields.push(field);
            }
            self.types.push((
                root,
                Definition::Object {
                    fields,
                    implements: None,
                },
            ));
        }
    }

    /// Makes a root field return pages.
    fn page(&mut self, dice: &mut Dice<'_>, field: &mut Member, objects: &[String]) {
        let member = |name: &str, ty: Type| Member {
            name: name.to_owned(),
            ty,
            default: None,
            arguments: Vec::new(),
        };
        let item = &objects[dice.below(objects.len())];
        let list = Type::new(item, dice.pick(&["[N!]!", "[N]", "[N!]"]));
        if dice.one_in(3) {
            field.ty = list;
        } else {
            let name = format!("{item}Pages{}", self.types.len());
            let total = member(
                dice.pick(&["total", "totalCount"]),
                Type::new("Int", dice.pick(&["N", "N!"])),
            );
            let fields = vec![total, member("list", list)];
            field.ty = Type::new(&name, dice.pick(&["N", "N!"]));
            self.types.push((
                name,
                Definition::Object {
                    fields,
                    implements: None,
                },
            ));
        }
        field
            .arguments
            .retain(|argument| !["page", "count"].contains(&argument.name.as_str()));
        for name in ["page", "count"] {
            field
                .arguments
                .push(member(name, Type::new("Int", dice.pick(&["N", "N!"]))));
        }
    }

    /// Returns the schema as text.
    pub(super) fn text(&self, dice: &mut Dice<'_>) -> String {
        let foreign = dice.one_in(4);
        let mut text = String::new();
        let usual = self.query == "Query"
            && self
                .mutation
                .as_deref()
                .is_none_or(|name| name == "Mutation");
        if !usual || dice.one_in(4) {
            let mutation = self
                .mutation
                .as_ref()
                .map(|name| format!(" mutation: {name}"));
            text += &format!(
                "{}schema{} {{ query: {}{} }}\n",
                description(dice),
                undefined(dice, foreign),
                self.query,
                mutation.unwrap_or_default()
            );
        }
        if foreign && dice.one_in(2) {
            text += "extend schema @link(url: \"https://specs.example/v2\", import: [\"@key\"])\n";
        }
        for (name, definition) in &self.types {
            text += &description(dice);
            text += &definition.text(dice, name, foreign);
        }
        text
    }
}

impl Definition {
    fn text(&self, dice: &mut Dice<'_>, name: &str, foreign: bool) -> String {
        let marks = undefined(dice, foreign);
        match self {
            Self::Scalar => format!("scalar {name}{marks}\n"),
            Self::Enum(values) => {
                let values = values
                    .iter()
                    .map(|value| format!("  {}{value}{}\n", description(dice), deprecated(dice)));
                format!("enum {name}{marks} {{\n{}}}\n", values.collect::<String>())
            }
            Self::Input { fields, one_of } => {
                let one_of = if *one_of { " @oneOf" } else { "" };
                format!(
                    "input {name}{marks}{one_of} {}",
                    block(dice, fields, foreign, &format!("input {name}"))
                )
            }
            Self::Object { fields, implements } => {
                let implements = implements.as_ref().map(|one| format!(" implements {one}"));
                let implements = implements.unwrap_or_default();
                format!(
                    "type {name}{implements}{marks} {}",
                    block(dice, fields, foreign, &format!("type {name}"))
                )
            }
            Self::Interface(fields) => {
                format!("interface {name}{marks} {}", block(dice, fields, false, ""))
            }
            Self::Union(members) => format!("union {name}{marks} = {}\n", members.join(" | ")),
        }
    }
}

/// Returns fields, some of them in an extension of the type.
fn block(dice: &mut Dice<'_>, fields: &[Member], foreign: bool, extended: &str) -> String {
    let mut lines: Vec<String> = fields
        .iter()
        .map(|field| member(dice, field, foreign))
        .collect();
    let mut rest = String::new();
    if fields.len() > 1 && !extended.is_empty() && dice.one_in(6) {
        let last = lines.split_off(fields.len() - 1);
        rest = format!("extend {extended} {{\n{}}}\n", last.concat());
    }
    format!("{{\n{}}}\n{rest}", lines.concat())
}

fn member(dice: &mut Dice<'_>, member: &Member, foreign: bool) -> String {
    let Member {
        name,
        ty,
        default,
        arguments,
    } = member;
    let given = arguments
        .iter()
        .map(|argument| self::member(dice, argument, foreign));
    let given: String = given.collect();
    let given = if given.is_empty() {
        given
    } else {
        format!("(\n{given})")
    };
    let default = default.as_ref().map(|value| format!(" = {value}"));
    let default = default.unwrap_or_default();
    // A required input can't be deprecated.
    let deprecated = if ty.is_required() && default.is_empty() {
        String::new()
    } else {
        deprecated(dice)
    };
    format!(
        "  {}{name}{given}: {}{default}{deprecated}{}\n",
        description(dice),
        ty.text(),
        undefined(dice, foreign)
    )
}
