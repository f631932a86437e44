//! LDAP servers and Active Directory connectors. The accounts behind all of them are those of `/operator/ldap_accounts`.

use redb::WriteTransaction;
use serde_json::{Value, json};

use crate::api::legacy::login::origin;
use crate::api::legacy::objects::act::Act::{Create, Delete, Flag, List, ListBy, Renew, Update};
use crate::api::legacy::objects::act::Reply;
use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::objects::{Kind, Moment, Object, or_default, text};
use crate::api::legacy::user_object::user_object;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::login::ldap;
use crate::rules::pool::Pool;
use crate::store::Read;
use crate::store::objects::CONNECTOR_USES;

const SERVERS: Kind = Kind::new("ldapServers", "LDAP 服务器", "LDAP server").fit(fit_server);
const CONNECTORS: Kind = Kind::new("adConnectors", "AD 连接器", "AD connector")
    .parts(CONNECTOR_USES, "adConnectorId")
    .fit(fit_connector)
    .show(|_, _, connector| {
        let status = connector.get("enabled").cloned();
        connector.insert("status".to_owned(), status.unwrap_or_default());
        Ok(())
    });
/// The providers that use a connector.
const USES: Kind = Kind::new(
    CONNECTOR_USES,
    "AD 连接器的应用",
    "provider of the AD connector",
);

rows! { ROWS Always;
    Mutation loginByAd NotRequired log_in;
    Query adConnectorByProvider NotRequired by_provider;
    Query isAdConnectorAlive Any is_alive;
    Query checkAdConnectorStatus Any is_enabled;
    Query adConnectorList Owner List(&CONNECTORS, Shape::Plain);
    Query providerListByADConnector Owner ListBy(&USES, "adConnectorId", "_id", Shape::Plain);
    Mutation createAdConnector Owner Create(&CONNECTORS);
    Mutation updateAdConnector Owner Update(&CONNECTORS, "_id");
    Mutation refreshAdConnectorSecret Owner Renew(&CONNECTORS, "_id", "secret");
    Mutation removeAdConnector Owner Delete(&CONNECTORS, "_id", Reply::True);
    Mutation enableAdConnector Owner Flag(&CONNECTORS, "_id", "enabled", true);
    Mutation disableAdConnector Owner Flag(&CONNECTORS, "_id", "enabled", false);
    Mutation enableAdConnectorForProvider Owner enable_for;
    Mutation disableAdConnectorForProvider Owner disable_for;
    Query QueryLDAPServerList Owner List(&SERVERS, Shape::Page(1));
    Query QueryClientHasLDAPConfigs Any has_servers;
    Mutation AddLDAPServer Owner Create(&SERVERS);
    Mutation UpdateLDAPServer Owner Update(&SERVERS, "ldapId");
    Mutation RemoveLDAPServer Owner Delete(&SERVERS, "ldapId", Reply::Deleted);
}

fn fit_server(
    _: &Pool,
    _: &WriteTransaction,
    server: &mut Object,
    _: Moment,
) -> Result<(), ApiError> {
    or_default(server, "enabled", true);
    or_default(server, "isDeleted", false);
    Ok(())
}

fn fit_connector(
    pool: &Pool,
    _: &WriteTransaction,
    connector: &mut Object,
    _: Moment,
) -> Result<(), ApiError> {
    or_default(connector, "secret", pool.randomness.hex::<16>());
    or_default(connector, "salt", pool.randomness.hex::<8>());
    or_default(connector, "enabled", true);
    Ok(())
}

fn has_servers(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id_if_given(call.args.text("clientId"))?;
    let servers = SERVERS.all(&call.pool.store.read()?)?;
    Ok(json!({"result": servers.iter().any(has_enabled)}))
}

fn has_enabled(object: &Object) -> bool {
    object.get("enabled") == Some(&Value::Bool(true))
}

fn connector(transaction: &impl Read, args: Args<'_>) -> Result<(Object, bool), ApiError> {
    let connector =
        CONNECTORS.known(transaction, args.text("adConnectorId").unwrap_or_default())?;
    let is_enabled = has_enabled(&connector);
    Ok((connector, is_enabled))
}

fn is_alive(call: &Call<'_>) -> HandlerResult {
    Ok(json!({"isAlive": connector(&call.pool.store.read()?, call.args)?.1}))
}

fn is_enabled(call: &Call<'_>) -> HandlerResult {
    Ok(connector(&call.pool.store.read()?, call.args)?.1.into())
}

/// Logs in by a connector that is enabled, with a plain-text password, as with LDAP.
fn log_in(call: &Call<'_>) -> HandlerResult {
    let text = |name| call.args.text(name).unwrap_or_default();
    if !connector(&call.pool.store.read()?, call.args)?.1 {
        return Err(Code::NotAllowed.saying("AD 连接器已停用", "the AD connector is disabled"));
    }
    let origin = origin(call, call.args);
    let user = ldap::log_in(call.pool, text("username"), text("password"), &origin)?;
    Ok(user_object(call.pool, &user).into())
}

/// Returns the connector that a provider uses, without its secret, or null.
fn by_provider(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let provider = call.args.text("providerId").unwrap_or_default();
    let mut uses = USES.all(&read)?.into_iter();
    let Some(found) = uses.find(|each| {
        text(each, "providerId") == provider
            && each.get("providerType").and_then(Value::as_str) == call.args.text("providerType")
    }) else {
        return Ok(Value::Null);
    };
    match CONNECTORS.get(&read, text(&found, "adConnectorId"))? {
        Some(connector) => CONNECTORS.shown(call.pool, &read, connector),
        None => Ok(Value::Null),
    }
}

fn enable_for(call: &Call<'_>) -> HandlerResult {
    let pool = call.pool;
    pool.store.write(|transaction| {
        connector(transaction, call.args)?;
        let names = ["providerType", "providerId", "adConnectorId"].into_iter();
        let given = names.map(|name| (name.to_owned(), call.args.text(name).into()));
        drop(USES.create(pool, transaction, given.collect())?);
        Ok(true.into())
    })
}

fn disable_for(call: &Call<'_>) -> HandlerResult {
    let pool = call.pool;
    pool.store.write(|transaction| {
        connector(transaction, call.args)?;
        for each in USES.all(transaction)? {
            let names = ["providerId", "adConnectorId"];
            let is_it = |name| call.args.text(name) == Some(text(&each, name));
            if names.into_iter().all(is_it) {
                USES.remove(pool, transaction, text(&each, "_id"))?;
            }
        }
        Ok(true.into())
    })
}
