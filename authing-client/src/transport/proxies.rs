//! Which proxy each URL of the service is reached through.

use std::fmt;

use authing_connect::proxy;
use authing_core::Secret;
use http::StatusCode;
use reqwest::Proxy;
use url::Url;

use super::error::SetupError;
use super::settings::Settings;

/// Whether reqwest can use a SOCKS proxy.
const SOCKS: bool = cfg!(feature = "socks");

/// The proxies of a client's URLs; those that are not here are reached directly.
#[derive(Clone, Default)]
pub(super) struct Proxies(Vec<Proxied>);

#[derive(Clone)]
struct Proxied {
    /// The URL that is reached through the proxy.
    url: Url,
    proxy: Secret,
    /// For messages.
    name: String,
}

impl Proxies {
    /// Returns the proxy that was set, for every URL but those that `NO_PROXY` lists; without it, the environment's.
    ///
    /// The errors don't show the proxy's URL, which may have a password in it, and have no cause that could.
    pub(super) fn new(settings: &Settings) -> Result<Self, SetupError> {
        Self::by(settings, proxy::variable)
    }

    fn by(
        settings: &Settings,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SetupError> {
        let mut proxies = Vec::new();
        for url in &settings.urls {
            let found = match &settings.proxy {
                Some((setting, proxy)) => {
                    proxy::given(url, setting, proxy.expose(), SOCKS, &environment)
                }
                None => match proxy::of(url, SOCKS, &environment) {
                    // What is left are the public hosts of pictures.
                    Err(_) if !settings.is_remote => Ok(None),
                    found => found,
                },
            };
            let found = found.map_err(|error| SetupError::new(error.variable, error.reason))?;
            proxies.extend(found.map(|proxy| Proxied {
                url: url.clone(),
                name: proxy.to_string(),
                proxy: Secret::new(proxy.url),
            }));
        }
        Ok(Self(proxies))
    }

    /// Returns a rule for reqwest, if there are any proxies.
    pub(super) fn to_reqwest(&self) -> Option<Proxy> {
        if self.0.is_empty() {
            return None;
        }
        let proxies = self.clone();
        Some(Proxy::custom(move |url| {
            let found = proxies.of(url);
            found.map(|one| one.proxy.expose().to_owned())
        }))
    }

    /// Returns how a URL's service is reached.
    pub(super) fn route<'a>(&'a self, url: &'a Url) -> Route<'a> {
        Route {
            service: url.authority(),
            is_https: url.scheme() == "https",
            proxy: self.of(url).map(|one| one.name.as_str()),
        }
    }

    /// Returns the proxy for a URL, which may be any path of one of the client's URLs.
    fn of(&self, url: &Url) -> Option<&Proxied> {
        self.0.iter().find(|one| one.url.origin() == url.origin())
    }
}

/// How a request reaches its service: directly, or through a proxy. Shown as the end of `could not connect to …`.
pub(super) struct Route<'a> {
    service: &'a str,
    /// Whether the URL is https. Then a proxy only connects; otherwise, it forwards each request.
    pub(super) is_https: bool,
    /// `the proxy …`, if there is one.
    pub(super) proxy: Option<&'a str>,
}

impl Route<'_> {
    /// Returns who failed in TLS: the service, or a proxy that is reached by https.
    pub(super) fn tls_peer(&self, error: &reqwest::Error) -> String {
        match self.proxy {
            Some(proxy) if !self.is_https || proxy::is_unreachable(error) => proxy.to_owned(),
            _ => self.to_string(),
        }
    }

    /// Returns whether a response with this status is from a proxy that wants a password.
    pub(super) fn is_rejected_by_proxy(&self, status: StatusCode) -> bool {
        self.proxy.is_some()
            && !self.is_https
            && status == StatusCode::PROXY_AUTHENTICATION_REQUIRED
    }
}

impl fmt::Display for Route<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.service)?;
        match self.proxy {
            Some(proxy) => write!(f, " through {proxy}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCAL: &str = "http://127.0.0.1:7000/graphql";
    const REMOTE: &str = "https://oauth.corp.example/graphql";

    fn all_proxy(url: &str) -> impl Fn(&str) -> Option<String> {
        move |name| (name == "ALL_PROXY").then(|| url.to_owned())
    }

    #[test]
    fn a_loopback_url_beside_a_remote_one_is_reached_directly() {
        let settings = Settings::for_tests(&[LOCAL, REMOTE]);
        let proxies = Proxies::by(&settings, all_proxy("http://ada:hunter2@proxy:3128")).unwrap();
        let route = |url: &str| proxies.route(&url.parse().unwrap()).to_string();
        assert_eq!(route(LOCAL), "127.0.0.1:7000");
        assert_eq!(
            route("https://oauth.corp.example/other?a=b"),
            "oauth.corp.example through the proxy proxy:3128 (`ALL_PROXY`)"
        );
        assert!(proxies.to_reqwest().is_some());
    }

    #[test]
    fn a_variable_that_names_no_usable_proxy_matters_only_where_one_is_needed() {
        let wrong = || all_proxy("ftp://127.0.0.1:7890");
        let local = Proxies::by(&Settings::for_tests(&[LOCAL]), wrong()).unwrap();
        assert!(local.to_reqwest().is_none());
        let pictures = Settings {
            is_remote: false,
            ..Settings::for_tests(&[LOCAL, "https://pictures.example"])
        };
        assert!(Proxies::by(&pictures, wrong()).is_ok());
        let Err(error) = Proxies::by(&Settings::for_tests(&[LOCAL, REMOTE]), wrong()) else {
            panic!("there are no proxies for ftp");
        };
        assert_eq!(error.setting, "ALL_PROXY");
        assert!(error.reason.contains("proxy URL"), "{}", error.reason);
    }

    #[test]
    fn a_socks_proxy_needs_the_feature() {
        let proxies = Proxies::by(
            &Settings::for_tests(&[REMOTE]),
            all_proxy("socks5h://127.0.0.1:7890"),
        );
        match proxies {
            Ok(proxies) => {
                assert!(cfg!(feature = "socks") && proxies.to_reqwest().is_some());
            }
            Err(error) => {
                assert!(!cfg!(feature = "socks") && error.reason.contains("feature `socks`"));
            }
        }
    }
}
