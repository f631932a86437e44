//! Every operation that lists page by page, and a service that has such a list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_client::operations::*;
use authing_client::{
    AcceptsOwner, Authing, Error, Legacy, PagedOperation, UserSearchField, blocking,
};
use authing_tests::fake::{Requests, body, service};
use authing_tests::files_below;
use futures_util::TryStreamExt as _;
use futures_util::stream::{BoxStream, StreamExt as _};
use serde::Serialize;
use serde_json::{Value, json};

type Ids = BoxStream<'static, Result<Option<String>, Error>>;

/// What goes through a list with pages of this size.
type Through<C, I> = Box<dyn Fn(&C, u32) -> I>;

/// An operation that lists page by page.
pub(super) struct List {
    pub(super) name: &'static str,
    /// The number of the first page, if it is documented.
    pub(super) documented: Option<u32>,
    pub(super) shape: Shape,
    ids: Through<Authing, Ids>,
    blocking: Through<blocking::Authing, Result<Vec<Option<String>>, Error>>,
}

/// How the list is in a response.
#[derive(Clone)]
pub(super) struct Shape {
    root: &'static str,
    /// An item without values.
    item: Value,
    pub(super) has_total: bool,
}

fn list<O>(operation: O) -> List
where
    O: PagedOperation<Api = Legacy, Item: Default + Serialize>,
    O::Token: AcceptsOwner,
{
    let waiting = operation.clone();
    List {
        name: O::NAME,
        documented: O::FIRST_PAGE,
        shape: Shape {
            root: O::ROOT_FIELD,
            item: json!(O::Item::default()),
            has_total: O::NAME != "ListCollaborators",
        },
        ids: Box::new(move |authing, size| {
            let items = authing.stream(operation.clone()).page_size(size);
            let ids = items.map_ok(|item| O::id(&item).map(str::to_owned));
            ids.boxed()
        }),
        blocking: Box::new(move |authing, size| {
            let items = authing.iter(waiting.clone()).page_size(size);
            items
                .map(|item| Ok(O::id(&item?).map(str::to_owned)))
                .collect()
        }),
    }
}

/// Every one.
pub(super) fn all() -> Vec<List> {
    vec![
        list(ListAuthAuditRecords::new()),
        list(ListAuthorizedUserPools::new()),
        list(ListCollaborationsOfUser::new("1")),
        list(ListCollaborators::new()),
        list(ListCustomMfas::new("1")),
        list(ListLdapServers::new()),
        list(ListOAuthApps::new()),
        list(ListOidcApps::new()),
        list(ListOperationLogs::new("users")),
        list(ListOrders::new()),
        list(ListRbacGroups::new()),
        list(ListRbacPermissions::new()),
        list(ListRbacRoles::new()),
        list(ListRecordedRequests::new()),
        list(ListRoles::new()),
        list(ListSamlDefaultSettings::new()),
        list(ListSamlIdentityProviders::new()),
        list(ListSamlServiceProviders::new()),
        list(ListSentEmails::new()),
        list(ListSentEmailsOfPool::new()),
        list(ListUserPools::new("1")),
        list(ListUserPoolSummaries::new()),
        list(ListUserStatistics::new()),
        list(ListUsers::new()),
        list(ListUsersInGroup::new()),
        list(ListUsersOfOidcApp::new("1")),
        list(ListUsersOfOrgNode::new("1", "2")),
        list(ListUsersOfRbacGroup::new("1")),
        list(ListUsersOfRbacRole::new("1")),
        list(ListUsersOfRole::new("1")),
        list(ListWechatQrCodes::new()),
        list(SearchUsers::new(UserSearchField::All, "a")),
    ]
}

/// Those whose items have ids, with each number that the service may give the first page.
pub(super) fn with_ids() -> Vec<(List, u32)> {
    let without = [
        "ListAuthAuditRecords",
        "ListAuthorizedUserPools",
        "ListOperationLogs",
        "ListWechatQrCodes",
    ];
    let mut lists = Vec::new();
    for first in [0, 1] {
        for list in all() {
            if list.may_begin_at(first) && !without.contains(&list.name) {
                lists.push((list, first));
            }
        }
    }
    lists
}

impl List {
    /// Whether the service may give this number to the first page: where it is to be 0, page 0 may be page 1 as well.
    pub(super) fn may_begin_at(&self, first: u32) -> bool {
        first == 1 || self.documented != Some(1)
    }

