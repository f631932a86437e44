//! Waiting for a user to scan a QR code.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use authing_client::v2::{AuthenticationClient, QrCodeState, QrCodeStates};
use authing_client::{Error, RetryPolicy};
use authing_tests::fake::{Reply, Requests};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tokio::time::Instant;

/// A client of a service that sends these replies in turn, and repeats the last one.
fn client(replies: Vec<Reply>) -> (AuthenticationClient, Requests) {
    let (requests, sent) = (Requests::default(), AtomicUsize::new(0));
    let client = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
        .transport(requests.transport(move |_| {
            let at = sent.fetch_add(1, Ordering::SeqCst);
            replies[at.min(replies.len() - 1)].clone()
        }))
        .retry_policy(RetryPolicy::none())
        .build()
        .unwrap();
    (client, requests)
}

fn status(status: i64) -> Value {
    json!({"code": 200, "message": "ok", "data": {"random": "qr", "status": status}})
}

fn replies(states: &[i64]) -> Vec<Reply> {
    states.iter().map(|state| status(*state).into()).collect()
}

async fn all(states: QrCodeStates) -> Vec<QrCodeState> {
    let states: Vec<_> = states.collect().await;
    states.into_iter().map(Result::unwrap).collect()
}

#[tokio::test(start_paused = true)]
async fn each_state_comes_once_until_the_user_has_agreed() {
    let mut sent = replies(&[0, 0, 0, 1, 1]);
    let mut agreed = status(2);
    agreed["data"]["ticket"] = json!("xyzzy-ticket");
    agreed["data"]["userInfo"] = json!({"token": "xyzzy-token", "nickname": "Ada"});
    sent.push(agreed.into());
    let (client, requests) = client(sent);
    let begun = Instant::now();
    let mut states = client.qr_code_states("q/r &");
    assert_eq!(states.next().await.unwrap().unwrap(), QrCodeState::New);
    assert_eq!(begun.elapsed(), Duration::ZERO);
    let scanned = states.next().await.unwrap().unwrap();
    assert_eq!(scanned, QrCodeState::Scanned { user_info: None });
    // The third request after the first.
    assert_eq!(begun.elapsed(), Duration::from_millis(2400));
    let agreed = states.next().await.unwrap().unwrap();
    assert!(!format!("{agreed:?}").contains("xyzzy"), "{agreed:?}");
    let QrCodeState::Agreed { ticket, user_info } = agreed else {
        panic!("{agreed:?}")
    };
    assert_eq!(ticket.unwrap().expose(), "xyzzy-ticket");
    assert_eq!(user_info.unwrap()["nickname"], "Ada");
    assert!(states.next().await.is_none() && states.next().await.is_none());
    assert_eq!(begun.elapsed(), Duration::from_millis(4000));
    assert_eq!(requests.all().len(), 6);
    let uri = requests.last().unwrap().uri().to_string();
    assert!(
        uri.ends_with("/api/v2/qrcode/check?random=q%2Fr+%26"),
        "{uri}"
    );
}

#[tokio::test(start_paused = true)]
async fn every_final_state_ends_the_stream() {
    for (number, state) in [
        (-1, QrCodeState::Expired),
        (
            2,
            QrCodeState::Agreed {
                ticket: None,
                user_info: None,
            },
        ),
        (3, QrCodeState::Canceled),
        (4, QrCodeState::NeedsMfa { result: None }),
        (5, QrCodeState::Failed { result: None }),
    ] {
        let (client, requests) = client(replies(&[0, number]));
        let states = all(client.qr_code_states("qr")).await;
        assert!(state.is_final());
        assert_eq!(states, [QrCodeState::New, state]);
        assert_eq!(requests.all().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_state_is_not_final() {
    let (client, _) = client(replies(&[7, 7, 3]));
    let states = all(client.qr_code_states("qr")).await;
    assert_eq!(states, [QrCodeState::Other(7), QrCodeState::Canceled]);
}

#[tokio::test(start_paused = true)]
async fn another_interval_is_waited_between_requests() {
    let (client, requests) = client(replies(&[0, 0, 0, 3]));
    let begun = Instant::now();
    let states = client.qr_code_states("qr").interval(Duration::from_secs(5));
    assert_eq!(all(states).await.len(), 2);
    assert_eq!(begun.elapsed(), Duration::from_secs(15));
    assert_eq!(requests.all().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn an_error_ends_the_stream() {
    let mut sent = replies(&[0]);
    sent.push(json!({"code": 500, "message": "no such QR code"}).into());
    let (client, requests) = client(sent);
    let states: Vec<_> = client.qr_code_states("qr").collect().await;
    assert!(
        matches!(&states[..], [Ok(QrCodeState::New), Err(Error::Api { .. })]),
        "{states:?}"
    );
    assert_eq!(requests.all().len(), 2);
}
