//! The cookies of the OpenID provider, and of captchas.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::rules::oidc::login::sessions::Browser;
use crate::rules::pool::Pool;

/// Distinguishes browsers.
const BROWSER: &str = "authing_browser";
const SESSION: &str = "authing_session";
/// A session of its own: a captcha comes before the login.
const CAPTCHA: &str = "authing_captcha";

pub(super) fn browser(headers: &HeaderMap) -> Browser {
    Browser {
        id: cookie(headers, BROWSER),
        session: cookie(headers, SESSION),
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = headers.get_all(header::COOKIE).iter();
    let pairs = values.filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|value| value.split(';'));
    let value = pairs.find_map(|pair| {
        let (known, value) = pair.trim().split_once('=')?;
        (known == name).then_some(value)
    });
    // Ours are nothing else.
    let value = value.filter(|value| value.bytes().all(|byte| byte.is_ascii_hexdigit()));
    value.filter(|value| !value.is_empty()).map(str::to_owned)
}

/// The browser's id.
pub(super) fn set_browser(headers: &mut HeaderMap, pool: &Pool, id: &str) {
    set(headers, pool, BROWSER, id, "");
}

/// The session's cookie ends with the browser; the session itself may end before.
pub(super) fn set_session(headers: &mut HeaderMap, pool: &Pool, session: &str) {
    set(headers, pool, SESSION, session, "");
}

pub(super) fn clear_session(headers: &mut HeaderMap, pool: &Pool) {
    set(headers, pool, SESSION, "", "; Max-Age=0");
}

/// Returns the session to which captchas belong.
pub(super) fn captcha_session(headers: &HeaderMap) -> Option<String> {
    cookie(headers, CAPTCHA)
}

pub(super) fn set_captcha_session(headers: &mut HeaderMap, pool: &Pool, session: &str) {
    set(headers, pool, CAPTCHA, session, "");
}

/// Scripts can't read the cookie, and a browser sends it from another site only when it follows a link. Without TLS, a
/// browser would not keep a `Secure` one.
fn set(headers: &mut HeaderMap, pool: &Pool, name: &str, value: &str, end: &str) {
    let secure = if pool.base_url.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{end}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; authing_session=0a".parse().unwrap());
        headers.append(header::COOKIE, "authing_browser=0b;b".parse().unwrap());
        let found = browser(&headers);
        assert_eq!(found.id.as_deref(), Some("0b"));
        assert_eq!(found.session.as_deref(), Some("0a"));
        headers.insert(
            header::COOKIE,
            "authing_session=x; authing_browser=".parse().unwrap(),
        );
        let found = browser(&headers);
        assert_eq!((found.id, found.session), (None, None));
    }
}
