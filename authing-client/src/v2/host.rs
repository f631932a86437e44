//! Where the v2 API is: one host.

use authing_core::v2::Endpoint;
use http::Uri;
use url::Url;

use crate::config::base_url;
use crate::config::service_url::ServiceUrl;
use crate::config::setting::Setting;
use crate::error::Error;

/// The host of the public service.
const PUBLIC: &str = "https://core.authing.cn";

/// The domain of the public service's hosts, and its host for logins by Active Directory.
const PUBLIC_DOMAIN: &str = ".authing.cn";
const PUBLIC_WEBSOCKET: &str = "https://ws.authing.cn";

/// The path of the GraphQL endpoint.
const GRAPHQL: &str = "/graphql/v2";

/// The URLs of a host.
pub(crate) struct Host {
    /// Without a trailing slash; without a path, unless the deployment has one.
    base: ServiceUrl,
    graphql: ServiceUrl,
    /// Given, or the public service's if the host is the public service's.
    websocket: Option<ServiceUrl>,
}

impl Host {
    pub(super) fn new(
        given: Option<&Setting<String>>,
        websocket: Option<&Setting<String>>,
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
        let path = base_url::without_end(path, GRAPHQL).to_owned();
        url.set_path(&path);
        let base = ServiceUrl::new(given.name, url.clone())?;
        url.set_path(&format!("{path}{GRAPHQL}"));
        let graphql = ServiceUrl::new(given.name, url)?;
        let public = Setting::new("websocket_host", PUBLIC_WEBSOCKET);
        let is_public = base
            .url()
            .domain()
            .is_some_and(|domain| domain.ends_with(PUBLIC_DOMAIN));
        // The official SDKs derive one from any host, which would send passwords to a host that nobody named.
        let websocket = websocket.or(is_public.then_some(&public));
        let websocket = websocket.map(|setting| {
            ServiceUrl::new(setting.name, base_url::parse(setting, allow_plain_http)?)
        });
        Ok(Self {
            base,
            graphql,
            websocket: websocket.transpose()?,
        })
    }

    /// Returns the host's URL.
    pub(super) fn as_str(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    pub(super) fn graphql(&self) -> &Uri {
        self.graphql.uri()
    }

    /// Returns the URL of a path for an operation, each segment escaped.
    pub(super) fn rest(
        &self,
        operation: &'static str,
        endpoint: Endpoint,
        segments: &[impl AsRef<str>],
        query: &[(&str, &str)],
    ) -> Result<Uri, Error> {
        let base = match endpoint {
            Endpoint::WebsocketHost => self.websocket.as_ref().ok_or_else(|| {
                let reason = "must be set (AUTHING_WEBSOCKET_HOST) for logins by Active Directory, which have a host of their own";
                Error::config("websocket_host", reason)
            })?,
            _ => &self.base,
        };
        base.join(
            operation,
            base.url().path().trim_end_matches('/'),
            segments,
            query,
        )
    }

    pub(super) fn is_https(&self) -> bool {
        self.all().all(ServiceUrl::is_https)
    }

    pub(super) fn urls(&self) -> Vec<Url> {
        self.all().map(|url| url.url().clone()).collect()
    }

    fn all(&self) -> impl Iterator<Item = &ServiceUrl> {
        [&self.base, &self.graphql]
            .into_iter()
            .chain(&self.websocket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(url: &str) -> Result<Host, Error> {
        Host::new(Some(&Setting::new("host", url)), None, false)
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
        let path = host
            .rest("GetUser", Endpoint::Host, &["api", "v2", "a/b"], &[])
            .unwrap();
        assert_eq!(path.to_string(), "https://example.com/authing/api/v2/a%2Fb");
        assert_eq!(
            Host::new(None, None, false).unwrap().as_str(),
            "https://core.authing.cn"
        );
    }

    #[test]
    fn passwords_of_active_directory_go_to_no_host_that_was_not_named() {
        let path = |host: &Host| host.rest("LoginByAd", Endpoint::WebsocketHost, &["api"], &[]);
        for public in ["https://core.authing.cn", "https://my-app.authing.cn"] {
            let path = path(&host(public).unwrap()).unwrap();
            assert_eq!(path.to_string(), "https://ws.authing.cn/api");
        }
        for private in [
            "https://my-app.example.com",
            "https://authing.cn.example.com",
            "https://10.0.0.1",
        ] {
            let error = path(&host(private).unwrap()).unwrap_err().to_string();
            assert!(error.starts_with("`websocket_host` must be set"), "{error}");
        }
        let given = Setting::new("websocket_host", "https://ad.example.com/ws/");
        let host = Setting::new("host", "https://example.com");
        let host = Host::new(Some(&host), Some(&given), false).unwrap();
        assert_eq!(
            path(&host).unwrap().to_string(),
            "https://ad.example.com/ws/api"
        );
    }

    #[test]
    fn a_url_that_is_too_long_is_not_the_hosts_fault() {
        let host = host("https://core.authing.cn").unwrap();
        let error = host.rest("GetUser", Endpoint::Host, &["a".repeat(70_000)], &[]);
        let error = error.unwrap_err().to_string();
        let expected = "GetUser: `variables` make a URL that can't be sent: ";
        assert!(error.starts_with(expected), "{error}");
    }

    #[test]
    fn a_url_of_the_legacy_api_is_named() {
        for url in [
            "https://users.authing.cn/graphql",
            "https://example.com/users/GraphQL/",
        ] {
            let error = host(url).err().unwrap().to_string();
            assert!(
                error.starts_with("`host` belongs to the legacy API"),
                "{error}"
            );
        }
        assert!(host("core.authing.cn").is_err());
        assert!(host("http://core.authing.cn").is_err());
    }
}
