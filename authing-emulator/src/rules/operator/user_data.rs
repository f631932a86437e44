//! The data of a user that an operator adds or changes.

use std::fmt;

use serde::Deserialize;

use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;
use crate::rules::well_formed;

/// The data of a user that an operator adds or changes. What is not set is left as it is.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use authing_emulator::{Emulator, UserData};
///
/// let emulator = Emulator::start().await?;
/// let ada = emulator.add_user(&UserData::new().email("ada@testmail.com").password("testpassword"))?;
/// emulator.update_user(&ada, &UserData::new().nickname("Ada").phone("13800138000"))?;
/// # Ok::<_, Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[must_use = "the data does nothing until a user is added or updated with it"]
pub struct UserData {
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) username: Option<String>,
    pub(super) nickname: Option<String>,
    password: Option<String>,
    pub(super) blocked: Option<bool>,
}

impl UserData {
    /// Returns data in which nothing is set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the email address. A new one is not verified. An empty text removes it.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Sets the phone number: 6 to 15 digits, with an optional leading `+`. A new one is not verified. An empty text
    /// removes it.
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// Sets the username. An empty text removes it.
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// Sets the nickname. An empty text removes it.
    pub fn nickname(mut self, nickname: impl Into<String>) -> Self {
        self.nickname = Some(nickname.into());
        self
    }

    /// Sets the password: at least 6 characters, in plain text. An empty text changes nothing.
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Sets whether the user is locked: a locked user's logins are rejected with 2005.
    pub fn blocked(mut self, blocked: bool) -> Self {
        self.blocked = Some(blocked);
        self
    }

    /// Returns the hash of the password, if one is set.
    pub(super) fn password_hash(&self, pool: &Pool) -> Result<Option<String>, ApiError> {
        match given(self.password.as_deref()) {
            Some(password) => Ok(Some(pool.hash(well_formed::new_password(password)?)?)),
            None => Ok(None),
        }
    }
}

/// Leaves out the password.
impl fmt::Debug for UserData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserData")
            .field("email", &self.email)
            .field("phone", &self.phone)
            .field("username", &self.username)
            .field("nickname", &self.nickname)
            .field("blocked", &self.blocked)
            .finish_non_exhaustive()
    }
}

/// An empty text counts as absent.
pub(super) fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_redacted() {
        let data = UserData::new().email("a@b.cn").password("hunter2");
        let shown = format!("{data:?}");
        assert!(
            shown.contains("a@b.cn") && !shown.contains("hunter2"),
            "{shown}"
        );
    }
}
