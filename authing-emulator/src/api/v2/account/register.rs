//! Registration.

use crate::api::v2::input::{app, borrowed, object, origin, pairs, params, profile_of, required};
use crate::api::v2::users::object::user_object;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::api_error::ApiError;
use crate::rules::users::registration::{self, NewUser, Terms, Welcome};
use crate::rules::well_formed;
use crate::store::messages::Purpose;
use crate::store::users::{Name, User};

/// How somebody registers.
pub(super) struct Newcomer<'a> {
    pub(super) name: Name<'a>,
    /// The code of the phone or the email address, and what it was sent for.
    pub(super) code: Option<(Purpose, &'a str)>,
    pub(super) source: &'static str,
    pub(super) welcome: Welcome,
}

impl<'a> Newcomer<'a> {
    /// A user with a name and a password, who is logged in at once.
    pub(super) fn named(name: Name<'a>) -> Self {
        Self {
            name,
            code: None,
            source: "basic:username-password",
            welcome: Welcome::Login,
        }
    }
}

pub(in crate::api::v2) fn by_email(call: &Call<'_>) -> HandlerResult {
    let input = object(call, "input")?;
    let newcomer = Newcomer {
        source: "basic:email",
        ..Newcomer::named(Name::Email(required(input, "email")))
    };
    registered(call, input, newcomer)
}

pub(in crate::api::v2) fn by_username(call: &Call<'_>) -> HandlerResult {
    let input = object(call, "input")?;
    let newcomer = Newcomer::named(Name::Username(required(input, "username")));
    registered(call, input, newcomer)
}

pub(in crate::api::v2) fn by_phone_code(call: &Call<'_>) -> HandlerResult {
    let input = object(call, "input")?;
    let newcomer = Newcomer {
        code: Some((Purpose::Register, required(input, "code"))),
        source: "basic:phone-code",
        ..Newcomer::named(Name::Phone(required(input, "phone")))
    };
    registered(call, input, newcomer)
}

/// Registers an email address with the code sent to it. The password, if there is one, is in plain text here.
pub(in crate::api::v2) fn by_email_code(call: &Call<'_>) -> HandlerResult {
    let (email, code) = (required(call.args, "email"), required(call.args, "code"));
    let newcomer = Newcomer {
        code: Some((Purpose::Register, code)),
        source: "basic:email-code",
        ..Newcomer::named(Name::Email(email))
    };
    registered(call, call.args, newcomer)
}

/// Without `forceLogin` and `generateToken` the user gets no token.
fn registered(call: &Call<'_>, input: Args<'_>, newcomer: Newcomer<'_>) -> HandlerResult {
    let welcome = match (input.flag("forceLogin"), input.flag("generateToken")) {
        (true, _) => Welcome::Login,
        (false, true) => Welcome::Token,
        (false, false) => Welcome::Nothing,
    };
    let user = register(
        call,
        input,
        &Newcomer {
            welcome,
            ..newcomer
        },
    )?;
    Ok(user_object(call.pool, &user, user.token.as_deref()).into())
}

pub(super) fn register(
    call: &Call<'_>,
    input: Args<'_>,
    newcomer: &Newcomer<'_>,
) -> Result<User, ApiError> {
    let profile = input.object("profile");
    let mut custom_data = params(input)?;
    custom_data.extend(
        profile
            .map(|profile| pairs(profile, "udf"))
            .unwrap_or_default(),
    );
    let of_profile = |name| profile.and_then(|profile| profile.text(name));
    let (phone_code, email_code) = match (newcomer.name, newcomer.code) {
        (Name::Email(_), code) => (None, code),
        (_, code) => (code, None),
    };
    let plain = input.text("password").filter(|_| email_code.is_some());
    let plain_password = plain
        .map(|password| call.pool.hash(well_formed::new_password(password)?))
        .transpose()?;
    let mut new = NewUser {
        email: of_profile("email"),
        phone: of_profile("phone"),
        username: of_profile("username"),
        phone_code: phone_code.map(|(_, code)| code),
        email_code,
        password: input.text("password").filter(|_| email_code.is_none()),
        password_hash: plain_password.as_deref(),
        register_method: Some(newcomer.source),
        profile: profile.map(profile_of).unwrap_or_default(),
        custom_data: borrowed(&custom_data),
        ..NewUser::default()
    };
    if let Some(country) = input.text("phoneCountryCode") {
        new.profile.push(("phoneCountryCode", Some(country)));
    }
    match newcomer.name {
        Name::Email(email) => new.email = Some(email),
        Name::Phone(phone) => new.phone = Some(phone),
        Name::Username(username) => new.username = Some(username),
        Name::External(id) => new.external_id = Some(id),
        Name::Unionid(id) => new.profile.push(("unionid", Some(id))),
    }
    let app = app(call)?;
    let terms = Terms {
        by_owner: false,
        needs_password: newcomer.code.is_none(),
        phone_code: phone_code.map(|(purpose, _)| purpose),
        welcome: newcomer.welcome,
    };
    registration::register(call.pool, &new, &origin(call, input, &app), &terms)
}
