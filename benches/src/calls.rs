//! What is called: the two calls that every program makes.

use std::str::FromStr;

use authing_core::legacy::types::User;

use crate::Failure;
use crate::measure::{self, Taken};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Looks a user up.
    User,
    /// Logs a user in, with a password that is encrypted each time.
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

/// Who makes them: this client, or whoever it is measured beside.
pub trait Caller: Clone + Send + Sync + 'static {
    /// Makes the call, and gives the user that it is about.
    fn call(&self, call: Call) -> impl Future<Output = Result<User, Failure>> + Send;
}

/// Makes `number` calls, so many of them at a time.
///
/// # Errors
///
/// That of the first call that fails.
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
