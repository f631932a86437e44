//! The checks of the legacy API.

use authing_client::operations::LoginByEmail;
use authing_client::{Authing, Builder};

use super::report::Report;
use super::{reach, shared};
use crate::failure::Failure;
use crate::jwt;

pub(super) async fn check(report: &mut Report) -> Result<(), Failure> {
    let builder = shared::settings(report, "settings", shared::POOL, Builder::from_env())?;
    let Some(builder) = builder else {
        report.skip_all(&["URLs and files"])?;
        return skip_requests(report);
    };
    let describe = |authing: &Authing| {
        let urls = authing.endpoints();
        format!("users {}, oauth {}", urls.users(), urls.oauth())
    };
    let built = shared::client(report, "URLs and files", builder.build(), describe)?;
    let Some(authing) = built else {
        return skip_requests(report);
    };
    let preflight = authing.preflight().await;
    let urls = authing.endpoints();
    let users = preflight.users.as_ref().map(drop);
    let is_up = reach::report(report, "users", urls.users(), users)?;
    let oauth = preflight.oauth.as_ref().map(drop);
    reach::report(report, "oauth", urls.oauth(), oauth)?;
    public_key(report, &authing).await?;
    if !is_up {
        return report.skip_all(&["credentials", "clock"]);
    }
    let token = authing.owner_token().await;
    if !shared::credentials(report, "credentials", token.as_ref().map(drop))? {
        return report.skip_all(&["clock"]);
    }
    let issued = token.ok().and_then(|token| {
        let decoded = jwt::decode(token.expose()).ok()?;
        jwt::time(&decoded.claims, "iat")
    });
    shared::clock(report, issued)
}

/// Skips everything that needs a client.
fn skip_requests(report: &mut Report) -> Result<(), Failure> {
    for service in ["users", "oauth"] {
        report.skip_all(&reach::names(service).each_ref().map(String::as_str))?;
    }
    report.skip_all(&["public key", "credentials", "clock"])
}

async fn public_key(report: &mut Report, authing: &Authing) -> Result<(), Failure> {
    let login = LoginByEmail::new("doctor@example.com", shared::too_long());
    let rejected = authing.execute(login).await.map(drop);
    let origin = match shared::key_variable() {
        Some(variable) => format!("set by {variable}"),
        None => {
            "the public service's: a private deployment has its own, for AUTHING_PUBLIC_KEY_FILE"
                .to_owned()
        }
    };
    shared::public_key(report, "public key", rejected, &origin)
}
