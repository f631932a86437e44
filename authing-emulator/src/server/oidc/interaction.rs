//! `/oidc/interaction/{id}`: the pages on which a user logs in.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::client::Sent;
use super::forms::{Notice, forms};
use super::page;
use crate::rules::login::confirmation::Way;
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::login::dialog::{self, Outcome, Reply};
use crate::rules::oidc::login::interaction;
use crate::rules::oidc::login::sessions::Browser;
use crate::rules::oidc::parameters::Parameters;
use crate::rules::oidc::redirect;
use crate::rules::pool::Pool;
use crate::server::app::App;
use crate::server::cookies;
use crate::server::response::{Failed, blocking};
use crate::server::rest::segments::Segments;

pub(super) async fn show(
    State(app): State<App>,
    Segments(id): Segments<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    blocking(move || {
        let browser = cookies::browser(&headers);
        let shown = render(
            &app.pool,
            &id,
            &browser,
            &Parameters::default(),
            &Notice::None,
        );
        shown.unwrap_or_else(|error| page::error(&error))
    })
    .await
}

pub(super) async fn reply(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Segments(id): Segments<String>,
    headers: HeaderMap,
    Sent(form): Sent,
) -> Result<Response, Failed> {
    blocking(move || {
        let browser = cookies::browser(&headers);
        let ip = peer.ip().to_string();
        let replied = form.and_then(|form| respond(&app.pool, &id, &browser, &form, &ip));
        replied.unwrap_or_else(|error| page::error(&error))
    })
    .await
}

fn respond(
    pool: &Pool,
    id: &str,
    browser: &Browser,
    form: &Parameters,
    ip: &str,
) -> Result<Response, OAuthError> {
    let outcome = dialog::reply(pool, id, browser, &read(form)?, ip)?;
    let (mut response, session) = match outcome {
        Outcome::Again(error) => {
            let url = error
                .data
                .as_ref()
                .and_then(|data| data.get("url")?.as_str());
            let captcha = url.and_then(|url| url.strip_prefix(&pool.base_url));
            let notice = Notice::Error {
                captcha: captcha.map(str::to_owned),
                message: error.message.english().to_owned(),
            };
            let mut response = render(pool, id, browser, form, &notice)?;
            *response.status_mut() = StatusCode::BAD_REQUEST;
            return Ok(response);
        }
        Outcome::Sent => return render(pool, id, browser, form, &Notice::Sent),
        Outcome::PasswordSet => return render(pool, id, browser, form, &Notice::PasswordSet),
        Outcome::Next { session } => (page::see_other(&format!("/oidc/interaction/{id}")), session),
        Outcome::Done { redirect, session } => (page::redirect(&redirect), session),
    };
    if let Some(session) = session {
        cookies::set_session(response.headers_mut(), pool, &session);
    }
    Ok(response)
}

fn read(form: &Parameters) -> Result<Reply<'_>, OAuthError> {
    form.check_unique(&[
        "action", "account", "password", "phone", "code", "way", "captcha",
    ])?;
    Ok(match form.required("action")? {
        "password" => Reply::Password {
            account: form.required("account")?,
            password: form.required("password")?,
            captcha: form.get("captcha"),
        },
        "send_code" => Reply::SendCode {
            phone: form.required("phone")?,
        },
        "code" => Reply::Code {
            phone: form.required("phone")?,
            code: form.required("code")?,
            captcha: form.get("captcha"),
        },
        "send_reset" => Reply::SendReset {
            account: form.required("account")?,
        },
        "reset" => Reply::Reset {
            account: form.required("account")?,
            code: form.required("code")?,
            password: form.required("password")?,
        },
        "enroll" => Reply::Enroll,
        "enrolled" => Reply::Enrolled(form.required("code")?),
        "send_factor" => Reply::SendFactor(way(form)?),
        "factor" => Reply::Factor(way(form)?, form.required("code")?),
        "consent" => Reply::Consent,
        "cancel" => Reply::Cancel,
        _ => return Err(ErrorCode::InvalidRequest.saying("`action` is unknown")),
    })
}

fn way(form: &Parameters) -> Result<Way, OAuthError> {
    match form.required("way")? {
        "totp" => Ok(Way::Totp),
        "sms" => Ok(Way::Sms),
        "email" => Ok(Way::Email),
        _ => Err(ErrorCode::InvalidRequest.saying("`way` is unknown")),
    }
}

fn render(
    pool: &Pool,
    id: &str,
    browser: &Browser,
    typed: &Parameters,
    notice: &Notice,
) -> Result<Response, OAuthError> {
    let view = interaction::view(pool, id, browser)?;
    let (title, body) = forms(&view.app, &view.page, typed, notice);
    let form_action = format!("'self' {}", redirect::origin(&view.redirect_uri));
    Ok(page::page(
        StatusCode::OK,
        &title,
        &body,
        "'none'",
        &form_action,
    ))
}
