//! Social logins of the pool, and the users' social accounts.

use serde_json::{Value, json};

use crate::engine::call::{Call, HandlerResult};
use crate::rules::login::social;
use crate::rules::users::lookup::known;
use crate::store::social_logins::{SOCIAL_LOGINS, SocialLogin};
use crate::store::user_parts::SocialAccount;

/// Returns the social logins of the pool, including the disabled ones.
pub(super) fn read_oauth_list(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id_if_given(call.args.text("clientId"))?;
    let with_url = !call.args.flag("dontGetURL");
    let logins = SOCIAL_LOGINS.all(&call.pool.store.read()?)?;
    let entries = logins.iter().map(|login| {
        let url = with_url.then(|| url(call, login));
        json!({
            "_id": login.id,
            "name": login.name,
            "alias": login.kind,
            "image": image(login),
            "description": format!("Log in with {}", login.name),
            "enabled": login.enabled,
            "url": url,
            "oAuthUrl": url,
            "client": call.pool.user_pool_id,
        })
    });
    Ok(entries.collect())
}

/// Returns all enabled social logins, and whether the user has bound each.
pub(super) fn not_bind_oauth_list(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id_if_given(call.args.text("client"))?;
    let id = call.subject(call.args.text("user"))?;
    let read = call.pool.store.read()?;
    let bound = known(&read, &id)?.social_accounts;
    let logins = SOCIAL_LOGINS.all(&read)?;
    let enabled = logins.iter().filter(|login| login.enabled);
    let entries = enabled.map(|login| {
        let account = bound.iter().find(|account| account.kind == login.kind);
        json!({
            "type": login.kind,
            "oAuthUrl": url(call, login),
            "image": image(login),
            "name": login.name,
            "binded": account.is_some(),
            "unionid": account.map(|account| &account.unionid),
            "openid": account.and_then(openid),
        })
    });
    Ok(entries.collect())
}

/// Returns the social accounts that the user has bound.
pub(super) fn binded_oauth_list(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    let user = call.user(call.args.text("user"))?;
    let accounts = user.social_accounts.iter();
    Ok(accounts
        .map(|account| account_object(call, &user.id, account))
        .collect())
}

pub(super) fn bind_other_oauth(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    call.pool.check_id_if_given(args.text("client"))?;
    let user = call.subject(args.text("user"))?;
    let text = |name| args.text(name).unwrap_or_default();
    let (kind, unionid, user_info) = (text("type"), text("unionid"), text("userInfo"));
    let account = social::bind(call.pool, &user, kind, unionid, user_info)?;
    Ok(account_object(call, &user, &account))
}

pub(super) fn unbind_other_oauth(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id_if_given(call.args.text("client"))?;
    let user = call.subject(call.args.text("user"))?;
    let kind = call.args.text("type").unwrap_or_default();
    let account = social::unbind(call.pool, &user, kind, None)?;
    Ok(account_object(call, &user, &account))
}

/// Returns the open ID, which only the user's data at the provider may have.
fn openid(account: &SocialAccount) -> Option<String> {
    let data: Value = serde_json::from_str(&account.user_info).ok()?;
    data.get("openid")?.as_str().map(str::to_owned)
}

fn image(login: &SocialLogin) -> String {
    format!("https://usercontents.authing.cn/social/{}.svg", login.kind)
}

/// Returns the URL to which the service would send a browser. The emulator serves nothing there.
fn url(call: &Call<'_>, login: &SocialLogin) -> String {
    let (base, pool) = (&call.pool.base_url, &call.pool.user_pool_id);
    format!("{base}/oauth/oauth/{}/url/{pool}", login.kind)
}

fn account_object(call: &Call<'_>, user: &str, account: &SocialAccount) -> Value {
    json!({
        "_id": account.id,
        "user": user,
        "client": call.pool.user_pool_id,
        "type": account.kind,
        "unionid": account.unionid,
        "userInfo": account.user_info,
        "createdAt": account.created_at,
    })
}
