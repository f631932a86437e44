//! The errors of every operation, for servers that echo requests in their responses.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_core::rest::Rest;
use authing_tests::every_operation::{APIS, Api, Same, Sample, rest_variables};
use authing_tests::{OWNER_TOKEN, POOL_SECRET, USER_TOKEN};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::forms::{all_output, assert_hidden};

const SECRET: &str = "xyzzy \"&'<字>/+% secret";
const CODE: &str = "86420975";

/// How a server encodes the text that it echoes.
type Echo = fn(&str) -> String;

fn plain(text: &str) -> String {
    text.to_owned()
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |escaped, byte| {
        escaped + &format!("%{byte:02X}")
    })
}

fn html(text: &str) -> String {
    text.chars()
        .fold(String::new(), |escaped, character| match character {
            '<' => escaped + "&lt;",
            '&' => escaped + "&amp;",
            '"' => escaped + "&#34;",
            '\'' => escaped + "&#x27;",
            other => escaped + &other.to_string(),
        })
}

/// The values of all variables of a request.
fn values(rest: Option<Rest>, request: &Request<Bytes>) -> Vec<Value> {
    if let Some(rest) = rest {
        let (segments, others) = rest_variables(rest.path, request);
        let values = segments.into_iter().chain(others);
        return values.map(|(_, value)| value).collect();
    }
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    let variables = body["variables"].as_object().unwrap();
    variables.values().cloned().collect()
}

/// All parts of a request: URL, headers, variables, body.
fn parts(rest: Option<Rest>, request: &Request<Bytes>) -> Vec<String> {
    let body = String::from_utf8_lossy(request.body());
    let values = values(rest, request);
    let texts = values.iter().map(|value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), ToOwned::to_owned)
    });
    let headers = request
        .headers()
        .values()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let mut parts: Vec<String> = headers.chain(texts).collect();
    parts.extend([body.into_owned(), request.uri().to_string()]);
    parts.sort();
    parts.dedup();
    parts
}

/// The responses in which each part of a request stands alone.
const ALONE: usize = 4;

/// Returns how many responses a server has that echoes the request's parts in every place of a response, and one of them.
fn response(
    rest: Option<Rest>,
    request: &Request<Bytes>,
    echo: Echo,
    number: usize,
) -> (usize, (u16, String)) {
    let parts = parts(rest, request);
    let whole = parts.len() * ALONE;
    let response = match parts.get(number / ALONE) {
        Some(part) => alone(rest.is_some(), &echo(part), number % ALONE),
        None => {
            let parts: Vec<String> = parts.iter().map(|text| echo(text)).collect();
            let all = parts.join(" ");
            match number - whole {
                0 => (502, all),
                1 => (200, all),
                _ => (200, json!({"data": all}).to_string()),
            }
        }
    };
    (whole + 3, response)
}

fn alone(is_rest: bool, text: &str, kind: usize) -> (u16, String) {
    // Truncated, as some servers do.
    let length = text.chars().count().saturating_sub(4);
    let beginning: String = text.chars().take(length).collect();
    let error = json!({"code": 2004, "message": text, "data": {text: [text]}});
    match (kind, is_rest) {
        (0, _) => {
            let coded = json!({"statusCode": 499, "apiCode": 2004, "message": text, "data": text});
            (400, coded.to_string())
        }
        (1, _) => (403, beginning),
        (2, true) => (200, error.to_string()),
        (2, false) => {
            let error = json!({"message": error, "path": [text]});
            let errors = json!({"errors": [error, {"message": text}, text]});
            (200, errors.to_string())
        }
        (_, true) => (
            200,
            json!({"code": 2004, "message": format!("{beginning}…")}).to_string(),
        ),
        (_, false) => {
            let errors = json!({"errors": [{"message": format!("{beginning}…")}]});
            (400, errors.to_string())
        }
    }
}

/// Sends operations to servers that echo.
struct Sender {
    echo: Echo,
    runtime: Runtime,
    sent: usize,
}

impl Sender {
    /// Sends the operation once for each of the responses.
    fn send(&mut self, api: &'static Api, sample: &dyn Sample) {
        let (name, rest) = (sample.name(), sample.rest());
        let (number, count) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (at, counted, echo) = (Arc::clone(&number), Arc::clone(&count), self.echo);
        // One client for all of them: creating one takes longer than a call.
        let (clients, requests) = api.clients(name, move |request| {
            let (count, response) = response(rest, request, echo, at.load(Ordering::SeqCst));
            counted.store(count, Ordering::SeqCst);
            response
        });
        let secrets = [SECRET, CODE, POOL_SECRET, OWNER_TOKEN, USER_TOKEN];
        loop {
            if let Err(error) = self.runtime.block_on(sample.send(&clients)) {
                assert_hidden(name, &all_output(&error), &secrets);
            }
            requests.clear();
            self.sent += 1;
            if number.fetch_add(1, Ordering::SeqCst) + 1 >= count.load(Ordering::SeqCst) {
                return;
            }
        }
    }
}

fn assert_redacted(echo: Echo) {
    let values = Same {
        text: "text",
        secret: SECRET,
        digits: CODE,
    };
    for api in APIS {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let mut sender = Sender {
            echo,
            runtime,
            sent: 0,
        };
        for entry in api.operations {
            sender.send(api, &*(entry.full)(&values));
        }
        let (sent, operations) = (sender.sent, api.operations.len());
        assert!(sent > operations * 10, "{sent} responses");
    }
}

#[test]
fn a_plain_echo_is_redacted() {
    assert_redacted(plain);
}

#[test]
fn a_percent_encoded_echo_is_redacted() {
    assert_redacted(percent);
}

#[test]
fn an_html_escaped_echo_is_redacted() {
    assert_redacted(html);
}
