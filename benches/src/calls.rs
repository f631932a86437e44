//! What is called: the two calls that every program makes.

use std::str::FromStr;

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
