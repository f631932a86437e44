//! A local Authing to develop and test against: no account, no network, nothing to set up.
//!
//! It answers the legacy Authing identity API (2019-2020) over real HTTP, from the service's own schema, with real
//! state, real RSA and tokens, and the service's error codes. Any SDK of that API can be pointed at it.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use authing_emulator::{Clock, Emulator};
//! use std::time::{Duration, SystemTime};
//!
//! let emulator = Emulator::builder()
//!     .clock(Clock::stopped_at(SystemTime::now()))
//!     .start()
//!     .await?;
//!
//! // Give these to the program under test.
//! let (users, oauth) = (emulator.users_url(), emulator.oauth_url());
//! let (pool, secret) = (emulator.user_pool_id(), emulator.secret());
//! let key = emulator.public_key_pem();
//!
//! // Let it do something, then see what happened, or let time pass.
//! assert_eq!(emulator.last_code("13800000000"), None);
//! emulator.clock().advance(Duration::from_secs(15 * 24 * 3600)); // now every token has expired
//! // Dropping the emulator stops it.
//! # Ok::<_, authing_emulator::StartError>(()) }).unwrap();
//! ```
//!
//! Each emulator runs on a thread of its own, so it works under any async runtime or none, and a process may have as
//! many as it likes. The program `authing-emulator` (feature `cli`, on by default) is the same for other languages.
//!
//! # Addresses
//!
//! | Path | |
//! |---|---|
//! | `/users/graphql`, `/oauth/graphql`, `/graphql` | every operation, on each of the three |
//! | `…/send_smscode/{phone}/{pool}` | sends a login code |
//! | `…/notification/send_register_smscode/{phone}/{pool}` | sends a registration code |
//! | `…/system/status` | says that the service is up |
//! | `/cdn/` | the same for the CDN |
//! | `/` | a page for people: addresses, users, messages and requests, live; `/explore` asks something |
//! | `/messages` | the messages sent, with their codes, as JSON, newest last |
//! | `/cdn/{key}` | an uploaded file |
//! | `/upload` | takes a form of `file` and `token`, answers the file's key; 401 for a wrong or expired token |
//! | `/operator/ldap_accounts` | [`Emulator::add_ldap_account`] for other languages: a POST of `{"username","password","email"?}` |
//! | `/operator/faults` | POST: [`Emulator::inject`], [see below](#test-suites); GET: those that wait; DELETE: [`Emulator::clear_faults`] |
//! | `/operator/requests` | GET: [`Emulator::requests`]; DELETE: [`Emulator::clear_requests`]; `/raw` below it shows secrets, too |
//! | `/operator/apps` | [`Emulator::add_app`]: `{"kind":"oauth" or "oidc","name"}`, answers `{"id"}` |
//! | `/operator/authorizations` | [`Emulator::authorize_app`]: `{"user","app","scope"}` |
//! | `/captcha/…` | the pictures that errors 2000 and 2001 name |
//! | `/verify_email/…` | the link in a verification mail: 2001, 2004, 2023 |
//!
//! `…` is `/users`, `/oauth` or nothing. A GraphQL request is a POST of `application/json`, at most 1 MiB; an upload
//! has at most 10 MiB.
//! A document that the schema refuses gets a GraphQL error and status 400. What the service refuses gets status 200 and
//! an error whose `message` is an object, `{"code":2006,"message":"…","data":null}`.
//!
//! `/`, `/messages` and all under `/operator` and `/page` refuse (403) a `Host` that a web page's own name could be: use
//! an IP address, `localhost`, or a name without a dot, as containers have.
//!
//! # Test suites
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use authing_emulator::{Emulator, Fault, StatusCode};
//!
//! let emulator = Emulator::start().await.unwrap();
//! emulator.inject(Fault::status(StatusCode::BAD_GATEWAY).on("login").times(2));
//! emulator.inject(Fault::reset().on("register").after_executing());
//! // Let the program under test do something, then see what it sent.
//! for request in emulator.requests() {
//!     println!("{:?} {} {:?}", request.operation_name(), request.variables(), request.fault());
//! }
//! # });
//! ```
//!
//! As JSON, a fault has a `kind`: `delay`, `reset`, `cut`, `truncated`, `garbage`, `status` (with `status`, and perhaps
//! `retryAfter` in seconds, `body` and `contentType`) or `refusal` (with `code`, and perhaps a `message`); and if need be
//! `on`, `times` or `untilCleared`, `afterExecuting` and `delayMillis`. [`Fault`] says what these mean:
//!
//! ```json
//! [{"kind": "status", "status": 502, "on": "login", "times": 2}, {"kind": "reset", "on": "register", "afterExecuting": true}]
//! ```
//!
//! Requests are kept in memory: the newest thousand, or fewer if their bodies have more than 16 MiB together. Passwords,
//! secrets, tokens and codes are masked in them, wherever they stand, unless one asks for what was really sent.
//!
//! # Operations
//!
//! | Root field | Token | |
//! |---|---|---|
//! | `getAccessTokenByAppSecret` | none | 2010, 2011; 1001 for a wrong secret |
//! | `getClientWhenSdkInit` | none | the same |
//! | `checkLoginStatus` | none | 200, 2020, 2206, 2207 as data |
//! | `decodeJwtToken` | none | the same, in `status` |
//! | `refreshToken` | owner | 2004, 2005 |
//! | `login` | none | email, username or phone with a password; phone with a code; the MFA code. 1635, 2000, 2001, 2003, 2004, 2005, 2006, 2011, 2016, 2028, 2205, 2300 |
//! | `LoginByLDAP` | none | the password is not encrypted; accounts come from the operator. 2004, 2005, 2006, 2026 |
//! | `register` | none | 2001, 2003, 2011, 2016, 2026, 2028, 2029, 2032, 2100, 2205, 2300 |
//! | `createUser` | owner | as `register`, without 2100 |
//! | `user` | any | null for an unknown id; 500 for a malformed one |
//! | `users` | any | oldest first |
//! | `userPatch` | owner | 2030 |
//! | `searchUser` | any | by `email`, `username`, `phone`, `nickname` or `all`; 2015 |
//! | `userExist` | any | |
//! | `updateUser` | any | 2004, 2016, 2026, 2028, 2029, 2200, 2201, 2202, 2203, 2204 |
//! | `removeUsers` | any | 2209, 2210 |
//! | `qiNiuUploadToken` | any | valid for an hour |
//! | `checkPhoneCode` | any | 2001, 2028, 2300 |
//! | `sendChangeEmailVerifyCode` | any | 2200, with a user's token; 2204 |
//! | `updateEmail` | any | 2001, 2004, 2020, 2200, 2202, 2204, 2208, 2300 |
//! | `sendVerifyEmail` | none | 2004, 2204 |
//! | `unbindEmail` | any | 2004, 2202, 2217, 2219 |
//! | `updatePhone` | any | 2001, 2004, 2020, 2026, 2028, 2202, 2300 |
//! | `sendResetPasswordEmail` | none | 2004, 2204 |
//! | `verifyResetPasswordVerifyCode` | none | 2001, 2004, 2204, 2300 |
//! | `changePassword` | none | 2001, 2004, 2016, 2029, 2204, 2300 |
//! | `queryMFA` | any | null if the user never had it on; 2004, 2202 |
//! | `changeMFA` | user | 2004, 2202 |
//! | `ReadOauthList` | none | GitHub, WeChat and others; one is switched off |
//! | `notBindOAuthList`, `bindedOAuthList` | any | 2004, 2202 |
//! | `bindOtherOAuth` | any | 2004, 2202, 2213, 2215 |
//! | `unbindOtherOAuth` | any | 2004, 2202, 2216, 2217 |
//! | `GetUserAuthorizedApps` | any | apps come from the operator. 2004, 2202 |
//! | `RevokeUserAuthorizedApp` | any | 2004, 2202, 2221 |
//! | `createRole`, `updateRole`, `updatePermissions` | owner | 500 for an unknown role |
//! | `assignUserToRole`, `removeUserFromGroup` | owner | 500, 2004 |
//! | `clientRoles`, `userGroup` | any | 500 for an unknown role |
//! | `queryRoleByUserId` | any | 2004, 2202 |
//! | `getUserPoolSettings` | any | |
//!
//! Where a token is needed, a missing one is 2020, an expired or logged-out one 2206, a wrong one 2207, one of the wrong
//! kind 1001. Where none is needed, none is looked at. Every field that is told the pool's id answers 2011 to another's,
//! and 2205 where it is needed and empty. A malformed id of a user is 500. The rest of the schema's root fields are
//! answered by an error whose message is a string that names the field.
//!
//! # Differences from the service
//!
//! What the emulator leaves out:
//!
//! - Logging in through a social login or by `unionid`; `keepPassword` and `invitationCode` are accepted and not looked
//!   at.
//! - Captchas, and limits on registrations, text messages and requests, unless the [`Builder`] sets them.
//! - Nothing is really sent, and `userLocation` is empty.
//! - Passwords are hashed with Argon2id under parameters too cheap for a real service, to keep test suites fast.
//! - Uploaded files are kept as long as the emulator runs.
//! - A login history keeps the newest 100 entries, the messages the newest 1000.
//!
//! What it assumes where no source says how the service does it:
//!
//! - A wrong secret is 1001 "not allowed".
//! - Email addresses are kept in lower case; those that differ only in case are the same.
//! - A phone number has 6 to 15 digits and perhaps a `+`; codes have 6 digits, live 5 minutes, are void after 5 wrong
//!   tries, are used once, and serve the purpose that they were sent for. Whether a code is right is judged before
//!   whether it has expired.
//! - A code sent to an unknown phone does not make a user: logging in with it is 2004.
//! - At login, an email wins over a username, a username over a phone. None of them is 2028, a missing password 2006.
//!   A locked user gets 2005 whatever the password; the user's tokens stay valid.
//! - Registering needs an email or a phone, and whenever a phone is given, the code sent to it. A name taken is 2026,
//!   whichever it is. `registerMethod` is `default:username-password` or `default:phone-password` unless given.
//! - `forceLogin` counts as a login.
//! - Any token may look at any user, but only the owner's and the user's own see the field `token`.
//! - A logout voids the tokens made before it, which are then "expired". A deleted user's tokens are "wrong"; nothing
//!   else is kept of it.
//! - An owner's token lives as long as a user's. `refreshToken` leaves the user's other tokens valid.
//! - Where a call is about a user, a user's token stands for its own user and may name nobody else (2202, at deletion
//!   2209); the owner's may name anybody, and must (500).
//! - `updateUser`: absent leaves a field as it is, null clears a text. A null flag, number or password says nothing. Users
//!   may change anything of their own. `oldPassword` is needed whoever asks, unless the user has no password yet. A new
//!   email or phone is unverified. A `tokenExpiredAt` of `"0"` is a logout. A new password leaves tokens valid.
//! - Lists have their first page under 1; `searchUser` also under 0.
//! - `removeUsers` deletes all of its users or none.
//! - `updateEmail` and `updatePhone` with the owner's token are about the user who has the old address: without one, 2020.
//!   The old address's code is judged if it is sent, and is needed if a user's token names the old address. The code for
//!   a new phone is a login code. A phone that is taken, or the same, is 2026.
//! - Outside login and registration, a malformed email is 2204.
//! - A user can log in by phone, by email or username with a password, or by a bound social account. The last of these
//!   can't be unbound, though `updateUser` may clear it.
//! - MFA is asked for once the password or code is right, and a code sent to the phone survives the asking. A missing
//!   MFA code is 1635, and so is a wrong one. Codes are those of RFC 6238 (SHA-1, 6 digits, 30 seconds); the step before
//!   and the one after are accepted too, each once. Switching MFA off keeps the key.
//! - The first login of an LDAP account makes a user of its name, which must be free (2026). MFA is not asked for there.
//! - An app that the user has not authorised, or no longer, is as unknown as one that does not exist: 2221.
//! - Roles may share a name. `updateRole` leaves what is null or absent as it is, `updatePermissions` clears. Who gets a
//!   role twice has it once; to take it from who does not have it is 2004.
//! - A captcha is asked for (2000) after so many failures in 5 minutes, counted for the account and for the address; a
//!   success forgets both. Failures are 2001, 2004, 2006 and a wrong MFA code. A wrong captcha is 2001. Every refusal of
//!   such a login names the next captcha in `data.url`; [`Emulator::last_code`] of that address tells its text. Case makes
//!   no difference.
//! - Registrations are counted once they succeed. The address is `lastIP` if given, else the other end's.
//! - Any kind of social account can be bound, one of a kind. That the kind is bound already (2213) is judged before
//!   whose account it is (2215).

mod answers;
mod api_error;
mod builder;
mod call;
mod captcha;
mod clock;
mod connection;
mod emulator;
mod faults;
mod graphql;
mod http;
mod js_date;
mod jwt;
mod message;
mod object_id;
mod operator;
mod operator_apps;
mod password_hash;
mod password_key;
mod randomness;
mod rate_limit;
mod recorded;
mod sending;
mod server;
mod service;
mod social_logins;
mod start_error;
mod store;
mod suites;
mod token;
mod totp;
mod upload_token;
mod wellformed;

pub use axum::http::StatusCode;
pub use builder::Builder;
pub use clock::Clock;
pub use emulator::Emulator;
pub use faults::Fault;
pub use message::{Message, MessageKind, Purpose};
pub use operator::UserError;
pub use randomness::Randomness;
pub use recorded::{RecordedRequest, TokenKind};
pub use start_error::StartError;
pub use store::apps::AppKind;
pub use suites::TooFewRequests;
