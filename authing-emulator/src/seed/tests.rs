mod schema;

use std::error::Error as _;

use serde_json::{Value, json};

use super::*;
use crate::Emulator;
use crate::crypto::password_hash;
use crate::crypto::randomness::Randomness;

/// Returns the error of an invalid seed.
fn error(seed: &Value) -> String {
    Seed::from_json(&seed.to_string()).unwrap_err().to_string()
}

fn user(members: Value) -> Value {
    json!({ "users": [members] })
}

const ID: &str = "5aec1ea610ecb800018db176";

/// Returns a seed with an app, and an access rule for this holder.
fn with_rule(holder: &str, id: &str) -> Value {
    let rule = json!({"holder": holder, "id": id, "namespace": "shop", "createdAt": "c"});
    json!({"apps": [{"kind": "oidc", "name": "a", "access": [rule]}]})
}

#[test]
fn a_bom_is_ignored() {
    let seed = Seed::from_json("\u{feff}{\"users\": [{\"email\": \"a@b.cn\"}]}").unwrap();
    assert_eq!(seed.0.users.len(), 1);
}

#[test]
fn errors_name_the_invalid_member() {
    let taken = "users[1].email: is the same as users[0].email";
    for (seed, expected) in [
        (json!([]), "the seed: is not an object"),
        (json!({"users": [[ID]]}), "users[0]: is not an object"),
        (json!({"pool": []}), "pool: is not an object"),
        (json!({"roles": {}}), "roles: invalid type: map"),
        (json!({"user": []}), "user: unknown field"),
        (
            user(json!({"emial": "a@b.cn"})),
            "users[0].emial: unknown field `emial`",
        ),
        (
            user(json!({"email": "a@b"})),
            "users[0].email: the email address is malformed",
        ),
        (user(json!({"email": 5})), "users[0].email: invalid type"),
        (
            user(json!({"phone": "12"})),
            "users[0].phone: the phone number",
        ),
        (
            user(json!({"username": ""})),
            "users[0].username: must not be empty",
        ),
        (user(json!({"id": "5aec"})), "users[0].id: is not an id"),
        (
            user(json!({"password": "short"})),
            "users[0].password: the password is shorter",
        ),
        (
            user(json!({"username": "x".repeat(257)})),
            "users[0]: the username is too long",
        ),
        (
            user(json!({"passwordHash": "a password"})),
            "users[0].passwordHash: is not an Argon2 hash",
        ),
        (
            user(json!({"password": "password", "passwordHash": "x"})),
            "users[0].passwordHash: can't be combined",
        ),
        (
            user(json!({"loginsCount": -1})),
            "users[0].loginsCount: invalid value",
        ),
        (
            user(json!({"profile": {"nick": "x"}})),
            "users[0].profile.nick: is not a field",
        ),
        (
            user(json!({"profile": {"nickname": 5}})),
            "users[0].profile.nickname: invalid type",
        ),
        (
            user(json!({"mfa": {"enable": true, "shareKey": "ABC"}})),
            "users[0].mfa.shareKey: must be 20 bytes",
        ),
        (
            user(json!({"mfa": {}})),
            "users[0].mfa: missing field `enable`",
        ),
        (
            user(json!({"roles": [{"role": "admin"}]})),
            "users[0].roles[0].role: is neither",
        ),
        (
            user(json!({"authorizations": [{"app": ID, "scope": ""}]})),
            "users[0].authorizations[0].app: is neither",
        ),
        (
            json!({"users": [{"email": "a@b.cn"}, {"email": "A@B.cn"}]}),
            taken,
        ),
        (
            json!({"users": [{"phone": "13800000000"}, {"phone": "13800000000"}]}),
            "users[1].phone: is the same",
        ),
        (
            json!({"users": [{"username": "anna"}, {"username": "anna"}]}),
            "users[1].username: is the same",
        ),
        (
            json!({"users": [{"externalId": "x"}, {"externalId": "x"}]}),
            "users[1].externalId: is the same",
        ),
        (
            user(json!({"externalId": ""})),
            "users[0].externalId: must not be empty",
        ),
        (
            json!({"roles": [{"name": "a", "parent": ID}]}),
            "roles[0].parent: is not the id of a role",
        ),
        (
            json!({"apps": [{"kind": "oidc", "name": "a", "secret": ""}]}),
            "apps[0].secret: must not be empty",
        ),
        (
            json!({"apps": [{"kind": "oidc", "name": "a", "redirectUris": ["/callback"]}]}),
            "apps[0].redirectUris[0]: is not an absolute URI",
        ),
        (
            json!({"apps": [{"kind": "oidc", "name": "a", "logoutRedirectUris": ["https://a.b", "https://a.b/#c"]}]}),
            "apps[0].logoutRedirectUris[1]: must not have a fragment",
        ),
        (
            json!({"apps": [{"kind": "oidc", "name": "a", "lifetimes": {"code": 0}}]}),
            "apps[0].lifetimes.code: must be greater than zero",
        ),
        (
            json!({"apps": [{"kind": "oidc", "name": "a", "lifetimes": [1]}]}),
            "apps[0].lifetimes: is not an object",
        ),
        (
            json!({"apps": [{"kind": "oidc", "name": "a", "grants": ["implicit"]}]}),
            "apps[0].grants[0]: unknown variant",
        ),
        (
            json!({"apps": [{"kind": "oidc", "name": "a", "idTokenAlgorithm": "none"}]}),
            "apps[0].idTokenAlgorithm: unknown variant",
        ),
        (
            json!({"apps": [{"kind": "oidc", "name": "a", "identifier": "x"}, {"kind": "oidc", "name": "b", "identifier": "x"}]}),
            "apps[1].identifier: is the same as apps[0].identifier",
        ),
        (
            json!({"apps": [{"kind": "oidc", "name": "a", "accessKeys": [{"key": "k", "secret": ""}]}]}),
            "apps[0].accessKeys[0].secret: must not be empty",
        ),
        (
            json!({"apps": [{"id": ID, "kind": "oidc", "name": "a", "accessKeys": [{"key": ID, "secret": "s"}]}]}),
            "apps[0].accessKeys[0].key: is the same as apps[0].id",
        ),
        (
            with_rule("USER", ID),
            "apps[0].access[0].id: is not the id of a user in the seed",
        ),
        (
            with_rule("ROLE", "staff"),
            "apps[0].access[0].id: is not the name of a role in the seed, in this namespace or `default`",
        ),
        (
            with_rule("GROUP", "staff"),
            "apps[0].access[0].holder: can't be a group or an organization, because a seed has none: remove the rule",
        ),
        (
            json!({"pool": {"signingKey": "no key"}}),
            "pool.signingKey: ",
        ),
        (
            json!({"apps": [{"kind": "oidc", "name": "a", "mfaPolicies": ["LUCK"]}]}),
            "apps[0].mfaPolicies[0]: unknown variant",
        ),
        (
            json!({"users": [{"profile": {"unionid": "u"}}, {"profile": {"unionid": "u"}}]}),
            "users[1].profile.unionid: is the same as users[0].profile.unionid",
        ),
        (
            json!({"users": [{"id": ID}, {"id": ID.to_uppercase()}]}),
            "users[1].id: is the same as users[0].id",
        ),
        (
            json!({"users": [{"mfa": {"id": ID, "enable": true}}, {"mfa": {"id": ID, "enable": true}}]}),
            "users[1].mfa.id: is the same",
        ),
        (
            json!({"users": [
                {"socialAccounts": [{"type": "qq", "unionid": "1"}]},
                {"socialAccounts": [{"type": "qq", "unionid": "1"}]},
            ]}),
            "users[1].socialAccounts[0].unionid: is the same as users[0].socialAccounts[0].unionid",
        ),
        (
            user(
                json!({"socialAccounts": [{"type": "qq", "unionid": "1"}, {"type": "qq", "unionid": "2"}]}),
            ),
            "users[0].socialAccounts[1].type: is the same as users[0].socialAccounts[0].type",
        ),
        (
            json!({"roles": [{"id": ID, "name": "a"}], "users": [{"roles": [{"role": "a"}, {"role": ID}]}]}),
            "users[0].roles[1].role: is the same as users[0].roles[0].role",
        ),
        (
            json!({"roles": [{"name": "a"}, {"name": "a"}], "users": [{"roles": [{"role": "a"}]}]}),
            "users[0].roles[0].role: is the name of more than one role",
        ),
        (
            json!({"roles": [{"id": ID, "name": "a"}, {"id": ID, "name": "b"}]}),
            "roles[1].id: is the same",
        ),
        (json!({"roles": [{}]}), "roles[0]: missing field `name`"),
        (
            json!({"apps": [{"kind": "saml", "name": "a"}]}),
            "apps[0].kind: unknown variant",
        ),
        (
            json!({"apps": [{"id": "x", "kind": "oidc", "name": "a"}]}),
            "apps[0].id: is not an id",
        ),
        (
            json!({"socialLogins": [{"type": "qq", "name": "QQ", "enabled": true}, {"type": "qq", "name": "", "enabled": false}]}),
            "socialLogins[1].type: is the same",
        ),
        (
            json!({"ldapAccounts": [{"username": "carl"}]}),
            "ldapAccounts[0]: requires a password",
        ),
        (
            json!({"ldapAccounts": [{"username": "c", "password": "x"}, {"username": "c", "password": "x"}]}),
            "ldapAccounts[1].username: is the same",
        ),
        (
            json!({"ldapAccounts": [{"username": "c", "password": "x", "email": "x"}]}),
            "ldapAccounts[0].email: ",
        ),
        (
            json!({"ldapAccounts": [{"username": "c", "password": "x", "user": ID}]}),
            "ldapAccounts[0].user: is not the id of a user",
        ),
        (json!({"pool": {"id": ""}}), "pool.id: must not be empty"),
        (
            json!({"pool": {"secret": ""}}),
            "pool.secret: must not be empty",
        ),
        (
            json!({"pool": {"privateKey": "no key"}}),
            "pool.privateKey: ",
        ),
        (
            json!({"pool": {"settings": {"loginFailCheck": {"limit": -1}}}}),
            "pool.settings: `loginFailCheck.limit` must not be negative",
        ),
        (
            json!({"pool": {"jwtExpired": -1}}),
            "pool.jwtExpired: must not be less than zero",
        ),
        (
            json!({"pool": {"jwtExpired": 1_i64 << 40}}),
            "pool.jwtExpired: invalid value",
        ),
    ] {
        let said = error(&seed);
        assert!(said.starts_with(expected), "{said}\nis not\n{expected}");
    }
    for (text, expected) in [
        ("", "the seed: EOF while parsing a value at line 1 column 0"),
        ("{} {}", "the seed: trailing characters at line 1 column 4"),
        ("{\"users\": [{\"email\"", "the seed: EOF while parsing"),
        (
            "{\"pool\": {}, \"pool\": {}}",
            "the seed: duplicate field `pool`",
        ),
        (
            "{\"users\": [{\"profile\": {\"name\": \"a\", \"name\": \"b\"}}]}",
            "users[0].profile: duplicate field `name`",
        ),
    ] {
        let said = Seed::from_json(text).unwrap_err().to_string();
        assert!(said.starts_with(expected), "{said}");
    }
}

