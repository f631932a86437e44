//! Requests that lack what their path requires.

use serde_json::json;

use super::{By, NONE};
use crate::v2::V2;

const PATHS: &str = include_str!("../../../../docs/rest_v2.md");

/// What a path without a required argument responds, or one whose parameters name nothing. Any other is 2231.
const OTHERS: [(&str, i64); 18] = [
    ("DELETE /api/v2/mfa/totp/associate", 200),
    ("POST /api/v2/mfa/totp/verify", 6003),
    ("DELETE /api/v2/env/{key}", 500),
    ("POST /api/v2/resources/{code}", 500),
    ("DELETE /api/v2/resources/{code}", 500),
    ("PUT /api/v2/resource-namespace/{pool}/code/{code}", 2011),
    ("DELETE /api/v2/resource-namespace/{pool}/code/{code}", 2011),
    ("PUT /api/v2/resource-namespace/{pool}/{id}", 2011),
    ("DELETE /api/v2/resource-namespace/{pool}/{id}", 2011),
    ("POST /api/v2/applications/{id}", 500),
    ("DELETE /api/v2/applications/{id}", 500),
    ("PATCH /api/v2/application/{id}/refresh-secret", 500),
    ("PUT /api/v2/applications/{id}/agreements/{agreement}", 500),
    (
        "DELETE /api/v2/applications/{id}/agreements/{agreement}",
        500,
    ),
    (
        "POST /api/v2/applications/{id}/programmatic-access-accounts",
        500,
    ),
    ("POST /api/v2/tenant/{id}", 500),
    ("DELETE /api/v2/tenant/{id}", 500),
    ("DELETE /api/v2/tenant/{id}/admin/{user}", 500),
];

/// Returns the paths that change something, each with its token.
fn paths() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = PATHS.lines().filter(|line| line.starts_with("| `"));
    rows.flat_map(|row| {
        let mut cells = row.split('|').skip(1);
        let (paths, token) = (cells.next().unwrap(), cells.next().unwrap());
        let paths = paths.split('`').filter(|path| path.contains(" /"));
        paths.map(move |path| (path, token.trim()))
    })
}

#[tokio::test]
async fn a_request_without_what_its_path_requires_is_rejected() {
    let v2 = V2::new().await;
    let (_, token) = v2.session("ada").await;
    let mut tried = 0;
    for (path, of) in paths().filter(|(path, _)| !path.starts_with("GET")) {
        let by = match of {
            "management" => By::Owner,
            "pool or app" => By::App,
            _ => By::Token(&token),
        };
        let other = OTHERS.iter().find(|(other, _)| *other == path);
        let expected = other.map_or(2231, |(_, code)| *code);
        let endpoint = path.replace('{', "x").replace('}', "");
        for body in [NONE, json!({}), json!({"x": 1})] {
            let envelope = v2.rest(by, &endpoint, body).await;
            assert_eq!(envelope["code"], expected, "{path}: {envelope}");
        }
        tried += 1;
    }
    assert!(tried > 50, "{tried}");
}

#[tokio::test]
async fn a_question_without_what_its_path_requires_is_rejected() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let required = [
        "GET /api/v2/mfa/authenticator",
        "GET /api/v2/qrcode/check",
        "GET /api/v2/users/login-status",
        "GET /api/v2/users/{id}/has-role",
        "GET /api/v2/userpools/accessToken",
        "GET /api/v2/resources/detail",
        "GET /api/v2/orgs/by-tenant",
    ];
    for (path, of) in paths().filter(|(path, _)| path.starts_with("GET /api")) {
        let by = match of {
            "management" => By::Owner,
            "pool or app" | "none" => By::App,
            _ => By::Token(&token),
        };
        let endpoint = path.replace("{id}", &id).replace("{pool}", v2.0.pool());
        // A logout ends the session.
        if path != "GET /api/v2/logout" {
            let envelope = v2.rest(by, &endpoint, NONE).await;
            let is_rejected = envelope["code"] == 2231;
            assert_eq!(is_rejected, required.contains(&path), "{path}: {envelope}");
        }
    }
}

