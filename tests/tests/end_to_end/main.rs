//! The client against the emulator, over real HTTP: every way to succeed, and every code that refuses.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod codes;
mod connecting;
mod login;
mod register;
mod secrets;
mod support;
mod tokens;
