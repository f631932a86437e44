//! Apps: their lives, who may use them, their agreements, and their accounts for programs.

use authing_client::v2::operations::{CreateAccessAccount, UpdateAgreement};
use authing_client::v2::types::{DefaultStrategy, PermissionStrategyInput, PolicyTarget};

use super::World;
use crate::support::{EMAIL, PASSWORD};
use crate::v2::code_of;

pub(super) async fn apps_are_created_changed_and_deleted(world: &World) {
    let management = &world.management;
    let create = async |uri: &str| management.create_application("Shop", "shop", [uri]).await;
    assert_eq!(code_of(create("javascript:alert(1)").await), 500);
    let app = create("https://shop.example/callback").await.unwrap();
    assert_eq!(
        (app.name.as_deref(), app.identifier.as_deref()),
        (Some("Shop"), Some("shop"))
    );
    assert_eq!(app.redirect_uris, ["https://shop.example/callback"]);
    // The identifier is taken.
    assert_eq!(code_of(create("https://shop.example/callback").await), 500);

    let id = app.id.as_str();
    let get = || management.get_application(id);
    assert_eq!(get().await.unwrap().as_ref(), Some(&app));
    let list = management.list_applications().await.unwrap();
    assert_eq!(list.total_count, 2);
    assert!(list.list.contains(&app));
    let changed = management
        .set_application_kind(id, "INTERNAL")
        .await
        .unwrap();
    assert_eq!(
        (changed.kind.as_deref(), changed.name.as_deref()),
        (Some("INTERNAL"), Some("Shop"))
    );
    let refreshed = management.refresh_application_secret(id).await.unwrap();
    assert!(refreshed.secret.is_some() && refreshed.secret != app.secret);

    management.delete_application(id).await.unwrap();
    assert!(get().await.unwrap().is_none());
    assert_eq!(management.list_applications().await.unwrap().total_count, 1);
    assert_eq!(code_of(management.delete_application(id).await), 500);
}

pub(super) async fn access_policies_decide_who_may_use_an_app(world: &World) {
    let management = &world.management;
    let user = world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
    let session = world
        .auth
        .login_by_email(EMAIL, PASSWORD)
        .await
        .unwrap()
        .session();
    let (id, app) = (user.id.as_str(), world.emulator.app_id());
    let may_use = async || session.list_my_applications().await.unwrap().total_count == 1;
    let by_default = async |strategy| {
        let strategy = PermissionStrategyInput::new(strategy);
        let app = management
            .set_application_access(app, strategy)
            .await
            .unwrap();
        app.permission_strategy.unwrap().default_strategy.unwrap()
    };
    let user = || PolicyTarget::User;
    let policies = async || management.list_access_policies(app).await.unwrap();

    assert!(may_use().await);
    assert_eq!(by_default(DefaultStrategy::DenyAll).await, "DENY_ALL");
    assert!(!may_use().await);
    management
        .allow_access(app, user(), [id], "default")
        .await
        .unwrap();
    assert!(may_use().await);
    let listed = policies().await;
    assert_eq!(
        (listed.total_count, &listed.list[0]["effect"]),
        (1, &"ALLOW".into())
    );
    assert_eq!(listed.list[0]["targetIdentifier"], id);
    management
        .disable_access_policy(app, user(), [id], "default")
        .await
        .unwrap();
    assert!(!may_use().await);
    assert_eq!(policies().await.list[0]["enabled"], false);
    management
        .enable_access_policy(app, user(), [id], "default")
        .await
        .unwrap();
    assert!(may_use().await);

    assert_eq!(by_default(DefaultStrategy::AllowAll).await, "ALLOW_ALL");
    management
        .deny_access(app, user(), [id], "default")
        .await
        .unwrap();
    assert!(!may_use().await);
    management
        .delete_access_policy(app, user(), [id], "default")
        .await
        .unwrap();
    assert!(may_use().await);
    assert_eq!(policies().await.total_count, 0);
    let unknown = management
        .allow_access("no app", user(), [id], "default")
        .await;
    assert_eq!(code_of(unknown), 500);
}

pub(super) async fn agreements_are_sorted_changed_and_deleted(world: &World) {
    let management = &world.management;
    let app = world.emulator.app_id();
    let titles = async || {
        let page = management.list_agreements(app).await.unwrap();
        let titles: Vec<_> = page
            .list
            .into_iter()
            .map(|one| one.title.unwrap())
            .collect();
        assert_eq!(page.total_count, i64::try_from(titles.len()).unwrap());
        titles
    };
    assert!(titles().await.is_empty());
    let mut ids = Vec::new();
    for title in ["Terms", "Privacy"] {
        let agreement = management
            .create_agreement(app, title, false, "en-US")
            .await;
        let agreement = agreement.unwrap();
        assert_eq!(
            (agreement.is_required, agreement.language.as_deref()),
            (Some(false), Some("en-US"))
        );
        ids.push(agreement.id.unwrap());
    }
    assert_eq!(titles().await, ["Terms", "Privacy"]);
    management
        .sort_agreements(app, ids.iter().rev().cloned())
        .await
        .unwrap();
    let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
    assert_eq!(titles().await, ["Privacy", "Terms"]);
    let update = |id: &str| {
        let update = UpdateAgreement::new()
            .app_id(app)
            .agreement_id(id)
            .title("Rules");
        management.update_agreement(update.required(true).language("zh-CN"))
    };
    let changed = update(&ids[0]).await.unwrap();
    assert_eq!(
        (changed.title.as_deref(), changed.is_required),
        (Some("Rules"), Some(true))
    );
    assert_eq!(changed.language.as_deref(), Some("zh-CN"));
    assert_eq!(code_of(update("77").await), 500);
    management.delete_agreement(app, &*ids[1]).await.unwrap();
    assert_eq!(titles().await, ["Rules"]);
    assert_eq!(
        code_of(management.delete_agreement(app, &*ids[1]).await),
        500
    );
}

pub(super) async fn accounts_for_programs_get_tokens(world: &World) {
    let management = &world.management;
    let app = world.emulator.app_id();
    let create = CreateAccessAccount::new(app, 600).remarks("a robot");
    let account = management.execute(create).await.unwrap();
    assert_eq!(
        (account.app_id.as_deref(), account.token_lifetime),
        (Some(app), Some(600))
    );
    assert_eq!(
        (account.remarks.as_deref(), account.is_enabled),
        (Some("a robot"), Some(true))
    );
    let id = account.id.as_str();
    let token = async |secret: &str| {
        let oidc = world.auth.oidc();
        oidc.client_credentials(id, secret, "books").await.is_ok()
    };
    let first = account.secret.clone().unwrap();
    assert!(token(first.expose()).await);

    let disabled = management.enable_access_account(id, false).await.unwrap();
    assert_eq!(disabled.is_enabled, Some(false));
    assert!(!token(first.expose()).await);
    management.enable_access_account(id, true).await.unwrap();
    let chosen = management.set_access_account_secret(id, "b".repeat(32));
    let changed = chosen.await.unwrap();
    assert!(!token(first.expose()).await && token(&"b".repeat(32)).await);
    let list = management.list_access_accounts(app).await.unwrap();
    assert_eq!(list.list, [changed]);

    management.delete_access_account(id).await.unwrap();
    assert!(
        management
            .list_access_accounts(app)
            .await
            .unwrap()
            .list
            .is_empty()
    );
    assert_eq!(code_of(management.delete_access_account(id).await), 500);
}
