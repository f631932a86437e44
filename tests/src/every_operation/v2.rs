//! Every operation of the v2 API, with its required inputs only and with all inputs.

#[rustfmt::skip]
mod generated;

use std::fmt;

use authing_client::v2::operations::GetManagementToken;
use authing_client::v2::{AcceptsManagement, AcceptsUser, NoToken, V2};
use authing_core::Operation;
use futures_util::future::FutureExt as _;

use super::{Entry, Sample, Values, held};
use crate::USER_TOKEN;

pub use generated::OPERATIONS;

/// An operation that the client of the user pool sends.
fn management<O>(operation: O) -> Box<dyn Sample>
where
    O: Operation<Api = V2, Token: AcceptsManagement> + fmt::Debug + 'static,
{
    held!(operation, |clients| &clients.management)
}

/// An operation that the client of an app sends, unless it needs the user pool's id, which that client does not have.
fn app<O>(operation: O) -> Box<dyn Sample>
where
    O: Operation<Api = V2, Token = NoToken> + fmt::Debug + 'static,
{
    if O::NAME == GetManagementToken::NAME {
        return management(operation);
    }
    held!(operation, |clients| &clients.app)
}

/// An operation that only a session sends.
fn user<O>(operation: O) -> Box<dyn Sample>
where
    O: Operation<Api = V2, Token: AcceptsUser> + fmt::Debug + 'static,
{
    held!(operation, |clients| clients.app.session(USER_TOKEN))
}
