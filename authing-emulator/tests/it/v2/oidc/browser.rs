//! A browser without a screen.

use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{RequestBuilder, Response};

/// A browser without redirects, so that a test sees each of them.
pub(super) struct Browser {
    pub(super) http: reqwest::Client,
    pub(super) cookies: std::sync::Mutex<Vec<(String, String)>>,
}

pub(super) fn client() -> reqwest::Client {
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none());
    http.build().unwrap()
}

impl Browser {
    pub(super) fn new() -> Self {
        Self {
            http: client(),
            cookies: std::sync::Mutex::default(),
        }
    }

    /// Sends a request with the cookies, and keeps those of the response.
    pub(super) async fn send(&self, request: RequestBuilder) -> Response {
        let cookies = self.cookies.lock().unwrap().clone();
        let pairs: Vec<_> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request.header(COOKIE, pairs.join("; "));
        let response = request.send().await.unwrap();
        for set in response.headers().get_all(SET_COOKIE) {
            let set = set.to_str().unwrap();
            assert!(set.contains("; HttpOnly; SameSite=Lax"), "{set}");
            assert!(!set.contains("Secure"), "{set}");
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            cookies.retain(|(known, _)| known != name);
            if !set.contains("Max-Age=0") {
                cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        response
    }

    pub(super) async fn get(&self, url: &str) -> Response {
        self.send(self.http.get(url)).await
    }

    pub(super) async fn post(&self, url: &str, fields: &[(&str, &str)]) -> Response {
        self.send(form(self.http.post(url), fields)).await
    }
}

pub(super) fn form(request: RequestBuilder, fields: &[(&str, &str)]) -> RequestBuilder {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    request
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
}
