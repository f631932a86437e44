//! Tenants, their members and administrators.

use authing_client::v2::operations::UpdateTenant;
use serde_json::json;

use super::World;
use crate::support::{EMAIL, PASSWORD};
use crate::v2::code_of;

pub(super) async fn tenants_are_created_changed_and_deleted(world: &World) {
    let management = &world.management;
    let app = world.emulator.app_id();
    assert_eq!(management.list_tenants().await.unwrap().total_count, 0);
    let unknown = management.create_tenant("Corp", ["no app"]).await;
    assert_eq!(code_of(unknown), 500);
    let tenant = management.create_tenant("Corp", [app]).await.unwrap();
    assert_eq!(tenant.name.as_deref(), Some("Corp"));
    assert_eq!(
        tenant.user_pool_id.as_deref(),
        Some(world.emulator.user_pool_id())
    );
    let id = tenant.id.as_str();
    let get = || management.get_tenant(id);
    assert_eq!(get().await.unwrap().as_ref(), Some(&tenant));
    let page = json!({"autoRegister": true});
    let update = UpdateTenant::new(id)
        .description("A customer")
        .css("body {}");
    let update = update.login_page_settings(page.clone());
    let changed = management.update_tenant(update).await.unwrap().unwrap();
    assert_eq!(
        (&changed["css"], &changed["name"]),
        (&json!("body {}"), &json!("Corp"))
    );
    assert_eq!(changed["ssoPageCustomizationSettings"], page);
    let with_apps = |app: &str| management.update_tenant(UpdateTenant::new(id).app_ids([app]));
    assert_eq!(code_of(with_apps("no app").await), 500);
    let other = management.create_application("Other", "other", ["https://example.com"]);
    let other = other.await.unwrap().id;
    let changed = with_apps(&other).await.unwrap().unwrap();
    assert_eq!(changed["appIds"], json!([other]));
    with_apps(app).await.unwrap();
    let read = get().await.unwrap().unwrap();
    assert_eq!(read.description.as_deref(), Some("A customer"));
    assert_eq!(management.list_tenants().await.unwrap().list, [read]);

    let of_app = management.list_tenants_of_application(app).await.unwrap();
    assert_eq!(
        (&of_app["id"], &of_app["tenants"][0]["id"]),
        (&json!(app), &json!(id))
    );
    let of_tenant = || management.get_org_of_tenant(id);
    assert_eq!(code_of(of_tenant().await), 500);
    let org = management.create_org_of_tenant("Corp", id).await.unwrap();
    assert_eq!(of_tenant().await.unwrap()["id"], *org.id);

    management.delete_tenant(id).await.unwrap();
    assert!(get().await.unwrap().is_none());
    assert_eq!(management.list_tenants().await.unwrap().total_count, 0);
    assert_eq!(code_of(management.delete_tenant(id).await), 500);
}

pub(super) async fn tenants_have_members_and_administrators(world: &World) {
    let management = &world.management;
    let ada = world
        .auth
        .register_by_email(EMAIL, PASSWORD)
        .await
        .unwrap()
        .id;
    let eve = world
        .auth
        .register_by_username("eve", PASSWORD)
        .await
        .unwrap()
        .id;
    let tenant = management
        .create_tenant("Corp", [world.emulator.app_id()])
        .await;
    let tenant = tenant.unwrap().id;
    let id = tenant.as_str();
    let members = async |field: &str| {
        let page = management.list_members_of_tenant(id).await.unwrap();
        assert_eq!(page.total_count, i64::try_from(page.list.len()).unwrap());
        page.list
            .iter()
            .map(|member| member[field].clone())
            .collect::<Vec<_>>()
    };
    assert!(members("id").await.is_empty());
    management.add_members_to_tenant(id, [&*ada]).await.unwrap();
    assert_eq!(members("id").await, [&*ada]);
    assert_eq!(
        code_of(management.add_members_to_tenant(id, ["nobody"]).await),
        2004
    );
    management
        .add_admins_to_tenant(id, [&*ada, &*eve])
        .await
        .unwrap();
    assert_eq!(members("isTenantAdmin").await, [true, true]);
    management
        .remove_admin_from_tenant(id, &*ada)
        .await
        .unwrap();
    assert_eq!(members("isTenantAdmin").await, [false, true]);
    management
        .enable_member_of_tenant(id, &*eve, false)
        .await
        .unwrap();
    assert_eq!(members("isEnabled").await, [true, false]);
    let nobody = management.enable_member_of_tenant(id, "nobody", true).await;
    assert_eq!(code_of(nobody), 500);

    let of_user = management.list_tenants_of_user(&*ada).await.unwrap();
    assert_eq!(of_user["tenants"][0]["id"], *id);
    management
        .remove_member_from_tenant(id, &*ada)
        .await
        .unwrap();
    assert_eq!(members("id").await, [&*eve]);
    let of_user = management.list_tenants_of_user(&*ada).await.unwrap();
    assert_eq!(of_user["tenants"], json!([]));
    assert_eq!(
        code_of(management.remove_member_from_tenant(id, ada).await),
        500
    );
}
