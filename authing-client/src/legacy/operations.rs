//! The operations of the legacy API, by area.
//!
//! Each operation is a value with `new(required arguments)` and a setter for each optional one;
//! [`Authing::execute`](crate::Authing::execute) and [`Session::execute`](crate::Session::execute) send it. The page of an
//! area lists its operations. This module also has all of them under their own names:
//!
//! ```
//! use authing_client::operations::LoginByEmail; // or operations::login::LoginByEmail
//! ```
//!
//! The search of this documentation also finds an operation by its name on the wire (`updateUser`), by the name of the
//! official SDKs' method, and by its heading in Authing's documentation (`使用邮箱密码登录`).

#[doc(inline)]
pub use authing_core::legacy::operations::by_area::*;
#[doc(hidden)]
pub use authing_core::legacy::operations::*;
