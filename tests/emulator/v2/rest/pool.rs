//! The user pool: its settings, environment, password policy and organizations.

use authing_client::Error;
use authing_client::v2::operations::ExportOrgs;

use super::World;
use crate::v2::code_of;

pub(super) async fn the_pool_has_settings_and_an_environment(world: &World) {
    let management = &world.management;
    let pool = management.find_user_pool().await.unwrap();
    assert_eq!(pool.id, world.emulator.user_pool_id());

    assert!(management.list_environment().await.unwrap().is_empty());
    for value in ["cn", "eu"] {
        management
            .set_environment_variable("REGION", value)
            .await
            .unwrap();
        let variables = management.list_environment().await.unwrap();
        assert_eq!((variables.len(), &*variables[0].key), (1, "REGION"));
        assert_eq!(variables[0].value.as_ref().unwrap().expose(), value);
    }
    management
        .remove_environment_variable("REGION")
        .await
        .unwrap();
    assert!(management.list_environment().await.unwrap().is_empty());
    let gone = management.remove_environment_variable("REGION").await;
    assert_eq!(code_of(gone), 500);
    // A segment of the path may have any character but is never another path.
    management
        .set_environment_variable("a/b?c", "d")
        .await
        .unwrap();
    management
        .remove_environment_variable("a/b?c")
        .await
        .unwrap();
    let error = management.remove_environment_variable("..").await;
    assert!(
        matches!(error, Err(Error::InvalidInput { field: "key", .. })),
        "{error:?}"
    );
}

pub(super) async fn a_password_is_held_against_the_policy(world: &World) {
    let check = async |password: &str| {
        let checks = world
            .management
            .check_password_policy(password)
            .await
            .unwrap();
        assert_eq!(checks.len(), 1);
        checks[0].is_strong
    };
    assert!(check("a long password").await);
    assert!(!check("1").await);
}

pub(super) async fn organizations_are_counted_and_exported(world: &World) {
    let management = &world.management;
    assert_eq!(management.count_orgs().await.unwrap()["count"], 0);
    let org = management.create_org("Corp").await.unwrap();
    management.create_node(&*org.id, "Sales").await.unwrap();
    assert_eq!(management.count_orgs().await.unwrap()["count"], 1);
    let one = async || management.execute(ExportOrgs::new().org_id(&*org.id)).await;
    let exported = one().await.unwrap();
    assert_eq!(
        (&exported["name"], &exported["children"][0]["name"]),
        (&"Corp".into(), &"Sales".into())
    );
    let all = management.export_orgs().await.unwrap();
    assert_eq!(all.as_array().unwrap(), &[exported]);
    management.delete_org(&*org.id).await.unwrap();
    assert_eq!(management.count_orgs().await.unwrap()["count"], 0);
    assert_eq!(code_of(one().await), 500);
}
