//! Authorized apps, and LDAP.

use authing_client::operations::{
    GetOidcAppDetails, ListAuthorizedApps, LoginByLdap, RevokeAuthorizedApp, UpdateOidcApp,
};
use authing_client::types::{OidcLoginPageInput, QrCodeScanningInput};
use authing_emulator::AppKind;

use crate::support::{World, code_of};

#[tokio::test]
async fn apps_are_listed_and_revoked() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    let app = world.emulator.add_app(AppKind::OAuth, "Calendar").unwrap();
    assert_eq!(
        session
            .execute(ListAuthorizedApps::new(&*user.id))
            .await
            .unwrap()
            .total_count,
        0
    );
    world
        .emulator
        .authorize_app(&user.id, &app, "profile")
        .unwrap();

    let apps = session
        .execute(ListAuthorizedApps::new(&*user.id))
        .await
        .unwrap();
    assert_eq!(apps.oauth_apps[0].name.as_deref(), Some("Calendar"));
    let revoke = || RevokeAuthorizedApp::new(&*user.id, &*app);
    let revoked = session.execute(revoke()).await.unwrap();
    assert_eq!(revoked.revoked.as_deref(), Some("true"));
    assert_eq!(code_of(session.execute(revoke()).await), 2221);
}

#[tokio::test]
async fn the_login_page_of_an_app_is_set() {
    let world = World::new().await;
    let app = world.emulator.add_app(AppKind::Oidc, "Calendar").unwrap();
    let page = OidcLoginPageInput::new()
        .hide_password_login(true)
        .qr_code_scanning(QrCodeScanningInput::new().interval(800));
    let update = UpdateOidcApp::new(&*app).login_page(page);
    world.authing.execute(update).await.unwrap();
    let details = world.authing.execute(GetOidcAppDetails::new(&*app)).await;
    let page = details.unwrap().unwrap().login_page.unwrap();
    assert_eq!(page.hide_password_login, Some(true));
    assert_eq!(page.qr_code_scanning.unwrap().interval, Some(800));
}

#[tokio::test]
async fn an_ldap_account_logs_in() {
    let world = World::new().await;
    world
        .emulator
        .add_ldap_account("ada", "ldap-password", Some("ada@testmail.com"))
        .unwrap();
    let login = world
        .authing
        .login(LoginByLdap::new("ada", "ldap-password"))
        .await
        .unwrap();
    assert_eq!(login.user.email.as_deref(), Some("ada@testmail.com"));
    assert!(login.session().login_status().await.unwrap().is_logged_in());
    assert_eq!(
        code_of(world.authing.login(LoginByLdap::new("ada", "wrong")).await),
        2006
    );
    assert_eq!(
        code_of(
            world
                .authing
                .login(LoginByLdap::new("bob", "ldap-password"))
                .await
        ),
        2004
    );
}
