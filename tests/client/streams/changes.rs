//! What a stream makes of a list that changes while it goes through it.

use std::sync::atomic::{AtomicUsize, Ordering};

use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_client::operations::ListAuthAuditRecords;
use authing_client::{Authing, blocking};
use authing_tests::fake::{OWNER, Reply, Requests, body, operation, service};
use authing_tests::{POOL_SECRET, USER_POOL};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

use super::lists::{all, numbered, with_ids};

fn owned<const N: usize>(ids: [&str; N]) -> Vec<String> {
    ids.map(ToOwned::to_owned).to_vec()
}

#[tokio::test]
async fn returns_every_item_once_in_order_and_sends_a_request_for_each_page() {
    for (list, first) in with_ids() {
        for count in 0..8 {
            let (authing, requests) = list.shape.service(first, numbered(count), |_, _| {});
            let name = list.name;
            assert_eq!(list.ids(&authing, 3).await, numbered(count), "{name}");
            let repeats = if count > 0 { list.repeats(first) } else { 0 };
            assert_eq!(
                requests.calls().len(),
                count.div_ceil(3) + 1 + repeats,
                "{name}"
            );
            let sent = &requests.variables()[0];
            assert_eq!(
                sent["page"].as_u64(),
                list.documented.map(u64::from),
                "{name}"
            );
            assert_eq!(sent["count"], 3, "{name}");
        }
    }
}

#[tokio::test]
async fn items_without_an_id_are_returned_too() {
    for list in all() {
        for first in [0, 1] {
            if !list.may_begin_at(first) {
                continue;
            }
            let (authing, _) = list.shape.service(first, numbered(5), |_, _| {});
            let items: Vec<_> = list.stream(&authing, 2).try_collect().await.unwrap();
            assert_eq!(items.len(), 5, "{} from {first}", list.name);
        }
    }
}

#[tokio::test]
async fn a_concurrent_insert_yields_no_duplicates() {
    for (list, first) in with_ids() {
        if list.repeats(first) > 0 {
            continue;
        }
        let (authing, _) = list.shape.service(first, numbered(6), |page, items| {
            if page == 0 {
                items.insert(0, "new".to_owned());
            }
            if page == 1 {
                items.push("last".to_owned());
            }
        });
        let mut expected = numbered(6);
        expected.push("last".to_owned());
        assert_eq!(list.ids(&authing, 3).await, expected, "{}", list.name);
    }
}

#[tokio::test]
async fn a_concurrent_insert_yields_no_duplicates_where_the_first_page_comes_twice() {
    for (list, first) in with_ids() {
        if list.repeats(first) == 0 {
            continue;
        }
        let inserts = AtomicUsize::new(0);
        let (authing, _) = list.shape.service(first, numbered(6), move |_, items| {
            if inserts.fetch_add(1, Ordering::SeqCst) == 0 {
                items.insert(0, "new".to_owned());
            }
        });
        let expected = owned(["1", "2", "3", "new", "4", "5", "6"]);
        assert_eq!(list.ids(&authing, 3).await, expected, "{}", list.name);
    }
}

/// A blocking client of a service that responds so.
fn waiting(
    respond: impl Fn(&Request<Bytes>) -> Value + Send + Sync + 'static,
) -> blocking::Authing {
    let transport = Requests::default().transport(move |request| match &*operation(request) {
        "GetOwnerToken" => Reply::from(OWNER),
        _ => respond(request).into(),
    });
    let builder = Authing::builder(USER_POOL, POOL_SECRET).transport(transport);
    builder.build_blocking().unwrap()
}

#[test]
fn a_blocking_iterator_goes_by_the_same_rules() {
    for (list, first) in with_ids() {
        let done = AtomicUsize::new(0);
        let responses = list
            .shape
            .responses(first, numbered(9), move |page, items| {
                if page == 1 && done.fetch_add(1, Ordering::SeqCst) == 0 {
                    items.splice(0..0, owned(["a", "b", "c"]));
                }
            });
        let ids = list.blocking_ids(&waiting(responses), 3);
        assert_eq!(ids, numbered(9), "{} from {first}", list.name);

        let shape = list.shape.clone();
        let same = waiting(move |_| shape.response(&numbered(3), 3));
        assert_eq!(list.blocking_ids(&same, 3), numbered(3), "{}", list.name);
    }
}

