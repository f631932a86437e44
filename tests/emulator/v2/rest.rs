//! The REST operations, area by area: each is called through the clients, and what it changes is read again.

mod account;
mod acl;
mod applications;
mod audit;
mod login;
mod mfa;
mod pool;
mod tenants;
mod users;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use authing_client::Error;
use authing_emulator::RecordedRequest;
use authing_tests::every_operation::{Clients, Named, V2};

use super::World;
use crate::support::connected;

/// Declares a test for each of these functions, and another function that runs all of them.
macro_rules! tests {
    ($($area:ident::$test:ident,)+) => {
        $(#[tokio::test]
        async fn $test() {
            $area::$test(&World::new().await).await;
        })+

        /// Runs all tests, and returns the requests that they sent.
        async fn run_all() -> Vec<RecordedRequest> {
            let mut requests = Vec::new();
            $(
                let world = World::new().await;
                Box::pin($area::$test(&world)).await;
                requests.extend(world.emulator.requests());
            )+
            requests
        }
    };
}

tests! {
    account::a_session_sees_itself_until_it_logs_out,
    account::departments_and_apps_of_a_user_are_listed,
    account::social_accounts_are_linked_to_another_user,
    account::the_owner_logs_a_user_out,
    acl::namespaces_are_created_changed_and_deleted,
    acl::resources_are_created_changed_and_deleted,
    acl::several_resources_are_authorized_and_revoked,
    applications::access_policies_decide_who_may_use_an_app,
    applications::accounts_for_programs_get_tokens,
    applications::agreements_are_sorted_changed_and_deleted,
    applications::apps_are_created_changed_and_deleted,
    audit::logins_are_recorded_filtered_and_streamed,
    login::a_login_tells_whether_it_created_the_user,
    login::a_qr_code_is_scanned_while_a_stream_waits,
    login::an_account_of_a_directory_logs_in,
    login::an_email_address_registers_and_logs_in_with_codes,
    mfa::an_app_requires_a_code_by_sms_or_email,
    mfa::an_authenticator_app_is_enrolled_used_and_deleted,
    mfa::an_imported_app_recovers_and_is_removed_by_the_owner,
    pool::a_password_is_held_against_the_policy,
    pool::organizations_are_counted_and_exported,
    pool::the_pool_has_settings_and_an_environment,
    tenants::tenants_are_created_changed_and_deleted,
    tenants::tenants_have_members_and_administrators,
    users::a_login_is_seen_and_ended_by_the_owner,
    users::identities_are_linked_and_unlinked,
    users::roles_of_users_are_checked_and_searched,
    users::users_are_found_with_their_custom_data,
}

/// A method and a path, with `{}` for each parameter: their names differ between the emulator and the SDK.
fn endpoint(method: &str, path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment {
        parameter if parameter.starts_with('{') => "{}",
        segment => segment,
    });
    format!("{method} {}", segments.collect::<Vec<_>>().join("/"))
}

/// The operations of each endpoint.
fn operations() -> BTreeMap<String, Vec<&'static str>> {
    let mut operations: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in V2.rest() {
        let rest = entry.rest().unwrap();
        let endpoint = endpoint(rest.method.as_str(), rest.path);
        operations.entry(endpoint).or_default().push(entry.name);
    }
    operations
}

/// Reads the endpoints that the emulator serves, according to its documentation.
fn served() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../authing-emulator/docs");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (rest, graphql) = (read("rest_v2.md"), read("operations_v2.md"));
    let rows = rest.lines().filter(|line| line.starts_with("| `"));
    let tables = rows.filter_map(|row| row.trim_matches('|').split(" | ").next());
    // The page about GraphQL has one more, in its text.
    let quoted = tables
        .chain([&*graphql])
        .flat_map(|text| text.split('`').skip(1).step_by(2));
    let endpoints = quoted.filter_map(|text| {
        let (method, path) = text.split_once(' ')?;
        path.starts_with('/').then(|| endpoint(method, path))
    });
    endpoints.collect()
}

/// Returns the endpoint of a request. A path may be another one's parameter, but the literal one counts.
fn endpoint_of(request: &RecordedRequest, known: &BTreeMap<String, Vec<&str>>) -> Option<String> {
    let matches = |endpoint: &&String| {
        let Some((method, path)) = endpoint.split_once(' ') else {
            return false;
        };
        let (mut wanted, mut sent) = (path.split('/'), request.path().split('/'));
        method == request.method()
            && wanted
                .by_ref()
                .all(|one| sent.next().is_some_and(|other| one == "{}" || one == other))
            && sent.next().is_none()
    };
    let found = known.keys().filter(matches);
    found
        .min_by_key(|endpoint| endpoint.matches("{}").count())
        .cloned()
}

#[tokio::test]
async fn every_operation_that_the_emulator_serves_succeeds_in_a_test() {
    let (operations, served) = (operations(), served());
    // The bodies that differ only in their values count once.
    let mut succeeded: BTreeMap<String, BTreeSet<(Vec<String>, bool)>> = BTreeMap::new();
    for request in run_all().await {
        if let (Some(200), Some(endpoint)) = (request.code(), endpoint_of(&request, &operations)) {
            let body: serde_json::Value =
                serde_json::from_str(&request.raw_body()).unwrap_or_default();
            let members = body.as_object().into_iter().flat_map(|body| body.keys());
            let sent = (members.cloned().collect(), request.raw_token().is_some());
            succeeded.entry(endpoint).or_default().insert(sent);
        }
    }
    let forgotten: Vec<_> = operations
        .iter()
        .filter(|(endpoint, operations)| {
            // Operations of the same path differ in their bodies, if there are any, or in whether they need a token.
            let bodies = succeeded.get(*endpoint).map_or(0, BTreeSet::len);
            let wanted = if endpoint.starts_with("GET") {
                1
            } else {
                operations.len()
            };
            served.contains(*endpoint) && bodies < wanted
        })
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

#[tokio::test]
async fn an_operation_that_is_not_served_says_so() {
    let world = World::new().await;
    let clients = Clients {
        legacy: connected(&world.emulator).await,
        app: world.auth.clone(),
        management: world.management.clone(),
    };
    let served = served();
    for entry in V2.rest() {
        let rest = entry.rest().unwrap();
        let error = (entry.least)(&Named).send(&clients).await;
        let says_so = matches!(&error, Err(Error::Api { code: Some(code), message, .. })
            if code.get() == 404 && message.contains("does not support") && message.contains(rest.method.as_str()));
        let is_served = served.contains(&endpoint(rest.method.as_str(), rest.path));
        assert_ne!(is_served, says_so, "{}: {error:?}", entry.name);
    }
}
