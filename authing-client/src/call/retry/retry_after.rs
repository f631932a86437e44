//! The header `Retry-After`.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// Returns the time in `Retry-After`, which is in seconds or a date; `None` if it is absent or malformed.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.parse().ok().map(Duration::from_secs);
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(value: &[u8]) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_bytes(value).unwrap());
        // 1994-11-06 08:49:37
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        retry_after(&headers, now).map(|wait| wait.as_secs())
    }

    #[test]
    fn is_seconds_or_a_date() {
        assert_eq!(read(b"0"), Some(0));
        assert_eq!(read(b" 120 "), Some(120));
        assert_eq!(read(b"18446744073709551615"), Some(u64::MAX));
        assert_eq!(read(b"Sun, 06 Nov 1994 08:50:07 GMT"), Some(30));
        assert_eq!(read(b"Sunday, 06-Nov-94 08:50:07 GMT"), Some(30));
        assert_eq!(read(b"Sun Nov  6 08:50:07 1994"), Some(30));
    }

    #[test]
    fn a_past_date_is_now() {
        assert_eq!(read(b"Sun, 06 Nov 1994 08:49:00 GMT"), Some(0));
    }

    #[test]
    fn other_text_is_ignored() {
        for value in ["", "soon", "-1", "1.5", "18446744073709551616", "1, 2"] {
            assert_eq!(read(value.as_bytes()), None, "{value}");
        }
        assert_eq!(read(b"\xff"), None);
        assert_eq!(retry_after(&HeaderMap::new(), SystemTime::now()), None);
    }
}
