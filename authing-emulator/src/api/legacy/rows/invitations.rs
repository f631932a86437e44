//! Invitations: the phones that may register, which are those on the v2 API's whitelist, and invitation codes.

use serde_json::{Map, Value, json};

use redb::WriteTransaction;

use crate::api::legacy::objects::act::Act::Create;
use crate::api::legacy::objects::{Kind, Moment, Object, text};
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::pool::settings;
use crate::rules::users::lookup;
use crate::store::whitelist::{Entry, Kind as Name};

const CODES: Kind = Kind::new("invitationCodes", "邀请码", "invitation code").fit(fit);

rows! { ROWS Always;
    Query queryInvitation Owner list;
    Query queryInvitationState Owner state;
    Mutation addToInvitation Owner add;
    Mutation removeFromInvitation Owner remove;
    Mutation setInvitationState Owner set_state;
    Mutation generateInvitationCode Owner Create(&CODES);
}

fn fit(
    pool: &Pool,
    transaction: &WriteTransaction,
    code: &mut Object,
    _: Moment,
) -> Result<(), ApiError> {
    lookup::known(transaction, text(code, "user"))?;
    code.insert("code".to_owned(), pool.randomness.hex::<4>().into());
    Ok(())
}

fn list(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    let entries = settings::whitelisted(call.pool, Name::Phone)?;
    let entries = entries.iter().map(|entry| shown(call, entry, false));
    Ok(entries.collect())
}

fn add(call: &Call<'_>) -> HandlerResult {
    change(call, true)
}

fn remove(call: &Call<'_>) -> HandlerResult {
    change(call, false)
}

fn change(call: &Call<'_>, add: bool) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    let phone = call.args.text("phone").ok_or(Code::PhoneOrEmail)?;
    let find = |entries: Vec<Entry>| entries.into_iter().find(|entry| entry.value == phone);
    let before = find(settings::whitelisted(call.pool, Name::Phone)?);
    let after = find(settings::change_whitelist(
        call.pool,
        Name::Phone,
        &[phone],
        add,
    )?);
    match after.or(before) {
        Some(entry) => Ok(shown(call, &entry, !add)),
        None => {
            Err(Code::Internal.saying("手机号没有收到邀请", "the phone number has no invitation"))
        }
    }
}

fn shown(call: &Call<'_>, entry: &Entry, is_deleted: bool) -> Value {
    json!({
        "client": call.pool.user_pool_id,
        "phone": entry.value,
        "isDeleted": is_deleted,
        "createdAt": entry.created_at,
        "updatedAt": entry.created_at,
    })
}

fn state(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    let record = call.pool.record()?;
    Ok(json!({
        "client": call.pool.user_pool_id,
        "enablePhone": record.setting("whitelist.phoneEnabled").as_bool().unwrap_or_default(),
        "createdAt": record.created_at,
    }))
}

fn set_state(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    if let Some(enable) = call.args.flag_if_given("enablePhone") {
        let whitelist = json!({"phoneEnabled": enable});
        let new = Map::from_iter([("whitelist".to_owned(), whitelist)]);
        settings::change(call.pool, |record| {
            settings::merge(&mut record.settings, new)
        })?;
    }
    state(call)
}
