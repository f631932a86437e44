//! The clients of the [v2 API](crate::v2) for synchronous programs.
//!
//! | Client | Asynchronous |
//! |---|---|
//! | [`AuthenticationClient`] | [`v2::AuthenticationClient`](crate::v2::AuthenticationClient) |
//! | [`UserSession`] | [`v2::UserSession`](crate::v2::UserSession) |
//! | [`ManagementClient`] | [`v2::ManagementClient`](crate::v2::ManagementClient) |
//!
//! ```no_run
//! # fn example() -> Result<(), authing_client::Error> {
//! use authing_client::blocking::v2::{AuthenticationClient, ManagementClient};
//! use authing_client::v2::operations::ListUsers;
//!
//! let auth = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
//!     .host("https://my-app.authing.cn")
//!     .build_blocking()?;
//! let login = auth.login_by_email("test@testmail.com", "testpassword")?;
//! println!("{:?}", login.session().get_current_user()?);
//!
//! let management = ManagementClient::builder("5e4cdd055df3df65dc58b97d", "the pool's secret").connect_blocking()?;
//! for user in management.iter(ListUsers::new()) {
//!     println!("{:?}", user?.email);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Threads, and what happens in asynchronous programs, are described at [`blocking`](super#threads).

mod authentication;
mod cas;
mod facade;
mod login;
mod management;
#[rustfmt::skip] // generated
mod methods;
mod oidc;
mod qr_code;
mod session;

use super::builder::blocking_builder;
use crate::call::options::single_call_options;
use crate::v2::{AuthenticationBuilder, ManagementBuilder};

pub use authentication::AuthenticationClient;
pub use login::{Login, RecoveredLogin};
pub use management::ManagementClient;
pub use oidc::Oidc;
pub use qr_code::QrCodeStates;
pub use session::UserSession;

blocking_builder!(AuthenticationBuilder => AuthenticationClient);
blocking_builder!(ManagementBuilder => ManagementClient, connect);
single_call_options!(AuthenticationClient, ManagementClient, UserSession);
