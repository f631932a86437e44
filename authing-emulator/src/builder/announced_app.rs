//! The app of clients that name none, which is announced at the start.

use redb::WriteTransaction;

use super::start_error::StartError;
use crate::clock::Clock;
use crate::clock::js_date::js_date;
use crate::crypto::ids::ObjectIds;
use crate::crypto::randomness::Randomness;
use crate::rules::oidc::redirect;
use crate::store::StoreError;
use crate::store::apps::{self, APPS, App, AppKind};

/// Checks the redirect URIs that the app is to have.
pub(super) fn check(redirect_uris: &[String]) -> Result<(), StartError> {
    for uri in redirect_uris {
        redirect::check(uri)
            .map_err(|reason| StartError::option("redirect_uri", format!("{uri:?} {reason}")))?;
    }
    Ok(())
}

/// Returns the app, with these redirect URIs besides its own.
pub(super) fn prepare(
    transaction: &WriteTransaction,
    clock: &Clock,
    randomness: &Randomness,
    ids: &ObjectIds,
    redirect_uris: &[String],
) -> Result<App, StoreError> {
    let mut app = oldest(transaction, clock, randomness, ids)?;
    for uri in redirect_uris {
        app.add_redirect_uri(uri);
    }
    apps::save(transaction, &app)?;
    Ok(app)
}

/// Returns the pool's oldest OpenID Connect app, or a new one.
fn oldest(
    transaction: &WriteTransaction,
    clock: &Clock,
    randomness: &Randomness,
    ids: &ObjectIds,
) -> Result<App, StoreError> {
    let apps = APPS.all(transaction)?;
    if let Some(app) = apps.into_iter().find(|app| app.kind == AppKind::Oidc) {
        return Ok(app);
    }
    let app = App::new(
        ids.next(clock),
        AppKind::Oidc,
        "authing-emulator",
        randomness.hex::<16>(),
        js_date(clock.seconds()),
    );
    Ok(app)
}
