//! One client in several tokio runtimes, each of which may shut down or stall at any time.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::thread;

use authing_client::{Authing, RetryPolicy};
use futures_util::poll;
use tokio::io::AsyncWriteExt;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

use authing_tests::fake::{LOGIN, OWNER, USER};
use authing_tests::sockets::{listen, read_request, respond, serving, within};
use authing_tests::{PASSWORD, POOL_SECRET, USER_POOL};

const ID: &str = "5e4cdd055df3df65dc58b97e";

fn runtime() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}

/// A client of a service that never responds to the first fetch of the owner's token. The semaphore counts the fetches.
async fn service() -> (Authing, Arc<Semaphore>) {
    let fetches = Arc::new(Semaphore::new(0));
    let (counter, first) = (Arc::clone(&fetches), Arc::new(AtomicUsize::new(0)));
    let builder = serving(move |mut stream| {
        let (counter, first) = (Arc::clone(&counter), Arc::clone(&first));
        async move {
            let request = read_request(&mut stream).await.unwrap_or_default();
            let is_token = request.contains("GetOwnerToken");
            if is_token {
                counter.add_permits(1);
                if first.fetch_add(1, Ordering::SeqCst) == 0 {
                    return std::future::pending().await;
                }
            }
            respond(&mut stream, "200 OK", if is_token { OWNER } else { USER }).await;
        }
    })
    .await;
    let builder = builder.retry_policy(RetryPolicy::none());
    (builder.build().unwrap(), fetches)
}

/// Starts a call in another runtime, which stalls at the fetch of the token, and passes that runtime to `end`.
async fn call_beside(end: impl FnOnce(Runtime)) {
    let (authing, fetches) = service().await;
    let other = runtime();
    let there = authing.clone();
    other.spawn(async move { there.get_user(ID).await.map(drop) });
    fetches.acquire().await.unwrap().forget();

    let mut here = pin!(authing.get_user(ID));
    assert!(matches!(poll!(here.as_mut()), Poll::Pending));
    end(other);
    assert!(here.await.unwrap().is_some());
}

#[tokio::test]
async fn a_call_does_not_wait_for_a_fetch_in_a_runtime_that_shut_down() {
    call_beside(Runtime::shutdown_background).await;
}

#[tokio::test]
async fn a_call_does_not_wait_for_a_fetch_in_another_runtime() {
    let mut kept = None;
    call_beside(|other| kept = Some(other)).await;
    kept.unwrap().shutdown_background();
}

/// A service that keeps its connections, with the number of logins that it has carried out.
fn kept_connections() -> (SocketAddr, Arc<AtomicUsize>, Runtime) {
    let logins = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&logins);
    let own = runtime();
    let address = own.block_on(listen(move |mut stream| {
        let counter = Arc::clone(&counter);
        async move {
            while let Some(request) = read_request(&mut stream).await {
                let body = if request.contains("GetOwnerToken") {
                    OWNER
                } else if request.contains("LoginByEmail") {
                    counter.fetch_add(1, Ordering::SeqCst);
                    LOGIN
                } else {
                    USER
                };
                let length = body.len();
                let response = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
                if stream.write_all(response.as_bytes()).await.is_err() {
                    return;
                }
            }
        }
    }));
    (address, logins, own)
}

fn without_retries(address: SocketAddr) -> Authing {
    Authing::builder(USER_POOL, POOL_SECRET)
        .host(format!("http://{address}"))
        .retry_policy(RetryPolicy::none())
        .build()
        .unwrap()
}

async fn login_and_lookup(authing: &Authing) {
    let login = authing.login_by_email("test@testmail.com", PASSWORD);
    within(login).await.unwrap();
    assert!(within(authing.get_user(ID)).await.unwrap().is_some());
}

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Like a test suite with a static client, in which each test has its own runtime.
fn shared_by_many(runtime: fn() -> Runtime) {
    const THREADS: usize = 8;
    const RUNTIMES: usize = 15;
    let (address, logins, _own) = kept_connections();
    let authing = without_retries(address);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..RUNTIMES {
                    runtime().block_on(login_and_lookup(&authing));
                }
            });
        }
    });
    assert_eq!(logins.load(Ordering::SeqCst), THREADS * RUNTIMES);
}

#[test]
fn a_client_in_many_runtimes_at_once_loses_no_call() {
    shared_by_many(one_thread);
    shared_by_many(runtime);
}

/// A runtime without a running task does not drive its connections.
#[test]
fn a_call_does_not_use_a_connection_of_an_idle_runtime() {
    let (address, logins, _own) = kept_connections();
    let authing = without_retries(address);
    let idle = one_thread();
    idle.block_on(login_and_lookup(&authing));
    one_thread().block_on(login_and_lookup(&authing));
    idle.block_on(login_and_lookup(&authing));
    assert_eq!(logins.load(Ordering::SeqCst), 3);
}

#[test]
fn a_client_can_be_dropped_inside_and_outside_of_its_runtimes() {
    let (address, logins, _own) = kept_connections();
    let authing = without_retries(address);
    let (first, second) = (runtime(), one_thread());
    first.block_on(login_and_lookup(&authing));
    second.block_on(async move {
        login_and_lookup(&authing).await;
        drop(authing);
    });
    let authing = without_retries(address);
    first.block_on(login_and_lookup(&authing));
    drop((first, second, authing));
    assert_eq!(logins.load(Ordering::SeqCst), 3);
}
