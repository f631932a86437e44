//! The OAuth and OIDC apps of the pool.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use super::app_parts::{AccessRule, Agreement};
use super::fields::{id, is_default};
use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By id: oldest first.
pub(crate) const APPS: Table<App> = Table::new("apps");

/// The collection of objects with the fields of apps that no rule reads.
pub(crate) const OTHER_FIELDS: &str = "appFields";

/// No `Debug`, because secrets must not be logged.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct App {
    #[serde(default, deserialize_with = "id", skip_serializing_if = "is_default")]
    pub(crate) id: String,
    pub(crate) kind: AppKind,
    pub(crate) name: String,
    /// The app's unique name in the service's host names.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) identifier: Option<String>,
    /// The key of the app's tokens, and its password at the OAuth endpoints.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) secret: Option<String>,
    /// The ways in which a login to the app must be confirmed. Empty: none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) mfa_policies: Vec<MfaPolicy>,
    /// The only URIs that an authorization may redirect to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) redirect_uris: Vec<String>,
    /// The only URIs that a logout may redirect to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) logout_redirect_uris: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) id_token_algorithm: IdTokenAlgorithm,
    /// The grants that the app may use. `None`: all.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) grants: Option<Vec<GrantKind>>,
    /// Whether the app, such as one in a browser, can't keep a secret and needs none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) public_client: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) require_pkce: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) lifetimes: Lifetimes,
    /// The pairs with which programs get access tokens, instead of the app's secret.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) access_keys: Vec<AccessKey>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) logo: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) app_type: Option<String>,
    /// Whether a user needs a rule that allows the app.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) denies_by_default: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) access: Vec<AccessRule>,
    /// In their order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) agreements: Vec<Agreement>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) created_at: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) updated_at: Option<String>,
}

/// How long an app's codes and tokens are valid, in seconds. `None`: the default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Lifetimes {
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) code: Option<i32>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) access_token: Option<i32>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) id_token: Option<i32>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) refresh_token: Option<i32>,
}

/// A pair of a key and a secret for programs. No `Debug`, because secrets must not be logged.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AccessKey {
    /// Unique in the pool.
    pub(crate) key: String,
    pub(crate) secret: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) disabled: bool,
    /// How long its access tokens are valid, in seconds. `None`: as the app's.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) token_lifetime: Option<i32>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) remarks: Option<String>,
}

/// The algorithm that signs an app's ID tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum IdTokenAlgorithm {
    /// With the app's secret.
    #[default]
    #[serde(rename = "HS256")]
    Hs256,
    /// With the pool's signing key.
    #[serde(rename = "RS256")]
    Rs256,
}

/// A way to get tokens at the token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GrantKind {
    AuthorizationCode,
    RefreshToken,
    ClientCredentials,
    /// Exchanges a user's ID token.
    #[serde(rename = "http://authing.cn/oidc/grant_type/authing_token")]
    IdToken,
}

impl App {
    /// Returns an app with the default settings. A seed may have more.
    pub(crate) fn new(
        id: String,
        kind: AppKind,
        name: &str,
        secret: String,
        created_at: String,
    ) -> Self {
        Self {
            id,
            kind,
            name: name.to_owned(),
            identifier: None,
            secret: Some(secret),
            mfa_policies: Vec::new(),
            redirect_uris: Vec::new(),
            logout_redirect_uris: Vec::new(),
            id_token_algorithm: IdTokenAlgorithm::default(),
            grants: None,
            public_client: false,
            require_pkce: false,
            lifetimes: Lifetimes::default(),
            access_keys: Vec::new(),
            logo: None,
            app_type: None,
            denies_by_default: false,
            access: Vec::new(),
            agreements: Vec::new(),
            created_at: Some(created_at),
            updated_at: None,
        }
    }

    /// Adds a URI to which a login and a logout may redirect.
    pub(crate) fn add_redirect_uri(&mut self, uri: &str) {
        for uris in [&mut self.redirect_uris, &mut self.logout_redirect_uris] {
            if !uris.iter().any(|known| known == uri) {
                uris.push(uri.to_owned());
            }
        }
    }

    pub(crate) fn may_use(&self, grant: GrantKind) -> bool {
        let grants = self.grants.as_ref();
        grants.is_none_or(|grants| grants.contains(&grant))
    }
}

impl GrantKind {
    pub(crate) const ALL: [Self; 4] = [
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::ClientCredentials,
        Self::IdToken,
    ];

    /// Returns the name of the grant at the token endpoint.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
            Self::IdToken => "http://authing.cn/oidc/grant_type/authing_token",
        }
    }
}

/// A way in which a login must be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum MfaPolicy {
    /// A code sent to the phone.
    Sms,
    /// A code sent by email.
    Email,
    /// A code of an authenticator app.
    Otp,
    /// A photo of the face.
    Face,
}

/// The protocol by which an app logs users in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum AppKind {
    /// OAuth 2.0.
    OAuth,
    /// OpenID Connect.
    Oidc,
}

/// Returns the app that has this access key.
pub(crate) fn by_access_key(transaction: &impl Read, key: &str) -> Result<Option<App>, StoreError> {
    let mut apps = APPS.all(transaction)?.into_iter();
    Ok(apps.find(|app| app.access_keys.iter().any(|pair| pair.key == key)))
}

pub(crate) fn save(transaction: &WriteTransaction, app: &App) -> Result<(), StoreError> {
    APPS.put(transaction, &app.id, app)
}
