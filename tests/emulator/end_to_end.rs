//! The client against the emulator, over real HTTP: every way to succeed, and every code that refuses.

mod apps;
mod codes;
mod connecting;
mod contact;
mod find_users;
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
mod tokens;
mod users;
