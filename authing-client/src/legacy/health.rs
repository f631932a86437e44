//! Whether the services are there.

use authing_core::Service;
use futures_util::future::join;

use crate::error::Error;
use crate::legacy::authing::Authing;

/// What [`Authing::preflight`] found: of each service, that it is there, or why not.
#[derive(Debug, Clone)]
#[non_exhaustive]
#[must_use]
pub struct Preflight {
    /// The users service, which answers nearly everything.
    pub users: Result<(), Error>,
    /// The oauth service, for social logins and apps.
    pub oauth: Result<(), Error>,
}

impl Preflight {
    /// Whether both services are there.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.failures().next().is_none()
    }

    /// The services that are not there, and why not.
    pub fn failures(&self) -> impl Iterator<Item = (Service, &Error)> {
        [(Service::Users, &self.users), (Service::OAuth, &self.oauth)]
            .into_iter()
            .filter_map(|(service, result)| Some((service, result.as_ref().err()?)))
    }
}

/// # Health
///
/// None of these needs a token.
impl Authing {
    /// Asks both services, at the same time, whether they are there. A service that is not is an answer here, not an error.
    ///
    /// The operations in the errors are called `users/system/status` and `oauth/system/status`.
    ///
    /// Documentation: 测试 Preflight是否正常运行. On the wire: `GET /system/status`, of the users and of the oauth address.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) {
    /// let preflight = authing.preflight().await;
    /// for (service, error) in preflight.failures() {
    ///     println!("the {service} service: {error}");
    /// }
    /// # }
    /// ```
    #[doc(alias = "preflightFun")]
    pub async fn preflight(&self) -> Preflight {
        let (users, oauth) = join(
            self.executor()
                .check_service("users/system/status", Service::Users),
            self.executor()
                .check_service("oauth/system/status", Service::OAuth),
        )
        .await;
        Preflight { users, oauth }
    }

    /// Asks whether the pictures' host is there.
    ///
    /// # Errors
    ///
    /// [`Error::Transport`] if there is no answer, [`Error::Http`] if it is none with a status of success. The operation is
    /// called `cdn`.
    ///
    /// Documentation: 测试 Cdn 状态. On the wire: `GET /` of the CDN's address.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// authing.cdn_status().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "cdnPreflightFun")]
    pub async fn cdn_status(&self) -> Result<(), Error> {
        self.executor().check_cdn().await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;
    use http::{HeaderName, Response};
    use serde_json::json;
    use tokio::sync::Barrier;

    use super::*;
    use crate::test_service::{SECRET, client, service, service_with_status};
    use crate::{TransportError, TransportErrorKind, transport_fn};

    #[tokio::test]
    async fn asks_both_services_without_a_token() {
        let (authing, requests) = service(|_| json!("up"));
        let preflight = authing.preflight().await;
        assert!(preflight.is_ok());
        authing.cdn_status().await.unwrap();
        let requests = requests.all();
        let addresses: Vec<String> = requests.iter().map(|r| r.uri().to_string()).collect();
        assert_eq!(
            addresses,
            [
                "https://users.authing.cn/system/status",
                "https://oauth.authing.cn/system/status",
                "https://usercontents.authing.cn/",
            ]
        );
        let authorization = HeaderName::from_static("authorization");
        assert!(
            requests
                .iter()
                .all(|r| r.method() == "GET" && !r.headers().contains_key(&authorization))
        );
    }

    #[tokio::test]
    async fn names_the_service_that_is_not_there() {
        let (authing, _) = service_with_status(|request| {
            let up = request.uri().host() == Some("users.authing.cn");
            (if up { 200 } else { 503 }, json!("xyzzy-pool-secret"))
        });
        let preflight = authing.preflight().await;
        assert!(!preflight.is_ok() && preflight.users.is_ok());
        let failures: Vec<_> = preflight.failures().collect();
        let [(Service::OAuth, error @ Error::Http { status, .. })] = failures.as_slice() else {
            panic!("{failures:?}");
        };
        assert_eq!(status.as_u16(), 503);
        assert!(
            error
                .to_string()
                .starts_with("oauth/system/status: HTTP 503")
        );
        assert!(!error.to_string().contains(SECRET), "{error}");
        assert!(authing.cdn_status().await.is_err());
    }

    #[tokio::test]
    async fn asks_both_at_the_same_time_and_both_may_fail() {
        let both = Arc::new(Barrier::new(2));
        let authing = client(transport_fn(move |_| {
            let both = Arc::clone(&both);
            async move {
                both.wait().await;
                Err::<Response<Bytes>, _>(TransportError::new(TransportErrorKind::Connect, "no"))
            }
        }));
        let preflight = authing.preflight().await;
        assert_eq!(preflight.failures().count(), 2);
        assert!(preflight.users.unwrap_err().is_connect());
    }
}
