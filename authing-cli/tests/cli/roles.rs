//! `roles`.

use crate::support::{APIS, Pool, id};

#[test]
fn a_role_is_created_assigned_and_revoked() {
    for api in APIS {
        let pool = Pool::new(api);
        let ada = pool.user("ada@example.com");
        let bob = pool.user("bob@example.com");
        pool.ok(&[
            "roles",
            "create",
            "editor",
            "--description",
            "May change articles",
        ]);
        let roles = pool.ok(&["roles", "list"]);
        assert!(
            roles.contains("editor") && roles.contains("May change articles"),
            "{roles}"
        );

        pool.ok(&["roles", "assign", "editor", "ada@example.com", &bob]);
        let mut members: Vec<_> = pool
            .json(&["roles", "members", "editor"])
            .iter()
            .map(id)
            .collect();
        members.sort();
        let mut both = vec![ada.clone(), bob.clone()];
        both.sort();
        assert_eq!(members, both, "{api}");

        let revoked = pool.run(&["roles", "revoke", "editor", &bob]);
        let expected = format!("{bob} no longer has the role editor");
        assert!(revoked.stderr.contains(&expected), "{}", revoked.stderr);
        let members = pool.json(&["roles", "members", "editor"]);
        assert_eq!(members.iter().map(id).collect::<Vec<_>>(), [ada], "{api}");

        let unknown = pool.run(&["roles", "assign", "editor", "000000000000000000000000"]);
        assert_eq!(unknown.status, 3, "{api}: {}", unknown.stderr);
    }
}

#[test]
fn a_namespace_has_roles_of_its_own() {
    let pool = Pool::new("v2");
    let ada = pool.user("ada@example.com");
    pool.ok(&["roles", "create", "editor"]);
    pool.ok(&["roles", "create", "editor", "--namespace", "shop"]);
    pool.ok(&["roles", "assign", "editor", &ada, "--namespace", "shop"]);
    let members = |more: &[&str]| pool.json(&[&["roles", "members", "editor"], more].concat());
    assert_eq!(members(&["--namespace", "shop"]).len(), 1);
    assert_eq!(members(&[]).len(), 0);
    assert_eq!(
        pool.json(&["roles", "list", "--namespace", "shop"]).len(),
        1
    );
    pool.ok(&["roles", "revoke", "editor", &ada, "--namespace", "shop"]);
    assert_eq!(members(&["--namespace", "shop"]).len(), 0);

    let legacy = Pool::new("legacy").run(&["roles", "list", "--namespace", "shop"]);
    assert_eq!(legacy.status, 2, "{}", legacy.stderr);
    assert!(legacy.stderr.contains("no namespaces"), "{}", legacy.stderr);
}

#[test]
fn a_deleted_role_is_gone_and_the_question_has_to_be_answered() {
    let pool = Pool::new("v2");
    let ada = pool.user("ada@example.com");
    pool.ok(&["roles", "create", "editor"]);
    pool.ok(&["roles", "create", "editor", "--namespace", "shop"]);
    pool.ok(&["roles", "assign", "editor", &ada]);

    let unanswered = pool.run(&["roles", "delete", "editor"]);
    assert_eq!(unanswered.status, 2, "{}", unanswered.stderr);
    let question = "Delete the role editor, which its users lose? Pass --yes";
    assert!(
        unanswered.stderr.contains(question),
        "{}",
        unanswered.stderr
    );
    assert_eq!(pool.json(&["roles", "members", "editor"]).len(), 1);

    pool.ok(&["roles", "delete", "editor", "--yes"]);
    let left = pool.json(&["roles", "list"]);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["namespace"], "shop");
    let again = pool.run(&["roles", "delete", "editor", "--yes"]);
    assert_eq!(again.status, 3, "{}", again.stderr);

    let legacy = Pool::new("legacy").run(&["roles", "delete", "editor", "--yes"]);
    assert_eq!(legacy.status, 2, "{}", legacy.stderr);
    assert!(
        legacy.stderr.contains("can't delete roles"),
        "{}",
        legacy.stderr
    );
}

/// The service rejects it with the code of an internal error.
#[test]
fn a_duplicate_role_is_called_one() {
    let pool = Pool::new("v2");
    for more in [[].as_slice(), &["--namespace", "shop"]] {
        let create = [["roles", "create", "editor"].as_slice(), more].concat();
        pool.ok(&create);
        let again = pool.run(&create);
        assert_eq!(again.status, 1, "{}", again.stderr);
        let expected = "there is already a role editor";
        assert!(again.stderr.contains(expected), "{}", again.stderr);
        assert!(!again.stderr.contains("internal"), "{}", again.stderr);
    }
}
