//! The operations of the v2 API, by area: its GraphQL fields and its REST paths alike.
//!
//! Each operation is a value with `new(required arguments)` and a setter for each optional one; `execute` of an
//! [`AuthenticationClient`](super::AuthenticationClient), a [`UserSession`](super::UserSession) or a
//! [`ManagementClient`](super::ManagementClient) sends it. The page of an area lists its operations. This module also has all
//! of them under their own names:
//!
//! ```
//! use authing_client::v2::operations::LoginByEmail; // or operations::login::LoginByEmail
//! ```
//!
//! The search of this documentation also finds an operation by its name on the wire (`loginByEmail`), by the name of the
//! official SDKs' method (`users.list`), and by its heading in Authing's documentation (`使用邮箱登录`).

#[doc(inline)]
pub use authing_core::v2::operations::by_area::*;
#[doc(hidden)]
pub use authing_core::v2::operations::*;
