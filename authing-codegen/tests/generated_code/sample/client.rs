//! Clients of a case.

use authing_core::Operation;
use authing_core::response::{ResponseError, read};

/// Their error.
pub type Error = ResponseError;

/// A client.
#[derive(Debug)]
pub struct Client(());

/// A client of one user.
#[derive(Debug)]
pub struct Session(());

impl Client {
    /// Sends an operation.
    pub async fn execute<O: Operation>(&self, _: O) -> Result<O::Output, Error> {
        read::<O>(b"")
    }
}

impl Session {
    /// Sends an operation.
    pub async fn execute<O: Operation>(&self, _: O) -> Result<O::Output, Error> {
        read::<O>(b"")
    }

    /// Returns the user's id.
    pub fn own_id(&self, operation: &str) -> Result<String, Error> {
        Ok(operation.to_owned())
    }
}

/// Clients that wait.
pub mod blocking {
    use super::{Error, Operation, read};

    /// A client.
    #[derive(Debug)]
    pub struct Client(());

    /// A client of one user.
    #[derive(Debug)]
    pub struct Session(());

    impl Client {
        /// Sends an operation.
        pub fn execute<O: Operation>(&self, _: O) -> Result<O::Output, Error> {
            read::<O>(b"")
        }
    }

    impl Session {
        /// Sends an operation.
        pub fn execute<O: Operation>(&self, _: O) -> Result<O::Output, Error> {
            read::<O>(b"")
        }

        /// Returns the user's id.
        pub fn own_id(&self, operation: &str) -> Result<String, Error> {
            Ok(operation.to_owned())
        }
    }
}
