//! QR codes to log in with.

use serde::{Deserialize, Serialize};

use crate::store::table::Table;

/// By the text in the code.
pub(crate) const QR_CODES: Table<QrCode> = Table::new("qr_codes");

/// No `Debug`, because the ticket must not be logged.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct QrCode {
    pub(crate) random: String,
    /// In seconds since 1970.
    pub(crate) created_at: i64,
    pub(crate) state: QrState,
    /// Who has scanned it.
    pub(crate) user: Option<String>,
    /// What the user's data is exchanged for, once.
    pub(crate) ticket: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum QrState {
    New,
    Scanned,
    Allowed,
    Canceled,
    /// The user must confirm the login with a second factor, which a QR code can't.
    NeedsMfa,
}
