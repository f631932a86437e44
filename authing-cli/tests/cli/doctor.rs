//! `doctor`.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use authing_emulator::{Clock, Emulator, Fault, StatusCode};

use crate::support::{APIS, Done, Pool, objects};

/// The status of each check.
fn statuses(done: &Done) -> BTreeMap<String, String> {
    let lines = objects(&done.stdout);
    let text = |line: &serde_json::Value, name: &str| line[name].as_str().unwrap().to_owned();
    let pairs = lines
        .iter()
        .map(|line| (text(line, "check"), text(line, "status")));
    pairs.collect()
}

fn doctor(pool: &Pool, variables: &[(&str, &str)]) -> Done {
    pool.run_with(variables, &["doctor", "--output", "json"], "")
}

#[test]
fn a_working_deployment_passes_every_check() {
    for api in APIS {
        let pool = Pool::new(api);
        let done = doctor(&pool, &[]);
        assert_eq!(done.status, 0, "{api}: {}{}", done.stdout, done.stderr);
        let statuses = statuses(&done);
        assert!(!statuses.values().any(|status| status == "FAIL"));
        // The emulator speaks plain http.
        for (check, status) in &statuses {
            assert_eq!(status == "skip", check.ends_with("TLS"), "{api} {check}");
        }
        let lines = pool.ok(&["doctor"]);
        assert!(lines.contains("key takes at most"), "{lines}");
        assert!(lines.contains("AUTHING_SECRET"), "{lines}");
        assert_eq!(lines.lines().count(), statuses.len(), "{lines}");
    }
}

/// The settings that `authing-emulator exec` gives to its command, which has settings of a private deployment before.
#[test]
fn an_emulators_environment_is_all_that_is_needed() {
    for (builder, skipped) in [
        (Emulator::builder(), true),
        (Emulator::builder().tls(), false),
    ] {
        let emulator = builder.start_blocking().unwrap();
        for api in APIS {
            let mut command = Command::new(env!("CARGO_BIN_EXE_authing"));
            command.args(["--api", api, "doctor", "--output", "json"]);
            for (name, _) in std::env::vars_os() {
                if name.to_string_lossy().to_uppercase().starts_with("AUTHING") {
                    command.env_remove(name);
                }
            }
            for (name, _) in emulator.environment() {
                command.env(name, "https://authing.example.com");
            }
            for (name, value) in emulator.environment() {
                match value {
                    Some(value) => command.env(name, value),
                    None => command.env_remove(name),
                };
            }
            let output = command.output().unwrap();
            let done = Done {
                status: output.status.code().unwrap(),
                stdout: String::from_utf8(output.stdout).unwrap(),
                stderr: String::from_utf8(output.stderr).unwrap(),
            };
            assert_eq!(done.status, 0, "{api}: {}{}", done.stdout, done.stderr);
            for (check, status) in statuses(&done) {
                let expected = if skipped && check.ends_with("TLS") {
                    "skip"
                } else {
                    "ok"
                };
                assert_eq!(status, expected, "{api} {check}");
            }
        }
    }
}

#[test]
fn a_dead_port_fails_the_connection_and_skips_the_rest() {
    for (api, connection) in APIS.into_iter().zip(["users connection", "connection"]) {
        let pool = Pool::new(api);
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let dead = format!("http://{}", free.local_addr().unwrap());
        drop(free);
        let done = doctor(&pool, &[("AUTHING_HOST", &dead)]);
        assert_eq!(done.status, 1, "{api}: {}", done.stderr);
        let statuses = statuses(&done);
        assert_eq!(statuses["settings"], "ok");
        assert_eq!(statuses[connection], "FAIL", "{api}: {}", done.stdout);
        assert_eq!(statuses["credentials"], "skip", "{api}");
        assert!(done.stdout.contains("refused"), "{}", done.stdout);
    }
}

#[test]
fn a_clock_that_differs_by_more_than_the_tolerance_fails_its_check() {
    for api in APIS {
        for (apart, status, shown) in [
            (20, "ok", "seconds from the service's"),
            (7300, "FAIL", "2 hours ahead of the service"),
        ] {
            let time = SystemTime::now() - Duration::from_secs(apart);
            let clock = Clock::stopped_at(time);
            let pool = Pool::with(api, Emulator::builder().clock(clock));
            // The client ignores the spaces, too.
            let secret = format!(" {} ", pool.emulator.secret());
            let done = doctor(&pool, &[("AUTHING_SECRET", &secret)]);
            assert_eq!(statuses(&done)["clock"], status, "{api}: {}", done.stdout);
            assert!(done.stdout.contains(shown), "{api}: {}", done.stdout);
        }
    }
}

#[test]
fn a_server_without_tls_fails_the_tls_check_only() {
    let pool = Pool::new("v2");
    let https = pool.emulator.base_url().replace("http://", "https://");
    let done = doctor(&pool, &[("AUTHING_HOST", &https)]);
    assert_eq!(done.status, 1, "{}", done.stderr);
    let statuses = statuses(&done);
    for (check, status) in [("connection", "ok"), ("TLS", "FAIL"), ("service", "skip")] {
        assert_eq!(statuses[check], status, "{check}: {}", done.stdout);
    }
    let advice = "the server does not speak TLS: is its URL http://…?";
    assert!(done.stdout.contains(advice), "{}", done.stdout);
    // No certificate helps.
    let certificate = "AUTHING_ROOT_CERTIFICATE_FILE";
    assert!(!done.stdout.contains(certificate), "{}", done.stdout);
}

