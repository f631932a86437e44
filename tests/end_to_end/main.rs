//! The client against the emulator, over real HTTP: every way to succeed, and every code that refuses.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod apps;
mod codes;
mod connecting;
mod contact;
mod health;
mod limits;
mod login;
mod mfa;
mod password;
mod photo;
mod profile;
mod refused;
mod register;
mod roles;
mod secrets;
mod social;
mod support;
mod tokens;
mod users;