#[test]
fn no_error_quotes_a_secret_and_debug_shows_none() {
    for seed in [
        json!({"pool": {"secret": 123_454_321}}),
        json!({"pool": {"privateKey": "123454321"}}),
        json!({"pool": {"signingKey": "123454321"}}),
        json!({"apps": [{"kind": "oidc", "name": "a", "accessKeys": [{"key": "k", "secret": 123_454_321}]}]}),
        user(json!({"password": 123_454_321})),
        user(json!({"passwordHash": "123454321"})),
        user(json!({"token": 123_454_321})),
        user(json!({"mfa": {"enable": true, "shareKey": 123_454_321}})),
        json!({"ldapAccounts": [{"username": "c", "password": 123_454_321}]}),
    ] {
        let error = Seed::from_json(&seed.to_string()).unwrap_err();
        assert!(error.source().is_none());
        let said = format!("{error} {error:?} {error:#?}");
        assert!(!said.contains("123454321"), "{said}");
    }
    let seed =
        json!({"pool": {"secret": "hush"}, "users": [{"password": "hushhush", "token": "hush"}]});
    let seed = Seed::from_json(&seed.to_string()).unwrap();
    let debug = format!("{seed:?} {seed:#?}");
    assert!(
        !debug.contains("hush") && debug.contains("users: 1"),
        "{debug}"
    );
}

