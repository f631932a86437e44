//! What a stream sends, and when.

use authing_client::http::{HeaderName, HeaderValue};
use authing_client::operations::{
    ListAuthorizedUserPools, ListRoles, ListUsers, ListUsersOfRbacRole, ListUsersOfRole,
    SearchUsers,
};
use authing_client::{
    AcceptsUser, Error, ErrorCode, ItemStream, Legacy, PagedOperation, Session, UserSearchField,
};
use authing_tests::USER_POOL;
use authing_tests::fake::{authorization, body, service};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

use super::lists::{all, numbered};

fn users(ids: &[&str]) -> Value {
    let list: Vec<Value> = ids.iter().map(|id| json!({"_id": id})).collect();
    json!({"data": {"users": {"list": list, "totalCount": 1000}}})
}

#[tokio::test]
async fn nothing_is_fetched_before_it_is_needed() {
    let (authing, requests) =
        service(
            |request| match body(request)["variables"]["page"].as_u64().unwrap() {
                1 => users(&["1", "2"]),
                2 => users(&["3", "4"]),
                _ => users(&[]),
            },
        );
    let mut users = authing.stream(ListUsers::new()).page_size(2);
    assert_eq!(requests.calls().len(), 0);
    for (id, fetched) in [("1", 1), ("2", 1), ("3", 2), ("4", 2)] {
        assert_eq!(users.next().await.unwrap().unwrap().id, id);
        assert_eq!(requests.calls().len(), fetched);
    }
    assert!(users.next().await.is_none() && users.next().await.is_none());
    assert_eq!(requests.calls().len(), 3);
    let sent = json!({"page": 1, "count": 2, "registerInClient": USER_POOL});
    assert_eq!(requests.variables()[0], sent);
}

#[tokio::test]
async fn begins_at_the_page_of_the_operation_and_has_its_size() {
    let (authing, requests) =
        service(|_| json!({"data": {"clientRoles": {"list": [], "totalCount": 0}}}));
    let sent = async |roles: ListRoles| {
        requests.clear();
        let roles: Vec<_> = authing.stream(roles).try_collect().await.unwrap();
        assert!(roles.is_empty());
        let sent = requests.variables().remove(0);
        (sent["page"].as_u64(), sent["count"].as_u64())
    };
    assert_eq!(sent(ListRoles::new()).await, (Some(1), Some(50)));
    assert_eq!(sent(ListRoles::new().page(3)).await, (Some(3), Some(50)));
    assert_eq!(sent(ListRoles::new().count(7)).await, (Some(1), Some(7)));
    assert_eq!(
        sent(ListRoles::new().page(0).count(7)).await,
        (Some(0), Some(7))
    );
}

#[tokio::test]
async fn other_variables_go_with_every_page() {
    let (authing, requests) = service(|request| {
        let list = match body(request)["variables"]["page"].as_u64().unwrap() {
            0 => json!([{"_id": "1"}]),
            _ => json!([]),
        };
        json!({"data": {"searchUser": {"list": list, "totalCount": 1}}})
    });
    let found = authing.stream(SearchUsers::new(UserSearchField::Email, "ada"));
    assert_eq!(found.try_collect::<Vec<_>>().await.unwrap().len(), 1);
    let sent = |page: u32| json!({"type": "email", "value": "ada", "registerInClient": USER_POOL, "page": page, "count": 50});
    assert_eq!(requests.variables(), [sent(0), sent(1)]);
}

#[tokio::test]
async fn what_is_not_there_has_an_empty_list() {
    for role in [
        Value::Null,
        json!({"_id": "1"}),
        json!({"_id": "1", "users": null}),
    ] {
        let (authing, _) = service(move |_| json!({"data": {"rbacRole": role}}));
        let users = authing.stream(ListUsersOfRbacRole::new("1"));
        assert!(users.try_collect::<Vec<_>>().await.unwrap().is_empty());
    }
}

async fn sent_by<O>(session: &Session, operation: O) -> Vec<O::Item>
where
    O: PagedOperation<Api = Legacy>,
    O::Token: AcceptsUser,
{
    session.stream(operation).try_collect().await.unwrap()
}

