//! One client in several tokio runtimes, each of which may shut down or stall at any time.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use authing_client::{Authing, RetryPolicy};
use futures_util::poll;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

use authing_tests::fake::{OWNER, USER};
use authing_tests::sockets::{read_request, respond, serving};

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
    other.spawn(async move { there.user(ID).await.map(drop) });
    fetches.acquire().await.unwrap().forget();

    let mut here = pin!(authing.user(ID));
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
