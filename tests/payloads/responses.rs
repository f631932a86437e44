//! Realistic responses of the service, decoded into typed outputs and errors.

use authing_client::{AcceptsOwner, AcceptsUser, Authing, Legacy, Operation};
use authing_tests::USER_TOKEN;
use authing_tests::fake::service;

/// A client whose service responds with this body.
fn responding(body: &'static str) -> Authing {
    service(move |_| body).0
}

async fn output<O>(operation: O, body: &'static str) -> O::Output
where
    O: Operation<Api = Legacy, Token: AcceptsOwner>,
{
    responding(body).execute(operation).await.unwrap()
}

async fn session_output<O>(operation: O, body: &'static str) -> O::Output
where
    O: Operation<Api = Legacy, Token: AcceptsUser>,
{
    let session = responding(body).session(USER_TOKEN);
    session.execute(operation).await.unwrap()
}

/// Compares a value with the snapshot of this name.
macro_rules! snapshot {
    ($assert:ident, $name:expr, $value:expr) => {
        insta::with_settings!({snapshot_path => "../../snapshots", prepend_module_to_snapshot => false}, {
            insta::$assert!(concat!("responses__", $name), $value);
        });
    };
}

/// A test of an operation's output for this value of the root field. Its snapshot has the test's name.
macro_rules! response {
    ($name:ident, $output:ident, $operation:expr, $root:literal: $value:literal) => {
        #[tokio::test]
        async fn $name() {
            let body = concat!(r#"{"data":{""#, $root, r#"":"#, $value, "}}");
            let output = crate::responses::$output($operation, body).await;
            snapshot!(assert_debug_snapshot, stringify!($name), output);
        }
    };
    ($name:ident, session: $operation:expr, $root:literal: $value:literal) => {
        response!($name, session_output, $operation, $root: $value);
    };
    ($name:ident, $operation:expr, $root:literal: $value:literal) => {
        response!($name, output, $operation, $root: $value);
    };
}

mod contact;
mod errors;
mod login;
mod pool;
mod social;
mod users;
