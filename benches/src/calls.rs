//! The measured calls: of each API, the two that every program makes.

use std::fmt;
use std::sync::Arc;

use authing_core::{legacy, v2};
use clap::ValueEnum;

use crate::Failure;
use crate::measure::{self, Taken};

/// An API of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Api {
    /// The legacy API.
    Legacy,
    /// The v2 API.
    V2,
}

/// A measured call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Call {
    /// Looks up a user: by id in the legacy API, by email address in v2.
    User,
    /// Logs in a user, encrypting the password each time.
    Login,
}

/// Every call of every API.
pub const ALL: [(Api, Call); 4] = [
    (Api::Legacy, Call::User),
    (Api::Legacy, Call::Login),
    (Api::V2, Call::User),
    (Api::V2, Call::Login),
];

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Legacy => "legacy",
            Self::V2 => "v2",
        })
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::User => "user",
            Self::Login => "login",
        })
    }
}

/// The user that a call returns.
pub trait Found {
    /// Returns the email address.
    fn email(&self) -> Option<&str>;
}

impl Found for legacy::types::User {
    fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }
}

impl Found for v2::types::User {
    fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }
}

/// A client that makes the calls of an API: this client, or one that it is compared with.
pub trait Caller: Send + Sync + 'static {
    /// The user, in the types of the API.
    type User: Found + Send;

    /// Makes the call and returns its user.
    fn call(&self, call: Call) -> impl Future<Output = Result<Self::User, Failure>> + Send;
}

/// Makes `number` calls, with at most `in_flight` at once.
///
/// # Errors
///
/// The error of the first call that fails.
pub async fn make(
    caller: &Arc<impl Caller>,
    call: Call,
    number: usize,
    in_flight: usize,
) -> Result<Taken, Failure> {
    let caller = Arc::clone(caller);
    let taken = measure::take(number, in_flight, move || {
        let caller = Arc::clone(&caller);
        async move { caller.call(call).await }
    });
    taken.await
}
