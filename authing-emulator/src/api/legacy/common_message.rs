//! The answer of fields that have nothing to show.

use serde_json::{Value, json};

/// The service's samples have no code when all went well.
pub(super) fn done(message: &str) -> Value {
    json!({"message": message, "code": null, "status": true})
}
