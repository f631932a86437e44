//! The fields of a user that no rule looks at.

use crate::engine::call::Args;
use crate::rules::users::profile::{Changes, FIELDS};

/// The fields that are given. Null takes a field away.
pub(super) fn given(args: Args<'_>) -> Changes<'_> {
    let given = FIELDS.into_iter();
    given
        .filter_map(|field| Some((field, args.text_or_null(field)?)))
        .collect()
}
