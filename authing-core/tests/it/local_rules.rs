//! The variables that documented operations send for set, cleared and unset fields, and the inputs that they reject.

use authing_core::Operation;
use authing_core::legacy::operations::{
    ListUsers, ListUsersByIds, LogOut, LoginByLdap, RemoveUsers, UpdateUser,
};
use authing_core::response::read;
use serde_json::json;

use crate::{Fixed, variables};

fn rejection<O: Operation>(operation: O) -> String {
    operation.bind(&Fixed).err().unwrap().to_string()
}

#[test]
fn an_update_sends_what_was_set_and_null_for_what_was_cleared() {
    let base = json!({"_id": "u", "registerInClient": "POOL"});
    assert_eq!(variables(UpdateUser::new("u")), base);
    assert_eq!(
        variables(
            UpdateUser::new("u")
                .nickname("n")
                .clear_photo()
                .blocked(false)
                .logins_count(0)
        ),
        json!({
            "_id": "u", "registerInClient": "POOL",
            "nickname": "n", "photo": null, "blocked": false, "loginsCount": 0,
        })
    );
}

#[test]
fn a_new_password_comes_with_the_old_one() {
    assert_eq!(
        rejection(UpdateUser::new("u").password("new")),
        "`old_password` must be given together with `password`"
    );
    let update = UpdateUser::new("u").password("new").old_password("old");
    let sent = variables(update);
    assert_eq!(sent["password"], "RSA(password: new)");
    assert_eq!(sent["oldPassword"], "RSA(old_password: old)");
}

#[test]
fn eighty_ids_go_as_one_text_and_one_more_does_not() {
    let ids = |count: usize| (0..count).map(|number| format!("{number:024x}"));
    let sent = variables(ListUsersByIds::new(ids(80)));
    assert_eq!(sent["ids"].as_str().unwrap().split(',').count(), 80);
    assert_eq!(
        rejection(ListUsersByIds::new(ids(81))),
        "`ids` must not contain more than 80 elements"
    );
    assert_eq!(
        rejection(ListUsersByIds::new([""; 0])),
        "`ids` must not be empty"
    );
}

#[test]
fn the_pool_is_filled_in_and_an_ldap_password_goes_as_it_is() {
    assert_eq!(
        variables(RemoveUsers::new(["a", "b"])),
        json!({"ids": ["a", "b"], "registerInClient": "POOL"})
    );
    assert_eq!(
        variables(LoginByLdap::new("n", "p")),
        json!({"username": "n", "password": "p", "clientId": "POOL"})
    );
    // The service declares the end of the token as a string: a strict service rejects a number.
    assert!(LogOut::DOCUMENT.contains(r#"tokenExpiredAt: "0""#));
}

#[test]
fn both_look_ups_of_many_users_give_one_type() {
    let user = r#"{"totalCount":1,"list":[{"_id":"u","email":"e"},null]}"#;
    let listed = read::<ListUsers>(format!(r#"{{"data":{{"users":{user}}}}}"#).as_bytes());
    let looked_up =
        read::<ListUsersByIds>(format!(r#"{{"data":{{"userPatch":{user}}}}}"#).as_bytes());
    for page in [listed.unwrap(), looked_up.unwrap()] {
        assert_eq!((page.total_count, page.list.len()), (1, 1));
        assert_eq!(page.list[0].email.as_deref(), Some("e"));
    }
}
