//! No injection: documents are constants, and inputs are sent as variables, or escaped in a path.

use std::collections::{BTreeMap, BTreeSet};

use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::v2::UserIdentifier;
use authing_client::{Photo, UserSearchField, transport_fn};
use authing_tests::every_operation::{APIS, Api, Clients, Same, Sample, rest_variables};
use authing_tests::fake::{Requests, every_request};
use authing_tests::{USER_POOL, client};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// Strings with a meaning in GraphQL, JSON, HTTP or URLs, and strings that parsers often mishandle.
pub(crate) const HOSTILE: [&str; 24] = [
    r#"""#,
    r#""""#,
    r#"""") { users { list { _id } } } #"#,
    r#"\"}) { login }"#,
    "\\",
    "'",
    "`",
    "$password",
    "${email}",
    "{{email}}",
    "{\"$ne\":null}",
    "}",
    "#",
    "# comment\n}",
    "\r\nX-Injected: 1\r\n\r\n",
    "\0",
    "a\0b",
    "\u{2028}\u{2029}",
    "\u{202e}\u{feff}",
    "\u{1b}[2J",
    "\u{7f}\u{80}\u{9f}",
    "😀𐍈\u{10ffff}",
    "%00%0d%0a%2f..%2f",
    "__typename",
];

/// The headers of a request.
const HEADERS: [&str; 8] = [
    "accept",
    "authorization",
    "content-type",
    "user-agent",
    "x-authing-app-id",
    "x-authing-request-from",
    "x-authing-sdk-version",
    "x-authing-userpool-id",
];

/// The texts of JSON values that samples leave empty: `client/v2/json_texts.rs` fills them.
const DEFAULTS: [&str; 3] = ["null", "[]", "{}"];

/// What a request may contain beside the values.
struct Known {
    api: &'static Api,
    /// The values of all enums of the schema.
    enums: BTreeSet<String>,
    /// The variables and fields that samples leave empty: any JSON, and enums in place of a string.
    empty: BTreeSet<String>,
}

impl Known {
    fn new(api: &'static Api) -> Self {
        let list = api.read_list().unwrap();
        // `enum SortBy::CreatedAtDesc (CREATEDAT_DESC)`
        let values = list.lines().filter_map(|line| {
            let (_, value) = line.strip_prefix("enum ")?.split_once("::")?;
            let (_, wire) = value.split_once(" (")?;
            Some(wire.trim_end_matches(')').to_owned())
        });
        let enums = values.collect();
        // `operation FilterUsers.filter: Vec<serde_json::Value> (filter: [Object!]!, required)`, or
        // `operation ListResources.kind: Option<ResourceType> (type: String, optional)`
        let empty = list.lines().filter_map(|line| {
            let (_, wire) = line.split_once(" (")?;
            let name = wire.split([':', ')']).next()?;
            let types = ["serde_json::Value", "ResourceType> (", "ResourceType ("];
            types
                .iter()
                .any(|ty| line.contains(ty))
                .then(|| name.to_owned())
        });
        let empty = empty.collect();
        Self { api, enums, empty }
    }

    /// Compares the request of an operation with the values it was built from. Returns the names of its variables.
    fn compare(
        &self,
        sample: &dyn Sample,
        request: &Request<Bytes>,
        values: Same<'_>,
    ) -> BTreeSet<String> {
        let name = sample.name();
        for (header, value) in request.headers() {
            let is_known = HEADERS.contains(&header.as_str());
            let repeats = value.as_bytes().windows(values.text.len());
            let mut repeats = repeats.filter(|bytes| *bytes == values.text.as_bytes());
            assert!(is_known && repeats.next().is_none(), "{name}: {header}");
        }
        let (in_url, in_body) = match sample.rest() {
            Some(rest) => {
                assert_eq!(request.method().as_str(), rest.method.as_str());
                let (segments, others) = rest_variables(rest.path, request);
                match rest.method.has_body() {
                    true => (segments, others),
                    false => ([segments, others].concat(), Vec::new()),
                }
            }
            None => (Vec::new(), self.graphql_variables(sample, request)),
        };
        let texts = |value: &Value| match value {
            Value::Array(texts) => texts.clone(),
            text => vec![text.clone()],
        };
        let is_text = |text: &Value| {
            // In a URL, everything is a text.
            self.is_input(text, values) || ["7", "7.5", "1"].contains(&text.as_str().unwrap())
        };
        for (variable, value) in &in_url {
            let known =
                texts(value).iter().all(is_text) || self.is_value_of(variable, value, values);
            assert!(known, "{name}: `{variable}` is {value} for {values:?}");
        }
        for (variable, value) in &in_body {
            let known = self.is_value_of(variable, value, values);
            assert!(known, "{name}: `{variable}` is {value} for {values:?}");
        }
        let names = in_url.into_iter().chain(in_body);
        names.map(|(variable, _)| variable).collect()
    }

