//! What test suites control and observe.

mod faults;
mod operator;
mod page;
mod requests;
