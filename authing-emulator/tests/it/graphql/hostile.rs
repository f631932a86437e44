//! Random and mutated requests: the response is always well-formed, and nothing panics.
//!
//! A case is a sequence of requests to the same few users, roles and apps.

mod requests;
mod values;

use std::cell::Cell;

use apollo_compiler::Schema;
use authing_emulator::Seed;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::collection::vec;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use rand_core::SeedableRng as _;
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::{Pkcs1v15Encrypt, PublicKey};
use serde_json::{Value, json};

use crate::client::{Fixture, PASSWORD, seeded};
use requests::Plan;
use values::Known;

const CASES: u32 = 100;
const REQUESTS: usize = 40;

#[test]
fn no_request_breaks_the_emulator() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let seed = Seed::from_json(&seed().to_string()).unwrap();
    let builder = seeded(1)
        .seed(seed)
        .captcha_after(50)
        .serve_unused_fields(true);
    let fixture = runtime.block_on(Fixture::with(builder));
    let known = runtime.block_on(known(&fixture));
    let supported = fixture.emulator.base_url() + "/page/supported";
    let (_, supported) = runtime.block_on(fixture.get(&supported));
    let sdl = include_str!("../../../schema/legacy.graphql");
    let schema = Schema::parse_and_validate(sdl, "legacy.graphql").unwrap();
    let plan = requests::plan(&known, &schema, &supported);
    let case = (vec(plan, REQUESTS), 0..400_u64);
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[1; 32]);
    // How many were executed, rejected, and executed without an error.
    let counts = Cell::new([0; 3]);
    let outcome = TestRunner::new_with_rng(config, random).run(&case, |(plans, seconds)| {
        fixture.emulator.reset().unwrap();
        fixture.advance(seconds);
        runtime.block_on(run(&fixture, &plans, &counts))
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    // If the schema rejected all of them, or none, this would test little.
    let all = CASES * u32::try_from(REQUESTS).unwrap();
    let [run, rejected, succeeded] = counts.get();
    assert!(
        run > all / 10 && rejected > all / 20 && succeeded > all / 50,
        "{run} run, {rejected} rejected, {succeeded} succeeded"
    );
}

const IDS: [&str; 4] = [
    "5e0a1ea610ecb800018db171",
    "5e0a1ea610ecb800018db172",
    "5e0a1ea610ecb800018db173",
    "5e0a1ea610ecb800018db174",
];

fn seed() -> Value {
    let [anna, bert, role, app] = IDS;
    json!({
        "roles": [{"id": role, "name": "admin"}],
        "apps": [{"id": app, "kind": "oidc", "name": "Notes"}],
        "users": [
            {
                "id": anna, "email": "a@b.cn", "username": "anna", "password": PASSWORD,
                "socialAccounts": [{"type": "github", "unionid": "1"}],
                "roles": [{"role": role}], "authorizations": [{"app": app, "scope": "openid"}],
            },
            {"id": bert, "email": "b@b.cn", "phone": "13800000000", "password": PASSWORD},
        ],
        "ldapAccounts": [{"username": "carl", "password": "123456"}],
    })
}

async fn known(fixture: &Fixture) -> Known {
    let names = ["anna", "carl", "admin", "github", "a@b.cn", "13800000000"];
    let mut others: Vec<_> = IDS.into_iter().chain(names).map(str::to_owned).collect();
    let key = PublicKey::from_public_key_pem(fixture.emulator.public_key_pem()).unwrap();
    // The same in every run.
    let mut random = rand_chacha::ChaCha20Rng::from_seed([7; 32]);
    let mut encrypt =
        |text: &[u8]| STANDARD.encode(key.encrypt(&mut random, Pkcs1v15Encrypt, text).unwrap());
    others.extend([&b"short"[..], b"", b"\xff\xfe", &[b'x'; 117]].map(&mut encrypt));
    Known {
        pool: fixture.pool().to_owned(),
        secret: fixture.emulator.secret().to_owned(),
        password: encrypt(PASSWORD.as_bytes()),
        tokens: vec![
            fixture.owner_token().await,
            fixture.token_of("a@b.cn").await,
            fixture.token_of("b@b.cn").await,
        ],
        others,
    }
}

async fn run(
    fixture: &Fixture,
    plans: &[Plan],
    counts: &Cell<[u32; 3]>,
) -> Result<(), TestCaseError> {
    for plan in plans {
        let request = plan.request(&fixture.emulator.base_url());
        let (is_head, path) = (request.method() == "HEAD", request.url().path().to_owned());
        let response = fixture.http.execute(request).await.unwrap();
        let status = response.status();
        let content_type = response.headers().get(CONTENT_TYPE).cloned();
        let body = response.bytes().await.unwrap();
        let fail = |why| TestCaseError::fail(format!("{plan:?}\n{status} {why}: {body:?}"));
        if status.is_server_error() {
            return Err(fail("the emulator failed"));
        }
        if content_type.is_none_or(|content_type| content_type != "application/json") {
            if may_be_other_than_json(&path) {
                continue;
            }
            return Err(fail("is not JSON"));
        }
        if is_head {
            continue;
        }
        let json: Value = serde_json::from_slice(&body).map_err(|_| fail("is not JSON"))?;
        if ["/graphql", "/users/graphql", "/oauth/graphql"].contains(&path.as_str()) {
            if let Some(why) = graphql_fault(status, &json) {
                return Err(fail(why));
            }
            let is_run = status == StatusCode::OK;
            let has_succeeded = is_run && json.get("errors").is_none();
            let [run, rejected, succeeded] = counts.get();
            counts.set([
                run + u32::from(is_run),
                rejected + u32::from(!is_run),
                succeeded + u32::from(has_succeeded),
            ]);
        } else if !json.is_object() && !json.is_array() {
            return Err(fail("is neither an object nor a list"));
        }
    }
    Ok(())
}

/// Whether the path serves files, images or texts.
fn may_be_other_than_json(path: &str) -> bool {
    let starts = ["/cdn", "/captcha/", "/explore", "/page/", "/public_key.pem"];
    path == "/" || starts.iter().any(|start| path.starts_with(start))
}

/// The messages of the service's error 500 that indicate an internal error of the emulator.
const INTERNAL: [&str; 2] = ["模拟器存储出错", "服务器内部错误"];

/// Returns the problem with a GraphQL response, if there is one.
fn graphql_fault(status: StatusCode, body: &Value) -> Option<&'static str> {
    let errors = match body.get("errors").map(Value::as_array) {
        None => &[][..],
        Some(Some(errors)) if !errors.is_empty() => errors,
        Some(_) => return Some("errors is not a list of errors"),
    };
    let mut messages = errors.iter().map(|error| &error["message"]);
    if status != StatusCode::OK {
        let is_rejection =
            body.get("data").is_none() && !errors.is_empty() && messages.all(Value::is_string);
        return (!is_rejection).then_some("a rejection is not in its form");
    }
    if body.get("data").is_none() {
        return Some("there is no data");
    }
    messages.find_map(|message| match message {
        Value::String(text) if text.starts_with("authing-emulator does not support ") => None,
        _ if !message["code"].is_u64() || !message["message"].is_string() => {
            Some("an error is not in its form")
        }
        _ if message.get("data").is_none() => Some("an error has no data"),
        _ if INTERNAL.iter().any(|text| message["message"] == **text) => {
            Some("the emulator failed")
        }
        _ => None,
    })
}
