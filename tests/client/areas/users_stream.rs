//! The stream of all users of a pool.

use std::sync::{Arc, Mutex};

use authing_client::{Authing, Error, ErrorCode, UsersStream};
use authing_tests::USER_POOL;
use authing_tests::fake::{Requests, body, service};
use futures_util::TryStreamExt;
use serde_json::{Value, json};

/// A page of users, of 1000 in all.
fn page(ids: &[String]) -> Value {
    page_of(ids, 1000)
}

fn page_of(ids: &[String], total: usize) -> Value {
    let list: Vec<Value> = ids.iter().map(|id| json!({"_id": id})).collect();
    json!({"data": {"users": {"list": list, "totalCount": total}}})
}

/// The users `1` to `count`.
fn people(count: usize) -> Vec<String> {
    (1..=count).map(|number| number.to_string()).collect()
}

/// A service with these users, and a change to them after each page that it sends.
fn pool(
    users: Vec<String>,
    after: impl Fn(i64, &mut Vec<String>) + Send + Sync + 'static,
) -> (Authing, Requests) {
    let users = Arc::new(Mutex::new(users));
    service(move |request| {
        let variables = body(request)["variables"].take();
        let number = variables["page"].as_i64().unwrap();
        let count = variables["count"].as_u64().unwrap() as usize;
        let mut users = users.lock().unwrap();
        let start = (number as usize - 1) * count;
        let list: Vec<String> = users.iter().skip(start).take(count).cloned().collect();
        let total = users.len();
        after(number, &mut users);
        page_of(&list, total)
    })
}

async fn ids(stream: UsersStream) -> Vec<String> {
    stream.map_ok(|user| user.id).try_collect().await.unwrap()
}

#[tokio::test]
async fn every_user_comes_once_and_in_order() {
    for count in [0, 1, 2, 3, 4, 5, 6, 7] {
        let (authing, requests) = pool(people(count), |_, _| {});
        assert_eq!(
            ids(authing.users_stream().page_size(3)).await,
            people(count)
        );
        assert_eq!(requests.calls().len(), count.div_ceil(3) + 1);
        let sent = json!({"page": 1, "count": 3, "registerInClient": USER_POOL});
        assert_eq!(requests.variables()[0], sent);
    }
}

#[tokio::test]
async fn a_page_is_fetched_when_its_first_user_is_needed() {
    let (authing, requests) = pool(people(4), |_, _| {});
    let mut users = authing.users_stream().page_size(2);
    assert_eq!(requests.calls().len(), 0);
    for (id, fetched) in [("1", 1), ("2", 1), ("3", 2), ("4", 2)] {
        assert_eq!(users.next().await.unwrap().unwrap().id, id);
        assert_eq!(requests.calls().len(), fetched);
    }
    assert!(users.next().await.is_none() && users.next().await.is_none());
    assert_eq!(requests.calls().len(), 3);
}

#[tokio::test]
async fn a_concurrent_insert_yields_no_duplicates() {
    let (authing, _) = pool(people(6), |page, users| {
        if page == 1 {
            users.insert(0, "new".to_owned());
        }
        if page == 2 {
            users.push("last".to_owned());
        }
    });
    let mut expected = people(6);
    expected.push("last".to_owned());
    assert_eq!(ids(authing.users_stream().page_size(3)).await, expected);
}

#[tokio::test]
async fn a_concurrent_insert_of_a_whole_page_yields_no_duplicates() {
    let (authing, _) = pool(people(6), |page, users| {
        if page == 1 {
            users.splice(0..0, ["a", "b", "c"].map(ToOwned::to_owned));
        }
    });
    assert_eq!(ids(authing.users_stream().page_size(3)).await, people(6));
}

#[tokio::test]
async fn the_stream_ends_if_pages_repeat_while_the_total_grows() {
    let total = std::sync::atomic::AtomicUsize::new(3);
    let (authing, requests) = service(move |_| {
        let total = total.fetch_add(3, std::sync::atomic::Ordering::SeqCst);
        page_of(&people(3), total)
    });
    assert_eq!(ids(authing.users_stream().page_size(3)).await, people(3));
    assert_eq!(requests.calls().len(), 3);
}

#[tokio::test]
async fn the_stream_ends_early_after_concurrent_removals() {
    let (authing, requests) = pool(people(6), |page, users| {
        if page == 2 {
            users.clear();
        }
    });
    assert_eq!(ids(authing.users_stream().page_size(2)).await, people(4));
    assert_eq!(requests.calls().len(), 3);
}

#[tokio::test]
async fn pages_smaller_than_requested_are_read_to_the_end() {
    let (authing, _) = service(|request| {
        let number = body(request)["variables"]["page"].as_u64().unwrap() as usize;
        let all = people(5);
        page(all.chunks(2).nth(number - 1).unwrap_or_default())
    });
    assert_eq!(ids(authing.users_stream().page_size(100)).await, people(5));
}

#[tokio::test]
async fn the_stream_ends_if_pages_repeat() {
    let (authing, requests) = service(|_| page(&people(3)));
    assert_eq!(ids(authing.users_stream().page_size(3)).await, people(3));
    assert_eq!(requests.calls().len(), 2);
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let (authing, requests) = service(|request| {
        if body(request)["variables"]["page"] == 1 {
            return page(&people(2));
        }
        json!({"errors": [{"message": {"code": 1000, "message": "busy"}}]})
    });
    let mut users = authing.users_stream().page_size(2);
    for id in ["1", "2"] {
        assert_eq!(users.next().await.unwrap().unwrap().id, id);
    }
    let error = users.next().await.unwrap().unwrap_err();
    assert_eq!(error.code().map(ErrorCode::get), Some(1000));
    assert!(users.next().await.is_none());
    assert_eq!(requests.calls().len(), 2);
}

#[tokio::test]
async fn a_page_size_of_zero_is_rejected() {
    let (authing, requests) = pool(people(1), |_, _| {});
    let mut users = authing.users_stream().page_size(0);
    let error = users.next().await.unwrap().unwrap_err();
    assert!(matches!(
        error,
        Error::InvalidInput {
            field: "page_size",
            ..
        }
    ));
    assert!(users.next().await.is_none());
    assert_eq!(requests.calls().len(), 0);
}

#[test]
fn the_stream_is_send_and_unpin() {
    fn movable<T: Send + Unpin + 'static>() {}
    movable::<UsersStream>();
}
