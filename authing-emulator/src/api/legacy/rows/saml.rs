//! SAML providers, which the emulator stores but does not serve.

use redb::{ReadTransaction, WriteTransaction};

use crate::api::legacy::objects::act::Act::{Create, Delete, Find, Get, List, Update};
use crate::api::legacy::objects::act::Reply;
use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::objects::{Kind, Moment, Object, or_default, text};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::store::objects::{CONNECTOR_USES, PROVIDER};

const SERVICE: Kind = Kind::new(
    "samlServiceProviders",
    "SAML 服务提供商",
    "SAML service provider",
)
.unknown(Code::UnknownSaml)
.parts(CONNECTOR_USES, PROVIDER)
.fit(fit)
.show(show);
const IDENTITY: Kind = Kind::new(
    "samlIdentityProviders",
    "SAML 身份源",
    "SAML identity provider",
)
.unknown(Code::UnknownSaml)
.parts(CONNECTOR_USES, PROVIDER)
.fit(fit)
.show(show);
const DEFAULTS: Kind = Kind::new(
    "samlDefaults",
    "SAML 身份源默认设置",
    "default settings of an identity provider",
);

rows! { ROWS Always;
    Query GetSAMLServiceProviderList Owner List(&SERVICE, Shape::Page(1));
    Query GetSAMLServiceProviderInfo Owner Get(&SERVICE, "appId");
    Query QuerySAMLServiceProviderInfoByAppID Owner Get(&SERVICE, "appId");
    Query QuerySAMLServiceProviderInfoByDomain Owner Find(&SERVICE, "domain", "domain");
    Mutation CreateSAMLServiceProvider Owner Create(&SERVICE);
    Mutation UpdateSAMLServiceProvider Owner Update(&SERVICE, "appId");
    Mutation EnableSAMLServiceProvider Owner Update(&SERVICE, "appId");
    Mutation RemoveSAMLServiceProvider Owner Delete(&SERVICE, "appId", Reply::Deleted);
    Query GetSAMLIdentityProviderList Owner List(&IDENTITY, Shape::Page(1));
    Query GetSAMLIdentityProviderInfo Owner Get(&IDENTITY, "appId");
    Query QuerySAMLIdentityProviderInfoByAppID Owner Get(&IDENTITY, "appId");
    Query QuerySAMLIdentityProviderInfoByDomain Owner Find(&IDENTITY, "domain", "domain");
    Mutation CreateSAMLIdentityProvider Owner Create(&IDENTITY);
    Mutation UpdateSAMLIdentityProvider Owner Update(&IDENTITY, "appId");
    Mutation EnableSAMLIdentityProvider Owner Update(&IDENTITY, "appId");
    Mutation RemoveSAMLIdentityProvider Owner Delete(&IDENTITY, "appId", Reply::Deleted);
    Query QueryDefaultSAMLIdentityProviderSettingsList Owner List(&DEFAULTS, Shape::Page(1));
    Mutation CreateDefaultSAMLIdentityProviderSettings Owner Create(&DEFAULTS);
}

fn fit(
    pool: &Pool,
    _: &WriteTransaction,
    provider: &mut Object,
    _: Moment,
) -> Result<(), ApiError> {
    or_default(provider, "appSecret", pool.randomness.hex::<16>());
    or_default(provider, "enabled", true);
    or_default(provider, "isDeleted", false);
    // The schema requires them.
    for field in ["loginUrl", "logoutUrl", "nameId"] {
        or_default(provider, field, "");
    }
    Ok(())
}

fn show(pool: &Pool, read: &ReadTransaction, provider: &mut Object) -> Result<(), ApiError> {
    let id = provider.get("_id").cloned().unwrap_or_default();
    let created = provider.get("createdAt").cloned().unwrap_or_default();
    let defaults = DEFAULTS.get(read, text(provider, "defaultIdPMapId"))?;
    provider.insert("appId".to_owned(), id);
    provider.insert("when".to_owned(), created);
    provider.insert("clientId".to_owned(), pool.user_pool_id.as_str().into());
    provider.insert("defaultIdPMap".to_owned(), defaults.into());
    Ok(())
}
