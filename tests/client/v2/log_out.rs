//! Logging out.

use authing_client::http::Method;
use authing_client::v2::AuthenticationClient;
use authing_tests::USER_TOKEN;
use authing_tests::fake::{Requests, authorization};
use serde_json::json;

#[tokio::test]
async fn a_logout_names_the_clients_app() {
    let requests = Requests::default();
    let client = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
        .host("https://my-app.authing.cn")
        .transport(requests.transport(|_| json!({"code": 200, "message": "ok"})))
        .build()
        .unwrap();
    client.session(USER_TOKEN).log_out().await.unwrap();
    let request = requests.last().unwrap();
    assert_eq!(request.method(), Method::GET);
    assert_eq!(
        request.uri(),
        "https://my-app.authing.cn/api/v2/logout?app_id=5f4cdd055df3df65dc58b97d"
    );
    let bearer = format!("Bearer {USER_TOKEN}");
    assert_eq!(authorization(&request), Some(&*bearer));
}
