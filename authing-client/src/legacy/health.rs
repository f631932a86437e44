//! Health checks of the services.

use authing_core::legacy::Endpoint;
use futures_util::future::join;

use crate::error::Error;
use crate::legacy::authing::Authing;

/// The result of [`Authing::preflight`]: for each service, success or the error.
#[derive(Debug, Clone)]
#[non_exhaustive]
#[must_use]
pub struct Preflight {
    /// The users service, which serves nearly all operations.
    pub users: Result<(), Error>,
    /// The oauth service, for social logins and apps.
    pub oauth: Result<(), Error>,
}

impl Preflight {
    /// Returns whether both services are up.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.failures().next().is_none()
    }

    /// Returns the services that are down, with their errors.
    pub fn failures(&self) -> impl Iterator<Item = (Endpoint, &Error)> {
        [
            (Endpoint::Users, &self.users),
            (Endpoint::OAuth, &self.oauth),
        ]
        .into_iter()
        .filter_map(|(service, result)| Some((service, result.as_ref().err()?)))
    }
}

/// # Health
///
/// None of these needs a token.
impl Authing {
    /// Checks whether both services are up, in parallel. A service that is down is part of the result, not an error.
    ///
    /// The operations in the errors are called `users/system/status` and `oauth/system/status`.
    ///
    /// Documentation: 测试 Preflight是否正常运行. On the wire: `GET /system/status` of the users and the oauth service.
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
    #[doc(alias = "checkPreflight")]
    pub async fn preflight(&self) -> Preflight {
        let (users, oauth) = join(
            self.executor()
                .check_service("users/system/status", Endpoint::Users),
            self.executor()
                .check_service("oauth/system/status", Endpoint::OAuth),
        )
        .await;
        Preflight { users, oauth }
    }

    /// Checks whether the CDN for pictures is up.
    ///
    /// # Errors
    ///
    /// [`Error::Transport`] if there is no response, [`Error::Http`] if its status is not a success. The operation is
    /// called `cdn`.
    ///
    /// Documentation: 测试 Cdn 状态. On the wire: `GET /` of the CDN's URL.
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
