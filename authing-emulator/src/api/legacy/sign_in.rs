//! Logins that get the tokens of OpenID Connect, and other ways in.

use serde_json::json;

use super::login::{name, origin};
use super::user_object::user_object;
use super::users;
use crate::api::members;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::login::attempt::{Attempt, Captcha, Proof};
use crate::rules::login::{self, history};
use crate::rules::oidc::tokens::direct::{self, Issued};
use crate::rules::users::claims::{ALL_SCOPES, claims_of};
use crate::rules::users::lookup::known;
use crate::rules::{apps, well_formed};
use crate::store::apps::{App, AppKind};
use crate::store::users::{Name, User};

rows! { ROWS Always;
    Mutation signIn NotRequired sign_in;
    Mutation refreshSignInToken NotRequired refresh;
    Mutation oauthPasswordLogin NotRequired super::login::login;
    Mutation passwordLessForceLogin Owner force_login;
    Mutation createUserWithoutAuthentication Owner users::register;
    Query isLoginExpired Any is_expired;
}

/// Logs in with a plain-text password, or with the unionid alone, and issues the tokens of an OIDC app.
fn sign_in(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let app = app(call)?;
    let email = args.text("email").map(well_formed::email).transpose()?;
    let name = name(args, email.as_deref())?;
    let attempt = Attempt {
        name,
        proof: match name {
            Name::Unionid(_) => Proof::Provider,
            _ => Proof::PlainPassword(args.text("password").ok_or(Code::WrongPassword)?),
        },
        mfa_code: None,
        captcha: Captcha::InError { typed: None },
        origin: origin(call, args),
    };
    let user = login::log_in(call.pool, &attempt)?;
    let issued = direct::for_login(call.pool, &app, &user)?;
    shown(call, &user, &issued)
}

fn refresh(call: &Call<'_>) -> HandlerResult {
    let app = app(call)?;
    let token = call.args.text("refreshToken").unwrap_or_default();
    let issued = direct::refreshed(call.pool, &app, token)?;
    Ok(json!(issued))
}

/// Returns the OIDC app that an argument names, or else the one that is announced at the start.
fn app(call: &Call<'_>) -> Result<App, ApiError> {
    call.pool.check_id_if_given(call.args.text("userPoolId"))?;
    let app = match call.args.text("oidcAppId") {
        None => apps::announced(call.pool)?,
        id => apps::named(call.pool, id)
            .ok()
            .flatten()
            .ok_or(Code::UnknownOidcApp)?,
    };
    match app.kind {
        AppKind::Oidc => Ok(app),
        AppKind::OAuth => Err(Code::UnknownOidcApp.into()),
    }
}

/// Returns the user's claims and the tokens. The access token is the token for further calls, too, as the SDK uses it.
fn shown(call: &Call<'_>, user: &User, issued: &Issued) -> HandlerResult {
    let mut object = claims_of(user, ALL_SCOPES);
    object.extend(members(json!({
        "sub": user.id,
        "_id": user.id,
        "username": user.username,
        "company": user.profile.get("company"),
        "browser": user.profile.get("browser"),
        "device": user.profile.get("device"),
        "logins_count": user.logins_count,
        "register_method": user.register_method,
        "blocked": user.blocked,
        "last_ip": user.last_ip,
        "register_in_userpool": call.pool.user_pool_id,
        "last_login": user.last_login,
        "signed_up": user.signed_up,
        "updated_at": user.updated_at,
        "token": user.token,
    })));
    object.extend(members(json!(issued)));
    Ok(object.into())
}

/// Logs a user in for the owner, without a password.
fn force_login(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("userPoolId"))?;
    let id = well_formed::id(call.args.text("userId"))?;
    let pool = call.pool;
    let user = pool.store.write(|transaction| {
        let mut user = known(transaction, &id)?;
        if user.blocked {
            return Err(Code::Blocked.into());
        }
        history::count_login(pool, transaction, &mut user, &origin(call, call.args))?;
        crate::store::users::save(transaction, &user)?;
        Ok::<_, ApiError>(user)
    })?;
    Ok(user_object(pool, &user).into())
}

/// Returns whether a user has no token that is valid.
fn is_expired(call: &Call<'_>) -> HandlerResult {
    let user = call.user(call.args.text("id"))?;
    let judged = crate::rules::tokens::judge(call.pool, user.token.as_deref())?;
    Ok(judged.is_err().into())
}
