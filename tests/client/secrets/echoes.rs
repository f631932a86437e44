//! Every operation, to servers that write what they got into their answers.

use std::sync::{Arc, Mutex};

use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::transport_fn;
use authing_tests::every_operation::{OPERATIONS, Same, Sample};
use authing_tests::{OWNER_TOKEN, POOL_SECRET, USER_TOKEN, client};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::forms::{all_of, hidden};

const SECRET: &str = "xyzzy \"&'<字>/+% secret";
const CODE: &str = "86420975";

/// How a server writes what it got.
type Echo = fn(&str) -> String;

fn plain(text: &str) -> String {
    text.to_owned()
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |escaped, byte| {
        escaped + &format!("%{byte:02X}")
    })
}

fn page(text: &str) -> String {
    text.chars()
        .fold(String::new(), |escaped, character| match character {
            '<' => escaped + "&lt;",
            '&' => escaped + "&amp;",
            '"' => escaped + "&#34;",
            '\'' => escaped + "&#x27;",
            other => escaped + &other.to_string(),
        })
}

/// All that a request has, its token included.
fn got(request: &Request<Bytes>) -> Vec<String> {
    let body = String::from_utf8_lossy(request.body());
    let variables =
        serde_json::from_slice(request.body()).map(|mut body: Value| body["variables"].take());
    let values = variables.unwrap_or_default();
    let values = values
        .as_object()
        .into_iter()
        .flat_map(|values| values.values());
    let texts = values.map(|value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), ToOwned::to_owned)
    });
    let headers = request
        .headers()
        .values()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let mut got: Vec<String> = headers.chain(texts).collect();
    got.push(body.into_owned());
    got.sort();
    got.dedup();
    got
}

/// An answer with it in every place that an answer has.
fn answers(request: &Request<Bytes>, echo: Echo) -> Vec<(u16, String)> {
    let got: Vec<String> = got(request).iter().map(|text| echo(text)).collect();
    let all = got.join(" ");
    let mut answers = vec![
        (502, all.clone()),
        (200, all.clone()),
        (200, json!({"data": all}).to_string()),
    ];
    for text in &got {
        let error = json!({"message": {"code": 2004, "message": text, "data": {text: [text]}}, "path": [text]});
        answers.push((
            200,
            json!({"errors": [error, {"message": text}, text]}).to_string(),
        ));
        // Not to the end, as careful servers write it.
        let beginning: String = text
            .chars()
            .take(text.chars().count().saturating_sub(4))
            .collect();
        answers.push((
            400,
            json!({"errors": [{"message": format!("{beginning}…")}]}).to_string(),
        ));
        answers.push((403, beginning));
    }
    answers
}

/// Sends an operation as often as there are answers to it.
struct Provoke {
    echo: Echo,
    runtime: Runtime,
    seen: usize,
}

impl Provoke {
    fn provoke(&mut self, sample: &dyn Sample) {
        let name = sample.name();
        let mut number = 0;
        loop {
            let count = Arc::new(Mutex::new(0));
            let counted = Arc::clone(&count);
            let echo = self.echo;
            let transport = transport_fn(move |request: Request<Bytes>| {
                let is_token = name != "GetOwnerToken"
                    && String::from_utf8_lossy(request.body())
                        .contains("getAccessTokenByAppSecret");
                let (status, body) = if is_token {
                    (
                        200,
                        json!({"data": {"getAccessTokenByAppSecret": OWNER_TOKEN}}).to_string(),
                    )
                } else {
                    let answers = answers(&request, echo);
                    *counted.lock().unwrap() = answers.len();
                    answers[number].clone()
                };
                async move {
                    Ok(Response::builder()
                        .status(status)
                        .body(body.into())
                        .unwrap())
                }
            });
            let authing = client(transport);
            let secrets = [SECRET, CODE, POOL_SECRET, OWNER_TOKEN, USER_TOKEN];
            match self.runtime.block_on(sample.send(&authing)) {
                Ok(()) => {}
                Err(error) => hidden(name, &all_of(&error), &secrets),
            }
            self.seen += 1;
            number += 1;
            if number >= *count.lock().unwrap() {
                return;
            }
        }
    }
}

fn repeated(echo: Echo) {
    let values = Same {
        text: "text",
        secret: SECRET,
        digits: CODE,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let mut provoke = Provoke {
        echo,
        runtime,
        seen: 0,
    };
    for entry in OPERATIONS {
        provoke.provoke(&*(entry.full)(&values));
    }
    assert!(
        provoke.seen > OPERATIONS.len() * 10,
        "{} answers",
        provoke.seen
    );
}

#[test]
fn as_it_was() {
    repeated(plain);
}

#[test]
fn as_in_an_address() {
    repeated(percent);
}

#[test]
fn as_in_a_page() {
    repeated(page);
}
