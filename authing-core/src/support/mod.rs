//! Support for generated code: functions that it calls and crates that it names. Not part of the public API.

mod bind;
mod checks;
mod document;
mod enums;
mod lists;
mod paged;
mod query;
mod read;
mod root;
mod setters;
mod verdict;
mod wire_secret;
mod write;

pub use graphql_client;
pub use serde;
pub use serde::{Deserialize, Serialize};

pub use crate::__default_enum as default_enum;
pub use crate::__document as document;
pub use crate::__graphql_query as graphql_query;
pub use crate::__paged as paged;
pub use crate::__response as response;
pub use crate::__sent as sent;
pub use crate::__setters as setters;
pub use crate::operation::Request;
pub use bind::{Bind, maybe_user_pool, user_pool};
pub use checks::{
    comma_separated, digits, has_elements, is_secret, is_text, missing, require_any,
    require_at_most, require_elements, require_int, require_secret, require_set, require_text,
    require_texts,
};
pub use document::{joined, length, text};
pub use lists::{list, rows};
pub use paged::{Id, Number};
pub use query::after_variables;
pub use read::{Response, Source, number_by_rest_name, read};
pub use root::{List, Maybe, One, Payload, Root, Rows};
pub use setters::{Convert, each, secret, secrets};
pub use verdict::{Verdict, accepted};
pub use wire_secret::WireSecret;
pub use write::{Fields, Writer, write};
