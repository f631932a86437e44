//! A browser that posts the forms of the login page.

use std::collections::BTreeMap;
use std::sync::Mutex;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};

use super::CALLBACK;

/// A browser that keeps cookies, and whose redirects are visible.
pub(super) struct Browser {
    http: Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    pub(super) fn new() -> Self {
        let http = Client::builder().no_proxy();
        let http = http.redirect(reqwest::redirect::Policy::none());
        Self {
            http: http.build().unwrap(),
            cookies: Mutex::default(),
        }
    }

    async fn send(&self, request: RequestBuilder) -> Response {
        let pairs: Vec<String> = {
            let cookies = self.cookies.lock().unwrap();
            let cookies = cookies.iter();
            cookies
                .map(|(name, value)| format!("{name}={value}"))
                .collect()
        };
        let request = request.header(COOKIE, pairs.join("; "));
        let response = request.send().await.unwrap();
        let mut cookies = self.cookies.lock().unwrap();
        for set in response.headers().get_all(SET_COOKIE) {
            let (pair, attributes) = set.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        response
    }

    pub(super) async fn get(&self, url: &str) -> Response {
        self.send(self.http.get(url)).await
    }

    pub(super) async fn post(&self, url: &str, fields: &[(&str, &str)]) -> Response {
        let mut form = Url::parse("http://a/").unwrap();
        form.query_pairs_mut().extend_pairs(fields);
        let request = self
            .http
            .post(url)
            .body(form.query().unwrap_or_default().to_owned());
        let kind = "application/x-www-form-urlencoded";
        self.send(request.header("content-type", kind)).await
    }

    /// Opens the login page, logs in, consents if asked, and returns the query string at the app.
    pub(super) async fn log_in(&self, url: &str, account: &str, password: &str) -> String {
        let page = Url::parse(url).unwrap();
        let page = page.join(&location(&self.get(url).await)).unwrap();
        let fields = [
            ("action", "password"),
            ("account", account),
            ("password", password),
        ];
        let mut response = self.post(page.as_str(), &fields).await;
        if !location(&response).starts_with(CALLBACK) {
            response = self.post(page.as_str(), &[("action", "consent")]).await;
        }
        query(&response)
    }
}

/// Returns where a response redirects to.
pub(super) fn location(response: &Response) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER, "{response:?}");
    response.headers()[LOCATION].to_str().unwrap().to_owned()
}

/// Returns the query string with which a response redirects to the app.
pub(super) fn query(response: &Response) -> String {
    let location = location(response);
    let (uri, query) = location.split_once('?').unwrap();
    assert_eq!(uri, CALLBACK);
    query.to_owned()
}
