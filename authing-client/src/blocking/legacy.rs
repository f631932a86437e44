//! The blocking clients of the legacy API.

mod authing;
mod facade;
#[rustfmt::skip] // generated
mod methods;
mod session;

use super::builder::blocking_builder;
use crate::call::options::single_call_options;
use crate::legacy::builder::Builder;

pub use authing::Authing;
pub use session::{Login, Session};

blocking_builder!(
    Builder => Authing,
    #[doc(alias = "getAccessTokenByAppSecret")]
    #[doc(alias = "getClientWhenSdkInit")]
    connect
);
single_call_options!(Authing, Session);
