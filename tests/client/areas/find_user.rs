//! The one user who has an email address, by services that count their pages in different ways.

use authing_client::Authing;
use authing_tests::fake::{Requests, body, service};
use serde_json::{Value, json};

/// A service with users of these addresses, who are deleted if it says so. Its first page has the number `first`.
fn pool(users: Vec<(String, bool)>, first: usize) -> (Authing, Requests) {
    service(move |request| {
        let variables = body(request)["variables"].take();
        assert_eq!(variables["type"], "email");
        let page = variables["page"].as_u64().unwrap() as usize;
        let count = variables["count"].as_u64().unwrap() as usize;
        let of_the_page = users
            .iter()
            .enumerate()
            .skip(page.saturating_sub(first) * count)
            .take(count);
        let list: Vec<Value> = of_the_page
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
async fn every_page_is_read_wherever_the_service_starts_to_count() {
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
async fn who_has_been_deleted_is_skipped() {
    let deleted = ("a@b.cn".to_owned(), true);
    let (authing, _) = pool(vec![deleted.clone()], 0);
    assert_eq!(found(&authing).await, None);
    let (authing, _) = pool(vec![deleted, ("a@b.cn".to_owned(), false)], 0);
    assert_eq!(found(&authing).await.as_deref(), Some("1"));
}

#[tokio::test]
async fn a_service_that_gives_the_same_page_for_ever_is_not_asked_for_ever() {
    let users = vec![("x@b.cn".to_owned(), false)];
    let (authing, requests) = pool(users, usize::MAX);
    assert_eq!(found(&authing).await, None);
    assert_eq!(requests.calls().len(), 3);
}
