//! Authorization codes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use redb::WriteTransaction;
use sha2::{Digest as _, Sha256};

use super::error::{ErrorCode, OAuthError};
use super::request::is_verifier;
use crate::crypto::secret;
use crate::rules::pool::Pool;
use crate::store::StoreError;
use crate::store::apps::App;
use crate::store::oidc::{
    self, AUTHORIZATION_CODES, AuthorizationCode, AuthorizationRequest, Challenge, GRANTS, Grant,
    Holder, Protocol, Session,
};
use crate::store::user_parts::Authorization;
use crate::store::users::{self, User};

/// How long a code is valid by default, in seconds.
const LIFETIME: i32 = 600;

/// Records that the user has authorized the app, and returns a code for it.
pub(super) fn issue(
    pool: &Pool,
    transaction: &WriteTransaction,
    request: &AuthorizationRequest,
    app: &App,
    session: &Session,
    mut user: User,
) -> Result<String, StoreError> {
    let now = pool.now();
    let lifetime = app.lifetimes.code.unwrap_or(LIFETIME);
    let expires_at = now.saturating_add(lifetime.into());
    let grant = Grant {
        protocol: request.protocol,
        app: app.id.clone(),
        scope: request.scope.clone(),
        nonce: request.nonce.clone(),
        holder: Some(Holder {
            user: user.id.clone(),
            logouts: user.logouts,
            auth_time: session.auth_time,
            authorization: authorize(pool, &mut user, app, &request.scope),
        }),
        expires_at,
    };
    users::save(transaction, &user)?;
    let id = pool.new_id();
    oidc::save(&GRANTS, transaction, &id, &grant, now)?;
    let record = AuthorizationCode {
        grant: id,
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge.clone(),
        is_used: false,
        expires_at,
    };
    let code = pool.randomness.hex::<32>();
    oidc::save(&AUTHORIZATION_CODES, transaction, &code, &record, now)?;
    Ok(code)
}

/// Adds the scope to the user's authorization of the app, and returns the authorization's id.
fn authorize(pool: &Pool, user: &mut User, app: &App, scope: &str) -> String {
    let mut known = user.authorizations.iter_mut();
    if let Some(known) = known.find(|known| known.app == app.id) {
        let both = format!("{} {scope}", known.scope);
        known.scope = super::scope::filtered(&both, |_| true);
        return known.id.clone();
    }
    let authorization = Authorization {
        id: pool.new_id(),
        app: app.id.clone(),
        scope: scope.to_owned(),
        when: Some(pool.date()),
    };
    let id = authorization.id.clone();
    user.authorizations.push(authorization);
    user.sort_lists();
    id
}

/// Exchanges a code for its grant, once. A second use voids the grant with all its tokens, which is an outcome to keep,
/// not a failure to roll back.
pub(super) fn redeem(
    pool: &Pool,
    transaction: &WriteTransaction,
    protocol: Protocol,
    app: &App,
    code: &str,
    redirect_uri: &str,
    verifier: Option<&str>,
) -> Result<Result<(String, Grant), OAuthError>, OAuthError> {
    let invalid = |reason: &str| Ok(Err(ErrorCode::InvalidGrant.saying(reason)));
    let unknown = "the code is wrong, or has expired";
    let Some(mut record) = AUTHORIZATION_CODES.get(transaction, code)? else {
        return invalid(unknown);
    };
    let grant = GRANTS.get(transaction, &record.grant)?;
    let is_foreign = |grant: &Grant| grant.app != app.id || grant.protocol != protocol;
    // Another client does not learn that the code is right, and can't use it up.
    if grant.as_ref().is_some_and(is_foreign) || record.expires_at <= pool.now() {
        return invalid(unknown);
    }
    if record.is_used {
        GRANTS.delete(transaction, &record.grant)?;
        return invalid("the code has already been used: its tokens are revoked");
    }
    let Some(grant) = grant else {
        return invalid(unknown);
    };
    if record.redirect_uri != redirect_uri {
        return invalid("`redirect_uri` is not the one of the authorization request");
    }
    if let Err(reason) = check_verifier(record.challenge.as_ref(), verifier) {
        return invalid(reason);
    }
    record.is_used = true;
    AUTHORIZATION_CODES.put(transaction, code, &record)?;
    Ok(Ok((record.grant, grant)))
}

fn check_verifier(
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verifier_of_rfc_7636_answers_its_challenge() {
        // Appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let s256 = Challenge::S256("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned());
        let plain = Challenge::Plain(verifier.to_owned());
        for challenge in [&s256, &plain] {
            assert_eq!(check_verifier(Some(challenge), Some(verifier)), Ok(()));
            assert!(check_verifier(Some(challenge), Some(&verifier[1..])).is_err());
            assert!(check_verifier(Some(challenge), None).is_err());
        }
        assert_eq!(check_verifier(None, None), Ok(()));
        assert!(check_verifier(None, Some(verifier)).is_err());
    }
}
