//! Operations as values: the variables that they send, and the inputs that they reject.

#![allow(clippy::unwrap_used)]

#[cfg(feature = "legacy")]
mod local_rules;
#[cfg(feature = "v2")]
mod v2;

use authing_core::{BindError, Binder, Operation, Secret};
use serde_json::Value;

/// Fills in a fixed pool id and shows what it was asked to encrypt.
struct Fixed;

impl Binder for Fixed {
    fn user_pool_id(&self) -> &str {
        "POOL"
    }

    fn encrypt(&self, field: &'static str, password: &Secret) -> Result<String, BindError> {
        Ok(format!("RSA({field}: {})", password.expose()))
    }
}

fn variables<O: Operation>(operation: O) -> Value {
    let mut body = serde_json::to_value(O::build_query(operation.bind(&Fixed).unwrap())).unwrap();
    body.get_mut("variables").unwrap().take()
}
