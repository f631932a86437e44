//! One POST request to a service, with helpful errors.

mod client;
mod failure;
mod headers;

use std::io::Read;

use authing_connect::proxy::{self, Proxy};
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use reqwest::blocking::{Client, Response};
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{StatusCode, Url};
use serde_json::Value;

use super::redact::Secrets;
use super::response::{data, rejection};
use super::{Service, query};
use crate::error::Error;
use crate::input::text::without_bom;

/// The response size limit. A schema as large as the service's takes one megabyte.
const LIMIT: u64 = 64 * 1024 * 1024;

/// A service with everything that a request to it needs.
pub(super) struct Connection {
    url: Url,
    client: Client,
    headers: HeaderMap,
    /// The service's name in messages: without user, password and query string, which may be secret.
    name: String,
    /// The proxy that requests go through.
    proxy: Option<Proxy>,
    /// The secrets that no message may repeat, even if the service does.
    secrets: Secrets,
}

impl Connection {
    pub(super) fn new(service: &Service) -> Result<Self, Error> {
        let bare = |reason: String| Error::Fetch {
            service: "--url".to_owned(),
            reason,
        };
        let url = service.url.trim();
        let begins_with = |scheme: &&str| {
            let start = url.get(..scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        if !["https://", "http://"].iter().any(begins_with) {
            return Err(bare("it must begin with https:// or http://".to_owned()));
        }
        let url =
            Url::parse(url).map_err(|error| bare(format!("it is not a valid URL: {error}")))?;
        let name = shown(&url);
        let fault = |reason| Error::Fetch {
            service: name.clone(),
            reason,
        };
        let mut secrets = Secrets::default();
        for secret in url.query_pairs().map(|(_, value)| value) {
            secrets.add(&secret);
        }
        secrets.add(url.query().unwrap_or_default());
        secrets.add_credentials(&url);
        let headers = headers::read(&service.headers, &mut secrets).map_err(fault)?;
        let (client, proxy) = client::build(&service.authorities, &url, &name)?;
        Ok(Self {
            url,
            client,
            headers,
            proxy,
            name,
            secrets,
        })
    }

    /// Returns the service's name in messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns an error of this service.
    pub(super) fn fault(&self, reason: impl AsRef<str>) -> Error {
        Error::Fetch {
            service: self.name.clone(),
            reason: self.redacted(reason.as_ref()),
        }
    }

    /// Returns a text with the secrets redacted.
    pub(super) fn redacted(&self, text: &str) -> String {
        self.secrets.redacted(text)
    }

    /// Sends an introspection query and returns the data of the response, or why the service rejects this query; a service
    /// that can't be reached, or that redirects, is an error.
    pub(super) fn ask(&self, query: &str) -> Result<Result<Value, String>, Error> {
        let body = serde_json::json!({ "operationName": query::NAME, "query": query });
        let request = self.client.post(self.url.clone()).body(body.to_string());
        let unsent =
            |error: reqwest::Error| self.fault(failure::unreached(&error, self.proxy.as_ref()));
        let request = request
            .headers(self.headers.clone())
            .build()
            .map_err(unsent)?;
        // User and password of the URL become a header, which the service may repeat as well.
        let mut secrets = self.secrets.clone();
        let authorization = request.headers().get(AUTHORIZATION);
        if let Some(Ok(value)) = authorization.map(|value| value.to_str()) {
            secrets.add(value);
        }
        let response = self.client.execute(request).map_err(unsent)?;
        let status = response.status();
        if let Some(proxy) = &self.proxy
            && status == StatusCode::PROXY_AUTHENTICATION_REQUIRED
        {
            let reason = proxy::UNAUTHORIZED;
            return Err(self.fault(format!("it can't be reached through {proxy}: {reason}")));
        }
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
        let json = serde_json::from_str(&body).ok().filter(Value::is_object);
        let data = match json {
            // A GraphQL error may come with any status; it says more than the status does.
            Some(json) if status.is_success() || rejection(&json).is_some() => {
                data(&json, &secrets)
            }
            _ if !status.is_success() => Err(format!(
                "it responds with {status}: {}",
                secrets.excerpt(&body)
            )),
            _ => Err(format!(
                "it does not respond with a JSON object ({}): {}; is this its GraphQL endpoint?",
                self.redacted(&kind),
                secrets.excerpt(&body)
            )),
        };
        Ok(data.map_err(|reason| reason + &headers::hint(&self.headers)))
    }

    /// Returns the body, decompressed, without a BOM.
    fn body(&self, response: Response) -> Result<String, Error> {
        let encoding = response.headers().get(CONTENT_ENCODING);
        let encoding = encoding.and_then(|encoding| encoding.to_str().ok());
        let encoding = encoding.unwrap_or_default().trim().to_ascii_lowercase();
        let raw = self.limited(response)?;
        let bytes = match encoding.as_str() {
            "deflate" => self.limited(ZlibDecoder::new(raw.as_slice()))?,
            // Some services compress without saying so.
            _ if raw.starts_with(b"\x1f\x8b") => {
                self.limited(MultiGzDecoder::new(raw.as_slice()))?
            }
            "" | "identity" | "gzip" | "x-gzip" => raw,
            other => {
                return Err(self.fault(format!(
                    "its response is compressed as `{other}`, though gzip was asked for"
                )));
            }
        };
        let text =
            String::from_utf8(bytes).map_err(|_| self.fault("its response is not in UTF-8"))?;
        Ok(without_bom(&text).to_owned())
    }

    fn limited(&self, from: impl Read) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        from.take(LIMIT + 1)
            .read_to_end(&mut body)
            .map_err(|error| self.fault(format!("its response was truncated: {error}")))?;
        if body.len() as u64 > LIMIT {
            let reason = format!("its response is longer than {} MiB", LIMIT >> 20);
            return Err(self.fault(reason));
        }
        Ok(body)
    }
}

/// Returns a URL without the parts that may be secret.
fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    // Neither can fail on a URL with a host.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.set_query(None);
    shown.set_fragment(None);
    shown.to_string()
}
