//! Custom data.

use serde_json::{Value, json};

use super::{V2, code, each, only, text};

const DEFINE: &str =
    "mutation($t: UDFTargetType!, $key: String!, $type: UDFDataType!, $o: String) {
    setUdf(targetType: $t, key: $key, dataType: $type, label: \"A label\", options: $o) {
        targetType key dataType label options } }";
const SET: &str = "mutation($t: UDFTargetType!, $id: String!, $key: String!, $value: String!) {
    setUdv(targetType: $t, targetId: $id, key: $key, value: $value) { key dataType value label } }";
const READ: &str = "query($t: UDFTargetType!, $id: String!) {
    udv(targetType: $t, targetId: $id) { key dataType value label } }";

impl V2 {
    async fn define(&self, target: &str, key: &str, data_type: &str) {
        let field = json!({"t": target, "key": key, "type": data_type});
        self.managed(DEFINE, field).await;
    }
}

#[tokio::test]
async fn fields_are_defined_and_removed() {
    let v2 = V2::new().await;
    let field = json!({"t": "USER", "key": "size", "type": "NUMBER", "o": "{}"});
    let expected = json!({"targetType": "USER", "key": "size", "dataType": "NUMBER", "label": "A label", "options": "{}"});
    assert_eq!(v2.managed(DEFINE, field).await, expected);
    v2.define("ROLE", "level", "STRING").await;
    let query = "query($t: UDFTargetType!) { udf(targetType: $t) { key dataType } }";
    let fields = v2.managed(query, json!({"t": "USER"})).await;
    assert_eq!(each(&fields, "key"), ["size"]);
    let query = "mutation($key: String!) { removeUdf(targetType: USER, key: $key) { code } }";
    assert_eq!(v2.managed(query, json!({"key": "size"})).await["code"], 200);
    assert_eq!(code(&v2.manage(query, json!({"key": "size"})).await), 500);
}

#[tokio::test]
async fn values_have_the_type_of_their_field() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    for (kind, sent, shown) in [
        ("STRING", "\"v\"", "v"),
        ("STRING", "v", "v"),
        ("STRING", "12", "12"),
        ("NUMBER", "1.5", "1.5"),
        ("BOOLEAN", "true", "true"),
        ("OBJECT", "{\"a\":[1]}", "{\"a\":[1]}"),
        ("DATETIME", "1517032525000", "1517032525000"),
        ("DATETIME", "\"2018-01-27\"", "2018-01-27"),
    ] {
        v2.define("USER", "x", kind).await;
        let change = json!({"t": "USER", "id": id, "key": "x", "value": sent});
        let values = only(v2.by(&token, SET, change).await);
        let expected = json!([{"key": "x", "dataType": kind, "value": shown, "label": "A label"}]);
        assert_eq!(values, expected, "{sent}");
    }
    for (kind, sent) in [
        ("NUMBER", "\"1\""),
        ("NUMBER", "x"),
        ("BOOLEAN", "1"),
        ("OBJECT", "1"),
        ("DATETIME", "\"soon\""),
        ("DATETIME", "2018-02-30"),
    ] {
        v2.define("USER", "x", kind).await;
        let change = json!({"t": "USER", "id": id, "key": "x", "value": sent});
        assert_eq!(code(&v2.by(&token, SET, change).await), 500, "{sent}");
    }
    let undefined = json!({"t": "USER", "id": id, "key": "y", "value": "1"});
    assert_eq!(code(&v2.by(&token, SET, undefined).await), 500);
}

#[tokio::test]
async fn users_see_and_change_their_own_only() {
    let v2 = V2::new().await;
    let (ada, token) = v2.session("ada").await;
    let bob = v2.user("bob").await;
    v2.define("USER", "x", "STRING").await;
    v2.define("ROLE", "x", "STRING").await;
    let role = v2
        .managed("mutation { createRole(code: \"r\") { id } }", json!({}))
        .await;
    for (target, id) in [("USER", &json!(bob)), ("ROLE", &role["id"])] {
        let change = json!({"t": target, "id": id, "key": "x", "value": "v"});
        assert_eq!(code(&v2.by(&token, SET, change.clone()).await), 2202);
        assert_eq!(
            code(&v2.by(&token, READ, json!({"t": target, "id": id})).await),
            2202
        );
        assert_eq!(v2.managed(SET, change).await[0]["value"], "v");
    }
    assert_eq!(
        only(v2.by(&token, READ, json!({"t": "USER", "id": ada})).await),
        json!([])
    );
    for (target, expected) in [("USER", 2004), ("ROLE", 500), ("NODE", 500), ("ORG", 500)] {
        let unknown = json!({"t": target, "id": "5aec1ea610ecb800018db176"});
        assert_eq!(code(&v2.manage(READ, unknown).await), expected, "{target}");
    }
}

