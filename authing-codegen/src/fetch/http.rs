//! One POST to a service, with an error that says what to do about it.

use std::error::Error as _;
use std::fs;
use std::io::Read as _;
use std::time::Duration;

use reqwest::blocking::{Client, ClientBuilder, Response};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Certificate, Url, redirect};

use super::{Header, Request};
use crate::error::Error;

/// A schema of the service's size takes one megabyte.
const LIMIT: u64 = 64 * 1024 * 1024;
const CONNECT: Duration = Duration::from_secs(10);
const WHOLE: Duration = Duration::from_secs(120);

/// A service that can be asked.
pub(super) struct Service {
    url: Url,
    client: Client,
    headers: HeaderMap,
    /// How messages name the service: without user, password and query, which may be secret.
    name: String,
    /// What no message may repeat, even if the service does.
    secrets: Vec<String>,
}

impl Service {
    pub(super) fn new(request: &Request) -> Result<Self, Error> {
        let bare = |reason: String| Error::Fetch {
            service: "--url".to_owned(),
            reason,
        };
        let url =
            Url::parse(&request.url).map_err(|error| bare(format!("it is no address: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bare(format!("it is `{}`, not http or https", url.scheme())));
        }
        let name = shown(&url);
        let (headers, secrets) = headers(&request.headers).map_err(|reason| Error::Fetch {
            service: name.clone(),
            reason,
        })?;
        let client = client(request, &url, &name)?;
        Ok(Self {
            url,
            client,
            headers,
            name,
            secrets,
        })
    }

    /// An error of this service.
    pub(super) fn fault(&self, reason: impl Into<String>) -> Error {
        let mut reason = reason.into();
        for secret in &self.secrets {
            reason = reason.replace(secret, "…");
        }
        Error::Fetch {
            service: self.name.clone(),
            reason,
        }
    }

    /// Sends a query and gives the body of a successful answer.
    pub(super) fn ask(&self, query: &str) -> Result<String, Error> {
        let body = serde_json::json!({ "query": query }).to_string();
        let response = self
            .client
            .post(self.url.clone())
            .headers(self.headers.clone())
            .header(CONTENT_TYPE, "application/json")
            .body(body)
            .send()
            .map_err(|error| self.fault(self.unreached(&error)))?;
        let status = response.status();
        if status.is_redirection() {
            let to = response.headers().get(LOCATION);
            let to = to.and_then(|to| to.to_str().ok());
            let to = to.and_then(|to| self.url.join(to).ok());
            let to = to.map_or_else(|| "nowhere".to_owned(), |to| shown(&to));
            return Err(self.fault(format!(
                "it redirects ({status}) to {to}, which is not followed, because the headers would go there too"
            )));
        }
        let kind = response.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or("no content type").to_owned();
        let body = self.body(response)?;
        // A GraphQL error may come with any status; it says more than the status does.
        let is_json =
            serde_json::from_str::<serde_json::Value>(&body).is_ok_and(|json| json.is_object());
        if is_json && (status.is_success() || body.contains("\"errors\"")) {
            return Ok(body);
        }
        Err(self.fault(if status.is_success() {
            format!(
                "it does not answer with a JSON object ({kind}): {}; is this its GraphQL address?",
                excerpt(&body)
            )
        } else {
            format!("it answers {status}: {}", excerpt(&body))
        }))
    }

    fn body(&self, response: Response) -> Result<String, Error> {
        let mut body = Vec::new();
        response
            .take(LIMIT + 1)
            .read_to_end(&mut body)
            .map_err(|error| self.fault(format!("its answer broke off: {error}")))?;
        if body.len() as u64 > LIMIT {
            return Err(self.fault(format!("its answer has more than {} MiB", LIMIT >> 20)));
        }
        String::from_utf8(body).map_err(|_| self.fault("its answer is not in UTF-8"))
    }

    /// Why no answer came, in one line.
    fn unreached(&self, error: &reqwest::Error) -> String {
        if error.is_timeout() {
            return "it did not answer in time".to_owned();
        }
        let mut causes = Vec::new();
        let mut cause = error.source();
        while let Some(one) = cause {
            causes.push(one.to_string());
            cause = one.source();
        }
        let reason = causes.join(": ");
        if reason.contains("InvalidContentType") || reason.contains("corrupt message") {
            return format!("it does not speak TLS; is its address http://…? ({reason})");
        }
        if reason.contains("UnknownIssuer") {
            return format!(
                "its certificate's issuer is not trusted; give it with --ca ({reason})"
            );
        }
        format!("it can't be reached: {reason}")
    }
}

fn client(request: &Request, url: &Url, name: &str) -> Result<Client, Error> {
    let mut authorities = Vec::new();
    for path in &request.authorities {
        let pem = fs::read(path).map_err(|error| Error::io(path, error))?;
        let found = Certificate::from_pem_bundle(&pem).unwrap_or_default();
        if found.is_empty() {
            return Err(Error::Fetch {
                service: name.to_owned(),
                reason: format!("{} holds no certificate in PEM", path.display()),
            });
        }
        authorities.extend(found);
    }
    match builder().tls_certs_merge(authorities.clone()).build() {
        // A machine without certificates of its own can use those that it is given, and needs none for http.
        Err(_) if url.scheme() == "http" || !authorities.is_empty() => {
            builder().tls_certs_only(authorities).build()
        }
        built => built,
    }
    .map_err(|error| {
        let reason = error.source().map(ToString::to_string);
        Error::Fetch {
            service: name.to_owned(),
            reason: format!("TLS can't be set up: {}", reason.unwrap_or_default()),
        }
    })
}

fn builder() -> ClientBuilder {
    Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT)
        .timeout(WHOLE)
}

/// The headers, and their values.
fn headers(lines: &[Header]) -> Result<(HeaderMap, Vec<String>), String> {
    let mut headers = HeaderMap::new();
    let mut values = Vec::new();
    for Header(line) in lines {
        let (name, value) = line
            .split_once(':')
            .ok_or("--header is not of the form `Name: value`")?;
        let (name, value) = (name.trim(), value.trim());
        let parsed = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| "--header begins with what is no name of a header")?;
        let mut parsed_value = HeaderValue::from_str(value).map_err(|_| {
            format!("the value of the header `{name}` has bytes that no header can have")
        })?;
        parsed_value.set_sensitive(true);
        headers.append(parsed, parsed_value);
        // A scheme such as `Bearer` is no secret; what follows it is, alone too.
        values.extend(value.split_whitespace().map(str::to_owned));
    }
    values.retain(|value| value.len() > 6);
    Ok((headers, values))
}

/// An address without what may be secret in it.
fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    // Neither can fail on an address with a host.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.set_query(None);
    shown.set_fragment(None);
    shown.to_string()
}

/// The beginning of a text, in one line.
pub(super) fn excerpt(text: &str) -> String {
    const CHARACTERS: usize = 200;
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.is_empty() {
        return "nothing".to_owned();
    }
    let mut excerpt: String = line.chars().take(CHARACTERS).collect();
    if excerpt.len() < line.len() {
        excerpt.push('…');
    }
    format!("“{excerpt}”")
}
