//! The emulator's own endpoints for test suites and operators.

mod fault_names;
pub(super) mod messages;
pub(super) mod operator;
pub(super) mod suites;
pub(super) mod users;