#[tokio::test]
async fn a_session_sends_its_own_token() {
    let (authing, requests) = service(|request| {
        let list = match body(request)["variables"]["page"].as_u64() {
            None => json!([{"userId": "1"}, {"userId": "2"}]),
            _ => json!([]),
        };
        json!({"data": {"queryAuthorizedUserPool": {"list": list, "total": 2}}})
    });
    let session = authing.session("a-token");
    let pools = sent_by(&session, ListAuthorizedUserPools::new().phone("1")).await;
    assert_eq!(pools.len(), 2);
    assert_eq!(requests.all().len(), 2);
    for request in requests.all() {
        assert_eq!(authorization(&request), Some("Bearer a-token"));
    }
}

#[tokio::test]
async fn the_options_of_a_client_are_those_of_every_page() {
    let (authing, requests) = service(|request| {
        let list = match body(request)["variables"]["page"].as_u64().unwrap() {
            1 => json!([{"_id": "1"}]),
            _ => json!([]),
        };
        json!({"data": {"userGroup": {"list": list, "totalCount": 1}}})
    });
    let traced = authing.with_header(
        HeaderName::from_static("x-request-id"),
        HeaderValue::from_static("5f2b"),
    );
    let operation = ListUsersOfRole::new("1");
    let members = traced.stream(operation.clone()).try_collect::<Vec<_>>();
    assert_eq!(members.await.unwrap().len(), 1);
    sent_by(&traced.session("a-token"), operation).await;
    assert_eq!(requests.calls().len(), 4);
    for request in requests.calls() {
        assert_eq!(request.headers()["x-request-id"], "5f2b");
    }
}

#[tokio::test]
async fn an_error_is_returned_and_ends_it() {
    for list in all() {
        let shape = list.shape.clone();
        let (authing, requests) = service(move |request| match body(request)["variables"]["page"]
            .as_u64()
        {
            Some(page) if page > 1 => {
                json!({"errors": [{"message": {"code": 1000, "message": "busy"}}]})
            }
            page => shape.response(&numbered(4)[page.unwrap_or(0) as usize..][..2], 9),
        });
        let mut items = list.stream(&authing, 2);
        let error = loop {
            match items.try_next().await {
                Ok(item) => assert!(item.is_some(), "{}", list.name),
                Err(error) => break error,
            }
        };
        assert_eq!(error.code().map(ErrorCode::get), Some(1000));
        let sent = requests.calls().len();
        assert!(items.try_next().await.unwrap().is_none());
        assert_eq!(requests.calls().len(), sent);
    }
}

#[tokio::test]
async fn a_page_without_items_is_rejected() {
    let (authing, requests) = service(|_| users(&["1"]));
    for mut users in [
        authing.stream(ListUsers::new()).page_size(0),
        authing.stream(ListUsers::new().count(0)),
    ] {
        let error = users.next().await.unwrap().unwrap_err();
        let is_named = matches!(
            error,
            Error::InvalidInput {
                field: "page_size",
                ..
            }
        );
        assert!(is_named, "{error:?}");
        assert!(users.next().await.is_none());
    }
    let mut users = authing.stream(ListUsers::new()).page_size(u32::MAX);
    let error = users.next().await.unwrap().unwrap_err();
    assert!(
        matches!(error, Error::InvalidInput { field: "count", .. }),
        "{error:?}"
    );
    assert_eq!(requests.calls().len(), 0);
}

#[tokio::test]
async fn a_page_whose_number_is_too_great_is_rejected() {
    let (authing, requests) = service(|_| users(&["1"]));
    let mut users = authing.stream(ListUsers::new().page(i32::MAX as u32));
    assert!(users.next().await.unwrap().is_ok());
    let error = users.next().await.unwrap().unwrap_err();
    assert!(
        matches!(error, Error::InvalidInput { field: "page", .. }),
        "{error:?}"
    );
    assert_eq!(requests.calls().len(), 1);
}

#[test]
fn can_go_to_another_thread() {
    fn movable<T: Send + Unpin + 'static>() {}
    movable::<ItemStream<ListUsers>>();
    movable::<ItemStream<ListRoles>>();
}

#[test]
fn debug_shows_the_page_and_nothing_that_is_sent() {
    let (authing, _) = service(|_| users(&[]));
    let found = authing.stream(SearchUsers::new(UserSearchField::Email, "ada@testmail.com"));
    assert_eq!(
        format!("{found:?}"),
        r#"ItemStream { operation: "SearchUsers", page_size: 50, page: Some(0), .. }"#
    );
}
