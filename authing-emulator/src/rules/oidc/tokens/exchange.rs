//! The token endpoint: what is exchanged for tokens.

use redb::WriteTransaction;

use super::bearer;
use super::codes;
use super::issuing::{self, Issue, Issued};
use crate::crypto::claims::Claims;
use crate::rules::oidc::clients::{self, Client, Credentials};
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::parameters::Parameters;
use crate::rules::oidc::scope::{self, OFFLINE_ACCESS};
use crate::rules::pool::Pool;
use crate::rules::tokens;
use crate::store::apps::{App, GrantKind};
use crate::store::oidc::{GRANTS, Grant, Protocol, TOKENS, TokenKind};
use crate::store::users::{self, User};

/// The parameters that may be given only once.
const KNOWN: [&str; 7] = [
    "grant_type",
    "code",
    "redirect_uri",
    "code_verifier",
    "refresh_token",
    "scope",
    "token",
];

/// Tokens, or an error that is an outcome to keep, not a failure to roll back.
pub(super) type Exchanged = Result<Result<Issued, OAuthError>, OAuthError>;

pub(crate) fn exchange(
    pool: &Pool,
    protocol: Protocol,
    parameters: &Parameters,
    credentials: &Credentials,
) -> Result<Issued, OAuthError> {
    parameters.check_unique(&KNOWN)?;
    let grant_type = parameters.required("grant_type")?;
    let mut grants = GrantKind::ALL.into_iter();
    let kind = grants
        .find(|kind| kind.name() == grant_type)
        .ok_or_else(|| {
            let known = GrantKind::ALL.map(GrantKind::name).join(", ");
            ErrorCode::UnsupportedGrantType.saying(format!("`grant_type` must be one of {known}"))
        })?;
    let client = match (kind, &credentials.secret) {
        // The user's token is the proof. A secret must be right nevertheless.
        (GrantKind::IdToken, None) => Client {
            app: clients::known(&pool.store.read()?, &credentials.id)?,
            access_key: None,
        },
        _ => clients::authenticate(pool, credentials)?,
    };
    let is_allowed = client.access_key.is_none() || kind == GrantKind::ClientCredentials;
    if !is_allowed || !client.app.may_use(kind) {
        let message = format!("the client may not use the grant `{grant_type}`");
        return Err(ErrorCode::UnauthorizedClient.saying(message));
    }
    issuing::ready(pool, protocol, &client.app)?;
    let app = &client.app;
    let id_token = match kind {
        GrantKind::IdToken => tokens::judge(pool, Some(parameters.required("token")?))?.ok(),
        _ => None,
    };
    pool.store.write(|transaction| match kind {
        GrantKind::AuthorizationCode => by_code(pool, transaction, protocol, app, parameters),
        GrantKind::RefreshToken => {
            let (token, scope) = (
                parameters.required("refresh_token")?,
                parameters.get("scope"),
            );
            by_refresh_token(pool, transaction, protocol, app, token, scope)
        }
        GrantKind::IdToken => by_id_token(pool, transaction, protocol, app, parameters, id_token),
        GrantKind::ClientCredentials => by_itself(
            pool,
            transaction,
            protocol,
            &client,
            credentials,
            parameters,
        ),
    })?
}

fn by_code(
    pool: &Pool,
    transaction: &WriteTransaction,
    protocol: Protocol,
    app: &App,
    given: &Parameters,
) -> Exchanged {
    let (code, redirect_uri) = (given.required("code")?, given.required("redirect_uri")?);
    let verifier = given.get("code_verifier");
    let redeemed = codes::redeem(
        pool,
        transaction,
        protocol,
        app,
        code,
        redirect_uri,
        verifier,
    )?;
    let (grant_id, grant) = match redeemed {
        Ok(redeemed) => redeemed,
        Err(error) => return Ok(Err(error)),
    };
    let Some(user) = holder(transaction, protocol, &grant)? else {
        return Ok(Err(ended()));
    };
    let issue = Issue {
        app,
        grant_id: &grant_id,
        user: Some(&user),
        scope: grant.scope.clone(),
        nonce: grant.nonce.clone(),
        lifetime: None,
        grant,
    };
    Ok(Ok(issuing::issue(pool, transaction, issue)?))
}

