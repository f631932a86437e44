//! The cost of each part of a call: `cargo bench -p authing-benches --bench parts`.

#![allow(missing_docs, clippy::expect_used)]

use std::sync::Arc;

use authing_benches::bare::{Envelope, KEY, UserData};
use authing_benches::responses::legacy::Legacy;
use authing_benches::responses::{EMAIL, PASSWORD, SECRET, USER_ID, USER_POOL_ID};
use authing_client::{Authing, transport_fn};
use authing_core::legacy::operations::{GetUser, ListUsers, LoginByEmail};
use authing_core::response::read;
use authing_core::{BindError, Binder, Operation, Secret, request};
use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher, black_box};
use futures_util::FutureExt;
use getrandom::SysRng;
use http::Response;
use rsa::pkcs8::DecodePublicKey;
use rsa::{Pkcs1v15Encrypt, PublicKey};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Fills in the pool id and leaves passwords in plain text, because encryption is measured separately.
struct InTheClear;

impl Binder for InTheClear {
    fn user_pool_id(&self) -> &str {
        USER_POOL_ID
    }

    fn encrypt(&self, _: &'static str, password: &Secret) -> Result<String, BindError> {
        Ok(password.expose().to_owned())
    }
}

fn body<O: Operation>(operation: O) -> Vec<u8> {
    let variables = operation.bind(&InTheClear).expect("valid");
    let mut body = Vec::with_capacity(O::after_variables().len() + 1024);
    request::write::<O>(&variables, &mut body).expect("JSON");
    body
}

#[divan::bench]
fn a_lookup_to_its_body() -> Vec<u8> {
    body(GetUser::new(black_box(USER_ID)))
}

#[divan::bench]
fn a_login_to_its_body() -> Vec<u8> {
    body(LoginByEmail::new(black_box(EMAIL), black_box(PASSWORD)))
}

#[divan::bench]
fn response_to_user(bencher: Bencher<'_, '_>) {
    let response = Legacy::new(1).user();
    bencher
        .counter(BytesCount::of_slice(&response))
        .bench(|| read::<GetUser>(black_box(&response)).expect("a response"));
}

/// The same response with serde alone.
#[divan::bench]
fn response_to_user_bare(bencher: Bencher<'_, '_>) {
    let response = Legacy::new(1).user();
    assert!(serde_json::from_slice::<Envelope<UserData>>(&response).is_ok());
    bencher
        .counter(BytesCount::of_slice(&response))
        .bench(|| serde_json::from_slice::<Envelope<UserData>>(black_box(&response)));
}

#[divan::bench]
fn response_to_hundred_users(bencher: Bencher<'_, '_>) {
    let response = Legacy::new(100).full_page();
    bencher
        .counter(BytesCount::of_slice(&response))
        .bench(|| read::<ListUsers>(black_box(&response)).expect("a response"));
}

/// Encryption of a password with the `rsa` crate and a parsed key.
#[divan::bench]
fn encryption_by_the_rsa_crate(bencher: Bencher<'_, '_>) {
    let key = PublicKey::from_public_key_pem(KEY).expect("a key");
    bencher.bench(|| key.encrypt(&mut SysRng, Pkcs1v15Encrypt, black_box(PASSWORD).as_bytes()));
}

#[divan::bench]
fn parsing_the_key() -> PublicKey {
    PublicKey::from_public_key_pem(black_box(KEY)).expect("a key")
}

/// Returns a client whose service responds immediately, without a network.
fn at_once() -> Authing {
    let responses = Arc::new(Legacy::new(1));
    let transport = transport_fn(move |request: http::Request<bytes::Bytes>| {
        let response = responses.to(request.body());
        async move { Ok(Response::new(response)) }
    });
    Authing::builder(USER_POOL_ID, SECRET)
        .transport(transport)
        .build()
        .expect("valid")
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// A whole lookup without the network: token, body, timeout, span, response.
#[divan::bench]
fn a_lookup_without_a_network(bencher: Bencher<'_, '_>) {
    let (authing, runtime) = (at_once(), runtime());
    // The token is fetched once, by a task.
    runtime.block_on(authing.owner_token()).expect("a token");
    let _inside = runtime.enter();
    bencher.bench_local(|| {
        let response = authing.get_user(USER_ID).now_or_never();
        response.expect("at once").expect("a response")
    });
}

/// The same for a login, which encrypts a password.
#[divan::bench]
fn a_login_without_a_network(bencher: Bencher<'_, '_>) {
    let (authing, runtime) = (at_once(), runtime());
    let _inside = runtime.enter();
    bencher.bench_local(|| {
        let response = authing.login_by_email(EMAIL, PASSWORD).now_or_never();
        response.expect("at once").expect("a response")
    });
}

/// A thousand lookups in as many tasks on all processors, which share the owner's token.
#[divan::bench]
fn a_thousand_tasks_and_one_token(bencher: Bencher<'_, '_>) {
    let authing = at_once();
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    bencher.bench_local(|| {
        runtime.block_on(async {
            let mut tasks = JoinSet::new();
            for _ in 0..1000 {
                let authing = authing.clone();
                tasks.spawn(async move { authing.get_user(USER_ID).await.map(drop) });
            }
            while let Some(done) = tasks.join_next().await {
                done.expect("no panic").expect("a response");
            }
        });
    });
}
