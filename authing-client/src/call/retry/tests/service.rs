//! A service whose faults the test chooses.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};

use crate::test_service::operation;
use crate::{Authing, Builder, TransportError, TransportErrorKind as Kind, transport_fn};

pub(super) const USER: &str = r#"{"data":{"user":{"_id":"1"},"register":{"_id":"1"}}}"#;
pub(super) const BUSY: &str = r#"{"errors":[{"message":{"code":1000,"message":"busy"}}]}"#;

/// What the service does with one request.
#[derive(Clone)]
pub(super) enum Answer {
    Says(u16, &'static str),
    After(&'static str, u16, &'static str),
    Fails(TransportError),
    Never,
}
pub(super) use Answer::{After, Fails, Never, Says};

pub(super) fn unsent() -> Answer {
    Fails(TransportError::new(Kind::Connect, "no connection"))
}

pub(super) fn lost() -> Answer {
    Fails(TransportError::new(Kind::Other, "the connection was reset"))
}

/// The operations that were sent.
pub(super) type Log = Arc<Mutex<Vec<String>>>;

/// A service that gives these answers in turn, and the last one for ever; the owner's token without a fault, unless
/// `tokens` says otherwise. Waits are as long as they may be.
pub(super) fn service(answers: &[Answer], tokens: &[Answer]) -> (Builder, Log) {
    let (log, queues) = (Log::default(), [answers, tokens]);
    let (sent, queues) = (
        Arc::clone(&log),
        Mutex::new(queues.map(|answers| answers.iter().cloned().collect::<VecDeque<_>>())),
    );
    let transport = transport_fn(move |request: Request<Bytes>| {
        let name = operation(&request);
        let owner = name == "GetOwnerToken";
        sent.lock().unwrap().push(name);
        let next = {
            let queue = &mut queues.lock().unwrap()[usize::from(owner)];
            match queue.len() {
                0 => Says(200, r#"{"data":{"getAccessTokenByAppSecret":"token"}}"#),
                1 => queue[0].clone(),
                _ => queue.pop_front().unwrap(),
            }
        };
        async move {
            let answer = |status, after: Option<&str>, body: &'static str| {
                let mut answer = Response::builder().status(status);
                if let Some(after) = after {
                    answer = answer.header("retry-after", after);
                }
                Ok(answer.body(Bytes::from_static(body.as_bytes())).unwrap())
            };
            match next {
                Says(status, body) => answer(status, None, body),
                After(wait, status, body) => answer(status, Some(wait), body),
                Fails(error) => Err(error),
                Never => std::future::pending().await,
            }
        }
    });
    let builder = Authing::builder("pool-1", "secret")
        .transport(transport)
        .rsa_padding_from(|bytes| bytes.fill(0xFF));
    (builder, log)
}

pub(super) fn sent(log: &Log, name: &str) -> usize {
    log.lock()
        .unwrap()
        .iter()
        .filter(|sent| *sent == name)
        .count()
}
