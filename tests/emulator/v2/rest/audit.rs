//! What users did.

use std::time::{Duration, UNIX_EPOCH};

use authing_client::Error;
use authing_client::v2::ManagementClient;
use authing_client::v2::operations::{ListAuditLogs, ListUserActions};
use futures_util::TryStreamExt as _;

use super::World;
use crate::support::{EMAIL, PASSWORD};
use crate::v2::code_of;

pub(super) async fn logins_are_recorded_filtered_and_streamed(world: &World) {
    let management = &world.management;
    let user = world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let arn = user.arn.unwrap();
    world
        .auth
        .register_by_username("eve", PASSWORD)
        .await
        .unwrap();
    assert_eq!(management.list_audit_logs().await.unwrap().total_count, 0);
    assert_eq!(
        code_of(world.auth.login_by_email(EMAIL, "wrong").await),
        2006
    );
    world.emulator.clock().advance(Duration::from_secs(60));
    world.auth.login_by_email(EMAIL, PASSWORD).await.unwrap();
    world.auth.login_by_username("eve", PASSWORD).await.unwrap();

    let logs = management.list_audit_logs().await.unwrap();
    assert_eq!(logs.total_count, 3);
    let results = logs
        .list
        .iter()
        .map(|log| log["eventResultCode"].as_str().unwrap());
    // Newest first.
    assert_eq!(results.collect::<Vec<_>>(), ["success", "success", "fail"]);
    assert_eq!(logs.list[2]["userId"], *user.id);
    let all = ListAuditLogs::new;
    for (filter, count) in [
        (all().operator_arns([&*arn]), 2),
        (all().user_id(&*user.id), 2),
        (all().event("login"), 3),
        (all().event("register"), 0),
    ] {
        assert_eq!(management.execute(filter).await.unwrap().total_count, count);
    }

    let actions = management.list_user_actions().await.unwrap();
    assert_eq!(actions.total_count, 3);
    assert_eq!(actions.list[0]["operation_name"], "login");
    let count =
        async |filter: ListUserActions| management.execute(filter).await.unwrap().total_count;
    let all = ListUserActions::new;
    assert_eq!(count(all().user_arns([&*arn])).await, 2);
    assert_eq!(count(all().user_id(&*user.id).event("login")).await, 2);
    assert_eq!(count(all().event("register")).await, 0);
    assert_eq!(count(all().exclude_non_app_records(true)).await, 3);
    assert_eq!(count(all().operations(["register"])).await, 0);
    assert_eq!(count(all().app_ids([world.emulator.app_id()])).await, 3);
    assert_eq!(count(all().client_ip("192.0.2.1")).await, 0);
    let now = world.emulator.clock().now().duration_since(UNIX_EPOCH);
    let now = now.unwrap().as_millis() / 1000 * 1000;
    assert_eq!(count(all().start(now.to_string())).await, 2);
    assert_eq!(count(all().end((now - 60_000).to_string())).await, 1);
    let streamed: Vec<_> = management
        .stream(all())
        .page_size(2)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(streamed, actions.list);
    let builder = ManagementClient::builder(world.emulator.user_pool_id(), "a wrong secret");
    let stranger = builder.host(world.emulator.base_url()).build().unwrap();
    let error = stranger.list_audit_logs().await.unwrap_err();
    assert!(
        matches!(error, Error::CredentialsRejected { .. }),
        "{error:?}"
    );
}
