//! Where the v2 API is: one host.

use std::fmt;

use http::Uri;
use url::Url;

use crate::config::base_url;
use crate::config::service_url::ServiceUrl;
use crate::config::setting::Setting;
use crate::error::Error;

/// The host of the public service.
const PUBLIC: &str = "https://core.authing.cn";

/// The path of the GraphQL endpoint.
const GRAPHQL: &str = "/graphql/v2";

/// The URL of a host.
#[derive(Clone)]
pub(crate) struct Host {
    graphql: ServiceUrl,
}

impl Host {
    pub(super) fn new(
        given: Option<&Setting<String>>,
        allow_plain_http: bool,
    ) -> Result<Self, Error> {
        let public = Setting::new("host", PUBLIC);
        let given = given.unwrap_or(&public);
        let mut url = base_url::parse(given, allow_plain_http)?;
        let path = url.path().trim_end_matches('/');
        if path.to_ascii_lowercase().ends_with("/graphql") {
            return Err(Error::config(
                given.name,
                "belongs to the legacy API, which this client does not use: set the host of the v2 API, such as \
                 https://core.authing.cn",
            ));
        }
        // The URL may be that of the endpoint.
        let path = format!("{}{GRAPHQL}", base_url::without_end(path, GRAPHQL));
        url.set_path(&path);
        let graphql = ServiceUrl::new(given.name, url)?;
        Ok(Self { graphql })
    }

    /// Returns the host's URL, without a trailing slash.
    pub(super) fn as_str(&self) -> &str {
        let graphql = self.graphql.as_str();
        graphql.strip_suffix(GRAPHQL).unwrap_or(graphql)
    }

    pub(super) fn graphql(&self) -> &Uri {
        self.graphql.uri()
    }

    /// Returns the URL of a path, each segment escaped.
    pub(super) fn rest(&self, segments: &[&str]) -> Result<Uri, Error> {
        let base = base_url::without_end(self.graphql.url().path(), GRAPHQL);
        self.graphql.join(base, segments)
    }

    pub(super) fn is_https(&self) -> bool {
        self.graphql.is_https()
    }

    pub(super) fn url(&self) -> Url {
        self.graphql.url().clone()
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(url: &str) -> Result<Host, Error> {
        Host::new(Some(&Setting::new("host", url)), false)
    }

    #[test]
    fn the_endpoint_is_below_the_host_whether_it_was_given_or_not() {
        for (given, graphql) in [
            (
                "https://core.authing.cn",
                "https://core.authing.cn/graphql/v2",
            ),
            (
                "https://core.authing.cn/",
                "https://core.authing.cn/graphql/v2",
            ),
            (
                "https://core.authing.cn/GraphQL/v2/",
                "https://core.authing.cn/graphql/v2",
            ),
            (
                "https://example.com/authing",
                "https://example.com/authing/graphql/v2",
            ),
            (
                " http://127.0.0.1:7000\n",
                "http://127.0.0.1:7000/graphql/v2",
            ),
        ] {
            let host = host(given).unwrap();
            assert_eq!(host.graphql().to_string(), graphql);
        }
        let host = host("https://example.com/authing/graphql/v2").unwrap();
        assert_eq!(host.as_str(), "https://example.com/authing");
        let path = host.rest(&["api", "v2", "a/b"]).unwrap();
        assert_eq!(path.to_string(), "https://example.com/authing/api/v2/a%2Fb");
        assert_eq!(
            Host::new(None, false).unwrap().as_str(),
            "https://core.authing.cn"
        );
    }

    #[test]
    fn a_url_of_the_legacy_api_is_named() {
        for url in [
            "https://users.authing.cn/graphql",
            "https://example.com/users/GraphQL/",
        ] {
            let error = host(url).unwrap_err().to_string();
            assert!(
                error.starts_with("`host` belongs to the legacy API"),
                "{error}"
            );
        }
        assert!(host("core.authing.cn").is_err());
        assert!(host("http://core.authing.cn").is_err());
    }
}
