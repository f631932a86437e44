//! Social logins: which the pool has, and which accounts there belong to a user.

use serde_json::{Value, json};

use crate::engine::call::{Answer, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Service;
use crate::rules::users::login_ways;
use crate::store::bindings::{self, Binding};
use crate::store::social_logins::{self, SocialLogin};
use crate::store::users;

/// The social logins of the pool, those too that are switched off.
pub(crate) fn read_oauth_list(call: &Call<'_>) -> Answer {
    call.check_pool_if_given(call.args.text("clientId"))?;
    let with_url = !call.args.flag("dontGetURL");
    let service = call.service;
    let logins = social_logins::all(&service.store.read()?)?;
    let entries = logins.iter().map(|login| {
        let url = with_url.then(|| url(service, login));
        json!({
            "_id": login.id,
            "name": login.name,
            "alias": login.kind,
            "image": login.image(),
            "description": format!("Log in with {}", login.name),
            "enabled": login.enabled,
            "url": url,
            "oAuthUrl": url,
            "client": service.user_pool_id,
        })
    });
    Ok(entries.collect())
}

/// All social logins that are switched on, and whether the user has bound each.
pub(crate) fn not_bind_oauth_list(call: &Call<'_>) -> Answer {
    call.check_pool_if_given(call.args.text("client"))?;
    let bound = bindings_of_subject(call)?;
    let logins = social_logins::all(&call.service.store.read()?)?;
    let enabled = logins.iter().filter(|login| login.enabled);
    let entries = enabled.map(|login| {
        json!({
            "type": login.kind,
            "oAuthUrl": url(call.service, login),
            "image": login.image(),
            "name": login.name,
            "binded": bound.iter().any(|binding| binding.kind == login.kind),
        })
    });
    Ok(entries.collect())
}

/// What the user has bound.
pub(crate) fn binded_oauth_list(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("client"))?;
    let bound = bindings_of_subject(call)?;
    Ok(bound
        .iter()
        .map(|binding| binding_object(call, binding))
        .collect())
}

/// Binds an account to a user who has none of that kind yet, unless it is somebody else's.
pub(crate) fn bind_other_oauth(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.check_pool_if_given(args.text("client"))?;
    let binding = Binding {
        id: call.service.new_id(),
        user: call.subject(args.text("user"))?,
        kind: args.owned_text("type").unwrap_or_default(),
        unionid: args.owned_text("unionid").unwrap_or_default(),
        user_info: args.owned_text("userInfo").unwrap_or_default(),
        created_at: call.service.date(),
    };
    call.service.store.write(|transaction| {
        users::by_id(transaction, &binding.user)?.ok_or(Code::UnknownUser)?;
        if bindings::of_kind(transaction, &binding.user, &binding.kind)?.is_some() {
            return Err(Code::SocialKindBound.into());
        }
        if bindings::holder(transaction, &binding.kind, &binding.unionid)?.is_some() {
            return Err(Code::SocialAccountTaken.into());
        }
        bindings::add(transaction, &binding)?;
        Ok::<_, ApiError>(binding_object(call, &binding))
    })
}

/// Unbinds the user's account of a kind, unless the user could not log in any more.
pub(crate) fn unbind_other_oauth(call: &Call<'_>) -> Answer {
    call.check_pool_if_given(call.args.text("client"))?;
    let id = call.subject(call.args.text("user"))?;
    let kind = call.args.text("type").unwrap_or_default();
    call.service.store.write(|transaction| {
        let user = users::by_id(transaction, &id)?.ok_or(Code::UnknownUser)?;
        let binding = bindings::of_kind(transaction, &id, kind)?.ok_or(Code::SocialNotBound)?;
        bindings::remove(transaction, &binding)?;
        if login_ways::count(transaction, &user)? == 0 {
            return Err(Code::LastLoginWay.into());
        }
        Ok(binding_object(call, &binding))
    })
}

fn bindings_of_subject(call: &Call<'_>) -> Result<Vec<Binding>, ApiError> {
    let id = call.subject(call.args.text("user"))?;
    let read = call.service.store.read()?;
    users::by_id(&read, &id)?.ok_or(Code::UnknownUser)?;
    Ok(bindings::of_user(&read, &id)?)
}

/// Where the service would send a browser. The emulator has nothing there.
fn url(service: &Service, login: &SocialLogin) -> String {
    let (base, pool) = (&service.base_url, &service.user_pool_id);
    format!("{base}/oauth/oauth/{}/url/{pool}", login.kind)
}

fn binding_object(call: &Call<'_>, binding: &Binding) -> Value {
    json!({
        "_id": binding.id,
        "user": binding.user,
        "client": call.service.user_pool_id,
        "type": binding.kind,
        "unionid": binding.unionid,
        "userInfo": binding.user_info,
        "createdAt": binding.created_at,
    })
}
