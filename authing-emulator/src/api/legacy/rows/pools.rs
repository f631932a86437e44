//! The user pool's administration. The emulator has one pool; others that are created are only stored.

use redb::WriteTransaction;
use serde_json::{Map, Value, json};

use crate::api::legacy::input;
use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::objects::{Kind, Moment, Object, or_default, text};
use crate::api::legacy::pool::pool_object;
use crate::api::set;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::pool::checks::Check;
use crate::rules::pool::settings;
use crate::store::pool::PoolRecord;
use crate::store::users::USERS;

const OTHERS: Kind = Kind::new("userPools", "用户池", "user pool")
    .unknown(Code::UnknownPool)
    .fit(fit);

rows! { ROWS Always;
    Query client Owner find;
    Query queryClient Owner find;
    Query userClients Owner list;
    Query queryUserPoolCommonInfo Any common_info;
    Query getAppSecretByClientId Owner secret;
    Mutation newClient Owner create;
    Mutation updateUserClient Owner change;
    Mutation removeUserClients Owner remove;
    Mutation refreshAppSecret Owner new_secret;
}

/// The settings that are stored as they are sent. The v2 API has them, too.
const SETTINGS: [&str; 5] = [
    "sendWelcomeEmail",
    "changePhoneStrategy",
    "changeEmailStrategy",
    "qrcodeLoginStrategy",
    "app2WxappLoginStrategy",
];

fn fit(pool: &Pool, _: &WriteTransaction, new: &mut Object, _: Moment) -> Result<(), ApiError> {
    or_default(new, "secret", pool.randomness.hex::<16>());
    or_default(new, "jwtExpired", 15 * 24 * 3600);
    or_default(new, "isDeleted", false);
    or_default(
        new,
        "logo",
        "https://usercontents.authing.cn/authing-logo.png",
    );
    Ok(())
}

/// Returns the emulator's own pool with the settings that only the v2 API's functions read.
fn own(pool: &Pool) -> HandlerResult {
    let mut object = pool_object(pool)?;
    let record = pool.record()?;
    for name in SETTINGS {
        if let Some(value) = record.settings.get(name) {
            set(&mut object, name, value.clone());
        }
    }
    let users = USERS.count(&pool.store.read()?)?;
    set(&mut object, "usersCount", users);
    set(&mut object, "secret", pool.secret.as_str());
    Ok(object)
}

fn by_id(pool: &Pool, id: &str) -> HandlerResult {
    if id == pool.user_pool_id {
        return own(pool);
    }
    let read = pool.store.read()?;
    OTHERS.shown(pool, &read, OTHERS.known(&read, id)?)
}

fn find(call: &Call<'_>) -> HandlerResult {
    by_id(call.pool, call.args.text("id").unwrap_or_default())
}

fn list(call: &Call<'_>) -> HandlerResult {
    let others = OTHERS.all(&call.pool.store.read()?)?;
    let others = others.iter().map(|other| text(other, "_id").to_owned());
    let ids: Vec<_> = [call.pool.user_pool_id.clone()]
        .into_iter()
        .chain(others)
        .collect();
    Shape::Page(1).of(call.args, ids, |id| by_id(call.pool, &id))
}

fn common_info(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("userPoolId"))?;
    own(call.pool)
}

fn secret(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("clientId"))?;
    Ok(json!({"clientId": call.pool.user_pool_id, "secret": call.pool.secret}))
}

/// Returns the id, the input object without it, and the settings that are stored under the v2 API's names.
fn given(call: &Call<'_>) -> Result<(String, Object, Map<String, Value>), ApiError> {
    let input = input(call);
    let mut object = input.to_json();
    object.remove("_id");
    settings::check(&object)?;
    let names = SETTINGS.into_iter();
    let stored = names.filter_map(|name| Some((name.to_owned(), object.get(name)?.clone())));
    let mut stored: Map<_, _> = stored.collect();
    for name in [Check::Logins, Check::Registrations].map(Check::name) {
        if let Some(Value::Object(check)) = object.get(name) {
            let mut check = check.clone();
            if let Some(flag) = check.remove("enable") {
                check.insert("enabled".to_owned(), flag);
            }
            stored.insert(name.to_owned(), check.into());
        }
    }
    Ok((input.owned_text("_id").unwrap_or_default(), object, stored))
}

fn create(call: &Call<'_>) -> HandlerResult {
    let (pool, (_, object, _)) = (call.pool, given(call)?);
    let new = pool
        .store
        .write(|transaction| OTHERS.create(pool, transaction, object))?;
    by_id(pool, text(&new, "_id"))
}

fn change(call: &Call<'_>) -> HandlerResult {
    let (pool, (id, object, stored)) = (call.pool, given(call)?);
    if id == pool.user_pool_id {
        settings::change(pool, |record| {
            change_own(record, input(call));
            settings::merge(&mut record.settings, stored);
        })?;
    } else {
        pool.store
            .write(|transaction| OTHERS.change(pool, transaction, &id, object))?;
    }
    by_id(pool, &id)
}

fn change_own(record: &mut PoolRecord, input: Args<'_>) {
    for (field, name) in [
        (&mut record.name, "name"),
        (&mut record.logo, "logo"),
        (&mut record.descriptions, "descriptions"),
        (&mut record.allowed_origins, "allowedOrigins"),
    ] {
        *field = input.owned_text(name).or_else(|| field.take());
    }
    for (field, name) in [
        (&mut record.email_verified_default, "emailVerifiedDefault"),
        (&mut record.register_disabled, "registerDisabled"),
        (&mut record.enable_email, "enableEmail"),
        (&mut record.show_wxmp_qr_code, "showWXMPQRCode"),
        (&mut record.use_mini_login, "useMiniLogin"),
        (&mut record.use_self_wxapp, "useSelfWxapp"),
    ] {
        *field = input.flag_if_given(name).or(*field);
    }
    let lifetime = input.int("jwtExpired");
    if let Some(lifetime) = lifetime.and_then(|seconds| i32::try_from(seconds).ok()) {
        record.jwt_expired = Some(lifetime);
    }
}

fn remove(call: &Call<'_>) -> HandlerResult {
    let (pool, ids) = (call.pool, call.args.texts("ids"));
    if ids.contains(&pool.user_pool_id.as_str()) {
        return Err(Code::NotAllowed.saying(
            "不能删除模拟器自身的用户池",
            "the emulator's own user pool can't be deleted",
        ));
    }
    pool.store.write(|transaction| {
        let removed = ids.iter().map(|id| OTHERS.remove(pool, transaction, id));
        removed.map(|object| object.map(Value::Object)).collect()
    })
}

fn new_secret(call: &Call<'_>) -> HandlerResult {
    let (pool, (id, ..)) = (call.pool, given(call)?);
    if id == pool.user_pool_id {
        return Err(Code::NotAllowed.saying(
            "不能更改模拟器启动时公布的 Secret",
            "the secret that the emulator announces at the start can't be changed",
        ));
    }
    let secret = pool.randomness.hex::<16>();
    let secret = Object::from_iter([("secret".to_owned(), secret.into())]);
    pool.store
        .write(|transaction| OTHERS.change(pool, transaction, &id, secret))?;
    by_id(pool, &id)
}
