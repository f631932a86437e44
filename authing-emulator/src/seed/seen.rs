//! The unique values that a seed has used so far.

use std::collections::HashMap;

use super::error::SeedError;

/// Unique values, and where each was first used.
#[derive(Default)]
pub(super) struct Seen(HashMap<(&'static str, String), String>);

impl Seen {
    /// Rejects a value that has been used already.
    pub(super) fn claim(
        &mut self,
        kind: &'static str,
        value: &str,
        at: String,
    ) -> Result<(), SeedError> {
        let key = (kind, value.to_owned());
        match self.0.get(&key) {
            Some(first) => Err(SeedError::invalid(at, format!("is the same as {first}"))),
            None => {
                self.0.insert(key, at);
                Ok(())
            }
        }
    }

    /// The same for an id, if there is one.
    pub(super) fn id(&mut self, kind: &'static str, id: &str, at: String) -> Result<(), SeedError> {
        if id.is_empty() {
            return Ok(());
        }
        self.claim(kind, id, at)
    }
}
