//! The URLs of the service: the public ones, and those of a private deployment.

use std::fmt;

use authing_connect::proxy::is_loopback;
use authing_core::legacy::Endpoint;
use http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::setting::Setting;
use crate::error::Error;

const USERS: &str = "https://users.authing.cn/graphql";
const OAUTH: &str = "https://oauth.authing.cn/graphql";
const CDN: &str = "https://usercontents.authing.cn";
const UPLOAD: &str = "https://upload.qiniup.com/";

/// The characters that are escaped in a path segment: all but those without a special meaning in any URL.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'+');

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
        self.users.url.as_str()
    }

    /// Returns the GraphQL URL of the oauth service, for social logins and apps.
    #[must_use]
    pub fn oauth(&self) -> &str {
        self.oauth.url.as_str()
    }

    /// Returns the URL of the CDN that serves uploaded pictures.
    #[must_use]
    pub fn cdn(&self) -> &str {
        self.cdn.url.as_str()
    }

    /// Returns the URL that pictures are uploaded to.
    #[must_use]
    pub fn upload(&self) -> &str {
        self.upload.url.as_str()
    }

    pub(crate) fn graphql(&self, endpoint: Endpoint) -> &Uri {
        match endpoint {
            Endpoint::Users => &self.users.uri,
            Endpoint::OAuth => &self.oauth.uri,
        }
    }

    /// Returns the URL of a REST path, derived as the official SDKs do: the GraphQL URL without `/graphql`, then the
    /// segments, each escaped.
    pub(crate) fn rest(&self, endpoint: Endpoint, segments: &[&str]) -> Result<Uri, Error> {
        let base = match endpoint {
            Endpoint::Users => &self.users,
            Endpoint::OAuth => &self.oauth,
        };
        base.join(without_graphql(base.url.path()), segments)
    }

    /// Returns the root URL of the CDN.
    pub(crate) fn cdn_root(&self) -> Result<Uri, Error> {
        self.cdn
            .join(self.cdn.url.path().trim_end_matches('/'), &[""])
    }

    /// Returns the URL of an uploaded file: the key's segments are escaped, and its slashes kept.
    pub(crate) fn cdn_file(&self, key: &str) -> Result<Uri, Error> {
        let segments: Vec<&str> = key.split('/').collect();
        self.cdn
            .join(self.cdn.url.path().trim_end_matches('/'), &segments)
    }

    pub(crate) fn upload_uri(&self) -> &Uri {
        &self.upload.uri
    }

    /// Returns whether every URL is https.
    pub(crate) fn all_https(&self) -> bool {
        [&self.users, &self.oauth, &self.cdn, &self.upload]
            .iter()
            .all(|url| url.is_https())
    }

    /// Returns whether one of the GraphQL URLs is https.
    pub(crate) fn needs_tls(&self) -> bool {
        self.users.is_https() || self.oauth.is_https()
    }

    /// Returns the URLs of all endpoints.
    pub(crate) fn urls(&self) -> Vec<Url> {
        [&self.users, &self.oauth, &self.cdn, &self.upload]
            .map(|address| address.url.clone())
            .into()
    }
}

#[derive(Clone)]
struct ServiceUrl {
    /// The setting that it came from, for errors.
    setting: &'static str,
    url: Url,
    uri: Uri,
}

impl fmt::Debug for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.as_str().fmt(f)
    }
}

impl ServiceUrl {
    fn new(setting: &'static str, url: Url) -> Result<Self, Error> {
        let uri = uri(setting, &url)?;
        Ok(Self { setting, url, uri })
    }

    /// Returns the URL with another path: `base`, then the segments, each escaped.
    fn join(&self, base: &str, segments: &[&str]) -> Result<Uri, Error> {
        let mut path = base.to_owned();
        for segment in segments {
            path.push('/');
            path.extend(utf8_percent_encode(segment, SEGMENT));
        }
        let mut url = self.url.clone();
        url.set_path(&path);
        uri(self.setting, &url)
    }

    fn is_https(&self) -> bool {
        self.url.scheme() == "https"
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
    pub(crate) allow_plain_http: bool,
}

impl Overrides {
    pub(crate) fn resolve(&self) -> Result<Endpoints, Error> {
        let endpoints = Endpoints {
            users: self.graphql("users_url", &self.users, USERS)?,
            oauth: self.graphql("oauth_url", &self.oauth, OAUTH)?,
            cdn: self.service_url("cdn_url", &self.cdn, CDN)?,
            upload: self.service_url("upload_url", &self.upload, UPLOAD)?,
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
    ) -> Result<ServiceUrl, Error> {
        let Some(host) = self.host.as_ref().filter(|_| given.is_none()) else {
            return self.service_url(name, given, default);
        };
        let mut url = self.parse(host.name, &host.value)?;
        url.set_path(&format!("{}/graphql", without_graphql(url.path())));
        ServiceUrl::new(host.name, url)
    }

    fn service_url(
        &self,
        name: &'static str,
        given: &Option<Setting<String>>,
        default: &str,
    ) -> Result<ServiceUrl, Error> {
        match given {
            Some(given) => ServiceUrl::new(given.name, self.parse(given.name, &given.value)?),
            None => ServiceUrl::new(name, self.parse(name, default)?),
        }
    }

    /// The errors don't show the value, which may be anything, including a secret in the wrong variable.
    fn parse(&self, setting: &'static str, text: &str) -> Result<Url, Error> {
        let invalid = |reason: &str| Err(Error::config(setting, reason));
        let url = Url::parse(text.trim())
            .map_err(|error| Error::config(setting, format!("is not a valid URL: {error}")))?;
        if !matches!(url.scheme(), "https" | "http") {
            return invalid("must begin with https:// or http://");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return invalid("must not contain a user name or password");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return invalid("must not contain `?` or `#`");
        }
        if url.scheme() == "http" && !is_loopback(&url) && !self.allow_plain_http {
            return invalid(
                "is plain http to another machine, so anyone on the network path could read the tokens: use https, or allow \
                 it with `Builder::allow_plain_http` (AUTHING_ALLOW_PLAIN_HTTP=true) on a network that you trust",
            );
        }
        Ok(url)
    }
}

fn without_graphql(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.strip_suffix("/graphql")
        .unwrap_or(path)
        .trim_end_matches('/')
}

fn uri(setting: &'static str, url: &Url) -> Result<Uri, Error> {
    url.as_str()
        .parse()
        .map_err(|error| Error::config(setting, format!("is not a valid HTTP URI: {error}")))
}

#[cfg(test)]
mod tests;
