//! Where the blocking client may be called: in every thread but those of an asynchronous runtime.

use authing_client::blocking::Authing;
use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::{Error, transport_fn};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{LocalSet, block_in_place, spawn_blocking, unconstrained};

use crate::support::Service;

/// A client whose service is asynchronous inside: it needs a timer and tasks.
fn client() -> Authing {
    let transport = transport_fn(|_: Request<Bytes>| async {
        let answer = tokio::spawn(async {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            br#"{"data":{"getAccessTokenByAppSecret":"token","user":{"_id":"1"}}}"#.as_slice()
        });
        Ok(Response::new(Bytes::from_static(answer.await.unwrap())))
    });
    let builder = Authing::builder("pool-1", "secret").transport(transport);
    builder.build_blocking().unwrap()
}

fn works() {
    assert!(client().user("1").unwrap().is_some());
}

fn is_refused() {
    let refused = |error: Error| {
        assert!(matches!(error, Error::BlockingInAsync { .. }), "{error:?}");
        assert_eq!(
            error.to_string(),
            "a blocking call would block a thread of the asynchronous runtime: use the asynchronous client, or make the \
             call in a thread of its own (`std::thread::spawn`)"
        );
    };
    refused(client().user("1").unwrap_err());
    refused(client().preflight().unwrap_err());
    refused(client().session("token").login_status().unwrap_err());
    refused(
        Authing::builder("pool-1", "secret")
            .connect_blocking()
            .unwrap_err(),
    );
    let mut users = client().users_iter();
    refused(users.next().unwrap().unwrap_err());
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
fn in_a_thread_of_ones_own() {
    works();
}

#[test]
fn in_a_thread_that_a_task_started() {
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async { std::thread::spawn(works).join().unwrap() });
    }
}

#[test]
fn not_in_a_task() {
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async { is_refused() });
        runtime.block_on(async { tokio::spawn(async { is_refused() }).await.unwrap() });
        runtime.block_on(LocalSet::new().run_until(async {
            tokio::task::spawn_local(async { is_refused() })
                .await
                .unwrap();
        }));
        runtime.block_on(unconstrained(async { is_refused() }));
    }
}

/// What tokio can't tell from a task is refused as well.
#[test]
fn not_in_another_thread_of_a_runtime() {
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async { spawn_blocking(is_refused).await.unwrap() });
        let _entered = runtime.enter();
        is_refused();
    }
    multi_thread().block_on(async {
        tokio::spawn(async { block_in_place(is_refused) })
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
    // The runtime of all blocking clients is still there.
    assert!(service.builder().connect_blocking().is_ok());
}

#[test]
fn a_client_outlives_the_runtime_that_it_was_first_used_in() {
    let service = Service::start();
    let authing = service.builder().build_blocking().unwrap();
    let runtime = multi_thread();
    let in_runtime = authing.clone();
    let first = std::thread::spawn(move || in_runtime.client_info());
    runtime.block_on(async { first.join().unwrap().unwrap() });
    drop(runtime);
    authing.client_info().unwrap();
}