    fn graphql_variables(
        &self,
        sample: &dyn Sample,
        request: &Request<Bytes>,
    ) -> Vec<(String, Value)> {
        let name = sample.name();
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(body["operationName"], name);
        assert_eq!(body["query"].as_str(), Some(sample.document()), "{name}");
        assert_eq!(body.as_object().unwrap().len(), 3);
        assert_eq!(request.uri().path(), self.api.path);
        assert!(request.uri().query().is_none());
        let variables = body["variables"].as_object().unwrap();
        variables.clone().into_iter().collect()
    }

    /// Whether the value of this variable or field is one of the input values.
    fn is_value_of(&self, name: &str, value: &Value, values: Same<'_>) -> bool {
        let is_empty = [Value::Null, json!([null]), json!("")].contains(value);
        (is_empty && self.empty.contains(name)) || self.is_input(value, values)
    }

    /// Whether the value of a variable is one of the input values, unchanged and of the right type.
    fn is_input(&self, value: &Value, values: Same<'_>) -> bool {
        let Same {
            text,
            secret,
            digits,
        } = values;
        match value {
            Value::String(sent) => {
                // The content of a ciphertext can't be read here. Values of enums come from the schema.
                sent == text
                    || sent == secret
                    || sent == USER_POOL
                    || is_ciphertext(sent)
                    || self.is_enum_value(sent)
                    || DEFAULTS.contains(&sent.as_str())
            }
            Value::Array(list) => list.iter().all(|value| self.is_input(value, values)),
            Value::Object(fields) => fields
                .iter()
                .all(|(name, value)| self.is_value_of(name, value, values)),
            Value::Number(number) => {
                *number == 7.into()
                    || value.as_f64() == Some(7.5)
                    || number.to_string() == digits.trim_start_matches('0')
            }
            Value::Bool(flag) => *flag,
            Value::Null => false,
        }
    }

    /// Whether an enum of the schema, or an enum for the values of a string, has this value.
    fn is_enum_value(&self, text: &str) -> bool {
        self.enums.contains(text)
            || text.parse::<UserSearchField>().is_ok()
            || text.parse::<UserIdentifier>().is_ok()
    }
}

fn is_ciphertext(text: &str) -> bool {
    let alphabet = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    text.len() == 172 && text.bytes().all(alphabet)
}

/// Every operation, with all variables, for each hostile string.
#[test]
fn a_hostile_string_is_sent_unchanged_in_every_variable() {
    let runtime = Runtime::new().unwrap();
    for api in APIS {
        let (known, names) = (Known::new(api), api.wire_names().unwrap());
        for hostile in HOSTILE {
            // Not blank: blank strings are rejected locally.
            let text = format!("x{hostile}");
            let values = Same {
                text: &text,
                secret: &text,
                digits: "0042",
            };
            // The first request fetches the token, whose value does not matter here.
            let requests = Requests::default();
            let clients = Clients::over(requests.transport(|_| api.token_response));
            let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for entry in api.operations {
                let sample = (entry.full)(&values);
                let _ = runtime.block_on(sample.send(&clients));
                let request = requests.last().unwrap();
                requests.clear();
                let variables = known.compare(&*sample, &request, values);
                seen.insert(entry.name.to_owned(), variables);
            }
            assert_eq!(seen, names);
        }
    }
}

