//! Requests for every address, documents made from the schema among them.

use apollo_compiler::Schema;
use apollo_compiler::ast::FieldDefinition;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest::strategy::Union;
use reqwest::header::HeaderValue;
use reqwest::{Method, Request, Url};
use serde_json::{Map, Value, json};

use super::known::Known;
use super::values::{self, known, one_of, text};

/// A request, before what only the run knows is filled in: method, path, content type and body.
type Target = (String, String, &'static str, String);

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

/// `{}` stands for a text, of which `/{}/{}` has two.
const PATHS: &str = "/users/send_smscode/{}/{}|/users/send_smscode/{}/{}|/users/send_smscode/{}/{}|\
    /notification/send_register_smscode/13800000000/{}|/cdn/{}|/captcha/{}|/verify_email/{}/{}|/verify_email/{}/{}|/messages|/{}/{}|\
    /system/status|/cdn/|/public_key.pem|/upload|/operator/apps|/operator/clock|/operator/export|/operator/requests|\
    /operator/requests/raw|/page/answered|/page/state|/";

/// `{}` stands for a text.
const OPERATOR: &str = r#"/operator/ldap_accounts {"username":"{}","password":"{}","email":"{}"}|/operator/apps {"kind":"oidc","name":"{}"}|/operator/apps {"kind":"{}"}|/operator/authorizations {"user":"{}","app":"{}","scope":"{}"}"#;

const FORM: &str = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{}\"\r\ncontent-type: image/png\r\n\r\nbytes\r\n\
    --b\r\ncontent-disposition: form-data; name=\"token\"\r\n\r\n‹learned {}›\r\n--b--\r\n";

pub(super) fn plan(schema: &Schema, answered: &Value) -> BoxedStrategy<Plan> {
    let json = "application/json";
    let name = option::weighted(0.1, one_of("\"\"|\"Other\"|1"));
    let document = document(schema, answered);
    let post = (one_of("|/users|/oauth"), document.clone(), name);
    let post = post.prop_map(|(path, (text, variables), name)| {
        let named = text.contains(" Operation").then_some("Operation");
        let name = name.unwrap_or_else(|| json!(named).to_string());
        let text = json!(text);
        let body = format!(r#"{{"query":{text},"variables":{variables},"operationName":{name}}}"#);
        (path + "/graphql", body)
    });
    let post = post.prop_flat_map(|(path, body)| (Just(path), mutated(5, Just(body))));
    let get = document.prop_map(move |(text, variables)| {
        let path = format!(
            "/graphql?query={}&variables={}",
            encoded(&text),
            encoded(&variables)
        );
        // Longer URLs are rejected before they come to the emulator.
        let path = Some(path).filter(|path| path.len() < 60_000);
        let path = path.unwrap_or_else(|| "/graphql?query=%".to_owned());
        ("GET".to_owned(), path, json, String::new())
    });
    let path = (one_of(PATHS), text(), text()).prop_map(move |(path, one, two)| {
        let [one, two] =
            [one, two].map(|text| encoded(&text.chars().take(500).collect::<String>()));
        let path = path.replacen("{}", &one, 1).replacen("{}", &two, 1);
        ("GET".to_owned(), path, json, String::new())
    });
    let operator = (one_of(OPERATOR), vec(text(), 3)).prop_flat_map(move |(template, texts)| {
        let (path, mut body) = template
            .split_once(' ')
            .map(|(path, body)| (path.to_owned(), body.to_owned()))
            .unwrap();
        for text in texts {
            let text = json!(text).to_string();
            body = body.replacen("{}", text.trim_matches('"'), 1);
        }
        (
            Just("POST".to_owned()),
            Just(path),
            Just(json),
            mutated(10, Just(body)),
        )
    });
    let form = (one_of("a.png||é"), any::<u8>()).prop_map(|(file, token)| {
        FORM.replacen("{}", &file, 1)
            .replacen("{}", &token.to_string(), 1)
    });
    let upload = mutated(50, form).prop_map(|form| {
        (
            "POST".to_owned(),
            "/upload".to_owned(),
            "multipart/form-data; boundary=b",
            form,
        )
    });
    let target = prop_oneof![
        15 => post.prop_map(move |(path, body)| ("POST".to_owned(), path, json, body)),
        1 => get,
        2 => path,
        1 => operator,
        1 => upload,
    ];
    let authorization = prop_oneof![
        6 => known("token").prop_map(|token| Some(format!("Bearer {token}"))),
        1 => text().prop_map(Some),
        1 => Just(None),
    ];
    let method = option::weighted(0.02, one_of("GET|POST|HEAD|OPTIONS|PUT|DELETE|BREW"));
    let content_type = option::weighted(
        0.06,
        one_of(
            "text/plain|application/json; charset=latin1|application/json;;=;charset|multipart/form-data",
        ),
    );
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
    pub(super) fn request(&self, base: &str, known: &Known) -> Request {
        let (method, path, content_type, body) = &self.target;
        let method = Method::from_bytes(self.method.as_ref().unwrap_or(method).as_bytes());
        let url = Url::parse(&format!("{base}{}", known.fill(path)));
        let mut request = Request::new(method.unwrap(), url.unwrap());
        let content_type = self.content_type.as_deref().unwrap_or(content_type);
        let authorization = self.authorization.as_ref().map(|text| known.fill(text));
        let headers = [
            ("content-type", Some(content_type)),
            ("authorization", authorization.as_deref()),
        ];
        for (name, value) in headers {
            // What can't stand in a header is not sent.
            let value = value.map(|value| value.bytes().filter(|byte| *byte >= 32 && *byte != 127));
            let value =
                value.map(|value| HeaderValue::from_bytes(&value.collect::<Vec<_>>()).unwrap());
            request
                .headers_mut()
                .extend(value.map(|value| (Some(name.parse().unwrap()), value)));
        }
        if !body.is_empty() {
            // A body may have bytes that are not text.
            let pieces: Vec<_> = known
                .fill(body)
                .split('\u{ffff}')
                .map(|piece| piece.as_bytes().to_vec())
                .collect();
            *request.body_mut() = Some(pieces.join(&0xff).into());
        }
        request
    }
}

/// A document that is valid, or nearly so, and its variables as JSON.
fn document(schema: &Schema, answered: &Value) -> BoxedStrategy<(String, String)> {
    let others = ["Query", "Mutation"].map(|root| {
        let fields = &schema.get_object(root).unwrap().fields;
        let fields = fields.values().map(|other| field(schema, other, "w"));
        Union::new(fields.collect::<Vec<_>>()).boxed()
    });
    let fields = answered.as_array().unwrap().iter().map(|answered| {
        let (root, name) = answered.as_str().unwrap().split_once('.').unwrap();
        let first = field(schema, schema.type_field(root, name).unwrap(), "v");
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

/// A root field's text, the definitions of its variables, and these.
fn field(
    schema: &Schema,
    field: &FieldDefinition,
    prefix: &'static str,
) -> BoxedStrategy<(String, String, Map<String, Value>)> {
    let arguments = field.arguments.iter().map(|argument| {
        let given = if argument.is_required() { 0.99 } else { 0.6 };
        let value = values::value(schema, &argument.name, &argument.ty, 0);
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
            for (place, ((argument, ty), value)) in arguments.into_iter().flatten().enumerate() {
                given += &format!("{argument}: ${prefix}{place} ");
                definitions += &format!("${prefix}{place}: {ty} ");
                variables.extend(value.map(|value| (format!("{prefix}{place}"), value)));
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

/// All that can be selected of a field, each with all that can be selected of it.
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

/// A text to which something has been done, in so many of a hundred cases.
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

/// Percent-encoded, all but what the run fills in.
fn encoded(text: &str) -> String {
    let encode = |character: char| match character {
        '‹' | '›' | ' ' => character.to_string(),
        _ if character.is_ascii_alphanumeric() => character.to_string(),
        _ => character
            .to_string()
            .bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect(),
    };
    text.chars().map(encode).collect()
}
