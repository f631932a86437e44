//! Comparing secrets.

use sha2::{Digest as _, Sha256};

/// Returns whether a presented secret is the right one. Hashes are compared, so that the time taken reveals nothing about the
/// secret.
pub(crate) fn is_right(presented: &str, secret: &str) -> bool {
    Sha256::digest(presented) == Sha256::digest(secret)
}
