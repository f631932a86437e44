//! The complete request of every operation.
//!
//! The response does not matter here, and is nonsense.

use authing_client::operations::GetOwnerToken;
use authing_client::{Authing, Error};
use authing_tests::fake::service;
use authing_tests::{POOL_SECRET, for_snapshot};
use serde_json::Value;

/// Returns the request that `call` sends.
async fn sent<T>(call: impl AsyncFnOnce(&Authing) -> Result<T, Error>) -> Value {
    let (authing, requests) = service(|_| "nonsense");
    let _ = call(&authing).await;
    requests
        .last()
        .as_ref()
        .map(for_snapshot)
        .unwrap_or_default()
}

/// A test of an operation's request, as the owner or, with `session`, as a user. Its snapshot has the test's name.
macro_rules! payload {
    ($name:ident, session: $operation:expr) => {
        payload!($name, async |authing| authing
            .session(authing_tests::USER_TOKEN)
            .execute($operation)
            .await);
    };
    ($name:ident, async |$authing:ident| $call:expr) => {
        #[tokio::test]
        async fn $name() {
            let sent = crate::requests::sent(async |$authing: &authing_client::Authing| $call).await;
            insta::with_settings!({snapshot_path => "../../snapshots", prepend_module_to_snapshot => false}, {
                insta::assert_json_snapshot!(concat!("payloads__", stringify!($name)), sent);
            });
        }
    };
    ($name:ident, $operation:expr) => {
        payload!($name, async |authing| authing.execute($operation).await);
    };
}

mod contact;
mod every_operation;
mod login;
mod pool;
mod social;
mod users;
mod v2;

/// Here and not in a snapshot, which must not have the secret.
#[tokio::test]
async fn the_fetch_of_the_owners_token_sends_the_pools_secret() {
    let (authing, requests) = service(|_| "nonsense");
    let _ = authing.execute(GetOwnerToken::new(POOL_SECRET)).await;
    let mut sent = for_snapshot(&requests.last().unwrap());
    let variables = sent.pointer_mut("/body/variables").unwrap();
    let secret = variables.as_object_mut().unwrap().remove("secret");
    assert_eq!(secret, Some(POOL_SECRET.into()));
    assert_eq!(sent.pointer("/headers/authorization"), None);
}
