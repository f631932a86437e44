//! The methods of the builder that create a blocking client.

use super::{Authing, runtime};
use crate::error::Error;
use crate::legacy::builder::Builder;

/// # Blocking clients
///
/// Feature `blocking`.
impl Builder {
    /// Creates a [blocking client](crate::blocking), like [`build`](Self::build), without sending anything.
    ///
    /// # Errors
    ///
    /// The errors of [`build`](Self::build).
    pub fn build_blocking(self) -> Result<Authing, Error> {
        self.build().map(Authing::new)
    }

    /// Creates a [blocking client](crate::blocking) and fetches the owner token, like [`connect`](Self::connect), so
    /// that a wrong id or secret fails immediately.
    ///
    /// # Errors
    ///
    /// The errors of [`connect`](Self::connect), and [`Error::BlockingInAsync`] in an asynchronous task.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), authing_client::Error> {
    /// use authing_client::Authing;
    ///
    /// let authing = Authing::builder("5e4cdd055df3df65dc58b97d", "the pool's secret").connect_blocking()?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "getAccessTokenByAppSecret")]
    #[doc(alias = "getClientWhenSdkInit")]
    pub fn connect_blocking(self) -> Result<Authing, Error> {
        runtime::wait(self.connect()).map(Authing::new)
    }
}
