//! The program, against the emulator: each command with both APIs.

mod doctor;
mod errors;
mod files;
mod roles;
mod support;
mod tokens;
mod users;
