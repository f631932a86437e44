//! Waiting for a user to scan a QR code, on the caller's thread.

use std::time::Duration;

use super::authentication::AuthenticationClient;
use crate::blocking::runtime;
use crate::error::Error;
use crate::v2::QrCodeState;

/// An iterator over the states of a QR code, returned by [`AuthenticationClient::qr_code_states`].
///
/// It has each state once, and ends after a final one or an error. Reading the next state blocks until there is one.
#[derive(Debug)]
#[must_use = "an iterator sends no request until its first item is read"]
pub struct QrCodeStates {
    inner: crate::v2::QrCodeStates,
    ended: bool,
}

impl AuthenticationClient {
    /// Returns an iterator over the states of a QR code, until a user has logged in with it, or it has expired: the blocking
    /// version of [`qr_code_states`](crate::v2::AuthenticationClient::qr_code_states).
    ///
    /// - `id`: the QR code's identifier, from [`create_qr_code`](Self::create_qr_code).
    ///
    /// # Errors
    ///
    /// The iterator returns the errors of [`check_qr_code`](Self::check_qr_code), and [`Error::BlockingInAsync`] in an
    /// asynchronous task, as an item, and ends after one.
    ///
    /// ```no_run
    /// # fn example(auth: authing_client::blocking::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::QrCodeState;
    /// use authing_client::v2::operations::LoginByQrCode;
    /// use authing_client::v2::types::QrCodeScene;
    ///
    /// let code = auth.create_qr_code(QrCodeScene::AppAuth)?;
    /// println!("Scan {:?}", code.url);
    /// for state in auth.qr_code_states(code.id) {
    ///     if let QrCodeState::Agreed { ticket: Some(ticket), .. } = state? {
    ///         let login = auth.login(LoginByQrCode::new(ticket))?;
    ///         println!("{} has logged in", login.user.id);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "startPolling")]
    pub fn qr_code_states(&self, id: impl Into<String>) -> QrCodeStates {
        QrCodeStates {
            inner: self.inner.qr_code_states(id),
            ended: false,
        }
    }
}

impl QrCodeStates {
    /// Sets the time between a response and the next request. Default: 800 milliseconds.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.inner = self.inner.interval(interval);
        self
    }
}

impl Iterator for QrCodeStates {
    type Item = Result<QrCodeState, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        runtime::next(&mut self.ended, self.inner.next())
    }
}
