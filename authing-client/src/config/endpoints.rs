//! The addresses of the service: the public ones, and those of a private deployment.

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

/// What is escaped in a segment of a path: all but the characters that mean nothing in any address.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'+');

/// The addresses that a client talks to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Endpoints {
    users: Address,
    oauth: Address,
    cdn: Address,
    upload: Address,
}

impl Endpoints {
    /// The GraphQL address that answers nearly everything.
    #[must_use]
    pub fn users(&self) -> &str {
        self.users.url.as_str()
    }

    /// The GraphQL address for social logins and apps.
    #[must_use]
    pub fn oauth(&self) -> &str {
        self.oauth.url.as_str()
    }

    /// Where uploaded pictures are found.
    #[must_use]
    pub fn cdn(&self) -> &str {
        self.cdn.url.as_str()
    }

    /// Where pictures are uploaded to.
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

    /// The address of a REST path, derived as the official SDKs do: the GraphQL address without `/graphql`, then the
    /// segments, each escaped.
    pub(crate) fn rest(&self, endpoint: Endpoint, segments: &[&str]) -> Result<Uri, Error> {
        let address = match endpoint {
            Endpoint::Users => &self.users,
            Endpoint::OAuth => &self.oauth,
        };
        address.join(without_graphql(address.url.path()), segments)
    }

    /// The root of where pictures are found.
    pub(crate) fn cdn_root(&self) -> Result<Uri, Error> {
        self.cdn
            .join(self.cdn.url.path().trim_end_matches('/'), &[""])
    }

    /// The address of an uploaded file: the key's segments are escaped, and its slashes kept.
    pub(crate) fn cdn_file(&self, key: &str) -> Result<Uri, Error> {
        let segments: Vec<&str> = key.split('/').collect();
        self.cdn
            .join(self.cdn.url.path().trim_end_matches('/'), &segments)
    }

    pub(crate) fn upload_uri(&self) -> &Uri {
        &self.upload.uri
    }

    /// Whether every address is https.
    pub(crate) fn all_https(&self) -> bool {
        [&self.users, &self.oauth, &self.cdn, &self.upload]
            .iter()
            .all(|address| address.is_https())
    }

    /// Whether one of the GraphQL addresses is https.
    pub(crate) fn needs_tls(&self) -> bool {
        self.users.is_https() || self.oauth.is_https()
    }

    /// All of them.
    pub(crate) fn urls(&self) -> Vec<Url> {
        [&self.users, &self.oauth, &self.cdn, &self.upload]
            .map(|address| address.url.clone())
            .into()
    }
}

#[derive(Clone)]
struct Address {
    /// What set it, for errors.
    setting: &'static str,
    url: Url,
    uri: Uri,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.as_str().fmt(f)
    }
}

impl Address {
    fn new(setting: &'static str, url: Url) -> Result<Self, Error> {
        let uri = uri(setting, &url)?;
        Ok(Self { setting, url, uri })
    }

    /// The address with another path: `base`, then the segments, each escaped.
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

/// The addresses that were given in place of the public service's.
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
            cdn: self.address("cdn_url", &self.cdn, CDN)?,
            upload: self.address("upload_url", &self.upload, UPLOAD)?,
        };
        self.refuse_half_a_deployment()?;
        Ok(endpoints)
    }

    /// With one address of a private deployment and none for the other, the other would be the public service's, and
    /// the pool's token would go there.
    fn refuse_half_a_deployment(&self) -> Result<(), Error> {
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
                "must be given where `{given}` is, or else tokens would go to {default}; \
                 `host` sets both"
            ),
        ))
    }

    fn graphql(
        &self,
        name: &'static str,
        given: &Option<Setting<String>>,
        default: &str,
    ) -> Result<Address, Error> {
        let Some(host) = self.host.as_ref().filter(|_| given.is_none()) else {
            return self.address(name, given, default);
        };
        let mut url = self.parse(host.name, &host.value)?;
        url.set_path(&format!("{}/graphql", without_graphql(url.path())));
        Address::new(host.name, url)
    }

    fn address(
        &self,
        name: &'static str,
        given: &Option<Setting<String>>,
        default: &str,
    ) -> Result<Address, Error> {
        match given {
            Some(given) => Address::new(given.name, self.parse(given.name, &given.value)?),
            None => Address::new(name, self.parse(name, default)?),
        }
    }

    /// The errors don't show what was given: it may be anything, a secret in the wrong variable included.
    fn parse(&self, setting: &'static str, text: &str) -> Result<Url, Error> {
        let refuse = |reason: &str| Err(Error::config(setting, reason));
        let url = Url::parse(text.trim()).map_err(|error| {
            Error::config(setting, format!("is not the address of a service: {error}"))
        })?;
        if !matches!(url.scheme(), "https" | "http") {
            return refuse("must begin with https:// or http://");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("must have no user name or password in it");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("must have no `?` or `#` in it");
        }
        if url.scheme() == "http" && !is_loopback(&url) && !self.allow_plain_http {
            return refuse(
                "is plain http to another machine, where everyone on the way could read the tokens: use https, or allow \
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
