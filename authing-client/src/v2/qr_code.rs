//! Waiting for a user to scan a QR code.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use authing_core::Secret;
use authing_core::response::RedactedJson;
use authing_core::v2::operations::CheckQrCode;
use authing_core::v2::types;
use futures_util::Stream;
use futures_util::future::BoxFuture;
use tokio::time::sleep;

use super::authentication::AuthenticationClient;
use crate::error::Error;

/// The interval of the official SDKs.
const INTERVAL: Duration = Duration::from_millis(800);

/// The state of a QR code. `Debug` shows no secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QrCodeState {
    /// Nobody has scanned it yet.
    New,
    /// A user has scanned it, and has not decided yet.
    Scanned {
        /// The public data of the user, such as picture and name.
        user_info: Option<RedactedJson>,
    },
    /// The user has agreed. Final.
    Agreed {
        /// The ticket for `LoginByQrCode`.
        ticket: Option<Secret>,
        /// The user, as far as the user pool is configured to show it.
        user_info: Option<RedactedJson>,
    },
    /// The user has canceled. Final.
    Canceled,
    /// The login needs a second step. Final.
    NeedsMfa {
        /// The result of the scan.
        result: Option<RedactedJson>,
    },
    /// The login has failed. Final.
    Failed {
        /// The result of the scan.
        result: Option<RedactedJson>,
    },
    /// The QR code has expired. Final.
    Expired,
    /// Any other, by its number on the wire.
    Other(i64),
}

impl QrCodeState {
    /// Returns whether no other state follows.
    #[must_use]
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::New | Self::Scanned { .. } | Self::Other(_))
    }
}

impl From<types::QrCodeStatus> for QrCodeState {
    fn from(status: types::QrCodeStatus) -> Self {
        let (user_info, result) = (status.user_info, status.scanned_result);
        match status.status {
            -1 => Self::Expired,
            0 => Self::New,
            1 => Self::Scanned { user_info },
            2 => Self::Agreed {
                ticket: status.ticket,
                user_info,
            },
            3 => Self::Canceled,
            4 => Self::NeedsMfa { result },
            5 => Self::Failed { result },
            other => Self::Other(other),
        }
    }
}

/// A stream of the states of a QR code, returned by [`AuthenticationClient::qr_code_states`].
///
/// It implements `futures::Stream`; without that crate, call [`next`](Self::next). It has each state once, and ends after a
/// final one or an error.
#[must_use = "a stream sends no request until it is polled"]
pub struct QrCodeStates {
    client: AuthenticationClient,
    id: String,
    interval: Duration,
    last: Option<i64>,
    check: Option<BoxFuture<'static, Result<types::QrCodeStatus, Error>>>,
    is_over: bool,
}

impl AuthenticationClient {
    /// Returns a stream of the states of a QR code, until a user has logged in with it, or it has expired.
    ///
    /// - `id`: the QR code's identifier, from [`create_qr_code`](Self::create_qr_code).
    ///
    /// # Errors
    ///
    /// The stream returns the errors of [`check_qr_code`](Self::check_qr_code) as an item, and ends after one.
    ///
    /// ```no_run
    /// # async fn example(auth: authing_client::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::QrCodeState;
    /// use authing_client::v2::operations::LoginByQrCode;
    /// use authing_client::v2::types::QrCodeScene;
    ///
    /// let code = auth.create_qr_code(QrCodeScene::AppAuth).await?;
    /// println!("Scan {:?}", code.url);
    /// let mut states = auth.qr_code_states(code.id);
    /// while let Some(state) = states.next().await {
    ///     match state? {
    ///         QrCodeState::Agreed { ticket: Some(ticket), .. } => {
    ///             let login = auth.login(LoginByQrCode::new(ticket)).await?;
    ///             println!("{} has logged in", login.user.id);
    ///         }
    ///         state => println!("{state:?}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "startScanning")]
    #[doc(alias = "startPolling")]
    pub fn qr_code_states(&self, id: impl Into<String>) -> QrCodeStates {
        QrCodeStates {
            client: self.clone(),
            id: id.into(),
            interval: INTERVAL,
            last: None,
            check: None,
            is_over: false,
        }
    }
}

impl QrCodeStates {
    /// Sets the time between a response and the next request. Default: 800 milliseconds.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Returns the next state, or `None` at the end.
    ///
    /// # Errors
    ///
    /// The errors of [`check_qr_code`](AuthenticationClient::check_qr_code). An error ends the stream.
    pub async fn next(&mut self) -> Option<Result<QrCodeState, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn poll_check(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<types::QrCodeStatus, Error>> {
        let check = self.check.get_or_insert_with(|| {
            let (client, check) = (self.client.clone(), CheckQrCode::new(&*self.id));
            let wait = self.last.map(|_| self.interval);
            Box::pin(async move {
                if let Some(wait) = wait {
                    sleep(wait).await;
                }
                client.execute(check).await
            })
        });
        let checked = ready!(check.as_mut().poll(context));
        self.check = None;
        Poll::Ready(checked)
    }
}

impl Stream for QrCodeStates {
    type Item = Result<QrCodeState, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.is_over {
                return Poll::Ready(None);
            }
            let checked = ready!(self.poll_check(context));
            let status = checked.as_ref().ok().map(|checked| checked.status);
            if status.is_some() && status == self.last {
                continue;
            }
            self.last = status;
            let state = checked.map(QrCodeState::from);
            self.is_over = state.as_ref().map_or(true, QrCodeState::is_final);
            return Poll::Ready(Some(state));
        }
    }
}

impl fmt::Debug for QrCodeStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QrCodeStates")
            .field("id", &self.id)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}
