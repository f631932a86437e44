//! How long a server keeps idle connections, from its header `Keep-Alive: timeout=5, max=1000`.

use std::time::Duration;

use http::{HeaderMap, HeaderName};

const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");

/// Returns the time for which an idle connection is safe to use again: a second less than the server announces, or half
/// of a shorter time, because the next request must arrive before the server closes the connection.
pub(super) fn idle_timeout(headers: &HeaderMap) -> Option<Duration> {
    let mut parameters = headers
        .get_all(KEEP_ALIVE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let seconds: u32 = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_timeout = name.trim().eq_ignore_ascii_case("timeout");
        let value = value.trim().trim_matches('"');
        is_timeout.then(|| value.parse().ok())?
    })?;
    let announced = Duration::from_secs(seconds.into());
    Some((announced / 2).max(announced.saturating_sub(Duration::from_secs(1))))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn an_idle_connection_is_dropped_before_the_server_closes_it() {
        for (value, milliseconds) in [
            ("timeout=5", Some(4000)),
            ("timeout=5, max=1000", Some(4000)),
            ("max=100,Timeout = \"60\"", Some(59_000)),
            ("timeout=2", Some(1000)),
            ("timeout=1", Some(500)),
            ("timeout=0", Some(0)),
            ("max=5", None),
            ("timeout", None),
            ("timeout=", None),
            ("timeout=-1", None),
            ("timeout=soon", None),
            ("timeout=99999999999999999999", None),
        ] {
            let headers = [("keep-alive", value)].map(|(name, value)| {
                let value = HeaderValue::from_str(value).unwrap();
                (name.parse().unwrap(), value)
            });
            let found = idle_timeout(&HeaderMap::from_iter(headers));
            assert_eq!(found, milliseconds.map(Duration::from_millis), "{value}");
        }
        assert_eq!(idle_timeout(&HeaderMap::new()), None);
    }
}
