//! The body of a request.

use std::io::{self, Write};

use authing_core::{InvalidInput, Operation};
use bytes::Bytes;
use zeroize::Zeroizing;

use crate::error::Error;

/// Writes an operation with these variables. Where one of them is a secret, the body is overwritten with its last clone.
pub(super) fn written<O: Operation>(variables: O::Variables) -> Result<Bytes, Error> {
    // Beside the document, variables are short.
    let room = O::DOCUMENT.len() + 512;
    let query = O::build_query(variables);
    let written = if O::SECRETS.is_empty() {
        // It takes a while to overwrite a kilobyte, and most calls are lookups.
        let mut body = Vec::with_capacity(room);
        serde_json::to_writer(&mut body, &query).map(|()| body.into())
    } else {
        let mut body = Overwritten::with_capacity(room);
        serde_json::to_writer(&mut body, &query).map(|()| Bytes::from_owner(body.0))
    };
    written.map_err(|error| {
        let reason = format!("can't be written as JSON: {error}");
        Error::invalid(O::NAME, InvalidInput::new("variables", reason))
    })
}

/// Bytes that are overwritten at their end, and wherever they have been while they grew.
struct Overwritten(Zeroizing<Vec<u8>>);

impl Overwritten {
    fn with_capacity(capacity: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(capacity)))
    }
}

impl Write for Overwritten {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.0.len() + bytes.len();
        if length > self.0.capacity() {
            // Not left to `Vec`, which would let go of the old place as it is.
            let mut larger = Self::with_capacity(length.max(2 * self.0.capacity()));
            larger.0.extend_from_slice(&self.0);
            *self = larger;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_is_what_was_written() {
        let mut body = Overwritten::with_capacity(0);
        let pieces = ["", "x", "yz", &"long ".repeat(100), "end"];
        for piece in pieces {
            body.write_all(piece.as_bytes()).unwrap();
        }
        assert_eq!(*body.0, pieces.concat().as_bytes());
    }
}
