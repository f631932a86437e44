//! Where the blocking client may be called: on every thread except those of an async runtime.

use authing_client::blocking::Authing;
use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::operations::ListUsers;
use authing_client::{Error, transport_fn};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{LocalSet, block_in_place, spawn_blocking, unconstrained};

use crate::support::Service;

/// A client whose transport needs the runtime's timer and tasks.
fn client() -> Authing {
    let transport = transport_fn(|_: Request<Bytes>| async {
        let body = tokio::spawn(async {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            br#"{"data":{"getAccessTokenByAppSecret":"token","user":{"_id":"1"}}}"#.as_slice()
        });
        Ok(Response::new(Bytes::from_static(body.await.unwrap())))
    });
    let builder = Authing::builder("pool-1", "secret").transport(transport);
    builder.build_blocking().unwrap()
}

fn assert_allowed() {
    assert!(client().get_user("1").unwrap().is_some());
}

fn assert_rejected() {
    let rejected = |error: Error| {
        assert!(matches!(error, Error::BlockingInAsync { .. }), "{error:?}");
        assert_eq!(
            error.to_string(),
            "a blocking call would block the async runtime: use the async client, or make the \
             call on its own thread (`std::thread::spawn`)"
        );
    };
    rejected(client().get_user("1").unwrap_err());
    rejected(client().preflight().unwrap_err());
    rejected(client().session("token").login_status().unwrap_err());
    rejected(
        Authing::builder("pool-1", "secret")
            .connect_blocking()
            .unwrap_err(),
    );
    let mut users = client().iter(ListUsers::new());
    rejected(users.next().unwrap().unwrap_err());
    assert!(users.next().is_none());
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn a_thread_without_a_runtime_is_allowed() {
    assert_allowed();
}

#[test]
fn a_thread_started_by_a_task_is_allowed() {
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async { std::thread::spawn(assert_allowed).join().unwrap() });
    }
}

#[test]
fn a_task_is_rejected() {
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async { assert_rejected() });
        runtime.block_on(async { tokio::spawn(async { assert_rejected() }).await.unwrap() });
        runtime.block_on(LocalSet::new().run_until(async {
            tokio::task::spawn_local(async { assert_rejected() })
                .await
                .unwrap();
        }));
        runtime.block_on(unconstrained(async { assert_rejected() }));
    }
}

/// Tokio can't tell these threads from those of tasks.
#[test]
fn a_thread_inside_a_runtime_is_rejected() {
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async { spawn_blocking(assert_rejected).await.unwrap() });
        let _entered = runtime.enter();
        assert_rejected();
    }
    multi_thread().block_on(async {
        tokio::spawn(async { block_in_place(assert_rejected) })
            .await
            .unwrap();
    });
}

#[test]
fn the_last_client_may_be_dropped_in_a_task() {
    let service = Service::start();
    let authing = service.builder().connect_blocking().unwrap();
    for runtime in [current_thread(), multi_thread()] {
        let authing = authing.clone();
        runtime.block_on(async { drop(authing) });
    }
    current_thread().block_on(async { tokio::spawn(async { drop(authing) }).await.unwrap() });
    // The runtime shared by all blocking clients still works.
    assert!(service.builder().connect_blocking().is_ok());
}

#[test]
fn a_client_outlives_the_runtime_of_its_first_call() {
    let service = Service::start();
    let authing = service.builder().build_blocking().unwrap();
    let runtime = multi_thread();
    let in_runtime = authing.clone();
    let first = std::thread::spawn(move || in_runtime.client_info());
    runtime.block_on(async { first.join().unwrap().unwrap() });
    drop(runtime);
    authing.client_info().unwrap();
}
