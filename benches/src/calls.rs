//! The measured calls: the two that every program makes.

use std::str::FromStr;

use authing_core::legacy::types::User;

use crate::Failure;
use crate::measure::{self, Taken};

/// A measured call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Looks up a user.
    User,
    /// Logs in a user, encrypting the password each time.
    Login,
}

impl FromStr for Call {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "user" => Ok(Self::User),
            "login" => Ok(Self::Login),
            other => Err(format!("`{other}` is neither `user` nor `login`")),
        }
    }
}

/// A client that makes the calls: this client, or one that it is compared with.
pub trait Caller: Clone + Send + Sync + 'static {
    /// Makes the call and returns its user.
    fn call(&self, call: Call) -> impl Future<Output = Result<User, Failure>> + Send;
}

/// Makes `number` calls, with at most `in_flight` at once.
///
/// # Errors
///
/// The error of the first call that fails.
pub async fn make(
    caller: &impl Caller,
    call: Call,
    number: usize,
    in_flight: usize,
) -> Result<Taken, Failure> {
    let caller = caller.clone();
    let taken = measure::take(number, in_flight, move || {
        let caller = caller.clone();
        async move { caller.call(call).await }
    });
    taken.await
}
