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
//! | `/messages` | the messages sent, with their codes, as JSON, newest last |
//! | `/upload` | reserved: answers 501 |
//!
//! `…` is `/users`, `/oauth` or nothing. A GraphQL request is a POST of `application/json`, at most 1 MiB.
//! A document that the schema refuses gets a GraphQL error and status 400. What the service refuses gets status 200 and
//! an error whose `message` is an object, `{"code":2006,"message":"…","data":null}`.
//!
//! # Operations
//!
//! | Root field | Token | |
//! |---|---|---|
//! | `getAccessTokenByAppSecret` | none | 2010, 2011; 1001 for a wrong secret |
//! | `getClientWhenSdkInit` | none | the same |
//! | `checkLoginStatus` | none | 200, 2020, 2206, 2207 as data |
//! | `decodeJwtToken` | none | the same, in `status` |
//! | `login` | none | email, username or phone with a password; phone with a code. 2001, 2003, 2004, 2005, 2006, 2011, 2016, 2028, 2205, 2300 |
//! | `register` | none | 2001, 2003, 2011, 2016, 2026, 2028, 2029, 2032, 2205, 2300 |
//! | `createUser` | owner | as `register` |
//! | `user` | any | null for an unknown id; 500 for a malformed one |
//!
//! Where a token is needed, a missing one is 2020, an expired or logged-out one 2206, a wrong one 2207. Where none is
//! needed, none is looked at. The rest of the schema's root fields are answered by an error whose message is a string
//! that names the field.
//!
//! # Differences from the service
//!
//! What the emulator leaves out:
//!
//! - Captchas, MFA, social logins and login by `unionid`; `verifyCode`, `MFACode`, `keepPassword` and
//!   `invitationCode` are accepted and not looked at.
//! - Nothing is really sent, and `userLocation` is empty.
//! - Passwords are hashed with Argon2id under parameters too cheap for a real service, to keep test suites fast.
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
//! - A logout voids the tokens made before it, which are then "expired". A deleted user's tokens are "wrong".
//! - An owner's token lives as long as a user's.

mod answers;
mod api_error;
mod builder;
mod call;
mod clock;
mod emulator;
mod graphql;
mod http;
mod js_date;
mod jwt;
mod message;
mod object_id;
mod operator;
mod password_hash;
mod password_key;
mod randomness;
mod server;
mod service;
mod sms;
mod start_error;
mod store;
mod token;
mod wellformed;

pub use builder::Builder;
pub use clock::Clock;
pub use emulator::Emulator;
pub use message::{Message, MessageKind, Purpose};
pub use operator::UserError;
pub use randomness::Randomness;
pub use start_error::StartError;
