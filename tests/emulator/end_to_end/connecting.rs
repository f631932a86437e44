//! Connecting to the service.

use authing_client::v2::AuthenticationClient;
use authing_client::{Authing, Error};
use authing_emulator::Emulator;

use crate::support::{EMAIL, PASSWORD, World, builder, code_of};

#[tokio::test]
async fn the_right_id_and_secret_connect() {
    let world = World::new().await;
    assert_eq!(world.authing.user_pool_id(), world.emulator.user_pool_id());
}

#[tokio::test]
async fn a_wrong_secret_is_a_credentials_error() {
    let emulator = Emulator::start().await.unwrap();
    let error = Authing::builder(emulator.user_pool_id(), "not the secret")
        .host(emulator.base_url())
        .connect()
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::CredentialsRejected { .. }),
        "{error:?}"
    );
    assert!(
        error
            .to_string()
            .starts_with("the service rejected the user pool id and secret"),
        "{error}"
    );
}

#[tokio::test]
async fn an_unknown_pool_is_rejected() {
    let emulator = Emulator::start().await.unwrap();
    let authing =
        Authing::builder("5e4cdd055df3df65dc58b97d", emulator.secret()).host(emulator.base_url());
    assert_eq!(code_of(authing.connect().await), 2011);
}

#[tokio::test]
async fn a_client_built_without_connecting_fails_at_the_first_call_with_the_owners_token() {
    let emulator = Emulator::start().await.unwrap();
    let authing = Authing::builder(emulator.user_pool_id(), "not the secret")
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .build()
        .unwrap();
    // These two need no token, so the secret does not matter.
    let user = authing
        .register("test@testmail.com", PASSWORD)
        .await
        .unwrap();
    authing
        .login_by_email("test@testmail.com", PASSWORD)
        .await
        .unwrap();
    let error = authing.get_user(user.id).await.unwrap_err();
    assert!(
        matches!(error, Error::CredentialsRejected { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn one_host_serves_both_endpoints() {
    let emulator = Emulator::start().await.unwrap();
    for host in [
        emulator.base_url(),
        format!("{}/", emulator.base_url()),
        emulator.graphql_url(),
    ] {
        let authing = Authing::builder(emulator.user_pool_id(), emulator.secret()).host(host);
        let authing = authing.connect().await.unwrap();
        authing.send_login_code("13800138000").await.unwrap();
    }
}

#[tokio::test]
async fn passwords_encrypted_with_another_key_are_rejected() {
    let emulator = Emulator::start().await.unwrap();
    let other = Emulator::start().await.unwrap();
    let authing = builder(&emulator)
        .public_key_pem(other.public_key_pem())
        .build()
        .unwrap();
    assert_eq!(
        code_of(authing.register("test@testmail.com", PASSWORD).await),
        2016
    );
    // The default key is the public service's, and not the emulator's.
    let authing =
        Authing::builder(emulator.user_pool_id(), emulator.secret()).host(emulator.base_url());
    let authing = authing.build().unwrap();
    assert_eq!(
        code_of(authing.register("test@testmail.com", PASSWORD).await),
        2016
    );
}

#[tokio::test]
async fn an_emulator_that_was_shut_down_is_a_connect_error() {
    let emulator = Emulator::start().await.unwrap();
    let builder = builder(&emulator);
    drop(emulator);
    let error = builder.connect().await.unwrap_err();
    assert!(error.is_connect() && error.is_transient(), "{error}");
}

#[tokio::test]
async fn an_authority_in_a_file_is_trusted_by_the_clients_of_both_apis() {
    let emulator = Emulator::builder().tls().start().await.unwrap();
    let host = emulator.base_url();
    let builder = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(&host)
        .public_key_pem(emulator.public_key_pem());
    let error = builder.clone().connect().await.unwrap_err();
    assert!(error.is_tls(), "{error:?}");

    let file = emulator.certificate_authority_file().unwrap();
    let authing = builder.root_certificate_file(file).connect().await.unwrap();
    authing.register(EMAIL, PASSWORD).await.unwrap();
    let login = authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(login.user.email.as_deref(), Some(EMAIL));

    let auth = AuthenticationClient::builder(emulator.app_id())
        .app_secret(emulator.app_secret())
        .host(&host)
        .root_certificate_file(file)
        .build()
        .unwrap();
    let login = auth.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let claims = auth.verify_id_token(login.token()).await.unwrap();
    assert_eq!(claims.email.as_deref(), Some(EMAIL));
    let discovered = auth.oidc().discover().await.unwrap();
    assert_eq!(discovered["issuer"], emulator.issuer());
}
