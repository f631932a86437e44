use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};
use std::time::UNIX_EPOCH;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::{join, join_all};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use super::*;

const OPERATION: &str = "GetOwnerToken";

/// A JWT that expires at `exp`; its signature is not checked.
fn jwt(exp: impl fmt::Display) -> String {
    let payload = URL_SAFE_NO_PAD.encode(format!(r#"{{"data":{{}},"iat":1,"exp":{exp}}}"#));
    format!("eyJhbGciOiJIUzI1NiJ9.{payload}.signature")
}

fn seconds_from_now(seconds: i64) -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    jwt(now.checked_add_signed(seconds).unwrap())
}

fn failure() -> Error {
    Error::config("test", "failed")
}

/// A source of tokens that counts fetches, and completes each when the test lets it.
struct Source {
    fetches: Arc<AtomicUsize>,
    gate: Arc<Semaphore>,
    tokens: Arc<TokenCache>,
}

fn source(respond: impl Fn(usize) -> Result<String, Error> + Send + Sync + 'static) -> Source {
    let (fetches, gate, respond) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(Semaphore::new(0)),
        Arc::new(respond),
    );
    let (counter, barrier) = (Arc::clone(&fetches), Arc::clone(&gate));
    let tokens = TokenCache::new(OPERATION, move || {
        let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
        let (barrier, respond) = (Arc::clone(&barrier), Arc::clone(&respond));
        async move {
            barrier.acquire().await.unwrap().forget();
            respond(number).map(|token| Bearer::for_tests(&token))
        }
    });
    Source {
        fetches,
        gate,
        tokens: Arc::new(tokens),
    }
}

impl Source {
    fn count(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }

    async fn get(&self) -> String {
        self.tokens
            .get()
            .await
            .unwrap()
            .bearer()
            .token
            .expose()
            .to_owned()
    }
}

