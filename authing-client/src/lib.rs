//! A client for the legacy Authing identity API.
//!
//! # Connecting
//!
//! A program connects with the id and secret of its user pool, both from the pool's page in the console, and keeps the
//! client for as long as it runs. Cloning it is cheap.
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
//! [`connect`](Builder::connect) fails at once if the service refuses the pair; [`build`](Builder::build) asks nothing and
//! lets the first call find out. [`Authing::from_env`] takes everything from environment variables.
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
//!     Err(error) if error.needs_mfa() => println!("the code of the authenticator app, please"),
//!     Err(Error::Api { message, .. }) => println!("refused: {message}"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every [operation](operations) is a value with `new(what it needs)` and a method for each thing that it may take besides.
//! [`Authing::execute`] sends any of them; the named methods are short ways to it. [`Authing::login`] takes any login, for
//! example the second try of a user who has a second factor:
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
//! [`Session::enable_mfa`] turns the second factor on, and [`Mfa::provisioning_uri`](types::Mfa::provisioning_uri) makes the URL
//! that an authenticator app is set up with, for a QR code.
//!
//! # Sessions and tokens
//!
//! The service knows two kinds of token. The client manages the *owner's* itself: it is fetched when it is first needed, once
//! however many calls wait for it, and renewed before it expires, while calls go on with the one that is still valid. An *end
//! user's* token comes from a login and belongs to a [`Session`], which acts as that user; [`Authing::session`] makes one
//! from a token that a browser brought. Which kind an operation needs is part of its type: giving it the wrong one does not
//! compile. A login never changes the client, so one program serves any number of users at once.
//!
//! ```no_run
//! # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
//! let session = authing.session("eyJhbGciOi…"); // what follows `Bearer ` in the header
//! if session.login_status().await?.is_logged_in() {
//!     println!("welcome back");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A program that checks a token with every request can verify it locally, with the pool's secret:
//! [`Authing::verify_token`] returns who the token's user is. Only the service knows whether that user has since been logged
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
//! With the feature `axum`, five lines protect the routes of a web service. `RequireTokenLayer` verifies the token of each
//! request here, and a handler takes what it says as [`TokenClaims`]:
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
//! The token is that of the header `Authorization: Bearer …`, or of a cookie if its name is given. A request without a valid
//! one gets the status 401, an empty body, and a `WWW-Authenticate` header that says why.
//!
//! With the feature `tower` alone, the same layer goes around any `tower` service of `http` requests; the claims are in the
//! request's extensions. With other frameworks, call [`TokenVerifier::verify`].
//!
//! # Users and profiles
//!
//! What is set in an [`UpdateUser`](operations::UpdateUser) is changed, what is cleared is emptied, and the rest stays as it
//! is. The owner may change every user, a session its own, by [`Session::update_profile`]:
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
//! // From what a program holds: `None` changes nothing, `Some(None)` empties.
//! let (nickname, blocked): (Option<Option<String>>, Option<bool>) = (Some(None), None);
//! let update = UpdateUser::new(id).patch_nickname(nickname).maybe_blocked(blocked);
//! let user = authing.update_user(update).await?;
//! # Ok(())
//! # }
//! ```
//!
//! A [`User`](types::User) has what every deployment knows. What else registration takes, the claims of OpenID Connect such as
//! name, gender, birthday and postal address, is a [`UserProfile`](types::UserProfile): [`Authing::openid_profile`] and
//! [`Session::openid_profile`] return it, `update_openid_profile` of both changes it.
//!
//! [`Authing::find_user_by_email`], [`find_user_by_phone`](Authing::find_user_by_phone) and
//! [`find_user_by_username`](Authing::find_user_by_username) return one user; [`Authing::has_role`] says whether a user has a
//! role.
//!
//! [`Authing::users`] gives one page of users, [`Authing::users_stream`] all of them, with one page in memory. The stream has
//! a `next` of its own, and is a `futures::Stream` for what that crate adds:
//!
//! ```no_run
//! # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
//! use futures_util::TryStreamExt; // or that of `futures`
//!
//! let mut users = authing.users_stream();
//! while let Some(user) = users.next().await {
//!     println!("{:?}", user?.email);
//! }
//! let everyone: Vec<_> = authing.users_stream().page_size(100).try_collect().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! Every way a call can fail is an [`Error`]. Its text is one line with the operation, the service's code and the reason;
//! [`Error::report`] adds the causes, such as `Connection refused`. [`Error::code`] gives the code, whose names are constants of
//! [`ErrorCode`]. [`Error::is_transient`] says whether the same call may succeed later, [`Error::is_safe_to_retry`] whether a
//! mutation can be sent again, too. `?` converts a [`TokenError`]. A value that the service would refuse
//! anyway, such as an empty email or a password too long for the key, is [`Error::InvalidInput`] before anything is sent.
//!
//! # Retries and timeouts
//!
//! A query is retried if it got no response, or the service is busy or down: at most 3 attempts, with exponential backoff and
//! jitter between them. A mutation is retried only if nothing of the request has left this machine, so that nothing is done
//! twice. [`RetryPolicy`] has the rules; [`Builder::retry_policy`] changes them or turns retries off. A call that the service
//! rejects for the owner's token is sent once more with a fresh token, which does not count as an attempt.
//!
//! A connection may take 10 seconds, an attempt 30, and a whole call 60, its retries and the fetch of the owner's token
//! included. All three can be set: [`connect_timeout`](Builder::connect_timeout), [`timeout`](Builder::timeout) and
//! [`call_timeout`](Builder::call_timeout). At most 512 requests are in flight at once, each of which may take a connection;
//! more calls wait for a permit, and [`max_concurrent_requests`](Builder::max_concurrent_requests) sets another limit.
//!
//! Single calls have options of their own by a cheap clone of the client or session: [`Authing::with_call_timeout`],
//! [`Authing::with_header`], [`Authing::with_retry_policy`].
//!
//! ```no_run
//! # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
//! use std::time::Duration;
//!
//! let user = authing.with_call_timeout(Duration::from_secs(2)).user("5e4cdd055df3df65dc58b97d").await?;
//! # Ok(())
//! # }
//! ```
//!
//! The client needs tokio: a runtime with its timer, as `#[tokio::main]` makes it. A call outside of one is
//! [`Error::NoRuntime`].
//!
//! # Observing
//!
//! Every call is one `tracing` span at the level DEBUG, called `authing`:
//!
//! | Field | Is |
//! |---|---|
//! | `operation` | the operation's name, or the REST path's |
//! | `service` | the endpoint: `users`, `oauth`, `cdn`, `upload` |
//! | `attempts` | how many requests were sent |
//! | `status` | the HTTP status of the last response, if there was one |
//! | `outcome` | `ok`, `cancelled`, or what kind of [`Error`] it was, such as `refused` or `transport` |
//! | `code` | the service's code, if it responded with one |
//! | `elapsed_ms` | how long it took, backoff included |
//!
//! Inside the span, each retry is an event with the attempt's `outcome` and `wait_ms`, and the end of the call is another.
//! Nothing that was sent or received is in them.
//!
//! # Private deployments
//!
//! A deployment of one's own has other addresses, its own public key for passwords (its documentation calls it `pub.pem`)
//! and often a certificate of its own authority:
//!
//! ```no_run
//! # async fn example() -> Result<(), authing_client::Error> {
//! use authing_client::Authing;
//!
//! let authing = Authing::builder("5e4cdd055df3df65dc58b97d", "the pool's secret")
//!     .users_url("https://users.authing.example.com/graphql")
//!     .oauth_url("https://oauth.authing.example.com/graphql") // or `host` for one host that serves both
//!     .public_key_file("pub.pem")
//!     .root_certificate_file("our-authority.pem")
//!     .connect()
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Testing against a service
//!
//! The crate `authing-emulator` is an Authing for this machine: it starts inside a test, answers as the service does, and
//! shows the codes that it "sent", and those of authenticator apps. Its clock moves forward for tests of what expires;
//! [`TokenVerifier::clock`] takes it, too. Without any server, a [`Transport`] of your own answers the requests: see
//! [`transport_fn`].
//!
//! # Testing your code
//!
//! Response types are plain data: a handler returns one as JSON, a cache keeps one and reads it again. `Serialize` leaves
//! secrets out, so a user that is read again has no token:
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
//! The names in JSON are the service's own (`_id`, `lastLogin`). A test makes a response by `default()` and sets what matters,
//! and compares what the code makes of it. They are `#[non_exhaustive]`, so that a new field breaks no program; a struct
//! literal does not compile.
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
//! - Passwords, secrets, tokens and codes are [`Secret`]s: nothing shows them, and their memory is overwritten when they are
//!   dropped. No body is logged, and no address.
//! - Certificates are always verified, and nothing turns that off. Plain http goes to this machine only, unless
//!   [`allow_plain_http`](Builder::allow_plain_http) says otherwise. Redirects are not followed: a token must not follow them.
//! - A response may be 16 MiB long at most, unless [`max_response_bytes`](Builder::max_response_bytes) sets another limit.
//! - A user's token is verified with HS256 only, whatever the token says of itself, and its signature compared in constant
//!   time. An empty secret, with which everybody could sign, makes neither a client nor a [`TokenVerifier`]. Only
//!   [`Session::user_id`] reads a token without verifying it, to fill in a variable.
//! - A picture goes to the upload host with a token for that alone, never with the owner's or a user's.
//! - Proxies are taken from the usual environment variables (`HTTPS_PROXY`, `NO_PROXY`), but not for a service on this
//!   machine; or [`Builder::proxy`] sets one. A variable that names no HTTP proxy is an error, and errors name the proxy. [`Builder::client_certificate_pem`] is for mutual TLS.
//! - Passwords are encrypted as the service wants it, with RSA and PKCS#1 v1.5 padding, inside TLS. Audits report
//!   RUSTSEC-2023-0071 for the crate that does it: a timing weakness of operations with a *private* key. The client has none;
//!   it only encrypts, with a public one.
//!
//! # Features
//!
//! - `rustls` (default): TLS by rustls with aws-lc-rs and the system's root certificates.
//! - `tower`: `RequireTokenLayer`, which lets only requests with a valid token through.
//! - `axum`: the same, and [`TokenClaims`] as an argument of axum's handlers.
//! - `blocking`: the module `blocking`, the same client for programs that are not asynchronous.
//! - `jiff`: a [`Timestamp`] becomes a `jiff::Timestamp`.
//! - `secrecy`: a [`Secret`] can be made of a `secrecy::SecretString`, so that one goes wherever a password or token does.
//! - `rustls-no-provider`: the same as `rustls` with the crypto provider that the program installs.

