//! CAS for synchronous programs.

use authing_core::Secret;

use super::authentication::AuthenticationClient;
use crate::blocking::facade::facade;
use crate::error::Error;
use crate::v2::CasUser;

facade! {
    "crate::v2";

    /// # CAS
    impl AuthenticationClient {
        /// Validates a ticket, and returns its user (CAS protocol, version 2).
        #[doc(alias = "validateTicketV2")]
        #[doc(alias = "validate_ticket_v2")]
        fn validate_cas_ticket(
            &self,
            ticket: impl Into<Secret>,
            service: &str,
        ) -> Result<CasUser, Error>;

        /// Validates a ticket, and returns the user's name only (CAS protocol, version 1).
        #[doc(alias = "validateTicketV1")]
        #[doc(alias = "validate_ticket_v1")]
        fn validate_cas_ticket_v1(
            &self,
            ticket: impl Into<Secret>,
            service: &str,
        ) -> Result<String, Error>;
    }
}

impl AuthenticationClient {
    /// Returns the URL of the login page, to redirect the browser to: see the asynchronous
    /// [`cas_login_url`](crate::v2::AuthenticationClient::cas_login_url).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if `service` is not an absolute URL, or the result would be longer than 64 KB.
    #[doc(alias = "buildAuthorizeUrl")]
    pub fn cas_login_url(&self, service: &str) -> Result<String, Error> {
        self.inner.cas_login_url(service)
    }

    /// Returns the URL that ends the browser's session at the provider: see the asynchronous
    /// [`cas_logout_url`](crate::v2::AuthenticationClient::cas_logout_url).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if `url` is not an absolute URL, or the result would be longer than 64 KB.
    #[doc(alias = "buildLogoutUrl")]
    pub fn cas_logout_url(&self, url: Option<&str>) -> Result<String, Error> {
        self.inner.cas_logout_url(url)
    }
}
