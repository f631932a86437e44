//! No password, secret, token or code is exposed, in any encoding.

mod calls;
mod echoes;
mod forms;
mod values;
