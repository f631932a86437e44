//! The checks of the v2 API: the user pool, and the app.

use authing_client::v2::operations::{GetManagementToken, LoginByEmail};
use authing_client::v2::{
    AuthenticationBuilder, AuthenticationClient, ManagementBuilder, ManagementClient,
};
use authing_client::{Error, Secret};

use super::report::Report;
use super::{reach, shared};
use crate::failure::Failure;
use crate::jwt;
use crate::language::language;

/// The checks that need the app's host.
const APP_CHECKS: [&str; 3] = ["app public key", "app issuer", "app secret"];

pub(super) async fn check(report: &mut Report) -> Result<(), Failure> {
    let any = |names: [&str; 2]| names.into_iter().any(shared::is_set);
    let has_app = any(["AUTHING_APP_ID", "AUTHING_APP_SECRET"]);
    if any(["AUTHING_USER_POOL_ID", "AUTHING_SECRET"]) || !has_app {
        pool(report).await?;
    } else {
        let reason = "AUTHING_USER_POOL_ID is not set, which users and roles need";
        report.skip("settings", reason)?;
    }
    if has_app {
        app(report).await
    } else {
        let reason = "AUTHING_APP_ID is not set, which logins and the verification of tokens need";
        report.skip("app settings", reason)
    }
}

async fn pool(report: &mut Report) -> Result<(), Failure> {
    let builder = shared::settings(
        report,
        "settings",
        shared::POOL,
        ManagementBuilder::from_env(),
    )?;
    let builder = builder.map(|builder| builder.language(language()));
    let Some(builder) = builder else {
        report.skip_all(&["URL and files"])?;
        return skip_requests(report);
    };
    let describe = |client: &ManagementClient| client.host().to_owned();
    let built = builder.clone().build();
    let Some(client) = shared::client(report, "URL and files", built, describe)? else {
        return skip_requests(report);
    };
    let connected = builder.connect().await;
    let outcome = connected.as_ref().map(drop);
    let is_up = reach::report(report, "", client.host(), outcome)?;
    if !is_up {
        return report.skip_all(&["public key", "credentials", "clock"]);
    }
    // Needs no token, so it shows the key of a service that rejects the credentials, too.
    let login = LoginByEmail::new("doctor@example.com", shared::too_long());
    let rejected = client.execute(login).await.map(drop);
    public_key(report, "public key", rejected, client.has_served_key()).await?;
    if !shared::credentials(report, "credentials", outcome)? {
        return report.skip_all(&["clock"]);
    }
    shared::clock(report, issue_time(&client).await)
}

fn skip_requests(report: &mut Report) -> Result<(), Failure> {
    report.skip_all(&reach::names("").each_ref().map(String::as_str))?;
    report.skip_all(&["public key", "credentials", "clock"])
}

/// Reports on the public key, and compares a given one with the host's: with another one, the service can't read passwords.
async fn public_key(
    report: &mut Report,
    check: &str,
    rejected: Result<(), Error>,
    is_served: impl Future<Output = Result<bool, Error>>,
) -> Result<(), Failure> {
    let Some(variable) = shared::key_variable() else {
        return shared::public_key(report, check, rejected, "served by the host");
    };
    let origin = match is_served.await {
        Ok(true) => format!("set by {variable}, and the same as the host's"),
        Ok(false) => {
            let reason = format!(
                "{variable} is not the key that the host serves, so the service can't read passwords, and logins fail: unset it"
            );
            return report.fail(check, &reason);
        }
        Err(_) => format!("set by {variable}; the host serves none to compare it with"),
    };
    shared::public_key(report, check, rejected, &origin)
}

/// Returns when the service issues a token now.
async fn issue_time(client: &ManagementClient) -> Option<i64> {
    let secret = std::env::var("AUTHING_SECRET").ok()?;
    let secret = Secret::new(secret.trim());
    let token = client.execute(GetManagementToken::new(secret)).await.ok()?;
    token.issued_at.or_else(|| {
        let decoded = jwt::decode(token.token.expose()).ok()?;
        jwt::time(&decoded.claims, "iat")
    })
}

async fn app(report: &mut Report) -> Result<(), Failure> {
    let names = reach::names("app");
    let rest = names.each_ref().map(String::as_str);
    let builder = shared::settings(
        report,
        "app settings",
        &["AUTHING_APP_ID"],
        AuthenticationBuilder::from_env(),
    )?;
    let builder = builder.map(|builder| builder.language(language()));
    let Some(builder) = builder else {
        report.skip_all(&["app URL and files"])?;
        report.skip_all(&rest)?;
        return report.skip_all(&APP_CHECKS);
    };
    let describe = |client: &AuthenticationClient| client.host().to_owned();
    let Some(client) = shared::client(report, "app URL and files", builder.build(), describe)?
    else {
        report.skip_all(&rest)?;
        return report.skip_all(&APP_CHECKS);
    };
    let metadata = client.oidc().discover().await;
    let outcome = metadata.as_ref().map(drop);
    if !reach::report(report, "app", client.host(), outcome)? {
        return report.skip_all(&APP_CHECKS);
    }
    let login = LoginByEmail::new("doctor@example.com", shared::too_long());
    let rejected = client.execute(login).await.map(drop);
    public_key(report, "app public key", rejected, client.has_served_key()).await?;
    let expected = format!("{}/oidc", client.host());
    let issuer = metadata.ok();
    let issuer = issuer
        .as_ref()
        .and_then(|metadata| metadata.get("issuer")?.as_str());
    match issuer {
        Some(issuer) if issuer == expected => report.ok("app issuer", issuer)?,
        other => report.fail(
            "app issuer",
            &format!(
                "the provider calls itself {}, so its ID tokens are rejected: set AUTHING_APP_HOST to the host that it knows itself by, \
                 or call `issuer` of the builder",
                other.unwrap_or("nothing")
            ),
        )?,
    }
    app_secret(report, &client).await
}

/// Introspects a text that is not a token: the service responds only to a client with the right secret.
async fn app_secret(report: &mut Report, client: &AuthenticationClient) -> Result<(), Failure> {
    const CHECK: &str = "app secret";
    if !shared::is_set("AUTHING_APP_SECRET") {
        let reason = "AUTHING_APP_SECRET is not set, which ID tokens signed with HS256 need";
        return report.skip(CHECK, reason);
    }
    match client.oidc().introspect("doctor").await {
        Ok(_) => report.ok(CHECK, "the service accepts the app's id and secret"),
        Err(error) if error.oauth_error() == Some("invalid_client") => report.fail(
            CHECK,
            "the service rejects it: copy AUTHING_APP_ID and AUTHING_APP_SECRET from the app's page in the console",
        ),
        Err(error) => report.fail(CHECK, &error.report().to_string()),
    }
}
