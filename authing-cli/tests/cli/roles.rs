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

        pool.ok(&["roles", "revoke", "editor", &bob]);
        let members = pool.json(&["roles", "members", "editor"]);
        assert_eq!(members.iter().map(id).collect::<Vec<_>>(), [ada], "{api}");

        let unknown = pool.run(&["roles", "assign", "editor", "000000000000000000000000"]);
        assert_eq!(unknown.status, 3, "{api}: {}", unknown.stderr);
    }
}
