//! One pool, two APIs.

use authing_client::v2::operations::FindUser;

use super::World;
use crate::support::{EMAIL, PASSWORD, connected};

#[tokio::test]
async fn a_user_of_one_api_logs_in_with_the_other() {
    let (world, user) = World::with_user().await;
    let legacy = connected(&world.emulator).await;
    let login = legacy.login_by_email(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(login.user.id, user.id);

    legacy
        .register("late@testmail.com", PASSWORD)
        .await
        .unwrap();
    let login = world
        .auth
        .login_by_email("late@testmail.com", PASSWORD)
        .await
        .unwrap();
    let found = world
        .management
        .find_user(FindUser::new().email("late@testmail.com"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.id, login.user.id);
}
