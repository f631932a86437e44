//! `users list`, `find`, `create` and `delete`.

use crate::support::{APIS, PASSWORD, Pool, id};

#[test]
fn a_user_is_created_found_listed_and_deleted() {
    for api in APIS {
        let pool = Pool::new(api);
        let ada = pool.user("ada@example.com");
        let create = [
            "users",
            "create",
            "--username",
            "bob",
            "--nickname",
            "小爱",
            "--no-password",
        ];
        let created = pool.ok(&create);
        assert!(
            created.starts_with("ID ") || created.starts_with("_ID "),
            "{created}"
        );
        assert!(created.contains("小爱"), "{created}");

        for by in [["--email", "ada@example.com"], ["--id", &ada]] {
            let found = pool.json(&["users", "find", by[0], by[1]]);
            assert_eq!(found[0]["email"], "ada@example.com", "{api} {by:?}");
            assert_eq!(id(&found[0]), ada);
        }
        for user in ["ada@example.com", &ada] {
            let found = pool.json(&["users", "find", user]);
            assert_eq!(id(&found[0]), ada, "{api} {user}");
        }
        assert_eq!(
            pool.json(&["users", "find", "--username", "bob"])[0]["nickname"],
            "小爱"
        );

        assert_eq!(pool.json(&["users", "list"]).len(), 2, "{api}");
        let one = pool.run(&["users", "list", "--limit", "1", "--output", "csv"]);
        assert_eq!(
            (one.status, one.stdout.lines().count()),
            (0, 2),
            "{api}: {}",
            one.stdout
        );
        assert!(
            one.stderr.contains("there are more users"),
            "{}",
            one.stderr
        );

        let unsure = pool.run(&["users", "delete", "ada@example.com"]);
        assert_eq!(unsure.status, 2);
        assert!(unsure.stderr.contains("--yes"), "{}", unsure.stderr);
        pool.ok(&["users", "delete", "--yes", "ada@example.com"]);
        let gone = pool.run(&["users", "find", "--id", &ada]);
        assert_eq!(
            (gone.status, gone.stdout.as_str()),
            (3, ""),
            "{}",
            gone.stderr
        );
        assert_eq!(pool.json(&["users", "list"]).len(), 1);
    }
}

#[test]
fn a_created_user_logs_in_with_the_password_of_the_variable() {
    let pool = Pool::new("v2");
    pool.user("ada@example.com");
    let emulator = &pool.emulator;
    let auth = authing_client::v2::AuthenticationClient::builder(emulator.app_id());
    let auth = auth.host(emulator.base_url()).build().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let login = runtime.block_on(auth.login_by_email("ada@example.com", PASSWORD));
    assert_eq!(
        login.unwrap().user.email.as_deref(),
        Some("ada@example.com")
    );
}

#[test]
fn an_unknown_user_is_status_3_and_a_missing_password_status_2() {
    for api in APIS {
        let pool = Pool::new(api);
        for arguments in [
            ["users", "find", "--phone", "13800000000"].as_slice(),
            &["users", "delete", "--yes", "nobody@example.com"],
            &["roles", "members", "nothing"],
        ] {
            let done = pool.run(arguments);
            assert_eq!(done.status, 3, "{api} {arguments:?}: {}", done.stderr);
        }
        let create = ["users", "create", "--email", "ada@example.com"];
        for variables in [[].as_slice(), &[("AUTHING_NEW_PASSWORD", "")]] {
            let done = pool.run_with(variables, &create, "");
            assert_eq!(done.status, 2, "{}", done.stderr);
            assert!(
                done.stderr.contains("AUTHING_NEW_PASSWORD"),
                "{}",
                done.stderr
            );
        }
        assert!(pool.json(&["users", "list"]).is_empty());
    }
}

#[test]
fn the_options_that_a_command_needs_are_named() {
    let pool = Pool::new("v2");
    for arguments in [
        ["users", "create", "--nickname", "Ada"].as_slice(),
        &["users", "find"],
    ] {
        let done = pool.run(arguments);
        assert_eq!(done.status, 2, "{arguments:?}: {}", done.stderr);
        for option in ["--email", "--phone", "--username"] {
            assert!(done.stderr.contains(option), "{}", done.stderr);
        }
    }
    for (arguments, named) in [
        (["users", "find", "--phone", ""].as_slice(), "--phone"),
        (&["users", "find", "--id", ""], "--id"),
        (&["users", "find", ""], "[USER]"),
        (&["users", "create", "--email", ""], "--email"),
        (&["users", "delete", "--yes", "a@example.com", ""], "<USER>"),
        (&["users", "import", ""], "<FILE>"),
        (&["roles", "list", "--namespace", ""], "--namespace"),
        (&["roles", "create", ""], "<ROLE>"),
        (&["roles", "members", ""], "<ROLE>"),
    ] {
        let done = pool.run(arguments);
        assert_eq!(done.status, 2, "{arguments:?}: {}", done.stderr);
        let expected = format!("a value is required for '{named}");
        assert!(done.stderr.contains(&expected), "{}", done.stderr);
    }
}

#[test]
fn an_unknown_user_among_others_changes_nothing() {
    for api in APIS {
        let pool = Pool::new(api);
        let ada = pool.user("ada@example.com");
        pool.ok(&["roles", "create", "editor"]);
        pool.ok(&["roles", "create", "author"]);
        pool.ok(&["roles", "assign", "author", &ada]);
        for unknown in [
            "000000000000000000000000",
            "not-an-id",
            "nobody@example.com",
        ] {
            for command in [
                ["users", "delete", "--yes", &ada, unknown].as_slice(),
                &["roles", "assign", "editor", &ada, unknown],
                &["roles", "revoke", "author", &ada, unknown],
            ] {
                let done = pool.run(command);
                assert_eq!(done.status, 3, "{api} {command:?}: {}", done.stderr);
                assert!(done.stderr.contains(unknown), "{}", done.stderr);
            }
            let find = pool.run(&["users", "find", "--id", unknown]);
            assert_eq!(find.status, 3, "{api} {unknown}: {}", find.stderr);
        }
        assert_eq!(pool.json(&["users", "list"]).len(), 1, "{api}");
        assert!(pool.json(&["roles", "members", "editor"]).is_empty());
        assert_eq!(pool.json(&["roles", "members", "author"]).len(), 1);
        // By id and by email address: one user.
        pool.ok(&["users", "delete", "--yes", &ada, "ada@example.com"]);
        assert!(pool.json(&["users", "list"]).is_empty(), "{api}");
    }
}
