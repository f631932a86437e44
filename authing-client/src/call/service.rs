//! An API, as a client reaches it.

use authing_core::Api;
use http::Uri;

use super::executor::Executor;
use crate::crypto::password::PublicKey;
use crate::error::Error;

/// Where a client of this API sends operations.
pub(crate) trait Service: Api + Sized {
    /// The URLs of a client.
    type Urls: Send + Sync + 'static;

    /// Returns the URL of an endpoint.
    fn uri(urls: &Self::Urls, endpoint: Self::Endpoint) -> &Uri;

    /// Returns the URL of a REST path for an operation, each segment escaped.
    fn rest(
        operation: &'static str,
        urls: &Self::Urls,
        endpoint: Self::Endpoint,
        segments: &[String],
        query: &[(&str, &str)],
    ) -> Result<Uri, Error>;

    /// Returns an endpoint's name in spans.
    fn name(endpoint: Self::Endpoint) -> &'static str;

    /// Returns the public key for passwords, if the client was not given one.
    fn public_key(
        executor: &Executor<Self>,
    ) -> impl Future<Output = Result<PublicKey, Error>> + Send;

    /// Returns what to check if the service does not know an operation, unless the URLs can't be the cause.
    fn hint_for_unknown_field(_urls: &Self::Urls) -> Option<&'static str> {
        None
    }
}
