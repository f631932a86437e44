//! The Rust meaning of the enums in the directives.

use std::collections::BTreeSet;

use apollo_compiler::Node;
use apollo_compiler::schema::{Component, Directive, EnumValueDefinition};

use super::arguments::string;
use crate::config::{Target, below};
use crate::error::{Error, Place, Problem};
use crate::input::schema::Schemas;

/// The enum of an API's endpoints. Its `@rust` has the Rust path of the API.
const ENDPOINTS: &str = "AuthingService";
/// The enum of its kinds of token.
const TOKENS: &str = "AuthingToken";

/// A value of such an enum.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// The name in query files.
    pub(crate) value: String,
    /// Its Rust path in the generated code.
    pub(crate) path: String,
    /// Its words in the documentation.
    pub(crate) words: String,
}

/// An API as defined by the directives.
pub(crate) struct Api {
    /// The Rust path of its type in the generated code.
    pub(crate) path: String,
    /// The base of relative paths in the directives.
    pub(crate) runtime: String,
    pub(crate) endpoints: Vec<Choice>,
    pub(crate) tokens: Vec<Choice>,
    /// The scalars of the schema whose Rust type is `String`.
    pub(crate) texts: BTreeSet<String>,
}

/// Reads the API from the target's directives.
pub(crate) fn api(target: &Target, schemas: &Schemas) -> Result<Api, Error> {
    let mut reader = Reader {
        target,
        schemas,
        faults: Vec::new(),
    };
    let api = Api {
        path: reader.own_path(),
        runtime: target.runtime.clone(),
        endpoints: reader.choices(ENDPOINTS),
        tokens: reader.choices(TOKENS),
        texts: target
            .scalars()
            .filter(|name| target.is_text(name))
            .cloned()
            .collect(),
    };
    Problem::none(reader.faults)?;
    Ok(api)
}

/// Resolves a Rust path from the directives for the generated code.
pub(super) fn rust_path(path: &str, runtime: &str, place: &Place) -> Result<String, Problem> {
    let whole = below(runtime, path);
    match syn::parse_str::<syn::Path>(&whole) {
        Ok(_) => Ok(whole),
        Err(_) => Err(Problem::new(
            place,
            format!("`{path}` is not a valid Rust path"),
        )),
    }
}

struct Reader<'a> {
    target: &'a Target,
    schemas: &'a Schemas,
    faults: Vec<Problem>,
}

impl Reader<'_> {
    fn own_path(&mut self) -> String {
        let schemas = self.schemas;
        let Some(definition) = schemas.with_directives.get_enum(ENDPOINTS) else {
            return self.missing(ENDPOINTS);
        };
        let rust = definition.directives.iter().find(|one| one.name == "rust");
        let place = schemas.place_of_directive(definition);
        let path = rust.and_then(|rust| self.path(rust, &place));
        path.unwrap_or_else(|| self.undescribed(&place, ENDPOINTS, "`path`"))
    }

    fn choices(&mut self, of: &str) -> Vec<Choice> {
        let schemas = self.schemas;
        let Some(definition) = schemas.with_directives.get_enum(of) else {
            self.missing(of);
            return Vec::new();
        };
        let values = definition.values.values();
        values.map(|value| self.choice(value)).collect()
    }

    fn choice(&mut self, definition: &Component<EnumValueDefinition>) -> Choice {
        let place = self.schemas.place_of_directive(definition);
        let value = definition.value.to_string();
        let rust = definition.directives.get("rust");
        let path = rust.and_then(|rust| self.path(rust, &place));
        let words = rust.and_then(|rust| string(rust, "words"));
        if path.is_none() || words.is_none() {
            self.undescribed(&place, &value, "`path` and `words`");
        }
        Choice {
            value,
            path: path.unwrap_or_default(),
            words: words.unwrap_or_default(),
        }
    }

    /// Returns the path of `@rust` for the generated code.
    fn path(&mut self, rust: &Node<Directive>, place: &Place) -> Option<String> {
        let path = self.target.directive_path(string(rust, "path")?);
        let whole = rust_path(&path, &self.target.runtime, place);
        whole.map_err(|fault| self.faults.push(fault)).ok()
    }

    fn undescribed(&mut self, place: &Place, name: &str, with: &str) -> String {
        let message = format!("the Rust mapping of `{name}` is missing or incomplete");
        let fault = Problem::new(place, message).with_help(format!("add `@rust` with {with}"));
        self.faults.push(fault);
        String::new()
    }

    fn missing(&mut self, name: &str) -> String {
        let fault = Problem::nowhere(format!("the directives have no enum `{name}`"));
        self.faults.push(fault.with_help(
            "extend the target of an API (`extends = { package = \"authing-core\" }`), or list one of authing-rs's \
             `schema/*.directives.graphql` in `directives`",
        ));
        String::new()
    }
}
