//! The names in [`Fault::on`](crate::Fault::on).

use apollo_compiler::Name;
use strsim::levenshtein;

use crate::control::recorded::ENDPOINTS;
use crate::server::app::App;

/// Rejects a name that no request can have. Returns a warning if it may be a mistyped one: an operation may have any name.
pub(super) fn check(app: &App, name: &str) -> Result<Option<String>, String> {
    let known = ENDPOINTS.into_iter();
    let known = known
        .chain(app.legacy.root_fields())
        .chain(app.v2.root_fields())
        // Quick, however long the name is.
        .filter(|known| known.len().abs_diff(name.len()) <= 2);
    let distance = |known: &str| levenshtein(&known.to_lowercase(), &name.to_lowercase());
    let mut near: Vec<_> = known
        .map(|known| (distance(known), known))
        .filter(|(distance, _)| *distance <= 2)
        .collect();
    near.sort_unstable();
    near.dedup();
    // Operations are often named like their root field, with a capital.
    let same =
        |(distance, known): &(usize, &str)| *distance == 0 && known.get(1..) == name.get(1..);
    if near.iter().any(same) {
        return Ok(None);
    }
    let near: Vec<_> = near.iter().map(|(_, name)| format!("`{name}`")).collect();
    let meant = (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")));
    if Name::is_valid_syntax(name) {
        return Ok(meant.map(|meant| {
            format!("`on`: `{name}` is not a root field, so only an operation of this name meets the fault; {meant}")
        }));
    }
    let meant = meant.unwrap_or_else(|| {
        let endpoints = ENDPOINTS.map(|name| format!("`{name}`")).join(", ");
        format!("it must be a root field, the name of an operation, or one of {endpoints}")
    });
    Err(format!("`on`: no request is called `{name}`; {meant}"))
}
