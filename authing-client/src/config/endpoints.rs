//! The URLs of the service: the public ones, and those of a private deployment.

use authing_connect::proxy::is_loopback;
use authing_core::legacy::Endpoint;
use http::Uri;
use url::Url;

use super::base_url;
use super::service_url::ServiceUrl;
use super::setting::Setting;
use crate::error::Error;

const USERS: &str = "https://users.authing.cn/graphql";
const OAUTH: &str = "https://oauth.authing.cn/graphql";
const CDN: &str = "https://usercontents.authing.cn";
const UPLOAD: &str = "https://upload.qiniup.com/";

/// The URLs that a client uses.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Endpoints {
    users: ServiceUrl,
    oauth: ServiceUrl,
    cdn: ServiceUrl,
    upload: ServiceUrl,
}

impl Endpoints {
    /// Returns the GraphQL URL of the users service, which serves nearly all operations.
    #[must_use]
    pub fn users(&self) -> &str {
        self.users.as_str()
    }

    /// Returns the GraphQL URL of the oauth service, for social logins and apps.
    #[must_use]
    pub fn oauth(&self) -> &str {
        self.oauth.as_str()
    }

    /// Returns the URL of the CDN that serves uploaded pictures.
    #[must_use]
    pub fn cdn(&self) -> &str {
        self.cdn.as_str()
    }

    /// Returns the URL that pictures are uploaded to.
    #[must_use]
    pub fn upload(&self) -> &str {
        self.upload.as_str()
    }

    pub(crate) fn graphql(&self, endpoint: Endpoint) -> &Uri {
        match endpoint {
            Endpoint::Users => self.users.uri(),
            Endpoint::OAuth => self.oauth.uri(),
        }
    }

    /// Returns the URL of a REST path, derived as the official SDKs do: the GraphQL URL without `/graphql`, then the
    /// segments, each escaped.
    pub(crate) fn rest(
        &self,
        operation: &'static str,
        endpoint: Endpoint,
        segments: &[impl AsRef<str>],
        query: &[(&str, &str)],
    ) -> Result<Uri, Error> {
        let base = match endpoint {
            Endpoint::Users => &self.users,
            Endpoint::OAuth => &self.oauth,
        };
        base.join(
            operation,
            without_graphql(base.url().path()),
            segments,
            query,
        )
    }

    /// Returns the URL of an uploaded file: the key's segments are escaped, and its slashes kept. The empty key is the root.
    pub(crate) fn cdn_file(&self, operation: &'static str, key: &str) -> Result<Uri, Error> {
        let segments: Vec<&str> = key.split('/').collect();
        self.cdn.join(
            operation,
            self.cdn.url().path().trim_end_matches('/'),
            &segments,
            &[],
        )
    }

    pub(crate) fn upload_uri(&self) -> &Uri {
        self.upload.uri()
    }

    /// Returns whether every URL is https.
    pub(crate) fn all_https(&self) -> bool {
        self.all().into_iter().all(ServiceUrl::is_https)
    }

    /// Returns whether one of the GraphQL URLs is https.
    pub(crate) fn needs_tls(&self) -> bool {
        self.users.is_https() || self.oauth.is_https()
    }

    /// Returns whether one of the GraphQL URLs is on another machine.
    pub(crate) fn is_remote(&self) -> bool {
        [&self.users, &self.oauth]
            .into_iter()
            .any(|url| !is_loopback(url.url()))
    }

    /// Returns whether the two GraphQL URLs were given, and differ.
    pub(crate) fn may_be_swapped(&self) -> bool {
        self.users() != self.oauth() && (self.users() != USERS || self.oauth() != OAUTH)
    }

    /// Returns the URLs of all endpoints.
    pub(crate) fn urls(&self) -> Vec<Url> {
        self.all().map(|url| url.url().clone()).into()
    }

    fn all(&self) -> [&ServiceUrl; 4] {
        [&self.users, &self.oauth, &self.cdn, &self.upload]
    }
}

/// The URLs that replace those of the public service.
#[derive(Clone, Default)]
pub(crate) struct Overrides {
    pub(crate) host: Option<Setting<String>>,
    pub(crate) users: Option<Setting<String>>,
    pub(crate) oauth: Option<Setting<String>>,
    pub(crate) cdn: Option<Setting<String>>,
    pub(crate) upload: Option<Setting<String>>,
}

impl Overrides {
    pub(crate) fn resolve(&self, allow_plain_http: bool) -> Result<Endpoints, Error> {
        let endpoints = Endpoints {
            users: self.graphql("users_url", &self.users, USERS, allow_plain_http)?,
            oauth: self.graphql("oauth_url", &self.oauth, OAUTH, allow_plain_http)?,
            cdn: service_url("cdn_url", &self.cdn, CDN, allow_plain_http)?,
            upload: service_url("upload_url", &self.upload, UPLOAD, allow_plain_http)?,
        };
        self.reject_half_a_deployment()?;
        Ok(endpoints)
    }

    /// If only one URL of a private deployment were set, the other would default to the public service, and the pool's
    /// token would be sent there.
    fn reject_half_a_deployment(&self) -> Result<(), Error> {
        if self.host.is_some() {
            return Ok(());
        }
        let (missing, given, default) = match (&self.users, &self.oauth) {
            (Some(given), None) => ("oauth_url", given.name, OAUTH),
            (None, Some(given)) => ("users_url", given.name, USERS),
            _ => return Ok(()),
        };
        Err(Error::config(
            missing,
            format!(
                "must be set if `{given}` is set, because tokens would otherwise be sent to {default}; \
                 `host` sets both"
            ),
        ))
    }

    fn graphql(
        &self,
        name: &'static str,
        given: &Option<Setting<String>>,
        default: &str,
        allow_plain_http: bool,
    ) -> Result<ServiceUrl, Error> {
        let Some(setting) = given.as_ref().or(self.host.as_ref()) else {
            return service_url(name, given, default, allow_plain_http);
        };
        let mut url = base_url::parse(setting, allow_plain_http)?;
        if is_later_api(url.path()) {
            return Err(Error::config(
                setting.name,
                "belongs to the v2 API, which this client does not use: set the legacy API's URL, such as \
                 https://users.authing.cn/graphql",
            ));
        }
        // A full URL keeps its path, if it has one.
        if given.is_none() || url.path() == "/" {
            let path = format!("{}/graphql", without_graphql(url.path()));
            url.set_path(&path);
        }
        ServiceUrl::new(setting.name, url)
    }
}

fn service_url(
    name: &'static str,
    given: &Option<Setting<String>>,
    default: &str,
    allow_plain_http: bool,
) -> Result<ServiceUrl, Error> {
    let default = Setting::new(name, default);
    let setting = given.as_ref().unwrap_or(&default);
    ServiceUrl::new(setting.name, base_url::parse(setting, allow_plain_http)?)
}

/// Returns whether a path is that of a versioned API, `…/graphql/v2`.
fn is_later_api(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    path.split_once("/graphql/").is_some_and(|(_, rest)| {
        let version = rest.trim_start_matches('/').strip_prefix('v');
        version.is_some_and(|version| version.starts_with(|first: char| first.is_ascii_digit()))
    })
}

fn without_graphql(path: &str) -> &str {
    base_url::without_end(path, "/graphql")
}

#[cfg(test)]
mod tests;
