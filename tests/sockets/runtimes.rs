//! One client in several runtimes of tokio: each of them may end, or stand still, at any time.

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

/// A client of a service that never answers the first request for the owner's token. The semaphore counts these requests.
async fn service() -> (Authing, Arc<Semaphore>) {
    let asked = Arc::new(Semaphore::new(0));
    let (counter, first) = (Arc::clone(&asked), Arc::new(AtomicUsize::new(0)));
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
    (builder.build().unwrap(), asked)
}

/// Begins a call in a runtime, gets as far as the request for the token, and gives what came of the runtime to `end`.
async fn call_beside(end: impl FnOnce(Runtime)) {
    let (authing, asked) = service().await;
    let other = runtime();
    let there = authing.clone();
    other.spawn(async move { there.user(ID).await.map(drop) });
    asked.acquire().await.unwrap().forget();

    let mut here = pin!(authing.user(ID));
    assert!(matches!(poll!(here.as_mut()), Poll::Pending));
    end(other);
    assert!(here.await.unwrap().is_some());
}

#[tokio::test]
async fn nobody_waits_for_a_token_that_another_runtime_fetched_and_ended() {
    call_beside(Runtime::shutdown_background).await;
}

#[tokio::test]
async fn nobody_waits_for_a_token_that_another_runtime_fetches() {
    let mut kept = None;
    call_beside(|other| kept = Some(other)).await;
    kept.unwrap().shutdown_background();
}
