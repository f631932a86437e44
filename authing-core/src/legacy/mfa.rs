//! The second factor: setting up an authenticator app.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::types::Mfa;
use crate::secret::Secret;

/// The characters that are escaped in a name: all but those without a special meaning in any URL.
const NAME: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl Mfa {
    /// Returns the URL that sets up an authenticator app with this user's shared key, usually shown as a QR code;
    /// `None` if the service returned no key.
    ///
    /// `issuer` is the name of the application, and `account` identifies the user's account, for example by the email
    /// address; the app shows both. Anyone with the URL can generate the user's codes, so it is a [`Secret`].
    ///
    /// ```no_run
    /// # fn example(mfa: authing_core::legacy::types::Mfa) {
    /// if let Some(uri) = mfa.provisioning_uri("Our Shop", "test@testmail.com") {
    ///     assert!(uri.expose().starts_with("otpauth://totp/Our%20Shop:"));
    /// }
    /// # }
    /// ```
    #[doc(alias = "otpauth")]
    #[doc(alias = "totp")]
    #[must_use]
    pub fn provisioning_uri(&self, issuer: &str, account: &str) -> Option<Secret> {
        // Base32 without padding, which apps do not accept.
        let key = self.shared_key.as_ref()?.expose();
        let key = key.trim().trim_end_matches('=');
        if key.is_empty() {
            return None;
        }
        let key = utf8_percent_encode(key, NAME);
        let account = utf8_percent_encode(account, NAME);
        let uri = if issuer.is_empty() {
            format!("otpauth://totp/{account}?secret={key}")
        } else {
            let issuer = utf8_percent_encode(issuer, NAME);
            format!("otpauth://totp/{issuer}:{account}?secret={key}&issuer={issuer}")
        };
        Some(Secret::new(uri))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn uri(key: &str, issuer: &str, account: &str) -> Option<String> {
        let mfa: Mfa = serde_json::from_value(json!({"_id": "1", "shareKey": key})).unwrap();
        let uri = mfa.provisioning_uri(issuer, account)?;
        assert_eq!(format!("{uri:?}"), "Secret(***)");
        Some(uri.expose().to_owned())
    }

    #[test]
    fn names_in_a_provisioning_uri_are_escaped() {
        assert_eq!(
            uri("JBSWY3DPEHPK3PXP", "Our Shop", "test@testmail.com").unwrap(),
            "otpauth://totp/Our%20Shop:test%40testmail.com?secret=JBSWY3DPEHPK3PXP&issuer=Our%20Shop"
        );
        assert_eq!(
            uri("JBSWY3DP====", "a:b&secret=X", "店/?#").unwrap(),
            "otpauth://totp/a%3Ab%26secret%3DX:%E5%BA%97%2F%3F%23?secret=JBSWY3DP&issuer=a%3Ab%26secret%3DX"
        );
        assert_eq!(
            uri("JBSWY3DP", "", "test").unwrap(),
            "otpauth://totp/test?secret=JBSWY3DP"
        );
    }

    #[test]
    fn without_a_key_there_is_no_uri() {
        for key in ["", " ", "="] {
            assert_eq!(uri(key, "a", "b"), None);
        }
        let mfa: Mfa = serde_json::from_value(json!({"_id": "1", "shareKey": null})).unwrap();
        assert!(mfa.provisioning_uri("a", "b").is_none());
    }
}
