//! `token inspect` and `token verify`.

use authing_client::v2::AuthenticationClient;
use authing_client::{Authing, Secret};

use crate::support::{APIS, PASSWORD, Pool, objects};

/// Logs a new user in and returns the token.
fn token(pool: &Pool) -> Secret {
    pool.user("ada@example.com");
    let emulator = &pool.emulator;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        if pool.api == "legacy" {
            let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
                .host(emulator.base_url())
                .public_key_pem(emulator.public_key_pem())
                .build()
                .unwrap();
            let login = authing.login_by_email("ada@example.com", PASSWORD).await;
            login.unwrap().session().token().clone()
        } else {
            let auth = AuthenticationClient::builder(emulator.app_id());
            let auth = auth.host(emulator.base_url()).build().unwrap();
            let login = auth.login_by_email("ada@example.com", PASSWORD).await;
            login.unwrap().token().clone()
        }
    })
}

#[test]
fn a_token_is_inspected_and_verified() {
    for api in APIS {
        let pool = Pool::new(api);
        let token = token(&pool);
        let variable = [("AUTHING_TOKEN", token.expose())];

        let shown = pool.run_with(&variable, &["token", "inspect"], "");
        assert_eq!(shown.status, 0, "{}", shown.stderr);
        for expected in [
            "no, only decoded",
            "HS256",
            "ada@example.com",
            "(in 1",
            " days)",
        ] {
            assert!(
                shown.stdout.contains(expected),
                "{api} {expected}: {}",
                shown.stdout
            );
        }
        assert!(shown.stderr.contains("only decoded"), "{}", shown.stderr);

        let verify = ["token", "verify", "--output", "json"];
        let verified = pool.run_with(&[], &verify, &format!("{}\n", token.expose()));
        assert_eq!(verified.status, 0, "{api}: {}", verified.stderr);
        let verified = &objects(&verified.stdout)[0];
        assert_eq!(verified["verified"], true);
        assert_eq!(verified["expired"], false);
        assert_eq!(verified["header"]["alg"], "HS256");

        let (signed, _) = token.expose().rsplit_once('.').unwrap();
        let forged = format!("{signed}.AAAA");
        let rejected = pool.run_with(&[("AUTHING_TOKEN", &forged)], &verify, "");
        assert_eq!(
            (rejected.status, rejected.stdout.as_str()),
            (3, ""),
            "{}",
            rejected.stderr
        );
        assert!(
            rejected.stderr.contains("signature is invalid"),
            "{}",
            rejected.stderr
        );
        let inspected = pool.run_with(&[("AUTHING_TOKEN", &forged)], &["token", "inspect"], "");
        assert_eq!(inspected.status, 0);
    }
}

#[test]
fn what_is_no_token_is_named_and_not_shown() {
    let pool = Pool::new("v2");
    for (text, status, expected) in [
        ("", 2, "set AUTHING_TOKEN, or write the token to stdin"),
        ("something-opaque", 3, "no three parts"),
        ("a.b.c.d.e", 3, "encrypted"),
        ("!!.e30.c", 3, "its header"),
    ] {
        let done = pool.run_with(&[], &["token", "inspect"], text);
        assert_eq!(done.status, status, "{text}: {}", done.stderr);
        assert!(done.stderr.contains(expected), "{text}: {}", done.stderr);
        assert!(
            text.is_empty() || !done.stderr.contains(text),
            "{}",
            done.stderr
        );
    }
}

#[test]
fn a_token_signed_with_a_missing_secret_names_the_missing_setting() {
    let pool = Pool::new("v2");
    let token = token(&pool);
    let mut command = pool.command(&["token", "verify"]);
    command.env("AUTHING_TOKEN", token.expose());
    command.env_remove("AUTHING_APP_SECRET");
    let done = command.output().unwrap();
    assert_eq!(done.status.code(), Some(3));
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("set AUTHING_APP_SECRET"), "{said}");
}

#[test]
fn an_expiry_that_is_no_number_is_not_called_never() {
    let pool = Pool::new("v2");
    // {"alg":"none"} and {"exp":"soon"}.
    let token = "eyJhbGciOiJub25lIn0.eyJleHAiOiJzb29uIn0.";
    let done = pool.run_with(&[], &["token", "inspect"], token);
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert!(
        done.stdout.contains("`exp` is not a number"),
        "{}",
        done.stdout
    );
}