    /// How many requests there are for what the first page is already on.
    pub(super) fn repeats(&self, first: u32) -> usize {
        usize::from(self.documented != Some(1) && first == 1)
    }

    /// A stream of it, with pages of this size.
    pub(super) fn stream(&self, authing: &Authing, size: u32) -> Ids {
        (self.ids)(authing, size)
    }

    /// The ids of everything in it.
    pub(super) async fn ids(&self, authing: &Authing, size: u32) -> Vec<String> {
        let ids: Vec<_> = self.stream(authing, size).try_collect().await.unwrap();
        ids.into_iter().map(Option::unwrap).collect()
    }

    /// The same, by the blocking client.
    pub(super) fn blocking_ids(&self, authing: &blocking::Authing, size: u32) -> Vec<String> {
        let ids = (self.blocking)(authing, size).unwrap();
        ids.into_iter().map(Option::unwrap).collect()
    }
}

impl Shape {
    /// A response with these items.
    pub(super) fn response(&self, ids: &[String], total: usize) -> Value {
        let items = ids.iter().map(|id| match self.item.clone() {
            Value::Object(mut item) => {
                let named = ["_id", "event", "operatorId", "userId", "random"];
                item.extend(named.map(|name| (name.to_owned(), json!(id))));
                Value::Object(item)
            }
            _ => json!(id),
        });
        let mut page = json!({"list": items.collect::<Vec<_>>()});
        if self.has_total {
            page["totalCount"] = json!(total);
            page["total"] = json!(total);
        }
        // Where the list is a field of a role or a group.
        page["users"] = page.clone();
        page["_id"] = json!("1");
        json!({"data": {self.root: page}})
    }

    /// A service with such a list, to which something happens after each page that it has given; for that, the first page is 0.
    pub(super) fn service(
        &self,
        first: u32,
        items: Vec<String>,
        after: impl Fn(usize, &mut Vec<String>) + Send + Sync + 'static,
    ) -> (Authing, Requests) {
        service(self.responses(first, items, after))
    }

    /// The responses of such a service.
    pub(super) fn responses(
        &self,
        first: u32,
        items: Vec<String>,
        after: impl Fn(usize, &mut Vec<String>) + Send + Sync + 'static,
    ) -> impl Fn(&Request<Bytes>) -> Value + Send + Sync + 'static {
        let (shape, items) = (self.clone(), Mutex::new(items));
        move |request| {
            let variables = body(request)["variables"].take();
            let (first, count) = (
                u64::from(first),
                variables["count"].as_u64().unwrap() as usize,
            );
            let page = variables["page"].as_u64().unwrap_or(first);
            let page = page.saturating_sub(first) as usize;
            let mut items = items.lock().unwrap();
            let given = items.iter().skip(page * count).take(count).cloned();
            let response = shape.response(&given.collect::<Vec<_>>(), items.len());
            after(page, &mut items);
            response
        }
    }
}

/// The items `1` to `count`.
pub(super) fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|number| number.to_string()).collect()
}

/// What query files say of lists: the operations with a page and a count, and of those that can't be streamed why not.
fn query_files() -> BTreeMap<String, Option<String>> {
    let queries = Path::new(env!("CARGO_MANIFEST_DIR")).join("../queries/legacy");
    let mut lists = BTreeMap::new();
    for path in files_below(&queries) {
        let text = fs::read_to_string(path).unwrap();
        if text.contains("  $page: ") && text.contains("  $count: ") {
            let (_, name) = text.split_once("\nquery ").unwrap();
            let (name, _) = name.split_once('(').unwrap();
            let reason = text.split_once("@noStream(reason: \"");
            let reason = reason.map(|(_, reason)| reason.split_once('"').unwrap().0.to_owned());
            lists.insert(name.to_owned(), reason);
        }
    }
    lists
}

#[test]
fn every_operation_with_page_and_count_is_here_or_says_why_not() {
    let (streamed, excluded): (BTreeMap<_, _>, BTreeMap<_, _>) = query_files()
        .into_iter()
        .partition(|(_, reason)| reason.is_none());
    let tested: BTreeSet<String> = all().iter().map(|list| list.name.to_owned()).collect();
    assert_eq!(tested, streamed.into_keys().collect());
    let reasons = [(
        "ListAuthorizedApps",
        "each has two lists, of OAuth and of OIDC apps",
    )];
    let excluded: Vec<(&str, &str)> = excluded
        .iter()
        .map(|(name, reason)| (name.as_str(), reason.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(excluded, reasons);
}
