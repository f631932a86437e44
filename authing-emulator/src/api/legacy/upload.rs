//! Leave to upload a file.

use crate::engine::call::{Answer, Call};
use crate::rules::api_error::Code;
use crate::rules::uploads;

/// A token for `POST /upload`. The kind of file makes no difference.
pub(crate) fn token(call: &Call<'_>) -> Answer {
    Ok(uploads::make(call.service)
        .map_err(|_| Code::Internal)?
        .into())
}
