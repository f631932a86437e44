//! Every fault that a network, a gateway or a service can have, over real connections, and what a call then comes to.
//!
//! A row is a test: the [steps](authing_tests::sockets::Step) of the connection, and the error. Each ends by itself, sends its request
//! once, and leaves no connection behind. [What is sent again](retries) is a matter of its own.

mod connections;
mod content;
mod framing;
mod keep_alive;
mod outcome;
mod redirects;
mod refusals;
mod retries;
mod statuses;
