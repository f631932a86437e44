//! A URL of the service, and those below it.

use std::fmt;

use authing_core::InvalidInput;
use http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::error::Error;

/// The characters that are escaped in a path segment: all but those without a special meaning in any URL.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'+');

/// A URL that requests are sent to, or below.
#[derive(Clone)]
pub(crate) struct ServiceUrl {
    url: Url,
    uri: Uri,
}

impl fmt::Debug for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.as_str().fmt(f)
    }
}

impl ServiceUrl {
    /// `setting` is where the URL came from, for errors.
    pub(crate) fn new(setting: &'static str, url: Url) -> Result<Self, Error> {
        let uri = url.as_str().parse();
        let uri = uri
            .map_err(|error| Error::config(setting, format!("is not a valid HTTP URI: {error}")))?;
        Ok(Self { url, uri })
    }

    /// Returns the URL with another path, `base` and then the segments, each escaped, and a query string. `operation` is
    /// what they are for, because a URL of what it sends can be too long.
    pub(crate) fn join(
        &self,
        operation: &'static str,
        base: &str,
        segments: &[impl AsRef<str>],
        query: &[(&str, &str)],
    ) -> Result<Uri, Error> {
        let mut path = base.to_owned();
        for segment in segments {
            path.push('/');
            path.extend(utf8_percent_encode(segment.as_ref(), SEGMENT));
        }
        let mut url = self.url.clone();
        url.set_path(&path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url.as_str().parse().map_err(|error| {
            let reason = format!("make a URL that can't be sent: {error}");
            Error::invalid(operation, InvalidInput::new("variables", reason))
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        self.url.as_str()
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }
}
