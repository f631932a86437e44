//! Pictures: uploaded, then set.

use authing_client::{Authing, Error, Photo};

use crate::support::{World, builder};

fn picture() -> Photo {
    Photo::from_bytes(
        "a \"quoted\".png",
        "image/png",
        &b"\x89PNG\r\n\x1a\n--not-a-boundary"[..],
    )
}

#[tokio::test]
async fn a_picture_is_uploaded_and_set() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    let changed = session.set_photo(picture()).await.unwrap();
    let photo = changed.photo.unwrap();
    assert!(photo.starts_with(&world.emulator.cdn_url()), "{photo}");
    let found = world.authing.user(user.id).await.unwrap().unwrap();
    assert_eq!(found.photo, Some(photo));
}

#[tokio::test]
async fn a_failed_upload_changes_nothing() {
    let world = World::with_user().await;
    let (session, user) = world.session().await;
    let before = world.authing.user(&*user.id).await.unwrap().unwrap().photo;
    let nowhere: Authing = builder(&world.emulator)
        .upload_url("http://127.0.0.1:1/")
        .build()
        .unwrap();
    let error = nowhere
        .session(session.token())
        .set_photo(picture())
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
        world.authing.user(user.id).await.unwrap().unwrap().photo,
        before
    );
}
