//! A client for the Authing identity service: its legacy API (2019–2020) here, its v2 API (2020–2023) in the module
#![cfg_attr(feature = "v2", doc = "[`v2`].")]
#![cfg_attr(not(feature = "v2"), doc = "`v2`, a feature.")]
//!
//! # Connecting
//!
//! A program connects with the id and secret of its user pool, both from the pool's page in the console, and keeps the
//! client as long as it runs. Cloning it is cheap.
//!
//! ```no_run
//! # async fn example() -> Result<(), authing_client::Error> {
//! use authing_client::Authing;
//!
//! let authing = Authing::builder("5e4cdd055df3df65dc58b97d", "the pool's secret").connect().await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`connect`](Builder::connect) fails immediately if the service rejects the id and secret; [`build`](Builder::build)
//! sends nothing, so the first call fails instead. [`Authing::from_env`] reads all settings from environment variables.
//!
//! # Logging users in
//!
//! ```no_run
//! # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
//! use authing_client::Error;
//!
//! authing.register("test@testmail.com", "testpassword").await?;
//! match authing.login_by_email("test@testmail.com", "testpassword").await {
//!     Ok(login) => println!("{:?} has logged in {:?} times", login.user.email, login.user.logins_count),
//!     Err(error) if error.needs_mfa() => println!("enter the code of the authenticator app"),
//!     Err(Error::Api { message, .. }) => println!("rejected: {message}"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every [operation](operations) is a value with `new(required arguments)` and a setter for each optional one.
//! [`Authing::execute`] sends any of them; the named methods are shortcuts. [`Authing::login`] takes any login, for
//! example the second attempt of a user with a second factor:
//!
//! ```no_run
//! # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
//! use authing_client::operations::LoginByEmail;
//!
//! let login = LoginByEmail::new("test@testmail.com", "testpassword").last_ip("203.0.113.7");
//! let login = match authing.login(login.clone()).await {
//!     Err(error) if error.needs_mfa() => authing.login(login.mfa_code("123456")).await?,
//!     other => other?,
//! };
//! # Ok(())
//! # }
//! ```
//!
//! [`Session::enable_mfa`] turns the second factor on, and [`Mfa::provisioning_uri`](types::Mfa::provisioning_uri)
//! returns the URL that sets up an authenticator app, to be shown as a QR code.
//!
//! # Sessions and tokens
//!
//! The service has two kinds of token. The client manages the *owner token* itself: it fetches the token when it is
//! first needed, with one fetch for all waiting calls, and refreshes it before it expires, while calls continue with
//! the token that is still valid. An *end user's* token comes from a login and belongs to a [`Session`], which acts as
//! that user; [`Authing::session`] creates a session from a token sent by a browser. The kind of token that an
//! operation needs is part of its type: passing the wrong one does not compile. A login never changes the client, so
//! one program serves any number of users at once.
//!
//! ```no_run
//! # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
//! let session = authing.session("eyJhbGciOi…"); // the part after `Bearer ` in the header
//! if session.login_status().await?.is_logged_in() {
//!     println!("welcome back");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A program that checks a token with every request can verify it locally, with the pool's secret:
//! [`Authing::verify_token`] returns the token's claims. Only the service knows whether the user has since been logged
//! out, locked or removed.
//!
//! ```no_run
//! # fn example(authing: authing_client::Authing) -> Result<(), authing_client::TokenError> {
//! let claims = authing.verify_token("the token from the Authorization header")?;
//! println!("{} until {:?}", claims.user_id, claims.expires_at());
//! # Ok(())
//! # }
//! ```
//!
//! # Protecting routes
//!
//! With the feature `axum`, five lines protect the routes of a web service. `RequireTokenLayer` verifies the token of
//! each request locally, and a handler takes its claims as [`TokenClaims`]:
//!
//! ```
//! # #[cfg(feature = "axum")]
//! # fn example(authing: authing_client::Authing) -> axum::Router {
//! use authing_client::{RequireTokenLayer, TokenClaims};
//! use axum::{Router, routing::get};
//!
//! async fn me(claims: TokenClaims) -> String {
//!     claims.user_id
//! }
//!
//! let app = Router::new()
//!     .route("/me", get(me))
//!     .route_layer(RequireTokenLayer::new(authing.token_verifier()).cookie("token"));
//! # app
//! # }
//! ```
//!
//! The token comes from the header `Authorization: Bearer …`, or from a cookie if its name is configured. A request
//! without a valid token gets the status 401, an empty body, and a `WWW-Authenticate` header with the reason.
//!
//! In v2, the layer takes the [`AuthenticationClient`](v2::AuthenticationClient), and the handler
//! [`IdTokenClaims`](v2::oidc::IdTokenClaims).
//!
//! A handler that calls the service as the caller takes the `CallerToken`: `authing.session(token)`.
//!
//! With the feature `tower` alone, the same layer wraps any `tower` service of `http` requests; claims and token are in
//! the request's extensions. With other frameworks, call [`TokenVerifier::verify`].
//!
//! # Users and profiles
//!
//! An [`UpdateUser`](operations::UpdateUser) changes the fields that are set, empties the fields that are cleared, and
//! leaves the rest unchanged. The owner can change every user; a session changes its own user with
//! [`Session::update_profile`]:
//!
//! ```no_run
//! # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
//! use authing_client::operations::UpdateUser;
//! use authing_client::Photo;
//!
//! let id = "5e4cdd055df3df65dc58b97d";
//! let update = UpdateUser::new(id).nickname("Test").clear_company();
//! let user = authing.update_user(update).await?;
//! let user = authing.set_photo(id, Photo::from_file("test.png")?).await?;
//!
//! // From optional values: `None` changes nothing, `Some(None)` clears the field.
//! let (nickname, blocked): (Option<Option<String>>, Option<bool>) = (Some(None), None);
//! let update = UpdateUser::new(id).patch_nickname(nickname).maybe_blocked(blocked);
//! let user = authing.update_user(update).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Serde reads both a missing field and a JSON `null` as `None`. In the body of a `PATCH` request, tell them apart:
//!
//! ```
//! use serde::{Deserialize, Deserializer};
//!
//! #[derive(Deserialize)]
//! struct Patch {
//!     #[serde(default, deserialize_with = "present")] // missing: `None`; null: `Some(None)`
//!     nickname: Option<Option<String>>,
//! }
//!
//! fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(field: D) -> Result<Option<T>, D::Error> {
//!     T::deserialize(field).map(Some)
//! }
//!
//! let patch: Patch = serde_json::from_str(r#"{"nickname": null}"#)?;
//! assert_eq!(patch.nickname, Some(None));
//! # Ok::<_, serde_json::Error>(())
//! ```
//!
//! A [`User`](types::User) has the fields that every deployment knows. The other fields of a registration, the claims
//! of OpenID Connect such as name, gender, date of birth and postal address, are an
//! [`OpenidProfile`](types::OpenidProfile): [`Authing::get_openid_profile`] and [`Session::get_openid_profile`] return
//! it, and `update_openid_profile` changes it.
//!
//! [`Authing::find_user_by_email`], [`find_user_by_phone`](Authing::find_user_by_phone) and
//! [`find_user_by_username`](Authing::find_user_by_username) return one user; [`Authing::has_role`] returns whether a
//! user has a role.
//!
//! # Lists
//!
//! Lists have pages: [`Authing::list_users`] returns one page. [`Authing::stream`] returns all items of any list
//! operation, with one page in memory at a time; [`Session::stream`] does so as its user. The stream has its own `next`,
//! and implements `futures::Stream`:
//!
//! ```no_run
//! # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
//! use authing_client::operations::{ListRoles, ListUsers, ListUsersOfRole};
//! use futures_util::TryStreamExt; // or `futures::TryStreamExt`
//!
//! let mut roles = authing.stream(ListRoles::new());
//! while let Some(role) = roles.next().await {
//!     let role = role?;
//!     let members: Vec<_> = authing.stream(ListUsersOfRole::new(&role.id)).try_collect().await?;
//!     println!("{:?}: {}", role.name, members.len());
//! }
//! let everyone: Vec<_> = authing.stream(ListUsers::new()).page_size(100).try_collect().await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`ItemStream`] describes what happens if items are added or removed in the meantime.
//!
//! # Errors
//!
//! Every way a call can fail is an [`Error`]. Its text is one line with the operation, the service's code and the
//! reason; [`Error::report`] adds the causes, such as `Connection refused`. [`Error::code`] returns the code, whose
//! names are constants of [`ErrorCode`]. [`Error::is_transient`] returns whether the same call may succeed later,
//! [`Error::is_safe_to_retry`] whether even a mutation can be retried. `?` converts a [`TokenError`]. A value that
//! the service would always reject, such as an empty email or a password too long for the key, is
//! [`Error::InvalidInput`] before anything is sent.
//!
//! # Retries and timeouts
//!
//! A query is retried if it got no response, or the service is busy or down: at most 3 attempts, with exponential
//! backoff and jitter between them. A mutation is retried only if the service can't have processed it, so nothing is done
//! twice. [`RetryPolicy`] defines the rules; [`Builder::retry_policy`] changes them or turns retries off. If the service
//! rejects the owner token, the call is sent once more with a fresh token; this does not count as an attempt.
//!
//! The default timeouts are 10 seconds for a connection, 30 seconds for an attempt, and 60 seconds for a whole call,
//! including its retries and the fetch of the owner token. To change them, use
//! [`connect_timeout`](Builder::connect_timeout), [`timeout`](Builder::timeout) and
//! [`call_timeout`](Builder::call_timeout). At most 512 requests are in flight at once, each of which may open a
//! connection; more calls wait for a permit. [`max_concurrent_requests`](Builder::max_concurrent_requests) sets another
//! limit.
//!
//! An idle connection is kept for 4 seconds, less than servers keep theirs, so that no request goes out while the
//! server closes it; [`pool_idle_timeout`](Builder::pool_idle_timeout) sets another time. A request that the service
//! declares unprocessed over HTTP/2 (a refused stream, or one that a GOAWAY excludes) is resent, even a mutation and
//! without counting as an attempt.
//!
//! For single calls, a cheap clone of the client or session has other options: [`Authing::with_call_timeout`],
//! [`Authing::with_header`], [`Authing::with_retry_policy`].
//!
//! ```no_run
//! # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
//! use std::time::Duration;
//!
//! use authing_client::RetryPolicy;
//! use authing_client::http::{HeaderName, HeaderValue};
//!
//! let hasty = authing.with_call_timeout(Duration::from_secs(2)).with_retry_policy(RetryPolicy::none());
//! let traced = hasty.with_header(HeaderName::from_static("x-request-id"), HeaderValue::from_static("5f2b"));
//! let user = traced.get_user("5e4cdd055df3df65dc58b97d").await?;
//! # Ok(())
//! # }
//! ```
//!
//! The client needs a tokio runtime with its timer and I/O enabled, such as the one of `#[tokio::main]`. A call outside
//! a runtime is [`Error::NoRuntime`]. One client works in several runtimes, one after the other or at the same time;
//! each has its own connections.
//!
//! # Tracing
//!
//! Every call is one `tracing` span named `authing`, at the level DEBUG:
//!
//! | Field | Value |
//! |---|---|
//! | `operation` | the name of the operation or REST path |
//! | `service` | the recipient: `users`, `oauth`, `cdn`, `upload`; in the v2 API `host`, `websocket_host`, `oidc`, `oauth`, `cas` |
//! | `attempts` | the number of requests sent |
//! | `status` | the HTTP status of the last response, if there was one |
//! | `outcome` | `ok`, `canceled`, or the kind of [`Error`], such as `api` or `transport` |
//! | `code` | the service's code, if the response has one |
//! | `elapsed_ms` | the duration, including backoff |
//!
//! Inside the span, each retry is an event with the attempt's `outcome` and `wait_ms`, and the end of the call is
//! another. They contain nothing that was sent or received.
//!
//! # Private deployments
//!
//! A private deployment has its own URLs, its own public key for passwords (its documentation calls it `pub.pem`) and
//! often a certificate of its own authority:
//!
//! ```no_run
//! # async fn example() -> Result<(), authing_client::Error> {
//! use authing_client::Authing;
//!
//! let authing = Authing::builder("5e4cdd055df3df65dc58b97d", "the pool's secret")
//!     .users_url("https://users.authing.example.com/graphql")
//!     .oauth_url("https://oauth.authing.example.com/graphql") // or `host` if one host serves both
//!     .public_key_file("pub.pem")
//!     .root_certificate_file("our-authority.pem")
//!     .connect()
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Testing with the emulator
//!
//! The crate `authing-emulator` is a local Authing: it starts inside a test, responds as the service does, and shows
//! the codes that it "sent", and those of authenticator apps. Its clock can be moved forward to test expiry;
//! [`TokenVerifier::clock`] accepts it, too. To test without any server, respond to the requests with your own
//! [`Transport`]: see [`transport_fn`].
//!
//! # Responses in tests and caches
//!
//! Response types are plain data: a handler returns one as JSON, a cache stores one and reads it back. `Serialize`
//! omits secrets, so a user that is read back has no token:
//!
//! ```
//! use authing_client::types::User;
//! use axum::Json;
//!
//! async fn profile(user: User) -> Json<User> {
//!     Json(user)
//! }
//!
//! // A cache:
//! let mut user = User::default();
//! user.id = "5e4cdd055df3df65dc58b97d".to_owned();
//! user.nickname = Some("Ada".to_owned());
//! user.token = Some("eyJhbGciOi…".into());
//! let cached = serde_json::to_string(&user)?;
//! assert!(!cached.contains("eyJhbGciOi"));
//! let read: User = serde_json::from_str(&cached)?;
//! user.token = None;
//! assert_eq!(read, user);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! The names in JSON are the service's own (`_id`, `lastLogin`). A test creates a response with `default()`, sets the
//! relevant fields, and compares the result. Response types are `#[non_exhaustive]`, so that a new field breaks no
//! program; struct literals do not compile.
//!
//! ```
//! use authing_client::types::User;
//! use authing_client::{JsonText, Timestamp};
//! use std::time::{Duration, SystemTime, UNIX_EPOCH};
//!
//! /// Whether a user has not logged in for so long.
//! fn is_inactive(user: &User, for_longer_than: Duration, now: SystemTime) -> bool {
//!     let last = user.last_login_at.as_ref().and_then(Timestamp::to_system_time);
//!     last.is_none_or(|last| now.duration_since(last).is_ok_and(|since| since > for_longer_than))
//! }
//!
//! let mut user = User::default();
//! user.last_login_at = Some("Sat Nov 28 2020 10:00:00 GMT+0000 (Coordinated Universal Time)".into());
//! user.metadata = Some(JsonText::from(r#"{"plan":"gold"}"#));
//! let day = Duration::from_secs(86_400);
//! let monday = UNIX_EPOCH + Duration::from_secs(1_606_694_400);
//! assert!(is_inactive(&user, day, monday));
//! assert!(!is_inactive(&user, 30 * day, monday));
//!
//! let metadata = user.metadata.as_ref().map(JsonText::read::<serde_json::Value>).transpose()?;
//! assert_eq!(metadata.unwrap()["plan"], "gold");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # Security
//!
//! - Passwords, secrets, tokens and codes are [`Secret`]s: redacted everywhere, and zeroized when they are dropped.
//!   Bodies and URLs are not logged.
//! - Certificates are always verified; this can't be turned off. Plain http is allowed to this machine only, unless
//!   [`allow_plain_http`](Builder::allow_plain_http) is set. Redirects are not followed, so that tokens do not follow
//!   them.
//! - A response body is limited to 16 MiB; [`max_response_bytes`](Builder::max_response_bytes) sets another limit.
//! - A user's token is verified with the algorithm of the key, whatever algorithm the token names: HS256 for a secret,
//!   whose signatures are compared in constant time, and in the v2 API RS256 for a key of the provider. An empty
//!   secret, with which anyone could sign, is rejected by the builder and by [`TokenVerifier`]. Only `user_id` of a
//!   session and `expires_at` of a login read a token without verifying it.
//! - A photo is sent to the upload host with a token for that purpose only, never with the owner token or a user's
//!   token.
//! - The proxy comes from the usual environment variables (`HTTPS_PROXY`, `NO_PROXY`), except for a service on this
//!   machine, or from [`Builder::proxy`]. A variable that is not the URL of a usable proxy is an error, and errors name
//!   the proxy. [`Builder::client_certificate_pem`] is for mutual TLS.
//! - Passwords are encrypted as the service requires, with RSA and PKCS#1 v1.5 padding, inside TLS. Audit tools may report
//!   RUSTSEC-2023-0071 for the crate used: a timing side channel of operations with a *private* key. The client has no
//!   private key; it only encrypts, with a public key.
//!
//! # Features
//!
//! - `rustls` (default): TLS by rustls with aws-lc-rs and the system's root certificates.
//! - `legacy` (default): the client of the legacy API, [`Authing`], and all that belongs to it.
//! - `v2` (default): the module `v2`, the clients of the v2 API. One of the two APIs is required; a program that uses only
//!   one compiles faster without the other.
//! - `tower`: `RequireTokenLayer`, which rejects requests without a valid token.
//! - `axum`: the feature `tower`, and [`TokenClaims`], [`IdTokenClaims`](v2::oidc::IdTokenClaims) and `CallerToken` as
//!   arguments of axum handlers.
//! - `blocking`: the module `blocking`, the same clients for synchronous programs.
//! - `jiff`: conversion of a [`Timestamp`] to a `jiff::Timestamp`.
//! - `secrecy`: conversion of a `secrecy::SecretString` to a [`Secret`], so that it can be passed as a password or
//!   token.
//! - `socks`: proxies that speak SOCKS.
//! - `rustls-no-provider`: like `rustls`, with the crypto provider that the program installs.