#[tokio::test]
async fn several_values_are_set_and_read_at_once() {
    let v2 = V2::new().await;
    let (ada, bob) = (v2.user("ada").await, v2.user("bob").await);
    v2.define("USER", "x", "STRING").await;
    v2.define("USER", "y", "NUMBER").await;
    let query = "mutation($id: String!, $list: [UserDefinedDataInput!]) {
        setUdvBatch(targetType: USER, targetId: $id, udvList: $list) { key value } }";
    let list = json!([{"key": "x", "value": "\"v\""}, {"key": "y", "value": "1"}]);
    let values = v2.managed(query, json!({"id": ada, "list": list})).await;
    assert_eq!(
        values,
        json!([{"key": "x", "value": "v"}, {"key": "y", "value": "1"}])
    );
    let query = "mutation($input: [SetUdfValueBatchInput!]!) { setUdfValueBatch(targetType: USER, input: $input) { code } }";
    let input = json!([{"targetId": ada, "key": "y", "value": "2"}, {"targetId": bob, "key": "y", "value": "3"}]);
    assert_eq!(
        v2.managed(query, json!({"input": input})).await["code"],
        200
    );
    let query = "query($ids: [String]!) { udfValueBatch(targetType: USER, targetIds: $ids) { targetId data { key value } } }";
    let read = v2.managed(query, json!({"ids": [bob, ada]})).await;
    let expected = json!([
        {"targetId": bob, "data": [{"key": "y", "value": "3"}]},
        {"targetId": ada, "data": [{"key": "x", "value": "v"}, {"key": "y", "value": "2"}]},
    ]);
    assert_eq!(read, expected);
    let query =
        "mutation($id: String!) { removeUdv(targetType: USER, targetId: $id, key: \"y\") { key } }";
    let rest = v2.managed(query, json!({"id": ada})).await;
    assert_eq!(each(&rest, "key"), ["x"]);
}

#[tokio::test]
async fn registrations_and_logins_store_custom_data() {
    let v2 = V2::new().await;
    v2.define("USER", "x", "STRING").await;
    v2.define("USER", "y", "NUMBER").await;
    let params = json!([{"key": "x", "value": "v"}, {"key": "y", "value": 1}]).to_string();
    let profile = json!({"udf": [{"key": "x", "value": "from the profile"}]});
    let input =
        json!({"username": "ada", "params": params, "context": "{\"a\":1}", "profile": profile});
    let user = only(v2.register("Username", input).await);
    let read = async || -> Value {
        let query =
            "query($id: String) { user(id: $id) { customData { key value label dataType } } }";
        v2.managed(query, json!({"id": user["id"]})).await["customData"].clone()
    };
    assert_eq!(each(&read().await, "value"), ["from the profile", "1"]);
    let params = json!([{"key": "y", "value": 2}]).to_string();
    only(
        v2.login("Username", json!({"username": "ada", "params": params}))
            .await,
    );
    assert_eq!(each(&read().await, "value"), ["from the profile", "2"]);
    assert_eq!(each(&read().await, "dataType"), ["STRING", "NUMBER"]);
    // A login with a wrong value does not count.
    let params = json!([{"key": "y", "value": "two"}]).to_string();
    let login = json!({"username": "ada", "params": params});
    assert_eq!(code(&v2.login("Username", login).await), 500);
    let query = "query($id: String) { user(id: $id) { loginsCount } }";
    let counted = v2.managed(query, json!({"id": user["id"]})).await;
    assert_eq!(counted["loginsCount"], 1);

    // A user that was deleted leaves nothing.
    let id = text(&user["id"]);
    v2.managed(
        "mutation($id: String!) { deleteUser(id: $id) { code } }",
        json!({"id": id}),
    )
    .await;
    let query = "query($ids: [String]!) { udfValueBatch(targetType: USER, targetIds: $ids) { data { key } } }";
    assert_eq!(
        v2.managed(query, json!({"ids": [id]})).await[0]["data"],
        json!([])
    );
}

#[tokio::test]
async fn a_new_field_shows_no_value_of_an_old_one_with_its_key() {
    let v2 = V2::new().await;
    let id = v2.user("ada").await;
    let set = async |value: &str| {
        let value = json!({"t": "USER", "id": id, "key": "x", "value": value});
        v2.managed(SET, value).await;
    };
    let shown = async || {
        let values = v2.managed(READ, json!({"t": "USER", "id": id})).await;
        let values = each(&values, "value").into_iter();
        values.map(text).collect::<Vec<_>>()
    };
    // Another type: a value that has it, too, stays.
    v2.define("USER", "x", "STRING").await;
    set("12").await;
    v2.define("USER", "x", "NUMBER").await;
    assert_eq!(shown().await, ["12"]);
    v2.define("USER", "x", "BOOLEAN").await;
    assert_eq!(shown().await, Vec::<String>::new());
    set("true").await;
    // The values of other fields and other targets stay.
    v2.define("USER", "xx", "STRING").await;
    let other = json!({"t": "USER", "id": id, "key": "xx", "value": "v"});
    v2.managed(SET, other).await;
    v2.define("USERPOOL", "x", "STRING").await;
    let other = json!({"t": "USERPOOL", "id": v2.0.pool(), "key": "x", "value": "v"});
    v2.managed(SET, other).await;
    let remove = "mutation { removeUdf(targetType: USER, key: \"x\") { code } }";
    v2.managed(remove, json!({})).await;
    v2.define("USER", "x", "BOOLEAN").await;
    assert_eq!(shown().await, ["v"]);
    let pool = json!({"t": "USERPOOL", "id": v2.0.pool()});
    assert_eq!(v2.managed(READ, pool).await[0]["value"], "v");
}
