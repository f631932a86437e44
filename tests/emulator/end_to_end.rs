//! The client against the emulator, over real HTTP: every success and every error code.

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
mod register;
mod rejections;
mod roles;
mod secrets;
mod social;
mod tokens;
mod users;
