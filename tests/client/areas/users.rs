//! Lists of user ids, and pages of users.

use authing_client::Error;
use authing_tests::fake::unreachable;

#[tokio::test]
async fn ids_are_checked_before_anything_is_sent() {
    let authing = unreachable();
    let none: [&str; 0] = [];
    let many = vec!["5e4cdd055df3df65dc58b97d"; 81];
    for error in [
        authing.remove_users(none).await.unwrap_err(),
        authing.remove_user(" ").await.unwrap_err(),
        authing.list_users_by_ids(none).await.unwrap_err(),
        authing.list_users_by_ids(many).await.unwrap_err(),
    ] {
        assert!(
            matches!(error, Error::InvalidInput { field: "ids", .. }),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_page_is_checked_before_anything_is_sent() {
    let authing = unreachable();
    for (error, field) in [
        (authing.list_users(1 << 31, 10).await.unwrap_err(), "page"),
        (authing.list_users(1, u32::MAX).await.unwrap_err(), "count"),
        (authing.list_roles(1 << 31, 10).await.unwrap_err(), "page"),
    ] {
        assert!(
            matches!(error, Error::InvalidInput { field: wrong, .. } if wrong == field),
            "{error}"
        );
        let expected = format!("`{field}` must not be greater than 2147483647");
        assert!(error.to_string().contains(&expected), "{error}");
    }
}
