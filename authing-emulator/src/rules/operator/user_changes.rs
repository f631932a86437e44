//! The users that an operator adds, changes, logs out and deletes.

use super::UserError;
use super::user_data::{UserData, given};
use crate::rules::api_error::Code;
use crate::rules::login::attempt::Origin;
use crate::rules::pool::Pool;
use crate::rules::tokens;
use crate::rules::users::changes::{self, Changes};
use crate::rules::users::registration::{self, NewUser, Terms, Welcome};
use crate::store::users::{self, User};

/// An empty text clears a field.
fn change(text: Option<&String>) -> Option<Option<&str>> {
    text.map(|text| given(Some(text)))
}

impl Pool {
    /// Adds a user with at least one name, by which no other user is found, and returns the id.
    pub(crate) fn add_user(&self, data: &UserData) -> Result<String, UserError> {
        let password_hash = data.password_hash(self)?;
        let nickname = given(data.nickname.as_deref());
        let new = NewUser {
            email: given(data.email.as_deref()),
            phone: given(data.phone.as_deref()),
            username: given(data.username.as_deref()),
            password_hash: password_hash.as_deref(),
            blocked: data.blocked.unwrap_or_default(),
            register_method: Some("import:manual"),
            profile: nickname
                .map(|name| ("nickname", Some(name)))
                .into_iter()
                .collect(),
            ..NewUser::default()
        };
        let origin = Origin {
            ip: "",
            device: None,
            browser: None,
            app: None,
        };
        let terms = Terms {
            by_owner: true,
            needs_password: false,
            phone_code: None,
            welcome: Welcome::Nothing,
        };
        Ok(registration::register(self, &new, &origin, &terms)?.id)
    }

    pub(crate) fn update_user(&self, id: &str, data: &UserData) -> Result<(), UserError> {
        let password_hash = data.password_hash(self)?;
        let nickname = change(data.nickname.as_ref());
        let changes = Changes {
            email: change(data.email.as_ref()),
            phone: change(data.phone.as_ref()),
            username: change(data.username.as_ref()),
            password_hash: password_hash.as_deref(),
            blocked: data.blocked,
            profile: nickname
                .map(|name| ("nickname", name))
                .into_iter()
                .collect(),
            ..Changes::default()
        };
        match changes::change(self, id, &changes) {
            Ok(_) => Ok(()),
            Err(error) if error.code == Code::UnknownUser.number() => {
                Err(UserError::Unknown(id.to_owned()))
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn block(&self, id: &str) -> Result<(), UserError> {
        self.change(id, |user| user.blocked = true)
    }

    pub(crate) fn unblock(&self, id: &str) -> Result<(), UserError> {
        self.change(id, |user| user.blocked = false)
    }

    pub(crate) fn log_out(&self, id: &str) -> Result<(), UserError> {
        self.change(id, tokens::revoke)
    }

    pub(crate) fn delete(&self, id: &str) -> Result<(), UserError> {
        self.change(id, |user| user.is_deleted = true)
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut User)) -> Result<(), UserError> {
        self.store.write(|transaction| {
            let user = users::by_id(transaction, id)?;
            let mut user = user.ok_or_else(|| UserError::Unknown(id.to_owned()))?;
            change(&mut user);
            user.updated_at = Some(self.date());
            Ok(users::save(transaction, &user)?)
        })
    }
}
