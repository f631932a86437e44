//! The retries of every operation: only queries are retried after the service may have received them.

use authing_client::{OperationKind, RetryPolicy, TransportError, TransportErrorKind as Kind};
use authing_tests::every_operation::{APIS, Named};
use authing_tests::fake::Reply;
use serde_json::json;

use super::is_same;

fn lost() -> Reply {
    Reply::Fails(TransportError::new(Kind::Other, "the connection was reset"))
}

fn unsent() -> Reply {
    Reply::Fails(TransportError::new(Kind::Connect, "no connection"))
}

/// The status that an envelope states beside the code counts like that of HTTP. GraphQL has no such envelope.
fn stated(is_rest: bool, received: usize) -> Option<(Reply, usize)> {
    let body = json!({"statusCode": 503, "apiCode": 5001, "message": "busy"});
    is_rest.then(|| ((200, body).into(), received))
}

#[tokio::test(start_paused = true)]
async fn a_query_is_retried_and_a_mutation_only_if_it_was_not_sent() {
    for api in APIS {
        let mut mutations = 0;
        for entry in api.operations {
            let sample = (entry.least)(&Named);
            let is_query = sample.kind() == OperationKind::Query;
            let received = if is_query { 3 } else { 1 };
            mutations += usize::from(!is_query);
            for (reply, attempts) in [
                (unsent(), 3),
                (lost(), received),
                ((200, sample.error(1000, "busy")).into(), received),
                ((503, "<html>").into(), received),
                ((429, "").into(), received),
                ((200, sample.error(2004, "no")).into(), 1),
                ((500, "<html>").into(), 1),
            ]
            .into_iter()
            .chain(stated(sample.rest().is_some(), received))
            {
                let (clients, requests) = api.clients(entry.name, move |_| reply.clone());
                let clients = clients.with_retry_policy(RetryPolicy::default());
                let error = sample.send(&clients).await.unwrap_err();
                assert_eq!(api.count(&requests, entry.name), attempts, "{error}");
            }
        }
        let operations = api.operations.len();
        assert!(mutations > 50 && mutations < operations, "{mutations}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_attempt_sends_the_same_request() {
    for api in APIS {
        for entry in api.operations {
            let sample = (entry.full)(&Named);
            let (clients, requests) = api.clients(entry.name, |_| unsent());
            let clients = clients.with_retry_policy(RetryPolicy::default());
            sample.send(&clients).await.unwrap_err();
            let mut sent = requests.all();
            sent.retain(|request| !api.fetches_token(request, entry.name));
            let first = &sent[0];
            assert!(sent.iter().all(|request| is_same(request, first)));
        }
    }
}
