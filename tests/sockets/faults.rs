//! Faults of networks, gateways and services, over real connections, and the errors that calls then return.
//!
//! A test lists the [steps](authing_tests::sockets::Step) of the connection and the error. Each call ends by itself, sends
//! its request once, and leaves no connection open. [Retries](retries) have tests of their own.

mod api_errors;
mod connections;
mod content;
mod framing;
mod keep_alive;
mod outcome;
mod redirects;
mod retries;
mod statuses;
