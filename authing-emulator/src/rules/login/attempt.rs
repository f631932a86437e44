//! Who wants to log in, with what, and from where.

use crate::store::users::Name;

/// Somebody wants to log in.
pub(crate) struct Attempt<'a> {
    /// In the form in which it is kept.
    pub(crate) name: Name<'a>,
    pub(crate) proof: Proof<'a>,
    /// The code of an authenticator app.
    pub(crate) mfa_code: Option<&'a str>,
    /// What was typed of a captcha.
    pub(crate) captcha: Option<&'a str>,
    pub(crate) origin: Origin<'a>,
}

/// What shows that it is the user.
#[derive(Clone, Copy)]
pub(crate) enum Proof<'a> {
    /// Encrypted with the pool's key. None is a wrong one.
    Password(Option<&'a str>),
    /// The code that was sent to the address that the user is named by.
    Code(&'a str),
}

/// From where somebody logs in or registers, and with what.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) ip: &'a str,
    pub(crate) device: Option<&'a str>,
    pub(crate) browser: Option<&'a str>,
}