#[test]
fn the_error_names_an_unreadable_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seed.json");
    let missing = Seed::read(&path).unwrap_err();
    assert!(missing.to_string().contains("seed.json") && missing.source().is_some());
    fs::write(&path, r#"{"users": [{"email": "x"}]}"#).unwrap();
    let wrong = Seed::read(&path).unwrap_err();
    assert!(
        wrong
            .source()
            .unwrap()
            .to_string()
            .starts_with("users[0].email: ")
    );
}

#[test]
fn a_seed_is_written_as_it_was_read_and_an_emulator_takes_it() {
    let hash = password_hash::hash("password", &Randomness::seeded(1)).unwrap();
    let seed = json!({
        "pool": {"id": "p", "secret": "s", "settings": {"verifyCodeLength": 6}},
        "roles": [{"id": ID, "name": "admin", "namespace": "n", "parent": ID, "descriptions": "d", "permissions": "p",
            "createdAt": "c", "updatedAt": "u"}],
        "apps": [{
            "id": ID, "kind": "oauth", "name": "Notes", "identifier": "notes", "secret": "s", "mfaPolicies": ["SMS"],
            "redirectUris": ["https://a.b/c"], "logoutRedirectUris": ["https://a.b"], "idTokenAlgorithm": "RS256",
            "grants": ["authorization_code"], "publicClient": true, "requirePkce": true,
            "lifetimes": {"code": 1, "accessToken": 2, "idToken": 3, "refreshToken": 4},
            "accessKeys": [{"key": "k", "secret": "s", "disabled": true, "tokenLifetime": 5, "remarks": "r"}],
            "createdAt": "c",
        }],
        "socialLogins": [{"id": ID, "type": "qq", "name": "QQ", "enabled": true}],
        "users": [{
            "id": ID, "email": "a@b.cn", "emailVerified": true, "phone": "13800000000", "phoneVerified": true,
            "username": "anna", "externalId": "x", "passwordHash": hash, "passwordSetAt": 1, "mustResetPassword": true,
            "blocked": true, "ldap": true, "registerMethod": "m",
            "loginsCount": 1, "logouts": 1, "lastLogin": "l", "lastIP": "i", "token": "t", "tokenExpiredAt": "e",
            "signedUp": "s", "updatedAt": "u", "profile": {"name": "Anna"},
            "mfa": {"id": ID, "enable": true, "shareKey": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "lastStep": 1},
            "socialAccounts": [{"id": ID, "type": "qq", "unionid": "1", "userInfo": "{}", "createdAt": "c"}],
            "roles": [{"id": ID, "role": ID, "createdAt": "c"}],
            "authorizations": [{"id": ID, "app": ID, "scope": "s", "when": "w"}],
        }],
        "ldapAccounts": [{"username": "c", "passwordHash": hash, "email": "c@b.cn", "user": ID}],
    });
    let written = Seed::from_json(&seed.to_string())
        .unwrap()
        .to_json()
        .unwrap();
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), seed);
    let emulator = Emulator::builder()
        .seed(Seed::from_json(&written).unwrap())
        .start_blocking()
        .unwrap();
    let export = emulator.export().unwrap().to_json().unwrap();
    assert!(export.contains("\"authorizations\""), "{export}");
}
