//! Random and mutated requests: whatever comes, the answer is well-formed and nothing panics.
//!
//! `AUTHING_EMULATOR_HOSTILE_REQUESTS` says how many, `AUTHING_EMULATOR_HOSTILE_SEED` which. A run is the same again
//! under the same seed.

mod documents;
mod requests;
mod values;

use std::env;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::engine::Engine;
use crate::server;
use crate::server::app::App;
use crate::server::connection::Peer;
use crate::{Clock, Emulator, Randomness};
use requests::Sent;
use values::Values;

/// Chance, with what is done with it here all the time.
struct Dice(ChaCha8Rng);

impl Dice {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.0.next_u64() % end.max(1) as u64).unwrap()
    }

    /// Whether something happens that has so many chances in a hundred.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }
}

fn setting(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().expect(name))
}

#[tokio::test]
async fn no_request_breaks_the_emulator() {
    let count = setting("AUTHING_EMULATOR_HOSTILE_REQUESTS", 4000);
    let seed = setting("AUTHING_EMULATOR_HOSTILE_SEED", 1);
    let emulator = Emulator::builder()
        .clock(Clock::stopped_at(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_517_032_525),
        ))
        .randomness(Randomness::seeded(seed))
        .captcha_after(50)
        .start()
        .await
        .unwrap();
    let router = server::router(App {
        service: Arc::clone(&emulator.service),
        engine: Arc::new(Engine::new().unwrap()),
    });
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
    let mut values = Values::new(&emulator);
    let (mut run, mut refused, mut succeeded) = (0, 0, 0);
    for number in 0..count {
        if number % 500 == 0 {
            emulator
                .clock()
                .advance(Duration::from_secs(dice.below(400) as u64));
        }
        let sent = requests::random(&mut dice, &values);
        let told = format!("request {number} of seed {seed}: {sent:?}");
        let answer = router.clone().oneshot(request(&sent)).await.unwrap();
        let status = answer.status();
        let content_type = answer.headers().get(header::CONTENT_TYPE).cloned();
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert!(status.as_u16() < 500, "{told}\n{status}");
        if content_type.is_none_or(|content_type| content_type != "application/json") {
            assert!(sent.may_answer_other_than_json(), "{told}\n{body:?}");
            continue;
        }
        if sent.is_head() {
            continue;
        }
        let body: Value = serde_json::from_slice(&body).expect(&told);
        if sent.is_graphql() {
            match graphql_fault(status, &body) {
                None => {}
                Some(fault) => panic!("{told}\n{fault}: {body}"),
            }
            run += u64::from(status == StatusCode::OK);
            succeeded += u64::from(status == StatusCode::OK && body.get("errors").is_none());
            refused += u64::from(status != StatusCode::OK);
        } else {
            assert!(body.is_object() || body.is_array(), "{told}\n{body}");
        }
        values.learn(&body);
    }
    // Were all of them refused by the schema, or none, this would test little.
    assert!(
        run > count / 10 && refused > count / 20 && succeeded > count / 50,
        "{run} run, {refused} refused, {succeeded} succeeded"
    );
    println!(
        "{count} requests of seed {seed}: {run} run, of which {succeeded} without an error, and {refused} refused"
    );
}

fn request(sent: &Sent) -> Request<Body> {
    let mut request = Request::builder()
        .method(sent.method)
        .uri(&sent.address)
        .header(header::HOST, "localhost");
    for (name, value) in &sent.headers {
        request = request.header(*name, value.as_slice());
    }
    let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 12_345));
    request
        .extension(ConnectInfo(Peer::at(peer)))
        .body(sent.body.clone().into())
        .unwrap()
}

/// What the service's error 500 says when it is our own fault.
const INTERNAL: [&str; 2] = ["the emulator's store failed", "internal error"];

/// What is wrong with a GraphQL answer, if anything is.
fn graphql_fault(status: StatusCode, body: &Value) -> Option<&'static str> {
    let errors = match body.get("errors") {
        None => &[][..],
        Some(errors) => errors
            .as_array()
            .map(Vec::as_slice)
            .filter(|errors| !errors.is_empty())?,
    };
    let messages = || errors.iter().map(|error| &error["message"]);
    if status != StatusCode::OK {
        let refused =
            body.get("data").is_none() && !errors.is_empty() && messages().all(Value::is_string);
        return (!refused).then_some("a refusal is not in its form");
    }
    if body.get("data").is_none() {
        return Some("there is no data");
    }
    for message in messages() {
        match message {
            Value::Object(error)
                if error["code"].is_u64()
                    && error["message"].is_string()
                    && error.contains_key("data") =>
            {
                if INTERNAL.iter().any(|text| error["message"] == **text) {
                    return Some("the emulator failed");
                }
            }
            Value::String(text) if text.starts_with("authing-emulator does not answer ") => {}
            _ => return Some("an error is not in its form"),
        }
    }
    None
}
