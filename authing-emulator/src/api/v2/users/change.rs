//! Creating, changing and deleting users.

use super::object::{seen_by_caller, user_object};
use crate::api::v2::input::{app, borrowed, missing, object, origin, params, profile_of, required};
use crate::api::v2::output::done;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::memberships::orgs::people;
use crate::rules::users::changes::{self, Changes};
use crate::rules::users::deletion;
use crate::rules::users::registration::{self, NewUser, Terms, Welcome};
use crate::store::user_parts::SocialAccount;

/// Creates a user with any name.
pub(in crate::api::v2) fn create_user(call: &Call<'_>) -> HandlerResult {
    let (args, info) = (call.args, object(call, "userInfo")?);
    let custom_data = params(args)?;
    let identity = args.object("identity");
    let keeps_password = args.flag("keepPassword");
    let source = Some(info.texts("registerSource").join(","));
    let source = source.filter(|source| !source.is_empty());
    let new = NewUser {
        email: info.text("email"),
        phone: info.text("phone"),
        username: info.text("username"),
        external_id: info.text("externalId"),
        password: info.text("password").filter(|_| !keeps_password),
        password_hash: info.text("password").filter(|_| keeps_password),
        must_reset_password: args.flag("resetPasswordOnFirstLogin"),
        email_verified: info.flag_if_given("emailVerified"),
        phone_verified: info.flag_if_given("phoneVerified"),
        blocked: info.flag("blocked"),
        logins_count: count(info).unwrap_or_default(),
        register_method: Some(source.as_deref().unwrap_or("import:manual")),
        last_login: info.text("lastLogin"),
        last_ip: info.text("lastIP"),
        signed_up: info.text("signedUp"),
        profile: profile_of(info),
        social_account: identity.map(|identity| social_account(call, identity)),
        custom_data: borrowed(&custom_data),
        ..NewUser::default()
    };
    if new.email.is_none()
        && new.phone.is_none()
        && new.username.is_none()
        && new.external_id.is_none()
        && info.text("unionid").is_none()
        && identity.is_none()
    {
        return Err(missing(
            "username`, `email`, `phone`, `unionid` or `externalId",
        ));
    }
    let terms = Terms {
        by_owner: true,
        needs_password: false,
        phone_code: None,
        welcome: Welcome::Nothing,
    };
    let app = app(call)?;
    let user = registration::register(call.pool, &new, &origin(call, info, &app), &terms)?;
    Ok(user_object(call.pool, &user, None).into())
}

fn social_account(call: &Call<'_>, identity: Args<'_>) -> SocialAccount {
    SocialAccount {
        id: call.pool.new_id(),
        kind: required(identity, "provider").to_owned(),
        unionid: required(identity, "userIdInIdp").to_owned(),
        user_info: String::new(),
        created_at: Some(call.pool.date()),
    }
}

fn count(info: Args<'_>) -> Option<u32> {
    let count = info.int("loginsCount")?;
    Some(u32::try_from(count).unwrap_or_default())
}

/// Changes only the given fields. Users may change their own profile, and nothing that requires a code or identifies
/// them elsewhere.
pub(in crate::api::v2) fn update_user(call: &Call<'_>) -> HandlerResult {
    let input = object(call, "input")?;
    let id = call.subject(call.args.text("id"))?;
    if !call.is_owner() {
        check_own(input)?;
    }
    let given = |name| input.text(name).map(Some);
    let changes = Changes {
        email: given("email"),
        phone: given("phone"),
        username: given("username"),
        external_id: given("externalId"),
        password: input.text("password"),
        sets_password: true,
        email_verified: input.flag_if_given("emailVerified"),
        phone_verified: input.flag_if_given("phoneVerified"),
        blocked: input.flag_if_given("blocked"),
        token_expired_at: given("tokenExpiredAt"),
        last_login: given("lastLogin"),
        last_ip: given("lastIP"),
        logins_count: count(input),
        profile: profile_of(input),
        ..Changes::default()
    };
    let department = main_department(call, input, &id)?;
    let user = changes::change(call.pool, &id, &changes)?;
    if let Some(department) = department {
        people::set_main(call.pool, &id, Some(&department))?;
    }
    Ok(seen_by_caller(call, &user).into())
}

fn check_own(input: Args<'_>) -> Result<(), ApiError> {
    let is_given = |name: &&str| input.0.get(*name).is_some_and(|value| !value.is_null());
    if is_given(&"email") {
        return Err(Code::EmailReadOnly.into());
    }
    if is_given(&"phone") {
        return Err(Code::PhoneReadOnly.into());
    }
    let read_only = [
        "unionid",
        "openid",
        "externalId",
        "password",
        "emailVerified",
        "phoneVerified",
        "blocked",
        "tokenExpiredAt",
        "loginsCount",
        "lastLogin",
        "lastIP",
        "mainDepartmentId",
        "mainDepartmentCode",
        "expiredAt",
        "directManagement",
    ];
    match read_only.iter().find(|name| is_given(name)) {
        Some(name) => Err(Code::FieldReadOnly.saying(
            format!("用户不能修改字段 `{name}`"),
            format!("a user may not change the field `{name}`"),
        )),
        None => Ok(()),
    }
}

/// Returns the id of the new main department, which must be one of the user's.
fn main_department(
    call: &Call<'_>,
    input: Args<'_>,
    user: &str,
) -> Result<Option<String>, ApiError> {
    let (id, code) = (
        input.text("mainDepartmentId"),
        input.text("mainDepartmentCode"),
    );
    if id.is_none() && code.is_none() {
        return Ok(None);
    }
    let departments = people::departments(&call.pool.store.read()?, user)?;
    let mut nodes = departments.into_iter().map(|(node, _)| node);
    let found = nodes.find(|node| match id {
        Some(id) => node.id == id,
        None => node.code.as_deref() == code,
    });
    match found {
        Some(node) => Ok(Some(node.id)),
        None => {
            Err(Code::Internal.saying("用户不在此部门", "the user is no member of this department"))
        }
    }
}

pub(in crate::api::v2) fn delete_user(call: &Call<'_>) -> HandlerResult {
    delete(call, vec![required(call.args, "id")])
}

/// Deletes users: all of them, or none if one of them is unknown.
pub(in crate::api::v2) fn delete_users(call: &Call<'_>) -> HandlerResult {
    delete(call, call.args.texts("ids"))
}

fn delete(call: &Call<'_>, ids: Vec<&str>) -> HandlerResult {
    deletion::delete(call.pool, call.caller.as_ref(), ids)?;
    Ok(done("deleted"))
}
