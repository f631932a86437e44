//! How a client reaches the v2 API, and the key that it serves.

use std::sync::Arc;

use authing_core::ResponseError;
use authing_core::response::read_data;
use authing_core::v2::{Endpoint, V2};
use http::Uri;
use serde::Deserialize;

use super::host::Host;
use crate::call::executor::{Executor, Service};
use crate::call::response::Sent;
use crate::call::retry::Repeat;
use crate::crypto::password::PublicKey;
use crate::error::Error;

/// The name of the request for the public key, in spans and errors.
const PUBLIC_KEY: &str = "public_key";

/// The response of `/api/v2/.well-known`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WellKnown {
    public_key: String,
}

impl Service for V2 {
    type Urls = Host;

    fn uri(urls: &Host, _: Endpoint) -> &Uri {
        urls.graphql()
    }

    fn rest(
        operation: &'static str,
        urls: &Host,
        endpoint: Endpoint,
        segments: &[String],
        query: &[(&str, &str)],
    ) -> Result<Uri, Error> {
        urls.rest(operation, endpoint, segments, query)
    }

    fn name(endpoint: Endpoint) -> &'static str {
        endpoint.as_str()
    }

    /// Fetches the key from the host, as the official JavaScript SDK does.
    async fn public_key(executor: &Executor<Self>) -> Result<PublicKey, Error> {
        let path = ["api", "v2", ".well-known"];
        let urls = &executor.shared.urls;
        let request = executor.new_get(urls.rest(PUBLIC_KEY, Endpoint::Host, &path, &[])?);
        let sent = Sent::new(PUBLIC_KEY, &executor.shared.secret);
        let key = |body: &[u8]| -> Result<PublicKey, ResponseError> {
            let WellKnown { public_key } = read_data(body)?;
            PublicKey::from_pem(public_key.as_bytes()).map_err(|reason| ResponseError::Data {
                path: "data.publicKey".to_owned(),
                reason,
            })
        };
        let served =
            executor.send_rest(Endpoint::Host.as_str(), request, sent, Repeat::Freely, key);
        served.await.map_err(|error| match error {
            // The host may serve it later.
            error if error.is_transient() => error,
            Error::Http { .. } | Error::Api { .. } | Error::Decode { .. } => Error::Config {
                setting: "public_key_pem",
                reason:
                    "must be set (AUTHING_PUBLIC_KEY), because the host does not serve its key at \
                         /api/v2/.well-known"
                        .to_owned(),
                source: Some(Arc::new(error)),
            },
            error => error,
        })
    }
}

impl Executor<V2> {
    /// Returns whether passwords are encrypted with the key that the host serves.
    pub(super) async fn has_served_key(&self) -> Result<bool, Error> {
        let served = V2::public_key(self).await?;
        let given = self.shared.public_key.get();
        Ok(given.is_none_or(|given| *given == served))
    }
}
