//! Requests for every endpoint, including documents generated from the schema.

use apollo_compiler::Schema;
use apollo_compiler::ast::FieldDefinition;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use proptest::strategy::Union;
use reqwest::header::HeaderValue;
use reqwest::{Request, Url};
use serde_json::{Map, Value, json};

use super::values::{self, Known, one_of, text};

/// Method, path and body.
type Target = (&'static str, String, String);

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    target: Target,
    method: Option<String>,
    content_type: Option<String>,
    authorization: Option<String>,
}

const PIECES: &str = "{|}|(|)|[|]|:|!|$|@skip(if: true)|...|...F|...on Query|\"|\"\"\"|#|\\|,|&|=|null|true|-1|1e99|99999999999|\
    query|mutation|subscription|fragment F on ExtendUser|__typename|__schema|_id|a:|String|String!|\u{0}|\u{feff}|é|😀|\\u0000|\
    \\ud800|\u{ffff}";

/// Method, path and body of requests outside GraphQL. `{}` is replaced by a text.
const OTHERS: &[(&str, &str, &str)] = &[
    ("GET", "/users/send_smscode/{}/{}", ""),
    ("GET", "/users/send_smscode/{}/{}", ""),
    (
        "GET",
        "/notification/send_register_smscode/13800000000/{}",
        "",
    ),
    ("GET", "/verify_email/{}/{}", ""),
    ("GET", "/cdn/{}", ""),
    ("GET", "/captcha/{}", ""),
    ("GET", "/{}/{}", ""),
    ("GET", "/%ff/{}", ""),
    ("GET", "/", ""),
    ("GET", "/cdn/", ""),
    ("GET", "/messages", ""),
    ("GET", "/operator/export", ""),
    ("GET", "/operator/requests/raw", ""),
    ("GET", "/page/state", ""),
    (
        "POST",
        "/operator/ldap_accounts",
        r#"{"username":"{}","password":"{}","email":"{}"}"#,
    ),
    ("POST", "/operator/apps", r#"{"kind":"oidc","name":"{}"}"#),
    (
        "POST",
        "/operator/authorizations",
        r#"{"user":"{}","app":"{}","scope":"{}"}"#,
    ),
    ("POST", "/upload", FORM),
    ("POST", "/upload", FORM),
];

const FORM: &str = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\r\nbytes\r\n--b\r\n\
    content-disposition: form-data; name=\"token\"\r\n\r\n{}\r\n--b--\r\n";

pub(super) fn plan(known: &Known, schema: &Schema, supported: &Value) -> BoxedStrategy<Plan> {
    let document = document(known, schema, supported);
    let name = option::weighted(0.1, one_of("\"\"|\"Other\"|1"));
    let post = (one_of("|/users|/oauth"), document.clone(), name);
    let post = post.prop_flat_map(|(path, (text, variables), name)| {
        let named = text.contains(" Operation").then_some("Operation");
        let name = name.unwrap_or_else(|| json!(named).to_string());
        let text = json!(text);
        let body = format!(r#"{{"query":{text},"variables":{variables},"operationName":{name}}}"#);
        (
            Just("POST"),
            Just(path + "/graphql"),
            mutated(5, Just(body)),
        )
    });
    let get = document.prop_map(|(text, variables)| {
        let (text, variables) = (encoded(&text), encoded(&variables));
        let path = format!("/graphql?query={text}&variables={variables}");
        // Longer URLs are rejected before they reach the emulator.
        let path = Some(path).filter(|path| path.len() < 60_000);
        (
            "GET",
            path.unwrap_or_else(|| "/graphql?query=%".to_owned()),
            String::new(),
        )
    });
    let other =
        (select(OTHERS), vec(text(known), 3)).prop_flat_map(|((method, path, body), texts)| {
            let (mut path, mut body) = (path.to_owned(), body.to_owned());
            for text in texts {
                let start: String = text.chars().take(500).collect();
                path = path.replacen("{}", &encoded(&start), 1);
                body = body.replacen("{}", json!(text).to_string().trim_matches('"'), 1);
            }
            (Just(method), Just(path), mutated(20, Just(body)))
        });
    let authorization = prop_oneof![
        6 => select(known.tokens.clone()).prop_map(|token| Some(format!("Bearer {token}"))),
        1 => text(known).prop_map(Some),
        1 => Just(None),
    ];
    let method = option::weighted(0.02, one_of("GET|POST|HEAD|OPTIONS|PUT|DELETE|BREW"));
    let types = "text/plain|application/json; charset=latin1|application/json;;=;charset|multipart/form-data";
    let content_type = option::weighted(0.06, one_of(types));
    let target = prop_oneof![15 => post, 1 => get, 4 => other];
    (target, method, content_type, authorization)
        .prop_map(|(target, method, content_type, authorization)| Plan {
            target,
            method,
            content_type,
            authorization,
        })
        .boxed()
}

impl Plan {
    pub(super) fn request(&self, base: &str) -> Request {
        let (method, path, body) = &self.target;
        let method = self.method.as_deref().unwrap_or(method);
        let url = Url::parse(&format!("{base}{path}")).unwrap();
        let mut request = Request::new(method.parse().unwrap(), url);
        let usual = match path.as_str() {
            "/upload" => "multipart/form-data; boundary=b",
            _ => "application/json",
        };
        let content_type = self.content_type.as_deref().unwrap_or(usual);
        let headers = request.headers_mut();
        headers.insert("content-type", content_type.parse().unwrap());
        if let Some(value) = &self.authorization {
            // Bytes that are not allowed in a header are not sent.
            let value = value.replace(|character: char| character.is_control(), "");
            headers.insert(
                "authorization",
                HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            );
        }
        if !body.is_empty() {
            // A body may have bytes that are not text.
            let pieces: Vec<_> = body.split('\u{ffff}').map(str::as_bytes).collect();
            *request.body_mut() = Some(pieces.join(&0xff).into());
        }
        request
    }
}

/// A document that is valid, or nearly so, and its variables as JSON.
fn document(known: &Known, schema: &Schema, supported: &Value) -> BoxedStrategy<(String, String)> {
    let others = ["Query", "Mutation"].map(|root| {
        let fields = &schema.get_object(root).unwrap().fields;
        let fields = fields
            .values()
            .map(|other| field(known, schema, other, "w"));
        Union::new(fields.collect::<Vec<_>>()).boxed()
    });
    let fields = supported.as_array().unwrap().iter().map(|supported| {
        let (root, name) = supported.as_str().unwrap().split_once('.').unwrap();
        let first = field(known, schema, schema.type_field(root, name).unwrap(), "v");
        let (operation, others) = match root {
            "Query" => ("query", others[0].clone()),
            _ => ("mutation", others[1].clone()),
        };
        (Just(operation), first, option::weighted(0.3, others))
    });
    let fields = Union::new(fields.collect::<Vec<_>>());
    let fragment = option::weighted(
        0.03,
        one_of("fragment F on ExtendUser { _id ...F }|fragment F on PagedUsers { totalCount }"),
    );
    let made = (fields, one_of("|Operation"), fragment).prop_map(
        |((operation, first, other), name, fragment)| {
            let (text, mut definitions, mut variables) = first;
            let (other, more, values) = other.unwrap_or_default();
            definitions += &more;
            variables.extend(values);
            let definitions = if definitions.is_empty() {
                definitions
            } else {
                format!("({definitions})")
            };
            let other = if other.is_empty() {
                other
            } else {
                format!("other: {other}")
            };
            let text = format!(
                "{operation} {name}{definitions} {{ {text} {other} }} {}",
                fragment.unwrap_or_default()
            );
            (text, Value::from(variables).to_string())
        },
    );
    made.prop_flat_map(|(text, variables)| (mutated(25, Just(text)), Just(variables)))
        .boxed()
}

/// A root field's text, the definitions of its variables, and their values.
fn field(
    known: &Known,
    schema: &Schema,
    field: &FieldDefinition,
    prefix: &'static str,
) -> BoxedStrategy<(String, String, Map<String, Value>)> {
    let arguments = field.arguments.iter().map(|argument| {
        let given = if argument.is_required() { 0.99 } else { 0.6 };
        let value = values::value(known, schema, &argument.name, &argument.ty, 0);
        let argument = (argument.name.to_string(), argument.ty.to_string());
        option::weighted(given, (Just(argument), option::weighted(0.98, value)))
    });
    let arguments: Vec<_> = arguments.collect();
    let inner = selections(schema, field, 0);
    let (is_object, most) = (!inner.is_empty(), inner.len());
    let form = prop_oneof![
        38 => Just("{ __typename % }"),
        2 => Just("@skip(if: false) { __typename % }"),
        2 => Just("@include(if: false) { __typename % }"),
        4 => Just("{ ... @include(if: true) { a: __typename % } }"),
    ];
    let name = field.name.to_string();
    (arguments, subsequence(inner, 0..=most), form)
        .prop_map(move |(arguments, inner, form)| {
            let (mut given, mut definitions, mut variables) =
                (String::new(), String::new(), Map::new());
            for (index, ((argument, ty), value)) in arguments.into_iter().flatten().enumerate() {
                given += &format!("{argument}: ${prefix}{index} ");
                definitions += &format!("${prefix}{index}: {ty} ");
                variables.extend(value.map(|value| (format!("{prefix}{index}"), value)));
            }
            let given = if given.is_empty() {
                given
            } else {
                format!("({given})")
            };
            let selection = if is_object {
                form.replace('%', &inner.join(" "))
            } else {
                String::new()
            };
            (format!("{name}{given} {selection}"), definitions, variables)
        })
        .boxed()
}

/// All selections of a field, each with all its own selections.
fn selections(schema: &Schema, field: &FieldDefinition, depth: u8) -> Vec<String> {
    let object = schema.get_object(field.ty.inner_named_type());
    let fields = object.into_iter().flat_map(|object| object.fields.values());
    let fields = fields
        .filter(|inner| depth < 2 || schema.get_object(inner.ty.inner_named_type()).is_none());
    let text = |inner: &FieldDefinition| match selections(schema, inner, depth + 1).join(" ") {
        below if below.is_empty() => inner.name.to_string(),
        below => format!("{} {{ {below} }}", inner.name),
    };
    fields.map(|inner| text(inner)).collect()
}

/// A text that is mutated in this percentage of cases.
fn mutated(percent: u32, text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    let edit = (0..5_u8, any::<Index>(), 0..30_usize, one_of(PIECES));
    let edits = prop_oneof![percent => vec(edit, 1..5), 100 - percent => Just(Vec::new())];
    let apply = |(text, edits): (String, Vec<(u8, Index, usize, String)>)| {
        let mut characters: Vec<char> = text.chars().collect();
        for (kind, from, length, piece) in edits {
            let from = from.index(characters.len() + 1);
            let to = (from + length).min(characters.len());
            let part = characters[from..to].to_vec();
            match kind {
                0 => drop(characters.drain(from..to)),
                1 => drop(characters.splice(0..0, part)),
                2 => characters.truncate(from.max(characters.len() / 2)),
                3 => drop(characters.splice(from..from, part.repeat(40 - length))),
                _ => drop(characters.splice(from..from, piece.chars())),
            }
        }
        characters.into_iter().collect()
    };
    (text, edits).prop_map(apply).boxed()
}

/// Returns a text with every byte percent-encoded.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
