//! A whole call over a connection, compared with a minimal one: `cargo bench -p authing-benches --bench call`.
//!
//! The service runs in a separate process, `fixed_service`, so that its allocations are not counted.

#![allow(missing_docs, clippy::expect_used)]

use authing_benches::bare::Bare;
use authing_benches::calls::{Call, Caller};
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

#[divan::bench]
fn a_user_by_hyper_alone(bencher: Bencher<'_, '_>) {
    let (service, runtime) = (service(), runtime());
    let mut floor = runtime
        .block_on(Floor::connect(service.url()))
        .expect("a connection");
    bencher.bench_local(|| runtime.block_on(floor.call()).expect("a response"));
}

#[divan::bench(args = ["user", "login"])]
fn by_reqwest(bencher: Bencher<'_, '_>, call: &str) {
    let (service, runtime) = (service(), runtime());
    let call: Call = call.parse().expect("a call");
    let bare = runtime
        .block_on(Bare::connect(service.url(), None))
        .expect("a connection");
    bencher.bench_local(|| runtime.block_on(bare.call(call)).expect("a response"));
}

#[divan::bench(args = ["user", "login"])]
fn by_this_client(bencher: Bencher<'_, '_>, call: &str) {
    let (service, runtime) = (service(), runtime());
    let call: Call = call.parse().expect("a call");
    let authing = runtime
        .block_on(ours::connect(service.url(), None))
        .expect("a connection");
    bencher.bench_local(|| runtime.block_on(authing.call(call)).expect("a response"));
}