#![cfg_attr(docsrs, feature(doc_cfg))]
// The documentation is published with all features; with fewer, some of its links lead nowhere.
#![cfg_attr(
    not(all(feature = "legacy", feature = "v2")),
    allow(rustdoc::broken_intra_doc_links)
)]

#[cfg(not(any(feature = "legacy", feature = "v2")))]
compile_error!("authing-client has no client without the feature `legacy` or `v2`: enable one");

#[cfg(feature = "blocking")]
pub mod blocking;
mod builder;
mod call;
mod config;
mod crypto;
mod error;
mod exact;
#[cfg(feature = "legacy")]
mod legacy;
mod login;
mod one_line;
#[cfg(feature = "tower")]
mod protect;
mod runtime;
mod stream;
mod token;
mod transport;
#[cfg(feature = "v2")]
pub mod v2;

#[cfg(feature = "legacy")]
pub use authing_core::legacy::{
    AcceptsOwner, AcceptsUser, AnyToken, Endpoint, Legacy, LoginOperation, NoToken, OwnerToken,
    UserSearchField, UserToken, types,
};
pub use authing_core::response::ErrorData;
pub use authing_core::{
    Api, ErrorCode, InvalidInput, JsonText, Operation, OperationKind, PagedOperation, Secret,
    ServiceError, Timestamp, TokenKind,
};
pub use bytes;
pub use http;

pub use call::retry::RetryPolicy;
#[cfg(feature = "legacy")]
pub use config::endpoints::Endpoints;
pub use error::{Error, MfaChallenge, MfaMethod, Report, TokenError, UnverifiedTokens};
#[cfg(feature = "legacy")]
pub use legacy::{
    authing::Authing, builder::Builder, health::Preflight, login::Login, login_status::LoginState,
    operations, photo::Photo, session::Session, user_tokens::TokenState,
};
#[cfg(feature = "tower")]
pub use protect::caller_token::CallerToken;
#[cfg(feature = "tower")]
pub use protect::layer::{RequireToken, RequireTokenLayer, VerifyTokens};
pub use stream::ItemStream;
pub use token::claims::TokenClaims;
pub use token::verifier::TokenVerifier;
pub use transport::error::{TransportError, TransportErrorKind};
pub use transport::{Transport, TransportFuture, transport_fn};
