//! The second step of a login.

use authing_core::Secret;
use authing_core::response::ErrorData;
use serde_json::Value;

/// The second step that a login needs, in the v2 API: the result of [`Error::mfa`](crate::Error::mfa).
///
/// [`complete_mfa`](crate::v2::AuthenticationClient::complete_mfa) passes it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MfaChallenge {
    /// The token for the second step, valid for six minutes.
    pub token: Secret,
    /// The ways to pass the second step, in the order of the app's configuration.
    pub methods: Vec<MfaMethod>,
    /// The user's email address, to which a code can be sent.
    pub email: Option<String>,
    /// The user's mobile phone number, to which a code can be sent.
    pub phone: Option<String>,
    /// The user's username.
    pub username: Option<String>,
    /// The user's display name.
    pub nickname: Option<String>,
    /// The URL of the user's picture.
    pub photo: Option<String>,
}

/// A way to pass the second step of a login.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MfaMethod {
    /// The code of an authenticator app: `VerifyTotp`, or its recovery code.
    #[doc(alias = "OTP")]
    Totp,
    /// A code by SMS, sent by `SendSmsCode`: `VerifySmsMfa`.
    Sms,
    /// A code by email, sent by `SendEmail` for the purpose `MfaVerify`: `VerifyEmailMfa`.
    Email,
    /// A picture of the user's face: `VerifyFace`.
    Face,
    /// Any other, by its name on the wire.
    Other(String),
}

impl MfaChallenge {
    /// Reads the data of an error 1635 or 1636.
    pub(super) fn read(data: &ErrorData) -> Option<Self> {
        let text = |name| {
            let text = data.get(name)?.as_str()?;
            (!text.is_empty()).then(|| text.to_owned())
        };
        Some(Self {
            token: text("mfaToken")?.into(),
            methods: methods(data),
            email: text("email"),
            phone: text("phone"),
            username: text("username"),
            nickname: text("nickname"),
            photo: text("avatar"),
        })
    }
}

/// Returns the methods of the app if it requires a second step (code 1636); otherwise those that the user enabled. Older
/// deployments don't list the latter: there is only the authenticator app.
fn methods(data: &ErrorData) -> Vec<MfaMethod> {
    let of_the_app = data.get("applicationMfa").and_then(Value::as_array);
    if let Some(policies) = of_the_app.filter(|policies| !policies.is_empty()) {
        let mut methods: Vec<_> = policies.iter().filter_map(method).collect();
        methods.sort_by_key(|(order, _)| *order);
        return methods.into_iter().map(|(_, method)| method).collect();
    }
    let enabled = |name| data.get(name).and_then(Value::as_bool);
    let own = [
        (enabled("totpMfaEnabled"), MfaMethod::Totp),
        (enabled("faceMfaEnabled"), MfaMethod::Face),
    ];
    if of_the_app.is_none() && own.iter().all(|(enabled, _)| enabled.is_none()) {
        return vec![MfaMethod::Totp];
    }
    own.into_iter()
        .filter_map(|(enabled, method)| (enabled == Some(true)).then_some(method))
        .collect()
}

/// Returns an enabled method of an app with its place in the order.
fn method(policy: &Value) -> Option<(i64, MfaMethod)> {
    let name = policy.get("mfaPolicy")?.as_str()?;
    if policy.get("status").and_then(Value::as_i64) == Some(0) {
        return None;
    }
    let method = match name {
        "OTP" => MfaMethod::Totp,
        "SMS" => MfaMethod::Sms,
        "EMAIL" => MfaMethod::Email,
        "FACE" => MfaMethod::Face,
        other => MfaMethod::Other(other.to_owned()),
    };
    let order = policy.get("sort").and_then(Value::as_i64);
    Some((order.unwrap_or(i64::MAX), method))
}
