//! Nothing that can be seen shows a password, a secret, a token or a code, in whatever form.

mod calls;
mod echoes;
mod forms;
mod values;
