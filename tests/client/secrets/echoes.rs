//! The errors of every operation, for servers that echo requests in their responses.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_tests::every_operation::{APIS, Api, Same, Sample};
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

/// All parts of a request: headers, variables, body.
fn parts(request: &Request<Bytes>) -> Vec<String> {
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
    let mut parts: Vec<String> = headers.chain(texts).collect();
    parts.push(body.into_owned());
    parts.sort();
    parts.dedup();
    parts
}

/// Responses that echo the request's parts in every place of a response.
fn responses(request: &Request<Bytes>, echo: Echo) -> Vec<(u16, String)> {
    let parts: Vec<String> = parts(request).iter().map(|text| echo(text)).collect();
    let all = parts.join(" ");
    let mut responses = vec![
        (502, all.clone()),
        (200, all.clone()),
        (200, json!({"data": all}).to_string()),
    ];
    for text in &parts {
        let error = json!({"message": {"code": 2004, "message": text, "data": {text: [text]}}, "path": [text]});
        responses.push((
            200,
            json!({"errors": [error, {"message": text}, text]}).to_string(),
        ));
        // Truncated, as some servers do.
        let beginning: String = text
            .chars()
            .take(text.chars().count().saturating_sub(4))
            .collect();
        responses.push((
            400,
            json!({"errors": [{"message": format!("{beginning}…")}]}).to_string(),
        ));
        responses.push((403, beginning));
    }
    responses
}

/// Sends operations to servers that echo.
struct Sender {
    echo: Echo,
    runtime: Runtime,
    sent: usize,
}

impl Sender {
    /// Sends the operation once for each of the [`responses`].
    fn send(&mut self, api: &'static Api, sample: &dyn Sample) {
        let name = sample.name();
        let (number, count) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (at, counted, echo) = (Arc::clone(&number), Arc::clone(&count), self.echo);
        // One client for all of them: creating one takes longer than a call.
        let (clients, requests) = api.clients(name, move |request| {
            let responses = responses(request, echo);
            counted.store(responses.len(), Ordering::SeqCst);
            responses[at.load(Ordering::SeqCst)].clone()
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
