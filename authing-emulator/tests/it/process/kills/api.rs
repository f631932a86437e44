//! The API of a running program, called with the owner's token.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::client::{PASSWORD, encrypt, http};

/// The known data of a user, by email address.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) nickname: Option<String>,
    pub(super) has_role: bool,
}

pub(super) struct Api {
    pub(super) http: reqwest::Client,
    pub(super) line: Value,
    pub(super) pool: String,
    pub(super) token: String,
    pub(super) encrypted: String,
    /// The only role.
    pub(super) role: String,
}

impl Api {
    pub(super) async fn new(line: &Value) -> Self {
        let text = |name: &str| line[name].as_str().unwrap().to_owned();
        let mut api = Self {
            http: http(),
            line: line.clone(),
            pool: text("userPoolId"),
            token: String::new(),
            encrypted: encrypt(&text("publicKey"), PASSWORD),
            role: String::new(),
        };
        let query = "query($v: String) { field: getAccessTokenByAppSecret(clientId: \"POOL\", secret: $v) }";
        let token = api
            .ask(&query.replace("POOL", &api.pool), json!(text("secret")))
            .await;
        api.token = token.as_str().unwrap().to_owned();
        let query = "query($v: String!) { field: clientRoles(client: $v) { list { _id } } }";
        let roles = api.ask(query, json!(api.pool)).await;
        let role = match roles["list"].as_array().unwrap().first() {
            Some(role) => role.clone(),
            None => {
                let query =
                    "mutation($v: String!) { field: createRole(client: $v, name: \"r\") { _id } }";
                api.ask(query, json!(api.pool)).await
            }
        };
        api.role = role["_id"].as_str().unwrap().to_owned();
        api
    }

    /// Returns `None` if the program was killed before its response. A response must report success.
    pub(super) async fn change(&self, query: &str, variable: Value) -> Option<Value> {
        let request = self
            .http
            .post(self.line["users"].as_str().unwrap())
            .header("authorization", &self.token)
            .json(&json!({"query": query, "variables": {"v": variable}}));
        let response: Value = request.send().await.ok()?.json().await.ok()?;
        assert_eq!(response.get("errors"), None, "{query}: {response}");
        Some(response["data"]["field"].clone())
    }

    pub(super) async fn ask(&self, query: &str, variable: Value) -> Value {
        self.change(query, variable).await.unwrap()
    }

    pub(super) async fn send_code(&self, phone: &str) -> Option<()> {
        let users = self.line["users"].as_str().unwrap();
        let url = users.replace("/graphql", &format!("/send_smscode/{phone}/{}", self.pool));
        let response: Value = self.http.get(url).send().await.ok()?.json().await.ok()?;
        assert_eq!(response["code"], 200, "{response}");
        Some(())
    }

    pub(super) async fn users(&self) -> BTreeMap<String, User> {
        let query = "query($v: String) { field: users(registerInClient: $v, count: 1000000) {
            totalCount list { _id email nickname } } }";
        let users = self.ask(query, json!(self.pool)).await;
        let query =
            "query($v: String!) { field: userGroup(client: \"POOL\", group: $v, count: 1000000) {
            totalCount list { user { _id } } } }";
        let members = self
            .ask(&query.replace("POOL", &self.pool), json!(self.role))
            .await;
        let list = |object: &Value| {
            let list = object["list"].as_array().unwrap().clone();
            assert_eq!(object["totalCount"], list.len());
            list
        };
        // A member that is no longer a user would have no id here.
        let members: BTreeSet<_> = list(&members)
            .iter()
            .map(|member| member["user"]["_id"].as_str().unwrap().to_owned())
            .collect();
        let users = list(&users).into_iter().map(|user| {
            let id = user["_id"].as_str().unwrap().to_owned();
            let known = User {
                has_role: members.contains(&id),
                id,
                nickname: user["nickname"].as_str().map(str::to_owned),
            };
            (user["email"].as_str().unwrap().to_owned(), known)
        });
        users.collect()
    }

    pub(super) async fn messages(&self) -> BTreeSet<String> {
        let request = self.http.get(self.line["messages"].as_str().unwrap());
        let messages: Vec<Value> = request.send().await.unwrap().json().await.unwrap();
        let to = messages
            .iter()
            .map(|message| message["to"].as_str().unwrap().to_owned());
        to.collect()
    }
}
