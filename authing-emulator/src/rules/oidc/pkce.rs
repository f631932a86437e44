//! Proof Key for Code Exchange (RFC 7636): only the program that began a login can use its code.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::error::{ErrorCode, OAuthError};
use super::parameters::Parameters;
use crate::crypto::secret;
use crate::store::oidc::Challenge;

/// Reads a challenge: 43 to 128 unreserved characters (RFC 7636, section 4.2).
pub(super) fn challenge(given: &Parameters) -> Result<Option<Challenge>, OAuthError> {
    let Some(challenge) = given.get("code_challenge") else {
        return match given.get("code_challenge_method") {
            None => Ok(None),
            Some(_) => Err(ErrorCode::InvalidRequest.saying("`code_challenge` is required")),
        };
    };
    if !is_verifier(challenge) {
        let form = "`code_challenge` must be 43 to 128 unreserved characters";
        return Err(ErrorCode::InvalidRequest.saying(form));
    }
    let challenge = challenge.to_owned();
    match given.get("code_challenge_method") {
        None | Some("plain") => Ok(Some(Challenge::Plain(challenge))),
        Some("S256") => Ok(Some(Challenge::S256(challenge))),
        Some(_) => {
            Err(ErrorCode::InvalidRequest
                .saying("`code_challenge_method` must be `S256` or `plain`"))
        }
    }
}

/// Returns whether a verifier matches the challenge of the authorization request.
pub(super) fn check(
    challenge: Option<&Challenge>,
    verifier: Option<&str>,
) -> Result<(), &'static str> {
    let (challenge, verifier) = match (challenge, verifier) {
        (None, None) => return Ok(()),
        // An attacker could have removed the challenge (RFC 9700, section 4.8.2).
        (None, Some(_)) => return Err("the authorization request had no `code_challenge`"),
        (Some(_), None) => return Err("`code_verifier` is required"),
        (Some(challenge), Some(verifier)) => (challenge, verifier),
    };
    let is_right = match challenge {
        Challenge::Plain(challenge) => secret::is_right(verifier, challenge),
        Challenge::S256(challenge) => {
            let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
            secret::is_right(&digest, challenge)
        }
    };
    match is_right && is_verifier(verifier) {
        true => Ok(()),
        false => Err("`code_verifier` is wrong"),
    }
}

/// Returns whether a text has the form of a code verifier.
fn is_verifier(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&text.len()) && text.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verifier_of_rfc_7636_matches_its_challenge() {
        // Appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let s256 = Challenge::S256("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned());
        let plain = Challenge::Plain(verifier.to_owned());
        for challenge in [&s256, &plain] {
            assert_eq!(check(Some(challenge), Some(verifier)), Ok(()));
            assert!(check(Some(challenge), Some(&verifier[1..])).is_err());
            assert!(check(Some(challenge), None).is_err());
        }
        assert_eq!(check(None, None), Ok(()));
        assert!(check(None, Some(verifier)).is_err());
    }
}
