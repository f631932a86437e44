//! The outcome of a call, and the assertions on it.

use std::time::Duration;

use authing_client::{Authing, Error, ErrorCode, TransportErrorKind};
use authing_tests::{PASSWORD, SECRET_WORD, USER_TOKEN};

use authing_tests::sockets::{PATIENT, Service, Step, response, within};

/// A query, with a token.
pub(crate) async fn query(authing: &Authing) -> Result<(), Error> {
    let session = authing.session(USER_TOKEN);
    within(session.get_user("5e4cdd055df3df65dc58b97e"))
        .await
        .map(drop)
}

/// A mutation, with a password.
pub(crate) async fn mutation(authing: &Authing) -> Result<(), Error> {
    within(authing.login_by_email("test@testmail.com", PASSWORD))
        .await
        .map(drop)
}

/// A successful response to [`mutation`].
pub(crate) const LOGIN_RESPONSE: &str =
    r#"{"data":{"login":{"_id":"5e4cdd055df3df65dc58b97e","token":"xyzzy-user-token"}}}"#;

/// A successful response to [`query`].
pub(crate) const USER_RESPONSE: &str = r#"{"data":{"user":{"_id":"5e4cdd055df3df65dc58b97e"}}}"#;

/// The errors of a query and of a mutation, in this order, sent to the same service.
pub(crate) struct Outcome {
    errors: [Error; 2],
    /// The report of each, with `{service}` for the service's address.
    pub(crate) texts: [String; 2],
    /// The number of bytes that the service wrote for one call; the larger of the two.
    pub(crate) written: usize,
}

/// Sends a query and a mutation to a service with these steps. Both must fail, and each be sent once.
pub(crate) async fn fault(steps: Vec<Step>) -> Outcome {
    fault_within(PATIENT, steps).await
}

/// The same with this timeout, for faults that only the client's timeout ends.
pub(crate) async fn fault_within(timeout: Duration, steps: Vec<Step>) -> Outcome {
    let mut service = Service::start(steps).await;
    let outcome = outcome(&mut service, timeout).await;
    assert_eq!(
        service.accepted(),
        2,
        "a call opened more than one connection"
    );
    assert!(service.requests() <= 2, "a call was sent more than once");
    outcome
}

/// Sends a query and a mutation to `service`. Both must fail, and leave no connection open.
pub(crate) async fn outcome(service: &mut Service, timeout: Duration) -> Outcome {
    let of_query = query(&service.client(timeout)).await.unwrap_err();
    service.all_closed().await;
    let of_first = service.written();
    let of_mutation = mutation(&service.client(timeout)).await.unwrap_err();
    service.all_closed().await;
    let address = service.address().to_string();
    let errors = [of_query, of_mutation];
    let texts = errors.each_ref().map(|error| {
        assert!(
            !format!("{error} {error:?}").contains(SECRET_WORD),
            "{error:?}"
        );
        error.report().to_string().replace(&address, "{service}")
    });
    Outcome {
        errors,
        texts,
        written: of_first.max(service.written() - of_first),
    }
}

impl Outcome {
    /// Asserts that each report begins with the operation's name and contains `text`.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        for (said, operation) in self.texts.iter().zip(["GetUser: ", "LoginByEmail: "]) {
            let said = said.strip_prefix(operation);
            assert!(
                said.is_some_and(|said| said.contains(text)),
                "{text}: {:?}",
                self.texts
            );
        }
        self
    }

    /// Asserts that both are transport errors of this kind.
    #[track_caller]
    pub(crate) fn transport(self, kind: TransportErrorKind, may_have_been_sent: bool) -> Self {
        for error in &self.errors {
            let Error::Transport { source, .. } = error else {
                panic!("{error:?}");
            };
            assert_eq!(
                (source.kind(), source.may_have_been_sent()),
                (kind, may_have_been_sent),
                "{error:?}"
            );
        }
        self
    }

    /// Asserts that both are decode errors of the whole body.
    #[track_caller]
    pub(crate) fn decode(self) -> Self {
        for error in &self.errors {
            assert!(
                matches!(error, Error::Decode { path, .. } if path.is_empty()),
                "{error:?}"
            );
        }
        self
    }

    /// Asserts that both are HTTP errors with this status.
    #[track_caller]
    pub(crate) fn http(self, expected: u16) -> Self {
        for error in &self.errors {
            assert!(
                matches!(error, Error::Http { status, .. } if status.as_u16() == expected),
                "{error:?}"
            );
        }
        self
    }

    /// Asserts whether both errors are transient.
    #[track_caller]
    pub(crate) fn retryable(self, expected: bool) -> Self {
        for error in &self.errors {
            assert_eq!(error.is_transient(), expected, "{error:?}");
        }
        self
    }

    /// Asserts that both are API errors with this code.
    #[track_caller]
    pub(crate) fn api_error(self, expected: Option<i64>) -> Self {
        for error in &self.errors {
            let Error::Api { code, .. } = error else {
                panic!("{error:?}");
            };
            assert_eq!(code.map(ErrorCode::get), expected, "{error:?}");
        }
        self
    }
}

/// Sends a query to a service that responds with status 200 and this body.
pub(crate) async fn query_returning(body: impl AsRef<[u8]>) -> Result<(), Error> {
    let steps = vec![
        Step::Request,
        response("200 OK\r\ncontent-type: application/json", body),
    ];
    let mut service = Service::start(steps).await;
    let result = query(&service.client(PATIENT)).await;
    service.all_closed().await;
    assert_eq!(service.requests(), 1);
    result
}
