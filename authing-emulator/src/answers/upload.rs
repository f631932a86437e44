//! Leave to upload a file.

use crate::api_error::Code;
use crate::call::{Answer, Call};
use crate::upload_token;

/// A token for `POST /upload`. The kind of file makes no difference.
pub(crate) fn token(call: &Call<'_>) -> Answer {
    Ok(upload_token::make(call.service)
        .map_err(|_| Code::Internal)?
        .into())
}
