//! Canceled calls.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};

use authing_client::bytes::Bytes;
use authing_client::http::{Request, Response};
use authing_client::{Authing, transport_fn};
use authing_tests::fake::{OWNER, USER, operation};
use authing_tests::{POOL_SECRET, USER_POOL};

const ID: &str = "5e4cdd055df3df65dc58b97e";

/// A client whose service suspends three times before it responds, and the number of fetches of the owner's token.
fn slow_service() -> (Authing, Arc<AtomicUsize>) {
    let tokens = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&tokens);
    let transport = transport_fn(move |request: Request<Bytes>| {
        let body = if operation(&request) == "GetOwnerToken" {
            counter.fetch_add(1, Ordering::SeqCst);
            OWNER
        } else {
            USER
        };
        async move {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            Ok(Response::new(Bytes::from_static(body.as_bytes())))
        }
    });
    let authing = Authing::builder(USER_POOL, POOL_SECRET)
        .transport(transport)
        .build()
        .unwrap();
    (authing, tokens)
}

/// The call that fetches the token is polled a few times and dropped. The calls that wait for the same fetch must succeed.
#[tokio::test]
async fn a_canceled_call_fails_no_other_call() {
    // Three suspensions for the token, three for the response, and one to spare.
    for polls in 1..=7 {
        let (authing, tokens) = slow_service();
        let mut others = Vec::new();
        {
            let mut first = pin!(authing.get_user(ID));
            let mut context = Context::from_waker(Waker::noop());
            for poll in 0..polls {
                if first.as_mut().poll(&mut context).is_ready() {
                    break;
                }
                if poll == 0 {
                    for _ in 0..10 {
                        let authing = authing.clone();
                        others.push(tokio::spawn(
                            async move { authing.get_user(ID).await.map(drop) },
                        ));
                    }
                }
                tokio::task::yield_now().await;
            }
        }
        for other in others {
            other.await.unwrap().unwrap();
        }
        authing.get_user(ID).await.unwrap();
        assert_eq!(tokens.load(Ordering::SeqCst), 1, "canceled after {polls}");
    }
}
