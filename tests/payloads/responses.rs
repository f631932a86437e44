//! What realistic answers of the service are read into: typed outputs, and errors.

use authing_client::{AcceptsOwner, AcceptsUser, Authing, Legacy, Operation};
use authing_tests::USER_TOKEN;
use authing_tests::fake::service;

fn answered(answer: &'static str) -> Authing {
    service(move |_| answer).0
}

async fn output<O>(operation: O, answer: &'static str) -> O::Output
where
    O: Operation<Api = Legacy, Token: AcceptsOwner>,
{
    answered(answer).execute(operation).await.unwrap()
}

async fn session_output<O>(operation: O, answer: &'static str) -> O::Output
where
    O: Operation<Api = Legacy, Token: AcceptsUser>,
{
    let session = answered(answer).session(USER_TOKEN);
    session.execute(operation).await.unwrap()
}

/// Compares with the snapshot of this name, which is where all the others are.
macro_rules! snapshot {
    ($assert:ident, $name:expr, $value:expr) => {
        insta::with_settings!({snapshot_path => "../../snapshots", prepend_module_to_snapshot => false}, {
            insta::$assert!(concat!("answers__", $name), $value);
        });
    };
}

/// A test of the output that an answer, the root field's value, becomes; its snapshot has the test's name.
macro_rules! answer {
    ($name:ident, $output:ident, $operation:expr, $root:literal: $value:literal) => {
        #[tokio::test]
        async fn $name() {
            let answer = concat!(r#"{"data":{""#, $root, r#"":"#, $value, "}}");
            let output = crate::responses::$output($operation, answer).await;
            snapshot!(assert_debug_snapshot, stringify!($name), output);
        }
    };
    ($name:ident, session: $operation:expr, $root:literal: $value:literal) => {
        answer!($name, session_output, $operation, $root: $value);
    };
    ($name:ident, $operation:expr, $root:literal: $value:literal) => {
        answer!($name, output, $operation, $root: $value);
    };
}

mod contact;
mod errors;
mod login;
mod pool;
mod social;
mod users;
