//! Finding a user by email, with services that number their pages from 0 or from 1.

use authing_client::Authing;
use authing_tests::fake::{Requests, body, service};
use serde_json::{Value, json};

/// A service with these users: an email, and whether the user is deleted. Its first page has the number `first`.
fn pool(users: Vec<(String, bool)>, first: usize) -> (Authing, Requests) {
    service(move |request| {
        let variables = body(request)["variables"].take();
        assert_eq!(variables["type"], "email");
        let number = variables["page"].as_u64().unwrap() as usize;
        let count = variables["count"].as_u64().unwrap() as usize;
        let page = users
            .iter()
            .enumerate()
            .skip(number.saturating_sub(first) * count)
            .take(count);
        let list: Vec<Value> = page
            .map(|(id, (email, deleted))| {
                json!({"_id": id.to_string(), "email": email, "isDeleted": deleted})
            })
            .collect();
        json!({"data": {"searchUser": {"list": list, "totalCount": users.len()}}})
    })
}

async fn found(authing: &Authing) -> Option<String> {
    let user = authing.find_user_by_email("a@b.cn").await.unwrap();
    user.map(|user| user.id)
}

#[tokio::test]
async fn every_page_is_read_whatever_the_number_of_the_first() {
    for first in [0, 1] {
        for others in [0, 49, 50, 51, 99, 100, 149, 150] {
            let mut users: Vec<_> = (0..others)
                .map(|number| (format!("{number}a@b.cn"), false))
                .collect();
            let (authing, _) = pool(users.clone(), first);
            assert_eq!(found(&authing).await, None);
            users.push(("A@B.cn".to_owned(), false));
            let (authing, _) = pool(users, first);
            let id = others.to_string();
            assert_eq!(found(&authing).await, Some(id), "from {first}");
        }
    }
}

#[tokio::test]
async fn a_deleted_user_is_skipped() {
    let deleted = ("a@b.cn".to_owned(), true);
    let (authing, _) = pool(vec![deleted.clone()], 0);
    assert_eq!(found(&authing).await, None);
    let (authing, _) = pool(vec![deleted, ("a@b.cn".to_owned(), false)], 0);
    assert_eq!(found(&authing).await.as_deref(), Some("1"));
}

#[tokio::test]
async fn the_search_ends_if_pages_repeat() {
    let users = vec![("x@b.cn".to_owned(), false)];
    let (authing, requests) = pool(users, usize::MAX);
    assert_eq!(found(&authing).await, None);
    assert_eq!(requests.calls().len(), 3);
}