#[tokio::test]
async fn lists_and_their_objects_are_checked() {
    let v2 = V2::new().await;
    let app = v2.0.emulator.app_id().to_owned();
    let (id, _) = v2.session("ada").await;
    let allow = format!("POST /api/v2/applications/{app}/authorization/allow");
    let change = format!("POST /api/v2/applications/{app}");
    let opts = "POST /api/v2/acl/authorize-resources";
    let revoke = "POST /api/v2/acl/revoke-resource";
    let batch = "POST /api/v2/acl/list-authorized-resources-batch";
    for (endpoint, body) in [
        ("POST /api/v2/users/kick", json!({"userIds": id})),
        ("POST /api/v2/users/kick", json!({"userIds": [id, 1]})),
        ("POST /api/v2/users/batch", json!({"ids": null})),
        ("POST /api/v2/resources/bulk", json!({"bulk": ["x"]})),
        (
            "POST /api/v2/resources/bulk",
            json!({"bulk": [{"type": "API"}]}),
        ),
        (&allow, json!({"targetIdentifiers": [id]})),
        (&allow, json!({"targetType": "USER"})),
        (opts, json!({"opts": {}})),
        (
            opts,
            json!({"opts": [{"targetType": "USER", "targetIdentifiers": [id]}]}),
        ),
        (
            opts,
            json!({"opts": [{"targetType": "USER", "resources": [{"code": "a"}]}]}),
        ),
        (
            opts,
            json!({"opts": [{"targetIdentifiers": [id], "resources": [{"code": "a"}]}]}),
        ),
        (
            opts,
            json!({"opts": [{"targetType": "USER", "targetIdentifiers": [id], "resources": [{}]}]}),
        ),
        (
            revoke,
            json!({"resource": "a", "opts": [{"targetType": "USER"}]}),
        ),
        (revoke, json!({"resource": "a"})),
        (&change, json!({"permissionStrategy": {}})),
        (batch, json!({"targets": [{"targetType": "USER"}]})),
        (
            batch,
            json!({"targets": [{"targetType": "USER", "targetIdentifiers": null}]}),
        ),
        (batch, json!({"targets": [{"targetIdentifier": id}]})),
    ] {
        let code = v2.rejected(By::Owner, endpoint, body.clone()).await;
        assert_eq!(code, 2231, "{endpoint}: {body}");
    }
    let unknown = json!({"targetType": "ROBOT", "targetIdentifiers": [id]});
    let rejected = v2.rest(By::Owner, &allow, unknown).await;
    assert_eq!(rejected["code"], 500);
    let message = rejected["message"].as_str().unwrap();
    assert!(message.contains("`targetType`"), "{message}");
}

#[tokio::test]
async fn a_message_and_a_new_password_require_a_phone() {
    let v2 = V2::new().await;
    for endpoint in [
        "POST /api/v2/sms/send",
        "POST /api/v2/users/password/change-by-phonecode",
    ] {
        assert_eq!(v2.rejected(By::App, endpoint, json!({})).await, 2231);
    }
}

#[tokio::test]
async fn the_owner_names_whom_it_logs_out() {
    let v2 = V2::new().await;
    assert_eq!(v2.rejected(By::Owner, "GET /logout", NONE).await, 2231);
}

#[tokio::test]
async fn a_management_token_requires_the_secret() {
    let v2 = V2::new().await;
    let endpoint = "GET /api/v2/userpools/accessToken";
    assert_eq!(v2.rejected(By::App, endpoint, NONE).await, 2231);
    let of_pool = format!("{endpoint}?userPoolId={}", v2.0.pool());
    assert_eq!(v2.rejected(By::App, &of_pool, NONE).await, 2231);
}
