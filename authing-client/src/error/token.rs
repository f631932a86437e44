//! Why a token is not trusted.

/// The reason why a token failed local verification.
///
/// ```
/// use authing_client::TokenError;
///
/// fn advice(error: TokenError) -> &'static str {
///     match error {
///         TokenError::Expired => "log in again",
///         _ => "this is not one of our tokens",
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// It is not a JWT, or lacks the user's id or the expiry time.
    #[error("the token is malformed")]
    Malformed,
    /// It is the value of an `Authorization` header: pass only the part after `Bearer `.
    #[error("the token begins with `Bearer `: pass only what follows")]
    Scheme,
    /// It is in quotes: pass only what is between them.
    #[error("the token has quotes around it: pass only what is between them")]
    Quoted,
    /// It has a `=`: JWTs have no Base64 padding.
    #[error("the token has a `=`, which no JWT has: remove it")]
    Padded,
    /// It is signed with an algorithm that the verifier has no key for, or not at all. Verified are HS256 and, in the v2 API,
    /// RS256.
    #[error("the token is signed with another algorithm, or not at all")]
    Algorithm,
    /// It is signed with HS256, and the v2 client has no
    /// [`app_secret`](crate::v2::AuthenticationBuilder::app_secret) (`AUTHING_APP_SECRET`) to verify it with.
    #[error("the token is signed with HS256, and the client has no `app_secret` to verify it with")]
    NoAppSecret,
    /// It is not signed with the secret or the provider's key, or has been modified.
    #[error("the token's signature is invalid")]
    Signature,
    /// It is signed with a key that the provider does not publish.
    #[error("the token is signed with a key that the provider does not publish")]
    UnknownKey,
    /// It has expired.
    #[error("the token has expired")]
    Expired,
    /// It is not valid yet (`nbf`).
    #[error("the token is not valid yet")]
    NotYetValid,
    /// It belongs to another pool.
    #[error("the token belongs to another user pool")]
    OtherPool,
    /// It was issued by another provider (`iss`).
    #[error("the token is of another issuer")]
    Issuer,
    /// It was issued for another app (`aud`).
    #[error("the token is for another app")]
    Audience,
    /// It belongs to another login (`nonce`).
    #[error("the token is of another login")]
    Nonce,
}
