//! What a seed has already had in it.

use std::collections::HashMap;

use super::SeedError;
use crate::crypto::ids::is_object_id;

/// What may be there once only, and where it was seen.
#[derive(Default)]
pub(super) struct Seen(HashMap<(&'static str, String), String>);

impl Seen {
    /// Refuses what is there already.
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

    /// An id, if it is given, is 24 hexadecimal digits, kept in lower case.
    pub(super) fn id(
        &mut self,
        kind: &'static str,
        id: &mut Option<String>,
        at: String,
    ) -> Result<(), SeedError> {
        let Some(id) = id else {
            return Ok(());
        };
        if !is_object_id(id) {
            return Err(SeedError::invalid(
                at,
                "is not an id: 24 hexadecimal digits",
            ));
        }
        id.make_ascii_lowercase();
        self.claim(kind, id, at)
    }
}
