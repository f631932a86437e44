//! No password, secret, token or code is exposed, in any encoding.

mod calls;
mod echoes;
pub(crate) mod forms;
mod values;
