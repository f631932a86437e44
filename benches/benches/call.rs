//! A whole call over a connection, compared with a minimal one: `cargo bench -p authing-benches --bench call`.
//!
//! The service runs in a separate process, `fixed_service`, so that its allocations are not counted.

#![allow(missing_docs, clippy::expect_used)]

use std::fmt;

use authing_benches::Failure;
use authing_benches::bare;
use authing_benches::calls::{self, Api, Call, Caller};
use authing_benches::elsewhere::{Elsewhere, Ready};
use authing_benches::floor::Floor;
use authing_benches::ours;
use divan::{AllocProfiler, Bencher};
use tokio::runtime::{Builder, Runtime};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// The connection's task also runs on this thread, so all allocations of a call are counted.
fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

fn service() -> Elsewhere<Ready> {
    Elsewhere::service(&[]).expect("the service")
}

/// A call, with its name in the results.
#[derive(Clone, Copy)]
struct Named(Api, Call);

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, self.1)
    }
}

fn every_call() -> impl Iterator<Item = Named> {
    calls::ALL.into_iter().map(|(api, call)| Named(api, call))
}

fn run<C: Caller>(
    bencher: Bencher<'_, '_>,
    call: Call,
    connect: impl AsyncFnOnce(&str) -> Result<C, Failure>,
) {
    let (service, runtime) = (service(), runtime());
    let caller = runtime
        .block_on(connect(service.url()))
        .expect("a connection");
    bencher.bench_local(|| runtime.block_on(caller.call(call)).expect("a response"));
}

#[divan::bench]
fn legacy_user_by_hyper_alone(bencher: Bencher<'_, '_>) {
    let (service, runtime) = (service(), runtime());
    let mut floor = runtime
        .block_on(Floor::connect(service.url()))
        .expect("a connection");
    bencher.bench_local(|| runtime.block_on(floor.call()).expect("a response"));
}

#[divan::bench(args = every_call())]
fn by_reqwest(bencher: Bencher<'_, '_>, Named(api, call): Named) {
    match api {
        Api::Legacy => run(bencher, call, async |url: &str| {
            bare::Legacy::connect(url, None).await
        }),
        Api::V2 => run(bencher, call, async |url: &str| {
            bare::V2::connect(url, None).await
        }),
    }
}

#[divan::bench(args = every_call())]
fn by_this_client(bencher: Bencher<'_, '_>, Named(api, call): Named) {
    match api {
        Api::Legacy => run(bencher, call, async |url: &str| {
            ours::connect_legacy(url, None).await
        }),
        Api::V2 => run(bencher, call, async |url: &str| {
            ours::connect_v2(url, None).await
        }),
    }
}