#[tokio::test]
async fn all_waiters_share_one_fetch() {
    one_fetch_for_a_thousand().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn waiters_on_all_threads_share_one_fetch() {
    one_fetch_for_a_thousand().await;
}

async fn one_fetch_for_a_thousand() {
    let source = source(|_| Ok(seconds_from_now(3600)));
    let tasks = waiting(&source, 1000).await;
    source.gate.add_permits(1);
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(source.count(), 1);
}

#[tokio::test]
async fn waiters_share_a_failure_and_the_next_call_tries_again() {
    let source = source(|number| {
        if number == 1 {
            Err(failure())
        } else {
            Ok("token".to_owned())
        }
    });
    let opening = async { source.gate.add_permits(2) };
    let (results, ()) = join(join_all((0..10).map(|_| source.tokens.get())), opening).await;
    assert!(results.iter().all(Result::is_err));
    assert_eq!(source.count(), 1);
    assert_eq!(source.get().await, "token");
    assert_eq!(source.count(), 2);
}

#[tokio::test]
async fn a_panic_is_a_failure_for_all_waiters() {
    let source = source(|number| match number {
        1 => panic!("of the test"),
        _ => Ok("token".to_owned()),
    });
    let tasks = waiting(&source, 3).await;
    source.gate.add_permits(2);
    for task in tasks {
        let error = task.await.unwrap().unwrap_err();
        assert_eq!(error.to_string(), "GetOwnerToken: the transport panicked");
    }
    assert_eq!(source.get().await, "token");
    assert_eq!(source.count(), 2);
}

/// Tasks that wait for the token.
async fn waiting(source: &Source, count: usize) -> Vec<JoinHandle<Result<(), Error>>> {
    let tasks = (0..count).map(|_| {
        let tokens = Arc::clone(&source.tokens);
        tokio::spawn(async move { tokens.get().await.map(drop) })
    });
    let tasks = tasks.collect();
    tokio::task::yield_now().await;
    tasks
}

#[tokio::test]
async fn the_first_waiter_may_be_canceled() {
    let source = source(|_| Ok("token".to_owned()));
    let tasks = waiting(&source, 3).await;
    let mut tasks = tasks.into_iter();
    let first = tasks.next().unwrap();
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    source.gate.add_permits(1);
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(source.count(), 1);
}

/// Suspends this many times.
async fn steps(count: usize) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

/// Polls a future this many times and then drops it.
fn give_up_after(polls: usize, future: impl Future) {
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..polls {
        if future.as_mut().poll(&mut context).is_ready() {
            return;
        }
    }
}

#[tokio::test]
async fn a_waiter_may_be_canceled_at_any_point() {
    for polls in 0..=6 {
        for others in [0, 3] {
            let count = Arc::new(AtomicUsize::new(0));
            let counter = Arc::clone(&count);
            let tokens = Arc::new(TokenCache::new(OPERATION, move || {
                counter.fetch_add(1, Ordering::SeqCst);
                async {
                    steps(4).await;
                    Ok(Bearer::for_tests("token"))
                }
            }));
            let waiting = join_all((0..others).map(|_| {
                let tokens = Arc::clone(&tokens);
                tokio::spawn(async move { tokens.get().await.map(drop) })
            }));
            // Let them join the fetch, but not finish it.
            steps(usize::from(others > 0)).await;
            give_up_after(polls, tokens.get());
            for task in waiting.await {
                task.unwrap().unwrap();
            }
            tokens.get().await.unwrap();
            let count = count.load(Ordering::SeqCst);
            assert_eq!(count, 1, "{others} others, canceled after {polls}");
        }
    }
}

#[tokio::test]
async fn a_fetch_continues_when_all_waiters_are_canceled() {
    let source = source(|number| Ok(format!("token-{number}")));
    let only = waiting(&source, 1).await.remove(0);
    only.abort();
    assert!(only.await.is_err());
    source.gate.add_permits(1);
    assert_eq!(source.get().await, "token-1");
    assert_eq!(source.count(), 1);
}

#[test]
fn each_runtime_fetches_for_itself() {
    let source = source(|_| Ok("token".to_owned()));
    let runtimes = [(); 2].map(|()| runtime());
    for (before, runtime) in runtimes.iter().enumerate() {
        let tokens = Arc::clone(&source.tokens);
        runtime.spawn(async move { tokens.get().await.map(drop) });
        runtime.block_on(steps(2));
        assert_eq!(source.count(), before + 1);
    }
    drop(runtimes);
    source.gate.add_permits(1);
    let runtime = runtime();
    assert_eq!(runtime.block_on(source.get()), "token");
    assert_eq!(source.count(), 3);
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
}

#[test]
fn outside_a_runtime_there_is_an_error() {
    let source = source(|_| Ok("token".to_owned()));
    let error = source.tokens.get().now_or_never().unwrap().err().unwrap();
    assert!(matches!(error, Error::NoRuntime { .. }), "{error:?}");
    assert_eq!(source.count(), 0);
}

/// A source whose token is about to expire.
fn refreshing(respond: impl Fn(usize) -> Result<String, Error> + Send + Sync + 'static) -> Source {
    let source = source(respond);
    let first = Token::expiring("first", Duration::from_secs(60));
    source.tokens.state().current = Some(Arc::new(first));
    source
}

impl Source {
    /// Lets the refresh in flight complete.
    async fn refreshed(&self) {
        self.gate.add_permits(1);
        while self.tokens.state().fetches.iter().any(Fetch::is_in_flight) {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn a_refresh_of_a_valid_token_blocks_nobody() {
    let source = refreshing(|number| Ok(format!("token-{number}")));
    for _ in 0..10 {
        assert_eq!(source.get().await, "first");
        tokio::task::yield_now().await;
    }
    assert_eq!(source.count(), 1);
    source.refreshed().await;
    assert_eq!(source.get().await, "token-1");
    assert_eq!(source.count(), 1);
}

#[tokio::test]
async fn an_expired_token_is_not_used() {
    let source = source(|number| Ok(format!("token-{number}")));
    let expired = Token::expiring("expired", Duration::ZERO);
    source.tokens.state().current = Some(Arc::new(expired));
    source.gate.add_permits(1);
    assert_eq!(source.get().await, "token-1");
}

#[tokio::test(start_paused = true)]
async fn a_failed_early_refresh_is_harmless_and_not_retried_immediately() {
    let source = refreshing(|number| match number {
        1 => Err(failure()),
        2 => panic!("of the test"),
        _ => Ok(format!("token-{number}")),
    });
    for failures in 1..=2 {
        for _ in 0..10 {
            assert_eq!(source.get().await, "first");
            source.refreshed().await;
        }
        assert_eq!(source.count(), failures);
        tokio::time::advance(REST).await;
    }
    assert_eq!(source.get().await, "first");
    source.refreshed().await;
    assert_eq!(source.get().await, "token-3");
    assert_eq!(source.count(), 3);
}

/// Without a valid token there is no pause.
#[tokio::test(start_paused = true)]
async fn a_failed_refresh_does_not_delay_a_rejected_token() {
    let source = refreshing(|number| match number {
        1 => Err(failure()),
        _ => Ok(format!("token-{number}")),
    });
    let first = source.tokens.get().await.unwrap();
    source.refreshed().await;
    source.gate.add_permits(1);
    let replaced = source.tokens.replace(&first).await.unwrap();
    assert_eq!(replaced.bearer().token.expose(), "token-2");
}

#[test]
fn a_refresh_in_a_stalled_runtime_is_taken_over_by_another() {
    let source = refreshing(|number| Ok(format!("token-{number}")));
    let still = runtime();
    assert_eq!(still.block_on(source.get()), "first");
    runtime().block_on(async {
        assert_eq!(source.get().await, "first");
        source.gate.add_permits(1);
        while source.get().await == "first" {
            tokio::task::yield_now().await;
        }
        assert_eq!(source.get().await, "token-1");
    });
}

#[tokio::test]
async fn many_rejections_of_one_token_cause_one_refresh() {
    let source = source(|number| Ok(format!("token-{number}")));
    source.gate.add_permits(10);
    let rejected = source.tokens.get().await.unwrap();
    let replaced = join_all((0..200).map(|_| source.tokens.replace(&rejected))).await;
    assert!(
        replaced
            .iter()
            .all(|token| token.as_ref().unwrap().bearer().token.expose() == "token-2")
    );
    // A late rejection of the same token finds the new token.
    let late = source.tokens.replace(&rejected).await.unwrap();
    assert_eq!(late.bearer().token.expose(), "token-2");
    assert_eq!(source.count(), 2);
}
