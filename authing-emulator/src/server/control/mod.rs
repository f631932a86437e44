//! The emulator's own endpoints for test suites and operators.

pub(super) mod messages;
pub(super) mod operator;
pub(super) mod suites;
pub(super) mod users;
