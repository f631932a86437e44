//! What a browser and its user do.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, Url};

use crate::{EMAIL, PASSWORD, Result};

/// A browser that keeps cookies, and follows no redirect by itself.
pub(crate) struct Browser {
    http: Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    pub(crate) fn new() -> Result<Self> {
        let http = Client::builder().no_proxy().redirect(Policy::none());
        Ok(Self {
            http: http.build()?,
            cookies: Mutex::default(),
        })
    }

    pub(crate) async fn get(&self, url: &str) -> Result<Response> {
        self.send(self.http.get(url)).await
    }

    /// Logs the user in at the login page; returns the URL of the callback.
    pub(crate) async fn log_in(&self, service: &str) -> Result<String> {
        let login = self.get(&format!("{service}/login")).await?;
        println!("The service redirects the browser to {}", shown(&login)?);
        let page = self.get(location(&login)?.as_str()).await?;
        let page = location(&page)?;
        println!("The user logs in at {page}");
        let mut form = Url::parse("http://form/")?;
        let fields = [
            ("action", "password"),
            ("account", EMAIL),
            ("password", PASSWORD),
        ];
        form.query_pairs_mut().extend_pairs(fields);
        let request = self.http.post(page.as_str());
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let done = request.body(form.query().unwrap_or_default().to_owned());
        let done = self.send(done).await?;
        println!("The login page redirects the browser to {}", shown(&done)?);
        Ok(location(&done)?.to_string())
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response> {
        let cookies = self.cookies().clone();
        let cookies = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let request = request.header(COOKIE, cookies.collect::<Vec<_>>().join("; "));
        let response = request.send().await?;
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str()?.split(';').next().unwrap_or_default();
            let (name, value) = cookie.split_once('=').ok_or("a cookie without a value")?;
            self.cookies().insert(name.to_owned(), value.to_owned());
        }
        Ok(response)
    }

    fn cookies(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Logs in, looks at the start page, and logs out.
pub(crate) async fn visit(service: &str) -> Result<()> {
    let browser = Browser::new()?;
    let start_page =
        async || Ok::<_, Box<dyn std::error::Error>>(browser.get(service).await?.text().await?);
    print!("{}", start_page().await?);
    let callback = browser.log_in(service).await?;
    browser.get(&callback).await?;
    let shown_page = start_page().await?;
    print!("{shown_page}");
    if !shown_page.contains(EMAIL) {
        return Err("nobody is logged in".into());
    }
    let logout = browser.get(&format!("{service}/logout")).await?;
    println!("The service redirects the browser to {}", shown(&logout)?);
    let end = browser.get(location(&logout)?.as_str()).await?;
    println!("The provider redirects the browser to {}", location(&end)?);
    print!("{}", start_page().await?);
    Ok(())
}

/// Returns where a response redirects to.
fn location(response: &Response) -> Result<Url> {
    let location = response.headers().get(LOCATION);
    let location = location.ok_or_else(|| format!("no redirect, but {}", response.status()))?;
    Ok(response.url().join(location.to_str()?)?)
}

/// Returns where a response redirects to, without the query string, which is secret.
fn shown(response: &Response) -> Result<String> {
    let url = location(response)?;
    Ok(url
        .as_str()
        .split('?')
        .next()
        .unwrap_or_default()
        .to_owned()
        + "?…")
}
