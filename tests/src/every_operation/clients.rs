//! The clients that send samples.

use std::sync::Arc;

use authing_client::v2::{AuthenticationClient, ManagementClient};
use authing_client::{Authing, RetryPolicy, Transport};

use crate::{POOL_SECRET, USER_POOL, client};

/// The public key of the tests.
const PUBLIC_KEY: &str = include_str!("../../../authing-client/src/crypto/default_public_key.pem");

/// The app of the tests.
const APP: &str = "5f4cdd055df3df65dc58b97d";

/// The clients of both APIs.
#[derive(Debug, Clone)]
pub struct Clients {
    /// The client of the legacy API.
    pub legacy: Authing,
    /// The v2 API's client of an app.
    pub app: AuthenticationClient,
    /// The v2 API's client of the user pool.
    pub management: ManagementClient,
}

impl Clients {
    /// Returns clients over a transport, without retries, and with the same padding for every password.
    ///
    /// # Panics
    ///
    /// If a client can't be built.
    #[allow(clippy::unwrap_used, reason = "fails the test")]
    pub fn over(transport: impl Transport) -> Self {
        let transport: Arc<dyn Transport> = Arc::new(transport);
        let app = AuthenticationClient::builder(APP)
            .transport(transport.clone())
            .retry_policy(RetryPolicy::none())
            .public_key_pem(PUBLIC_KEY)
            .rsa_padding_from(|bytes| bytes.fill(0xFF));
        let management = ManagementClient::builder(USER_POOL, POOL_SECRET)
            .transport(transport.clone())
            .retry_policy(RetryPolicy::none())
            .public_key_pem(PUBLIC_KEY)
            .rsa_padding_from(|bytes| bytes.fill(0xFF));
        Self {
            legacy: client(transport),
            app: app.build().unwrap(),
            management: management.build().unwrap(),
        }
    }

    /// Returns the same clients with a retry policy.
    #[must_use]
    pub fn with_retry_policy(&self, policy: RetryPolicy) -> Self {
        Self {
            legacy: self.legacy.with_retry_policy(policy),
            app: self.app.with_retry_policy(policy),
            management: self.management.with_retry_policy(policy),
        }
    }
}
