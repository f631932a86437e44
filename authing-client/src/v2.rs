//! The v2 API (2020–2023): one host, an app that users log in to, and a user pool's id and secret for management.
//!
//! | Client | Has | For |
//! |---|---|---|
//! | [`AuthenticationClient`] | the app's id | registering, logging in, resetting passwords |
//! | [`UserSession`] | a user's token, from a [`Login`] or a browser | the user's own account |
//! | [`ManagementClient`] | the user pool's id and secret | users, roles, groups, policies, organizations |
//!
//! ```no_run
//! # async fn example() -> Result<(), authing_client::Error> {
//! use authing_client::v2::operations::UpdatePhone;
//! use authing_client::v2::{AuthenticationClient, ManagementClient};
//!
//! let auth = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
//!     .host("https://my-app.authing.cn")
//!     .build()?;
//! let login = auth.login_by_email("test@testmail.com", "testpassword").await?;
//! let user = login.session().execute(UpdatePhone::new("13800138000", "1234")).await?;
//!
//! let management = ManagementClient::builder("5e4cdd055df3df65dc58b97d", "the pool's secret").build()?;
//! let role = management.create_role("admin").await?;
//! # Ok(())
//! # }
//! ```
//!
//! Every [operation](operations) is a value with `new(required arguments)` and a setter for each optional one; `execute`
//! of a client or session sends it, and the named methods are shortcuts. An operation of another API, or one that needs
//! another token, does not compile. Errors, retries, timeouts, certificates and proxies are those of the
//! [crate](crate#errors).
//!
//! # The second step of a login
//!
//! A login that needs a second factor (codes 1635 and 1636) is an error whose [`mfa`](crate::Error::mfa) is the challenge:
//! the token for the second step, and the ways to pass it. [`complete_mfa`](AuthenticationClient::complete_mfa) passes it:
//!
//! ```no_run
//! # async fn example(
//! #     auth: authing_client::v2::AuthenticationClient,
//! #     typed_by_the_user: impl Fn(&str) -> String,
//! # ) -> Result<(), authing_client::Error> {
//! use authing_client::MfaMethod;
//! use authing_client::v2::operations::{SendEmail, VerifyEmailMfa, VerifyTotp};
//! use authing_client::v2::types::EmailScene;
//!
//! let login = match auth.login_by_email("test@testmail.com", "testpassword").await {
//!     Ok(login) => login,
//!     Err(error) => match error.mfa() {
//!         Some(challenge) if challenge.methods.contains(&MfaMethod::Totp) => {
//!             let code = typed_by_the_user("the code of the authenticator app");
//!             auth.complete_mfa(&challenge, VerifyTotp::new(code)).await?
//!         }
//!         Some(challenge) if challenge.methods.contains(&MfaMethod::Email) => {
//!             let email = challenge.email.as_deref().unwrap_or_default();
//!             auth.execute(SendEmail::new(email, EmailScene::MfaVerify)).await?;
//!             let code = typed_by_the_user("the code from the email");
//!             auth.complete_mfa(&challenge, VerifyEmailMfa::new(email, code)).await?
//!         }
//!         _ => return Err(error),
//!     },
//! };
//! # Ok(())
//! # }
//! ```
//!
//! # A new password
//!
//! A login that needs a new password (codes 1639 and 2058) is an error whose [`reset_token`](crate::Error::reset_token)
//! sets it:
//!
//! ```no_run
//! # async fn example(auth: authing_client::v2::AuthenticationClient) -> Result<(), authing_client::Error> {
//! use authing_client::ErrorCode;
//!
//! if let Err(error) = auth.login_by_email("test@testmail.com", "testpassword").await {
//!     match (error.code(), error.reset_token()) {
//!         (Some(ErrorCode::FIRST_PASSWORD_REQUIRED), Some(token)) => {
//!             auth.reset_password_by_first_login_token(token, "a new password").await?;
//!         }
//!         (_, Some(token)) => {
//!             auth.reset_password_by_force_reset_token(token, "testpassword", "a new password").await?;
//!         }
//!         _ => return Err(error),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Custom fields
//!
//! A user pool defines custom fields (自定义字段, UDF) of its users, in the console or with
//! [`set_custom_field`](ManagementClient::set_custom_field). A registration sets their values with
//! [`custom_data`](operations::RegisterByEmail::custom_data); later,
//! [`set_own_custom_data`](UserSession::set_own_custom_data) does:
//!
//! ```no_run
//! # async fn example(
//! #     auth: authing_client::v2::AuthenticationClient,
//! #     management: authing_client::v2::ManagementClient,
//! # ) -> Result<(), authing_client::Error> {
//! use authing_client::v2::CustomDataParams;
//! use authing_client::v2::operations::{RegisterByEmail, SetCustomField};
//! use authing_client::v2::types::{CustomDataTarget, CustomDataType};
//!
//! let field = SetCustomField::new(CustomDataTarget::User, "age", CustomDataType::Number, "年龄");
//! management.set_custom_field(field).await?;
//!
//! let age = CustomDataParams::new().set("age", 18);
//! auth.execute(RegisterByEmail::new("test@testmail.com", "testpassword").custom_data(age))
//!     .await?;
//! let login = auth.login_by_email("test@testmail.com", "testpassword").await?;
//! let data = login.session().set_own_custom_data("age", 19.into()).await?;
//! # Ok(())
//! # }
//! ```

pub(crate) mod authentication;
mod builder;
mod cas;
mod host;
mod login;
pub(crate) mod management;
mod mfa;
#[rustfmt::skip] // generated
mod methods;
pub mod oidc;
pub mod operations;
mod qr_code;
mod service;
pub(crate) mod session;

pub use authentication::AuthenticationClient;
pub use authing_core::response::RedactedJson;
pub use authing_core::v2::{
    AcceptsApp, AcceptsManagement, AcceptsUser, AnyToken, CustomDataParams, CustomValue, Endpoint,
    LoginOperation, ManagementToken, MfaOperation, NoToken, PipelineContext, UserIdentifier,
    UserToken, V2, types,
};
pub use builder::{AuthenticationBuilder, ManagementBuilder};
pub use cas::CasUser;
pub use login::Login;
pub use management::ManagementClient;
pub use mfa::RecoveredLogin;
pub use qr_code::{QrCodeState, QrCodeStates};
pub use session::UserSession;

crate::call::options::single_call_options!(ManagementClient, AuthenticationClient, UserSession);
