//! A request rate, as a command-line option.

use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

/// A number of requests per interval, written `REQUESTS/SECONDS`: `100/60`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) requests: u32,
    pub(crate) interval: Duration,
}

impl FromStr for Rate {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (requests, seconds) = text
            .split_once('/')
            .ok_or("must be REQUESTS/SECONDS, such as 100/60")?;
        let requests = requests
            .parse()
            .map_err(|_| "the requests must be a whole number up to 4294967295")?;
        let seconds: NonZeroU32 = seconds
            .parse()
            .map_err(|_| "the seconds must be a whole number from 1 to 4294967295")?;
        Ok(Self {
            requests,
            interval: Duration::from_secs(seconds.get().into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_has_requests_and_seconds() {
        let expected = Rate {
            requests: 100,
            interval: Duration::from_secs(60),
        };
        assert_eq!("100/60".parse(), Ok(expected));
    }

    #[test]
    fn a_malformed_rate_is_rejected_with_the_reason() {
        for (text, reason) in [
            ("", "REQUESTS/SECONDS"),
            ("100", "REQUESTS/SECONDS"),
            ("/60", "the requests"),
            ("-1/60", "the requests"),
            ("4294967296/60", "the requests"),
            ("100/", "the seconds"),
            ("100/0", "the seconds"),
            ("100/60s", "the seconds"),
            ("100/60/1", "the seconds"),
        ] {
            let error = text.parse::<Rate>().unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
