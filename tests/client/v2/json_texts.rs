//! JSON inside strings: whatever a program puts in arrives unchanged.

use authing_client::v2::operations::{
    LoginByEmail, RegisterByEmail, SetCustomData, SetCustomDataBatch,
};
use authing_client::v2::types::{CustomDataInput, CustomDataTarget};
use authing_client::v2::{CustomDataParams, CustomValue, PipelineContext};
use authing_tests::every_operation::V2;
use authing_tests::fake::{Requests, body};
use serde_json::{Value, json};

use crate::injection::HOSTILE;

/// Returns the variables of the last request.
fn variables(requests: &Requests) -> Value {
    body(&requests.last().unwrap())["variables"].take()
}

/// Returns the JSON in a string.
fn inside(text: &Value) -> Value {
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn hostile_custom_data_arrives_unchanged() {
    let (clients, requests) = V2.clients("", |_| "nonsense");
    for hostile in HOSTILE {
        let value = json!({hostile: [hostile, null, 7]});
        let target = || CustomDataTarget::User;
        let set = SetCustomData::new(target(), "id", "key", CustomValue::from(value.clone()));
        let _ = clients.management.execute(set).await;
        assert_eq!(inside(&variables(&requests)["value"]), value);

        let input = CustomDataInput::new("key").value(CustomValue::from(hostile));
        let set = SetCustomDataBatch::new(target(), "id", [input]);
        let _ = clients.management.execute(set).await;
        let sent = variables(&requests);
        assert_eq!(inside(&sent["udvList"][0]["value"]), hostile);
    }
}

#[tokio::test]
async fn hostile_parameters_of_a_login_arrive_unchanged() {
    let (clients, requests) = V2.clients("", |_| "nonsense");
    for hostile in HOSTILE {
        let params = || CustomDataParams::new().set(hostile, hostile);
        let context = || PipelineContext::new().set(hostile, json!([hostile]));
        let login = LoginByEmail::new("a@b.cn", "password");
        let login = login.custom_data(params()).context(context());
        let register = RegisterByEmail::new("a@b.cn", "password");
        let register = register.custom_data(params()).context(context());
        let _ = clients.app.execute(login).await;
        let logged_in = variables(&requests);
        let _ = clients.app.execute(register).await;
        for sent in [logged_in, variables(&requests)] {
            let expected = json!([{"key": hostile, "value": hostile}]);
            assert_eq!(inside(&sent["params"]), expected);
            assert_eq!(inside(&sent["context"]), json!({hostile: [hostile]}));
        }
    }
}