#[tokio::test]
async fn as_many_as_a_page_has_may_be_added_meanwhile() {
    for (list, first) in with_ids() {
        for changed in [0, 1] {
            let done = AtomicUsize::new(0);
            let (authing, _) = list.shape.service(first, numbered(9), move |page, items| {
                if page == changed && done.fetch_add(1, Ordering::SeqCst) == 0 {
                    items.splice(0..0, owned(["a", "b", "c"]));
                }
            });
            let mut ids = list.ids(&authing, 3).await;
            // Where the first page comes twice, they are on the second of the two.
            ids.retain(|id| id.parse::<u32>().is_ok());
            assert_eq!(ids, numbered(9), "{} from {first}", list.name);
        }
    }
}

#[tokio::test]
async fn the_same_page_of_a_list_that_grows_for_ever_ends_it() {
    for (list, first) in with_ids() {
        let (shape, total) = (list.shape.clone(), AtomicUsize::new(3));
        let (authing, requests) =
            service(move |_| shape.response(&numbered(3), total.fetch_add(3, Ordering::SeqCst)));
        assert_eq!(list.ids(&authing, 3).await, numbered(3), "{}", list.name);
        let repeats = usize::from(list.documented != Some(1));
        assert_eq!(
            requests.calls().len(),
            3 + repeats,
            "{} from {first}",
            list.name
        );
    }
}

#[tokio::test]
async fn the_same_page_again_ends_it_as_soon_as_the_list_is_known_not_to_grow() {
    for (list, _) in with_ids() {
        let shape = list.shape.clone();
        let (authing, requests) = service(move |_| shape.response(&numbered(3), 1000));
        assert_eq!(list.ids(&authing, 3).await, numbered(3), "{}", list.name);
        let more = usize::from(list.documented != Some(1)) + usize::from(!list.shape.has_total);
        assert_eq!(requests.calls().len(), 2 + more, "{}", list.name);
    }
}

#[tokio::test]
async fn a_concurrent_removal_ends_it_no_later() {
    for (list, first) in with_ids() {
        let (authing, requests) = list.shape.service(first, numbered(6), |page, items| {
            if page == 1 {
                items.clear();
            }
        });
        assert_eq!(list.ids(&authing, 2).await, numbered(4), "{}", list.name);
        assert_eq!(
            requests.calls().len(),
            3 + list.repeats(first),
            "{}",
            list.name
        );
    }
}

#[tokio::test]
async fn pages_shorter_than_asked_for_are_read_to_the_end() {
    for (list, first) in with_ids() {
        let shape = list.shape.clone();
        let (authing, _) = service(move |request| {
            let page = body(request)["variables"]["page"].as_u64();
            let page = page.map_or(0, |page| page.saturating_sub(u64::from(first))) as usize;
            let all = numbered(5);
            shape.response(all.chunks(2).nth(page).unwrap_or_default(), 5)
        });
        assert_eq!(list.ids(&authing, 100).await, numbered(5), "{}", list.name);
    }
}

/// A service with these records, which have no ids; pages are counted from this one.
fn records(first: u64, pages: Vec<Vec<&'static str>>) -> impl Fn(Option<u64>) -> Value {
    move |page| {
        let page = page.map_or(0, |page| page - first) as usize;
        let list = pages.get(page).cloned().unwrap_or_default();
        let list: Vec<Value> = list.iter().map(|event| json!({"event": event})).collect();
        json!({"data": {"queryAuthAuditRecords": {"list": list, "totalCount": 100}}})
    }
}

#[tokio::test]
async fn equal_records_without_ids_are_all_returned_but_the_same_page_only_once() {
    let pages = || {
        vec![
            vec!["a", "a"],
            vec!["a", "b"],
            vec!["b", "c"],
            vec!["b", "c"],
        ]
    };
    for first in [0, 1] {
        let respond = records(first, pages());
        let (authing, _) =
            service(move |request| respond(body(request)["variables"]["page"].as_u64()));
        let records = authing.stream(ListAuthAuditRecords::new()).page_size(2);
        let events = records.map_ok(|record| record.event.unwrap());
        let events: Vec<_> = events.try_collect().await.unwrap();
        assert_eq!(events, ["a", "a", "a", "b", "b", "c"]);
    }
}
