//! The checks of an authorization request.

use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::parameters::Parameters;
use crate::rules::oidc::redirect::Redirect;
use crate::rules::oidc::{clients, pkce, scope};
use crate::rules::pool::Pool;
use crate::store::apps::{App, GrantKind};
use crate::store::oidc::{AuthorizationRequest, Challenge, Protocol, ResponseMode};

/// What a request demands of the login.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Demands {
    /// The user must not be asked anything.
    pub(crate) silent: bool,
    /// The user must log in, even in a session.
    pub(crate) login: bool,
    /// The maximum age of the login, in seconds.
    pub(crate) max_age: Option<i64>,
}

/// Why a request is rejected.
pub(crate) enum Rejection {
    /// The app and its redirect URI are not certain: nothing may be sent there.
    Page(OAuthError),
    Redirect(Redirect),
}

impl<E: Into<OAuthError>> From<E> for Rejection {
    fn from(error: E) -> Self {
        Self::Page(error.into())
    }
}

/// The parameters that may be given only once.
const KNOWN: [&str; 17] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "prompt",
    "max_age",
    "id_token_hint",
    "login_hint",
    "code_challenge",
    "code_challenge_method",
    "request",
    "request_uri",
    "registration",
    "display",
];

/// Checks a request: first whether its redirect URI is one of the app's, exactly, then the rest.
pub(crate) fn read(
    pool: &Pool,
    protocol: Protocol,
    parameters: &Parameters,
) -> Result<(AuthorizationRequest, Demands), Rejection> {
    parameters.check_unique(&["client_id", "redirect_uri"])?;
    let app = clients::known(&pool.store.read()?, parameters.required("client_id")?)?;
    let redirect_uri = parameters.required("redirect_uri")?;
    if !app.redirect_uris.iter().any(|known| known == redirect_uri) {
        let unknown = "`redirect_uri` is not one of the client's redirect URIs";
        return Err(ErrorCode::InvalidRequest.saying(unknown).into());
    }
    let (mode, known_mode) = match parameters.get("response_mode") {
        None | Some("query") => (ResponseMode::Query, true),
        Some("form_post") => (ResponseMode::FormPost, true),
        Some(_) => (ResponseMode::Query, false),
    };
    let state = parameters.get("state");
    let rejected = |error| Rejection::Redirect(Redirect::failed(redirect_uri, mode, state, error));
    if !known_mode {
        let unknown = "`response_mode` must be `query` or `form_post`";
        return Err(rejected(ErrorCode::InvalidRequest.saying(unknown)));
    }
    let read = check(&app, protocol, parameters).map_err(rejected)?;
    let subject = match parameters.get("id_token_hint") {
        Some(hint) => Some(super::logout::subject_of(pool, hint).map_err(rejected)?),
        None => None,
    };
    let request = AuthorizationRequest {
        protocol,
        redirect_uri: redirect_uri.to_owned(),
        response_mode: mode,
        scope: read.scope,
        state: state.map(str::to_owned),
        nonce: parameters.get("nonce").map(str::to_owned),
        challenge: read.challenge,
        consent: read.consent,
        subject,
        login_hint: parameters.get("login_hint").map(str::to_owned),
        app: app.id,
    };
    Ok((request, read.demands))
}

struct Checked {
    scope: String,
    challenge: Option<Challenge>,
    consent: bool,
    demands: Demands,
}

fn check(app: &App, protocol: Protocol, given: &Parameters) -> Result<Checked, OAuthError> {
    given.check_unique(&KNOWN)?;
    for (name, code) in [
        ("request", ErrorCode::RequestNotSupported),
        ("request_uri", ErrorCode::RequestUriNotSupported),
        ("registration", ErrorCode::RegistrationNotSupported),
    ] {
        if given.get(name).is_some() {
            return Err(code.saying(format!("`{name}` is not supported")));
        }
    }
    if given.required("response_type")? != "code" {
        return Err(ErrorCode::UnsupportedResponseType.saying("`response_type` must be `code`"));
    }
    if !app.may_use(GrantKind::AuthorizationCode) {
        let switched_off = "the client may not use the grant `authorization_code`";
        return Err(ErrorCode::UnauthorizedClient.saying(switched_off));
    }
    let challenge = pkce::challenge(given)?;
    if challenge.is_none() && (app.require_pkce || app.public_client) {
        return Err(ErrorCode::InvalidRequest.saying("the client must send a `code_challenge`"));
    }
    let (demands, consent) = demands(given)?;
    let allowed = scope::known(given.get("scope"), protocol)?;
    // A user must be asked about access without end (OpenID Connect Core 1.0, section 11).
    let may_stay = consent && app.may_use(GrantKind::RefreshToken);
    Ok(Checked {
        scope: scope::filtered(&allowed, |word| word != scope::OFFLINE_ACCESS || may_stay),
        challenge,
        consent,
        demands,
    })
}

fn demands(given: &Parameters) -> Result<(Demands, bool), OAuthError> {
    let mut demands = Demands::default();
    let mut consent = false;
    let prompts: Vec<_> = given.get("prompt").unwrap_or_default().split(' ').collect();
    for prompt in &prompts {
        match *prompt {
            "" => {}
            "none" if prompts.len() == 1 => demands.silent = true,
            // Logging in is the way to choose another account.
            "login" | "select_account" => demands.login = true,
            "consent" => consent = true,
            "none" => return Err(ErrorCode::InvalidRequest.saying("`prompt` must be `none` alone")),
            _ => {
                let known = "`prompt` must be of `none`, `login`, `consent`, `select_account`";
                return Err(ErrorCode::InvalidRequest.saying(known));
            }
        }
    }
    if let Some(age) = given.get("max_age") {
        let seconds = age.parse().ok().filter(|age: &i64| *age >= 0);
        let malformed =
            || ErrorCode::InvalidRequest.saying("`max_age` must be a number of seconds");
        demands.max_age = Some(seconds.ok_or_else(malformed)?);
    }
    Ok((demands, consent))
}
