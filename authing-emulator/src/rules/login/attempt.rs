//! A login attempt, and its origin.

use crate::store::apps::App;
use crate::store::users::Name;

/// A login attempt.
pub(crate) struct Attempt<'a> {
    /// In the form in which it is stored.
    pub(crate) name: Name<'a>,
    pub(crate) proof: Proof<'a>,
    /// The code of an authenticator app.
    pub(crate) mfa_code: Option<&'a str>,
    pub(crate) captcha: Captcha<'a>,
    pub(crate) origin: Origin<'a>,
}

/// The text typed for a captcha, and where its image is.
#[derive(Clone, Copy)]
pub(crate) enum Captcha<'a> {
    /// At the URL that the last error had.
    InError { typed: Option<&'a str> },
    /// At one URL for all. The session in the caller's cookie tells whose it is.
    InSession {
        id: Option<&'a str>,
        typed: Option<&'a str>,
    },
}

/// The credential of an attempt.
#[derive(Clone, Copy)]
pub(crate) enum Proof<'a> {
    /// Encrypted with the pool's key. `None` counts as a wrong one.
    Password(Option<&'a str>),
    /// A password from the emulator's own login page.
    PlainPassword(&'a str),
    /// The code that was sent to the user's phone or email.
    Code(&'a str),
    /// None: the caller has verified with a social login provider who the user is.
    Provider,
}

/// The IP address, device and app of a login or a registration.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) ip: &'a str,
    pub(crate) device: Option<&'a str>,
    pub(crate) browser: Option<&'a str>,
    /// The app that the user logs in to. It may require more than the password.
    pub(crate) app: Option<&'a App>,
}