/// Each refresh token is good for one use, and its successor for the next. A second use means that it was stolen, from
/// the app or from the thief, so the grant ends (RFC 9700, section 4.14.2).
pub(super) fn by_refresh_token(
    pool: &Pool,
    transaction: &WriteTransaction,
    protocol: Protocol,
    app: &App,
    presented: &str,
    part: Option<&str>,
) -> Exchanged {
    let invalid = |reason: &str| Ok(Err(ErrorCode::InvalidGrant.saying(reason)));
    let unknown = "the refresh token is wrong, has expired or was revoked";
    let token = TOKENS.get(transaction, presented)?;
    let token =
        token.filter(|token| token.kind == TokenKind::Refresh && token.expires_at > pool.now());
    let Some(mut token) = token else {
        return invalid(unknown);
    };
    let grant = GRANTS.get(transaction, &token.grant)?;
    let Some(grant) = grant.filter(|grant| grant.app == app.id) else {
        return invalid(unknown);
    };
    if token.is_used {
        GRANTS.delete(transaction, &token.grant)?;
        return invalid("the refresh token has already been used: its grant is revoked");
    }
    let Some(user) = holder(transaction, protocol, &grant)? else {
        return Ok(Err(ended()));
    };
    let scope = scope::part_of(&grant.scope, part)?;
    token.is_used = true;
    TOKENS.put(transaction, presented, &token)?;
    let issue = Issue {
        app,
        grant_id: &token.grant,
        grant,
        user: Some(&user),
        scope,
        nonce: None,
        lifetime: None,
    };
    Ok(Ok(issuing::issue(pool, transaction, issue)?))
}

fn by_itself(
    pool: &Pool,
    transaction: &WriteTransaction,
    protocol: Protocol,
    client: &Client,
    credentials: &Credentials,
    given: &Parameters,
) -> Exchanged {
    if credentials.secret.is_none() {
        return Err(ErrorCode::InvalidClient.saying("the client must authenticate with its secret"));
    }
    let scope = scope::of_app(given.get("scope"))?;
    let grant = Grant {
        protocol,
        app: client.app.id.clone(),
        scope: scope.clone(),
        nonce: None,
        holder: None,
        access_key: client.access_key.as_ref().map(|pair| pair.key.clone()),
        expires_at: pool.now(),
    };
    let issue = Issue {
        app: &client.app,
        grant_id: &pool.new_id(),
        grant,
        user: None,
        scope,
        nonce: None,
        lifetime: client
            .access_key
            .as_ref()
            .and_then(|key| key.token_lifetime),
    };
    Ok(Ok(issuing::issue(pool, transaction, issue)?))
}

/// Returns tokens with another scope for a user who has logged in to the app. There is no refresh token, because the user
/// is not asked for consent.
fn by_id_token(
    pool: &Pool,
    transaction: &WriteTransaction,
    protocol: Protocol,
    app: &App,
    given: &Parameters,
    claims: Option<Claims>,
) -> Exchanged {
    let invalid = |reason: &str| Ok(Err(ErrorCode::InvalidGrant.saying(reason)));
    let redirect_uri = given.required("redirect_uri")?;
    if !app.redirect_uris.iter().any(|known| known == redirect_uri) {
        return invalid("`redirect_uri` is not one of the client's redirect URIs");
    }
    let scope = scope::known(given.get("scope"), protocol)?;
    let scope = scope::filtered(&scope, |word| word != OFFLINE_ACCESS);
    let is_own = |claims: &Claims| (claims.id_token.as_ref()).is_some_and(|own| own.aud == app.id);
    let Some(claims) = claims.filter(is_own) else {
        return invalid("`token` is not a valid ID token of the client");
    };
    let user = users::by_id(transaction, &claims.data.id)?;
    let user = user.filter(|user| user.logouts == claims.session && !user.blocked);
    let Some(mut user) = user else {
        return Ok(Err(ended()));
    };
    let grant = Grant {
        protocol,
        expires_at: pool.now(),
        ..codes::granted(pool, &mut user, app, &scope, claims.iat)
    };
    users::save(transaction, &user)?;
    let issue = Issue {
        app,
        grant_id: &pool.new_id(),
        grant,
        user: Some(&user),
        scope,
        nonce: None,
        lifetime: None,
    };
    Ok(Ok(issuing::issue(pool, transaction, issue)?))
}

/// Returns the user of a grant of this protocol, who may still log in.
fn holder(
    transaction: &WriteTransaction,
    protocol: Protocol,
    grant: &Grant,
) -> Result<Option<User>, OAuthError> {
    let Some(holder) = grant.holder.as_ref().filter(|_| grant.protocol == protocol) else {
        return Ok(None);
    };
    let user = bearer::user_of(transaction, holder)?;
    Ok(user.filter(|user| !user.blocked))
}

fn ended() -> OAuthError {
    ErrorCode::InvalidGrant.saying("the user has logged out, is locked, or has revoked the grant")
}