#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
mod config;
mod crypto;
mod error;
mod invisible;
mod legacy;
mod one_line;
#[cfg(feature = "tower")]
mod protect;
mod runtime;
mod token;
mod transport;

pub use authing_core::legacy::{
    AcceptsOwner, AcceptsUser, AnyToken, Endpoint, Legacy, LoginOperation, NoToken, OwnerToken,
    UserSearchField, UserToken, operations, types,
};
pub use authing_core::{
    Api, ErrorCode, InvalidInput, JsonText, Operation, OperationKind, Secret, ServiceError,
    Timestamp, TokenKind,
};
pub use bytes;
pub use http;

pub use call::retry::RetryPolicy;
pub use config::endpoints::Endpoints;
pub use error::{Error, Report};
pub use legacy::authing::Authing;
pub use legacy::builder::Builder;
pub use legacy::health::Preflight;
pub use legacy::login::Login;
pub use legacy::login_status::LoginState;
pub use legacy::photo::Photo;
pub use legacy::session::Session;
pub use legacy::user_tokens::TokenState;
pub use legacy::users::UsersStream;
#[cfg(feature = "tower")]
pub use protect::layer::{RequireToken, RequireTokenLayer};
pub use token::verifier::{TokenClaims, TokenError, TokenVerifier};
pub use transport::error::{TransportError, TransportErrorKind};
pub use transport::{Transport, TransportFuture, transport_fn};
