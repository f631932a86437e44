//! Photos.

use authing_client::{Authing, Error, Photo};

use crate::support::{World, builder};

fn photo() -> Photo {
    Photo::from_bytes(
        "a \"quoted\".png",
        "image/png",
        &b"\x89PNG\r\n\x1a\n--not-a-boundary"[..],
    )
}

#[tokio::test]
async fn a_photo_is_uploaded_and_set() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    let changed = session.set_photo(photo()).await.unwrap();
    let url = changed.photo.unwrap();
    assert!(url.starts_with(&world.emulator.cdn_url()), "{url}");
    let found = world.authing.get_user(user.id).await.unwrap().unwrap();
    assert_eq!(found.photo, Some(url));
}

#[tokio::test]
async fn a_failed_upload_changes_nothing() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    let before = world
        .authing
        .get_user(&*user.id)
        .await
        .unwrap()
        .unwrap()
        .photo;
    let unreachable: Authing = builder(&world.emulator)
        .upload_url("http://127.0.0.1:1/")
        .build()
        .unwrap();
    let error = unreachable
        .session(session.token())
        .set_photo(photo())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                operation: "upload",
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        world
            .authing
            .get_user(user.id)
            .await
            .unwrap()
            .unwrap()
            .photo,
        before
    );
}
