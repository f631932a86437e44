//! Which proxy each URL of the service is reached through.

use std::fmt;

use authing_connect::proxy;
use authing_core::Secret;
use http::Uri;
use reqwest::Proxy;
use url::Url;

use super::error::SetupError;
use super::settings::Settings;

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
    /// The proxy that was set, for every URL but those that `NO_PROXY` lists; without it, the environment's.
    ///
    /// The errors don't show the proxy's URL, which may have a password in it, and have no cause that could.
    pub(super) fn new(settings: &Settings) -> Result<Self, SetupError> {
        Self::by(settings, |name| std::env::var(name).ok())
    }

    fn by(
        settings: &Settings,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SetupError> {
        let mut proxies = Vec::new();
        for url in &settings.urls {
            let found = match &settings.proxy {
                Some((setting, proxy)) => proxy::given(url, setting, proxy.expose(), &environment),
                None => proxy::of(url, &environment),
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

    /// A rule for reqwest, if there are any proxies.
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

    /// ` through the proxy …`, or nothing.
    pub(super) fn through(&self, uri: &Uri) -> impl fmt::Display {
        let url = if self.0.is_empty() {
            None
        } else {
            uri.to_string().parse::<Url>().ok()
        };
        let found = url.and_then(|url| self.of(&url));
        found.map_or_else(String::new, |one| format!(" through {}", one.name))
    }

    /// Returns the proxy for a URL, which may be any path of one of the client's URLs.
    fn of(&self, url: &Url) -> Option<&Proxied> {
        self.0.iter().find(|one| one.url.origin() == url.origin())
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
        let through = |url: &str| proxies.through(&url.parse().unwrap()).to_string();
        assert_eq!(through(LOCAL), "");
        assert_eq!(
            through("https://oauth.corp.example/other?a=b"),
            " through the proxy proxy:3128 (`ALL_PROXY`)"
        );
        assert!(proxies.to_reqwest().is_some());
    }

    #[test]
    fn a_variable_that_names_no_usable_proxy_matters_only_where_one_is_needed() {
        let socks = || all_proxy("socks5://127.0.0.1:7890");
        let local = Proxies::by(&Settings::for_tests(&[LOCAL]), socks()).unwrap();
        assert!(local.to_reqwest().is_none());
        let Err(error) = Proxies::by(&Settings::for_tests(&[LOCAL, REMOTE]), socks()) else {
            panic!("SOCKS is not supported");
        };
        assert_eq!(error.setting, "ALL_PROXY");
        assert!(error.reason.contains("SOCKS"), "{}", error.reason);
    }
}
