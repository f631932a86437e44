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
    let meant = match near.first() {
        Some((0, _)) => return Ok(None),
        Some(_) => {
            let near: Vec<_> = near.iter().map(|(_, name)| format!("`{name}`")).collect();
            Some(format!("did you mean {}?", near.join(" or ")))
        }
        None => None,
    };
    if Name::is_valid_syntax(name) {
        return Ok(meant.map(|meant| {
            format!("`on`: only an operation of this name meets the fault, for `{name}` is no root field; {meant}")
        }));
    }
    let meant = meant.unwrap_or_else(|| {
        let endpoints = ENDPOINTS.map(|name| format!("`{name}`")).join(", ");
        format!("it must be a root field, the name of an operation, or one of {endpoints}")
    });
    Err(format!("`on`: no request is called `{name}`; {meant}"))
}
