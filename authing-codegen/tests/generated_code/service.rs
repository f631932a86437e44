//! A service with the schema of a case: it judges requests, and responds to them.

use std::collections::BTreeMap;

use apollo_compiler::ast::Type;
use apollo_compiler::executable::{Operation, Selection, SelectionSet};
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Map, Value, json};

use crate::grammar::{Case, UNDEFINED};

/// What a secret begins with, in both directions.
pub const SECRET: &str = "hush";

pub struct Service {
    schema: Valid<Schema>,
    secrets: Vec<String>,
    scalars: BTreeMap<String, String>,
    /// Whether a field that the schema declares as nullable is promised never to be null.
    has_promises: bool,
}

/// What a response has where the schema allows several values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Full,
    Sparse,
}

impl Service {
    pub fn new(case: &Case) -> Self {
        let mut schema = case.schema.clone();
        let places = "SCHEMA | SCALAR | OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION | INTERFACE | UNION | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION";
        for name in UNDEFINED {
            schema += &format!("directive @{name} on {places}\n");
        }
        schema += "directive @oneOf on INPUT_OBJECT\ndirective @link(url: String!, import: [String]) on SCHEMA\n";
        Self {
            schema: Schema::parse_and_validate(schema, "schema.graphql").unwrap(),
            secrets: case.secrets.clone(),
            scalars: case.scalars.clone(),
            has_promises: case
                .queries
                .iter()
                .any(|(_, text)| text.contains("@nonNull")),
        }
    }

    /// Asserts that a request is valid, and that it has all variables if it should.
    pub fn judge(&self, body: &Value, has_all: bool) {
        let document = self.document(body);
        let operation = operation(&document);
        assert_eq!(
            body["operationName"],
            json!(operation.name.as_ref().unwrap().as_str())
        );
        let variables = serde_json::from_value(body["variables"].clone()).unwrap_or_default();
        if let Err(error) = coerce_variable_values(&self.schema, operation, &variables) {
            panic!("{error:?}: {body:#}");
        }
        for variable in &operation.variables {
            assert!(
                !has_all || variables.contains_key(variable.name.as_str()),
                "{}: {body:#}",
                variable.name
            );
        }
    }

    /// Returns responses to a request: one with all values, and if there can be one, one with `null` and unknown values.
    pub fn responses(&self, body: &Value) -> Vec<Value> {
        let document = self.document(body);
        let operation = operation(&document);
        let extents = [Extent::Full, Extent::Sparse];
        let extents = &extents[..if self.has_promises { 1 } else { 2 }];
        let data = extents.iter().map(|extent| {
            let mut data = Map::new();
            let reader = Responder {
                service: self,
                document: &document,
                extent: *extent,
            };
            reader.select(&operation.selection_set, &mut data, true);
            json!({ "data": data })
        });
        data.collect()
    }

    fn document(&self, body: &Value) -> Valid<ExecutableDocument> {
        let text = body["query"].as_str().unwrap();
        ExecutableDocument::parse_and_validate(&self.schema, text, "document.graphql").unwrap()
    }
}

fn operation(document: &ExecutableDocument) -> &Operation {
    document.operations.iter().next().unwrap()
}

struct Responder<'a> {
    service: &'a Service,
    document: &'a ExecutableDocument,
    extent: Extent,
}

impl Responder<'_> {
    fn select(&self, of: &SelectionSet, data: &mut Map<String, Value>, is_root: bool) {
        for selection in &of.selections {
            match selection {
                Selection::Field(field) => {
                    let ty = if is_root {
                        field.ty().clone().non_null()
                    } else {
                        field.ty().clone()
                    };
                    let secret = self
                        .service
                        .secrets
                        .iter()
                        .any(|name| *name == field.name.as_str());
                    let value = self.value(&ty, &field.selection_set, secret);
                    let key = field.response_key().to_string();
                    merge(data.entry(key).or_insert(Value::Null), value);
                }
                Selection::FragmentSpread(spread) => {
                    self.select(
                        &self.document.fragments[&spread.fragment_name].selection_set,
                        data,
                        is_root,
                    );
                }
                Selection::InlineFragment(inline) => {
                    self.select(&inline.selection_set, data, is_root)
                }
            }
        }
    }

    fn value(&self, ty: &Type, inner: &SelectionSet, secret: bool) -> Value {
        let is_sparse = self.extent == Extent::Sparse;
        if is_sparse && !ty.is_non_null() {
            return Value::Null;
        }
        if ty.is_list() {
            let element = ty.item_type();
            let one = || self.value(&element.clone().non_null(), inner, secret);
            return if is_sparse {
                json!([self.value(element, inner, secret), one()])
            } else {
                json!([one(), one()])
            };
        }
        let name = ty.inner_named_type().as_str();
        match (name, self.service.schema.types.get(name)) {
            ("Int", _) => json!(5_000_000_000_i64),
            ("Float", _) => json!(0.5),
            ("Boolean", _) => json!(true),
            ("String" | "ID", _) if secret => json!(format!("{SECRET} \" \\ 中")),
            ("String" | "ID", _) => json!("text \" \\ 中"),
            (_, Some(ExtendedType::Enum(_))) if is_sparse => json!("A_VALUE_OF_THE_FUTURE"),
            (_, Some(ExtendedType::Enum(definition))) => {
                json!(definition.values.keys().last().unwrap().as_str())
            }
            (_, Some(ExtendedType::Scalar(_))) => match self.service.scalars[name].as_str() {
                "String" if secret => json!(SECRET),
                "String" => json!("scalar"),
                "i64" => json!(-5_000_000_000_i64),
                "u64" => json!(5_000_000_000_u64),
                "f64" => json!(0.25),
                "bool" => json!(false),
                _ => json!({ "a": 1 }),
            },
            _ => {
                let mut data = Map::new();
                self.select(inner, &mut data, false);
                Value::Object(data)
            }
        }
    }
}

/// Merges what two selections of a key make.
fn merge(one: &mut Value, two: Value) {
    match (one, two) {
        (Value::Object(one), Value::Object(two)) => {
            for (key, value) in two {
                merge(one.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(one), Value::Array(two)) => {
            for (one, two) in one.iter_mut().zip(two) {
                merge(one, two);
            }
        }
        (one, two) => *one = two,
    }
}

/// Asserts that what was read of a response is what was sent, without secrets. A missing list is empty, and lists have no
/// `null`.
pub fn assert_read(sent: &Value, read: &Value) {
    match (sent, read) {
        (Value::Null, Value::Array(read)) => assert!(read.is_empty()),
        (Value::Array(sent), Value::Array(read)) => {
            let sent = sent
                .iter()
                .filter(|one| sent.len() == read.len() || !one.is_null());
            let sent: Vec<&Value> = sent.collect();
            assert_eq!(sent.len(), read.len(), "{sent:?} {read:?}");
            for (sent, read) in sent.into_iter().zip(read) {
                assert_read(sent, read);
            }
        }
        (Value::Object(sent), Value::Object(read)) => {
            for (key, sent) in sent {
                match read.get(key) {
                    Some(read) => assert_read(sent, read),
                    None => assert!(
                        sent.is_null() || sent.to_string().contains(SECRET),
                        "{key}: {sent}"
                    ),
                }
            }
            for key in read.keys() {
                assert!(sent.contains_key(key), "{key}: {sent:?}");
            }
        }
        _ => assert_eq!(sent, read),
    }
}