/// The segment, decoded, is the phone number.
#[tokio::test]
async fn a_phone_number_stays_within_its_path_segment() {
    let paths = [
        "/", "//", "..", "../..", "/../x", ".", "?", "?a=b", "#", "%2f", "%2F..", "%", ";", ":",
        "@", "=&", "\\", "\r\n", "\t", " ",
    ];
    for hostile in HOSTILE.into_iter().chain(paths) {
        let phone = format!("1{hostile}");
        let (authing, requests) = every_request(move |_| r#"{"code":200}"#);
        authing.send_login_code(&phone).await.unwrap();
        authing.send_register_code(&phone).await.unwrap();
        let requests = requests.all();
        for (request, before) in requests
            .iter()
            .zip(["/send_smscode/", "/notification/send_register_smscode/"])
        {
            let uri = request.uri();
            assert_eq!(
                (uri.host(), uri.query()),
                (Some("users.authing.cn"), None),
                "{phone:?}"
            );
            let path = uri.path().strip_prefix(before).unwrap();
            let (segment, pool) = path.split_once('/').unwrap();
            assert_eq!(pool, USER_POOL, "{phone:?}");
            let read = percent_encoding::percent_decode_str(segment)
                .decode_utf8()
                .unwrap();
            assert_eq!(read, phone);
            assert!(
                request
                    .headers()
                    .values()
                    .all(|value| !value.as_bytes().contains(&b'\n'))
            );
        }
    }
}

/// `..` would leave the segment, and has no character that could be escaped.
#[tokio::test]
async fn a_phone_number_without_digits_is_rejected_locally() {
    let (authing, requests) = every_request(move |_| r#"{"code":200}"#);
    for phone in ["", " ", ".", "..", "/", "%2e%2e", "\u{2024}\u{2024}"] {
        let sent = authing.send_login_code(phone).await;
        if phone != "%2e%2e" {
            sent.unwrap_err();
        }
    }
    let requests = requests.all();
    let paths: Vec<&str> = requests
        .iter()
        .map(|request| request.uri().path())
        .collect();
    assert_eq!(paths, [format!("/send_smscode/%252e%252e/{USER_POOL}")]);
}

/// The upload host's response has the photo's key.
#[tokio::test]
async fn a_photos_url_stays_below_the_cdn_url() {
    for (key, url) in [
        ("a/b.png", "https://usercontents.authing.cn/a/b.png"),
        (
            "//evil.example/x",
            "https://usercontents.authing.cn///evil.example/x",
        ),
        (
            "https://evil.example",
            "https://usercontents.authing.cn/https%3A//evil.example",
        ),
        (
            "a?b#c%2f\r\n",
            "https://usercontents.authing.cn/a%3Fb%23c%252f%0D%0A",
        ),
        (
            "@evil.example",
            "https://usercontents.authing.cn/%40evil.example",
        ),
    ] {
        let transport = transport_fn(move |request: Request<Bytes>| {
            let response = match request.uri().host() {
                Some("upload.qiniup.com") => serde_json::json!({ "key": key }),
                _ => {
                    serde_json::json!({"data": {"getAccessTokenByAppSecret": "token", "qiNiuUploadToken": "token"}})
                }
            };
            async move { Ok(Response::new(response.to_string().into())) }
        });
        let photo = Photo::from_bytes("x.png", "image/png", vec![1]);
        assert_eq!(client(transport).upload_photo(photo).await.unwrap(), url);
    }
}

#[tokio::test]
async fn a_photos_key_that_leaves_the_cdns_path_is_an_error() {
    for key in ["..", "../x.png", "a/../../x.png", "a/./x.png", "."] {
        let transport = transport_fn(move |request: Request<Bytes>| {
            let response = match request.uri().host() {
                Some("upload.qiniup.com") => serde_json::json!({ "key": key }),
                _ => {
                    serde_json::json!({"data": {"getAccessTokenByAppSecret": "token", "qiNiuUploadToken": "token"}})
                }
            };
            async move { Ok(Response::new(response.to_string().into())) }
        });
        let photo = Photo::from_bytes("x.png", "image/png", vec![1]);
        let error = client(transport).upload_photo(photo).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "upload: unexpected response at `key`: the picture's key has a segment `.` or `..`"
        );
    }
}
