//! The pool's users: lists, pages, removal, login history.

use authing_client::operations::{
    GetLoginHistoryOfUser, ListUsers, ListUsersByIds, LoginByEmail, RemoveUsers,
};
use authing_client::types::LoginRecord;

use crate::support::{EMAIL, PASSWORD, World, code_of};

/// A pool with this many users, and their ids, oldest first.
async fn populated(count: usize) -> (World, Vec<String>) {
    let world = World::new().await;
    let mut ids = Vec::new();
    for number in 0..count {
        let email = format!("user-{number}@testmail.com");
        ids.push(world.authing.register(email, PASSWORD).await.unwrap().id);
    }
    (world, ids)
}

#[tokio::test]
async fn users_are_listed_in_pages() {
    let (World { authing, .. }, ids) = &populated(5).await;
    let mut found = Vec::new();
    for (page, length) in [(1, 2), (2, 2), (3, 1), (4, 0)] {
        let page = authing
            .execute(ListUsers::new().page(page).count(2))
            .await
            .unwrap();
        assert_eq!((page.list.len(), page.total_count), (length, 5));
        found.extend(page.list.into_iter().map(|user| user.id));
    }
    assert_eq!(found, *ids);
    // By default the first ten.
    assert_eq!(
        authing.execute(ListUsers::new()).await.unwrap().list.len(),
        5
    );
}

#[tokio::test]
async fn users_are_listed_by_at_most_80_ids() {
    let (World { authing, .. }, ids) = &populated(3).await;
    let requested = [&ids[2], &ids[0], "000000000000000000000000", "no id"].map(str::to_owned);
    let found = authing
        .execute(ListUsersByIds::new(requested))
        .await
        .unwrap();
    assert_eq!(found.list.len(), 2);

    let many = |count: usize| (0..count).map(|number| format!("{number:024x}"));
    assert!(
        authing
            .execute(ListUsersByIds::new(many(80)))
            .await
            .unwrap()
            .list
            .is_empty()
    );
    let error = authing
        .execute(ListUsersByIds::new(many(81)))
        .await
        .unwrap_err();
    assert_eq!(
        error.code(),
        None,
        "rejected locally, not by the service: {error}"
    );
    let error = authing
        .execute(ListUsersByIds::new(["a,b"]))
        .await
        .unwrap_err();
    assert_eq!(error.code(), None, "{error}");
}

#[tokio::test]
async fn removed_users_are_gone() {
    let (World { authing, .. }, ids) = &populated(3).await;
    let login = authing
        .login_by_email("user-0@testmail.com", PASSWORD)
        .await
        .unwrap();
    let removed = authing
        .execute(RemoveUsers::new([&*ids[0], &*ids[1]]))
        .await
        .unwrap();
    assert_eq!(removed.len(), 2);
    assert!(authing.get_user(&*ids[0]).await.unwrap().is_none());
    assert_eq!(
        code_of(
            authing
                .login_by_email("user-0@testmail.com", PASSWORD)
                .await
        ),
        2004
    );
    assert_eq!(code_of(login.session().get_user(&*ids[0]).await), 2207);
    // A removed user can't be removed again.
    assert_eq!(
        code_of(authing.execute(RemoveUsers::new([&*ids[0]])).await),
        2210
    );
    // A user may not remove another.
    let session = authing
        .login_by_email("user-2@testmail.com", PASSWORD)
        .await
        .unwrap()
        .session();
    authing.register(EMAIL, PASSWORD).await.unwrap();
    let other = authing
        .login_by_email(EMAIL, PASSWORD)
        .await
        .unwrap()
        .into_user();
    assert_eq!(
        code_of(session.execute(RemoveUsers::new([other.id])).await),
        2209
    );
}

#[tokio::test]
async fn the_login_history_has_successes_and_failures() {
    let (World { authing, .. }, ids) = &populated(1).await;
    authing
        .login_by_email("user-0@testmail.com", "wrongpassword")
        .await
        .unwrap_err();
    let login = LoginByEmail::new("user-0@testmail.com", PASSWORD)
        .device("desk")
        .browser("Firefox");
    authing.login(login).await.unwrap();
    let history = authing
        .execute(GetLoginHistoryOfUser::new(&*ids[0]))
        .await
        .unwrap()
        .unwrap();
    let logins = history.logins.unwrap();
    let results: Vec<Option<bool>> = logins.list.iter().map(|login| login.success).collect();
    assert!(
        results.contains(&Some(true)) && results.contains(&Some(false)),
        "{results:?}"
    );
    let succeeded = |login: &&LoginRecord| login.success == Some(true);
    let login = logins.list.iter().find(succeeded).unwrap();
    let from = (login.device.as_deref(), login.browser.as_deref());
    assert_eq!(from, (Some("desk"), Some("Firefox")));
    let second = GetLoginHistoryOfUser::new(&*ids[0]).page(2).count(1);
    let second = authing.execute(second).await.unwrap().unwrap();
    let second = second.logins.unwrap();
    assert_eq!(second.list, logins.list[1..2]);
    assert_eq!(second.total_count, 2);
    let unknown = GetLoginHistoryOfUser::new("000000000000000000000000");
    assert!(authing.execute(unknown).await.unwrap().is_none());
}

#[tokio::test]
async fn the_stream_returns_every_user_once() {
    let world = World::new().await;
    let mut expected = Vec::new();
    for number in 0..7 {
        let email = format!("user-{number}@testmail.com");
        expected.push(world.authing.register(email, PASSWORD).await.unwrap().id);
    }
    let mut users = world.authing.stream(ListUsers::new()).page_size(3);
    let mut found = Vec::new();
    while let Some(user) = users.next().await {
        found.push(user.unwrap().id);
    }
    assert_eq!(found, expected);
}