#[test]
fn an_authority_that_is_not_trusted_fails_the_tls_check_with_the_variable() {
    let pool = Pool::with("v2", Emulator::builder().tls());
    let done = doctor(&pool, &[]);
    assert_eq!(done.status, 1, "{}", done.stderr);
    assert_eq!(statuses(&done)["TLS"], "FAIL", "{}", done.stdout);
    let certificate = "or AUTHING_ROOT_CERTIFICATE_FILE;";
    assert!(done.stdout.contains(certificate), "{}", done.stdout);
    let done = pool.run(&["users", "list"]);
    assert!(done.stderr.contains(certificate), "{}", done.stderr);
}

#[test]
fn wrong_secrets_fail_their_checks_only() {
    for (api, variable, check) in [
        ("legacy", "AUTHING_SECRET", "credentials"),
        ("v2", "AUTHING_SECRET", "credentials"),
        ("v2", "AUTHING_APP_SECRET", "app secret"),
    ] {
        let pool = Pool::new(api);
        let done = doctor(&pool, &[(variable, "0123456789abcdef0123456789abcdef")]);
        assert_eq!(done.status, 1, "{api}: {}", done.stderr);
        let failed: Vec<_> = statuses(&done)
            .into_iter()
            .filter_map(|(check, status)| (status == "FAIL").then_some(check))
            .collect();
        assert_eq!(failed, [check], "{api} {variable}: {}", done.stdout);
        assert!(done.stderr.contains("1 check failed"), "{}", done.stderr);
    }
}

#[test]
fn missing_variables_are_listed_at_once() {
    for api in APIS {
        let pool = Pool::new(api);
        let mut command = pool.command(&["doctor"]);
        for (name, _) in pool.variables() {
            if name.contains("ID") || name.contains("SECRET") {
                command.env_remove(name);
            }
        }
        let output = command.stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let expected = "`AUTHING_USER_POOL_ID` and `AUTHING_SECRET` must be set";
        assert!(said.contains(expected), "{api}: {said}");
    }
}

#[test]
fn a_swapped_id_and_secret_are_recognized() {
    for api in APIS {
        let pool = Pool::new(api);
        let mut command = pool.command(&["doctor"]);
        command.env("AUTHING_USER_POOL_ID", pool.emulator.secret());
        command.env("AUTHING_SECRET", pool.emulator.user_pool_id());
        let output = command.stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains("look swapped"), "{api}: {said}");
        assert!(!said.contains(pool.emulator.secret()), "{api}: {said}");
    }
}

/// As with `authing doctor | head -n 1`.
#[test]
fn a_reader_that_closes_stdout_does_not_hide_a_failed_check() {
    for (api, output) in [("legacy", "table"), ("v2", "json")] {
        let pool = Pool::new(api);
        let mut command = pool.command(&["doctor", "--output", output]);
        command.env("AUTHING_SECRET", "0123456789abcdef0123456789abcdef");
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(1), "{api}");
    }
}

#[test]
fn settings_are_named_when_they_are_missing_or_of_the_other_api() {
    for (api, variable, expected) in [
        (
            "v2",
            ("AUTHING_SECRET", ""),
            "`AUTHING_SECRET` must not be empty",
        ),
        ("v2", ("AUTHING_PROXY", "hunter2"), "AUTHING_PROXY"),
        (
            "legacy",
            ("AUTHING_TIMEOUT", "soon"),
            "`AUTHING_TIMEOUT` must be a number",
        ),
    ] {
        let pool = Pool::new(api);
        let done = doctor(&pool, &[variable]);
        assert_eq!(done.status, 1, "{}", done.stdout);
        assert!(done.stdout.contains(expected), "{api}: {}", done.stdout);
        assert!(!done.stdout.contains("hunter2"), "{}", done.stdout);
    }
}

/// A key of the right form with which the service can't read a password.
#[test]
fn a_key_that_the_host_does_not_serve_fails_its_check() {
    let pool = Pool::new("v2");
    let other = Emulator::builder().start_blocking().unwrap();
    for (key, status, shown) in [
        (pool.emulator.public_key_pem(), 0, "the same as the host's"),
        (
            other.public_key_pem(),
            1,
            "AUTHING_PUBLIC_KEY is not the key",
        ),
    ] {
        let done = doctor(&pool, &[("AUTHING_PUBLIC_KEY", key)]);
        assert_eq!(done.status, status, "{}", done.stdout);
        for (check, found) in statuses(&done) {
            if !check.ends_with("TLS") {
                let fails = status == 1 && check.ends_with("public key");
                assert_eq!(found == "FAIL", fails, "{check}: {}", done.stdout);
            }
        }
        assert_eq!(done.stdout.matches(shown).count(), 2, "{}", done.stdout);
    }
    // A deployment that serves no key.
    let fault = Fault::status(StatusCode::NOT_FOUND).until_cleared();
    pool.emulator.inject(fault.on("well_known"));
    let key = pool.emulator.public_key_pem();
    let done = doctor(&pool, &[("AUTHING_PUBLIC_KEY", key)]);
    assert_eq!(done.status, 0, "{}", done.stdout);
    assert!(done.stdout.contains("serves none"), "{}", done.stdout);
}
