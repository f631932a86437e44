//! Health checks of the services.

use crate::support::{World, builder};

#[tokio::test]
async fn preflight_names_the_service_that_fails() {
    let world = World::new().await;
    assert!(world.authing.preflight().await.is_ok());
    world.authing.cdn_status().await.unwrap();

    let half = builder(&world.emulator)
        .oauth_url("http://127.0.0.1:1/graphql")
        .cdn_url("http://127.0.0.1:1/")
        .build()
        .unwrap();
    let preflight = half.preflight().await;
    assert!(preflight.users.is_ok());
    assert!(preflight.oauth.unwrap_err().is_connect());
    assert!(half.cdn_status().await.unwrap_err().is_connect());
}
