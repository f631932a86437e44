//! What a user does: logging in, registering, changing the password, the email address and the phone number.

pub(super) mod contacts;
pub(super) mod login;
pub(super) mod mfa;
pub(super) mod passwords;
pub(super) mod register;
pub(super) mod tokens;
