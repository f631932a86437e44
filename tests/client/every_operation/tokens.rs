//! The refresh of a client's own token, for every operation.

use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_client::{Error, ErrorCode};
use authing_tests::every_operation::{APIS, Api, Named, Sample};
use authing_tests::fake::{Requests, operation};
use serde_json::Value;

use super::is_same;

/// The codes that reject a token, each with a message.
const REJECTIONS: [(i64, &str); 4] = [
    (2020, "尚未登录"),
    (2206, "登录信息已过期"),
    (2207, "token"),
    (500, "TokenInBlackListError"),
];

/// Sends an operation to a service that always responds to it with this. Returns the error, and the requests without the
/// first fetch of the token.
async fn rejected(
    api: &'static Api,
    sample: &dyn Sample,
    response: (u16, String),
) -> (Error, Vec<Request<Bytes>>) {
    let (clients, requests) = api.clients(sample.name(), move |_| response.clone());
    let error = sample.send(&clients).await.unwrap_err();
    (error, without_first_token(api, sample, &requests))
}

fn without_first_token(api: &Api, sample: &dyn Sample, requests: &Requests) -> Vec<Request<Bytes>> {
    let mut requests = requests.all();
    if sample.uses_own_token() {
        let first = requests.remove(0);
        assert_eq!(operation(&first), api.token_operation, "{}", sample.name());
    }
    requests
}

#[tokio::test]
async fn a_rejected_token_is_refreshed_once_and_the_same_request_resent() {
    for api in APIS {
        let mut refreshing = 0;
        for entry in api.operations {
            let (sample, name) = ((entry.least)(&Named), entry.name);
            for (code, message) in REJECTIONS {
                let response = (200, sample.error(code, message));
                let (error, requests) = rejected(api, &*sample, response).await;
                assert_eq!(error.code(), Some(ErrorCode::new(code)), "{name}");
                if !sample.uses_own_token() {
                    assert_eq!(requests.len(), 1, "{name}");
                    continue;
                }
                refreshing += 1;
                let [first, refresh, second] = &requests[..] else {
                    panic!("{name}: {requests:?}");
                };
                assert_eq!(operation(refresh), api.token_operation);
                assert!(is_same(first, second), "{name}");
            }
        }
        assert!(refreshing > 100, "{refreshing}");
    }
}

#[tokio::test]
async fn an_operation_succeeds_with_the_refreshed_token() {
    for api in APIS {
        let nullable = api.nullable().unwrap();
        for entry in api.operations {
            let sample = (entry.least)(&Named);
            if !nullable.contains(entry.name) || !sample.uses_own_token() {
                continue;
            }
            let rejection = sample.error(500, "TokenInBlackListError");
            let success = sample.response(Value::Null);
            let requests = Requests::default();
            let seen = requests.clone();
            let (clients, requests) = api.clients(entry.name, move |request| {
                seen.push(request.clone());
                let body = match seen.all().len() {
                    1 => rejection.clone(),
                    _ => success.clone(),
                };
                (200, body)
            });
            sample.send(&clients).await.unwrap();
            assert_eq!(requests.all().len(), 4, "{}", entry.name);
        }
    }
}

/// The code 500 stands for many reasons, after which a second attempt could do something twice.
#[tokio::test]
async fn an_operation_is_not_resent_after_another_error() {
    for api in APIS {
        for entry in api.operations {
            let sample = (entry.least)(&Named);
            for response in [
                (200, sample.error(500, "no")),
                (200, sample.error(2004, "no")),
                (200, sample.error(1001, "TokenInBlackListError")),
                (200, r#"{"errors":[{"message":"no"}]}"#.to_owned()),
                (403, sample.error(2004, "no")),
                (200, "<html>".to_owned()),
            ] {
                let (error, requests) = rejected(api, &*sample, response).await;
                assert_eq!(requests.len(), 1, "{error}");
            }
        }
    }
}

/// A GraphQL error concerns the operation, whatever the status. A REST path has the status for the same purpose.
#[tokio::test]
async fn the_status_401_refreshes_the_token_of_rest_operations() {
    for api in APIS {
        for entry in api.operations {
            let sample = (entry.least)(&Named);
            let is_rest = sample.rest().is_some();
            let expected = if is_rest && sample.uses_own_token() {
                3
            } else {
                1
            };
            let response = (401, sample.error(2004, "no"));
            let (error, requests) = rejected(api, &*sample, response).await;
            assert_eq!(requests.len(), expected, "{error}");
        }
    }
}
