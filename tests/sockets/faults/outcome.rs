//! What a call comes to, and what is expected of it.

use std::time::Duration;

use authing_client::{Authing, Error, ErrorCode, TransportErrorKind};
use authing_tests::{PASSWORD, SECRET_WORD, USER_TOKEN};

use authing_tests::sockets::{PATIENT, Service, Step, response, within};

/// A query, with a token.
pub(crate) async fn query(authing: &Authing) -> Result<(), Error> {
    let session = authing.session(USER_TOKEN);
    within(session.user("5e4cdd055df3df65dc58b97e"))
        .await
        .map(drop)
}

/// A mutation, with a password.
pub(crate) async fn mutation(authing: &Authing) -> Result<(), Error> {
    within(authing.login_by_email("test@testmail.com", PASSWORD))
        .await
        .map(drop)
}

/// What the answer to a mutation is where all is well.
pub(crate) const LOGGED_IN: &str =
    r#"{"data":{"login":{"_id":"5e4cdd055df3df65dc58b97e","token":"xyzzy-user-token"}}}"#;

/// What the answer to a query is where all is well.
pub(crate) const FOUND: &str = r#"{"data":{"user":{"_id":"5e4cdd055df3df65dc58b97e"}}}"#;

/// The errors of a query and of a mutation to a service whose connections go by these steps, in this order.
pub(crate) struct Outcome {
    errors: [Error; 2],
    /// What each says, with the service's address as `{service}`.
    texts: [String; 2],
    /// How many bytes of an answer the client's machine took, at the most.
    pub(crate) taken: usize,
}

/// A fault on the way: the same for a query and for a mutation, and neither is sent twice.
pub(crate) async fn fault(steps: Vec<Step>) -> Outcome {
    fault_within(PATIENT, steps).await
}

/// A fault that only the client's time limit ends.
pub(crate) async fn fault_within(timeout: Duration, steps: Vec<Step>) -> Outcome {
    let mut service = Service::start(steps).await;
    let outcome = outcome(&mut service, timeout).await;
    assert_eq!(
        service.accepted(),
        2,
        "a call made more than one connection"
    );
    assert!(service.requests() <= 2, "a call was sent more than once");
    outcome
}

/// What both calls to `service` come to, and that no connection is left when their clients have gone.
pub(crate) async fn outcome(service: &mut Service, timeout: Duration) -> Outcome {
    let of_query = query(&service.client(timeout)).await.unwrap_err();
    service.all_closed().await;
    let taken = service.written();
    let of_mutation = mutation(&service.client(timeout)).await.unwrap_err();
    service.all_closed().await;
    let address = service.address().to_string();
    let errors = [of_query, of_mutation];
    let texts = errors.each_ref().map(|error| {
        assert!(
            !format!("{error} {error:?}").contains(SECRET_WORD),
            "{error:?}"
        );
        error.to_string().replace(&address, "{service}")
    });
    Outcome {
        errors,
        texts,
        taken: taken.max(service.written() - taken),
    }
}

impl Outcome {
    /// Each error's text begins with its operation's name and goes on with this.
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

    /// No answer, for this kind of reason.
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

    /// An answer that is none of the service's, with a status of success.
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

    /// An answer that is none of the service's, with another status.
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

    /// Whether the error says that another try may do.
    #[track_caller]
    pub(crate) fn retryable(self, expected: bool) -> Self {
        for error in &self.errors {
            assert_eq!(error.is_retryable(), expected, "{error:?}");
        }
        self
    }

    /// A refusal of the service's.
    #[track_caller]
    pub(crate) fn refusal(self, expected: Option<i64>) -> Self {
        for error in &self.errors {
            let Error::Api { code, .. } = error else {
                panic!("{error:?}");
            };
            assert_eq!(code.map(ErrorCode::get), expected, "{error:?}");
        }
        self
    }
}

/// The error of a query that is answered this body, with status 200.
pub(crate) async fn answered(body: impl AsRef<[u8]>) -> Result<(), Error> {
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
