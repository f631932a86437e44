//! Many concurrent clients with the calls of typical programs: logins, lookups, lists, changes, registrations.

use std::sync::Arc;

use serde_json::json;
use tokio::task::JoinSet;

use crate::client::{Fixture, PASSWORD};

const CLIENTS: usize = 200;
const CALLS_OF_EACH: usize = 10;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_clients_at_once_meet_no_error() {
    let fixture = Arc::new(Fixture::new().await);
    let owner: Arc<str> = fixture.owner_token().await.into();
    // Encryption is not under test.
    let password: Arc<str> = fixture.encrypt(PASSWORD).into();
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        let (fixture, owner, password) = (fixture.clone(), owner.clone(), password.clone());
        clients.spawn(async move {
            let email = format!("user{client}@example.com");
            let id = fixture.user(&email).await;
            for call in 0..CALLS_OF_EACH {
                // The clients do not all make the same call at the same time.
                match (client + call) % 5 {
                    0 => {
                        let login = json!({"email": email, "password": &*password});
                        let user = fixture.login(login).await.data("login");
                        assert_eq!(user["_id"], id);
                    }
                    1 => {
                        let query = "query($id: String!) { user(id: $id) { email } }";
                        let found = fixture.call_as(&owner, query, json!({ "id": id })).await;
                        assert_eq!(found.data("user")["email"], email);
                    }
                    2 => {
                        let query = "{ users(page: 1, count: 10) { list { _id email } } }";
                        let page = fixture.call_as(&owner, query, json!({})).await;
                        assert_ne!(page.data("users")["list"], json!([]));
                    }
                    3 => {
                        let fields = json!({"company": format!("company{call}")});
                        let user = fixture.update(&owner, &id, fields.clone()).await;
                        assert_eq!(user.data("updateUser")["company"], fields["company"]);
                    }
                    _ => {
                        fixture
                            .user(&format!("new{client}_{call}@example.com"))
                            .await;
                    }
                }
            }
        });
    }
    // A client that met an error has panicked.
    clients.join_all().await;
}
