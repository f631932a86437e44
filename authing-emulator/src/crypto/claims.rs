//! The claims of the tokens that act for the owner or a user.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The claims of a token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// Only an app's tokens have these, which are OpenID Connect ID tokens.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub(crate) id_token: Option<IdToken>,
    pub(crate) data: Bearer,
    /// The number of the user's logouts when the token was issued. A later logout voids it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) session: u32,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    /// The user's data, and the nonce of the login and the like. Clients read them; no rule does.
    #[serde(flatten, skip_deserializing)]
    pub(crate) profile: Map<String, Value>,
}

/// The bearer of a token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Bearer {
    pub(crate) email: Option<String>,
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) unionid: Option<String>,
    /// Legacy users' tokens don't have it.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<Kind>,
    /// Only in an app's tokens.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub(crate) app: Option<AppBearer>,
    /// The pool of the bearer, not in legacy tokens: in a management token the root pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_pool_id: Option<String>,
    /// Only in management tokens of the v2 API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) arn: Option<String>,
}

impl Bearer {
    /// Returns whether the bearer is the pool's owner. A management token calls it a user: of the root pool.
    pub(crate) fn is_owner(&self) -> bool {
        self.kind == Some(Kind::Owner) || self.arn.is_some()
    }
}

/// The claims that make a token an ID token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct IdToken {
    pub(crate) iss: String,
    pub(crate) sub: String,
    /// The app's id.
    pub(crate) aud: String,
    pub(crate) userpool_id: String,
}

/// What an app's token says about its bearer, besides the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AppBearer {
    pub(crate) app_id: String,
    pub(crate) user_id: String,
    #[serde(rename = "_id")]
    pub(crate) underscore_id: String,
    pub(crate) phone: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) openid: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Owner,
    User,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}
