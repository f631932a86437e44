//! Workers that change users until the program is killed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rand_chacha::ChaCha20Rng;
use rand_core::Rng as _;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::api::{Api, User};

/// The moment of the kill.
pub(super) struct Killing {
    pub(super) acknowledged: AtomicUsize,
    pub(super) enough: usize,
    pub(super) reached: Notify,
}

/// A user's email, and the change to the user. The id of a new user is not known.
pub(super) struct Wish {
    pub(super) email: String,
    pub(super) then: Then,
}

pub(super) enum Then {
    New,
    Changed(User),
    Gone,
}

/// Changes users of its own until there is no response any more.
pub(super) struct Worker {
    pub(super) api: Arc<Api>,
    pub(super) killing: Arc<Killing>,
    pub(super) random: ChaCha20Rng,
    pub(super) name: String,
    pub(super) users: BTreeMap<String, User>,
    pub(super) codes: Vec<String>,
}

pub(super) struct Done {
    pub(super) users: BTreeMap<String, User>,
    pub(super) codes: Vec<String>,
    pub(super) wish: Option<Wish>,
}

impl Worker {
    pub(super) async fn run(mut self) -> Done {
        let mut wish = None;
        for number in 0.. {
            let result = match (self.random.next_u32() % 8, self.any_user()) {
                (0, _) => self.send_code(number).await,
                (1..=2, _) | (_, None) => self.register(number).await,
                (3..=4, Some(user)) => self.rename(user, number).await,
                (5..=6, Some(user)) => self.toggle_role(user).await,
                (_, Some(user)) => self.remove(user).await,
            };
            if let Err(cut_off) = result {
                wish = cut_off;
                break;
            }
            let before = self.killing.acknowledged.fetch_add(1, Ordering::SeqCst);
            if before + 1 == self.killing.enough {
                self.killing.reached.notify_one();
            }
        }
        Done {
            users: self.users,
            codes: self.codes,
            wish,
        }
    }

    fn any_user(&mut self) -> Option<(String, User)> {
        let index = self.random.next_u32() as usize % self.users.len().max(1);
        let (email, user) = self.users.iter().nth(index)?;
        Some((email.clone(), user.clone()))
    }

    async fn send_code(&mut self, number: u32) -> Result<(), Option<Wish>> {
        // Worker, round and number yield a unique phone: at most 15 digits.
        let digits: String = self
            .name
            .split('.')
            .map(|part| format!("{part:0>4}"))
            .collect();
        let phone = format!("1{digits}{number:0>5}");
        self.api.send_code(&phone).await.ok_or(None)?;
        self.codes.push(phone);
        Ok(())
    }

    async fn register(&mut self, number: u32) -> Result<(), Option<Wish>> {
        let email = format!("{}.{number}@b.cn", self.name);
        let info = json!({"email": email, "password": self.api.encrypted, "registerInClient": self.api.pool});
        let query = "mutation($v: UserRegisterInput!) { field: register(userInfo: $v) { _id } }";
        let Some(made) = self.api.change(query, info).await else {
            return Err(Some(Wish {
                email,
                then: Then::New,
            }));
        };
        let user = User {
            id: made["_id"].as_str().unwrap().to_owned(),
            nickname: None,
            has_role: false,
        };
        self.users.insert(email, user);
        Ok(())
    }

    async fn rename(
        &mut self,
        (email, mut user): (String, User),
        number: u32,
    ) -> Result<(), Option<Wish>> {
        let nickname = format!("{} {number}", self.name);
        let options =
            json!({"_id": user.id, "registerInClient": self.api.pool, "nickname": nickname});
        let query = "mutation($v: UserUpdateInput!) { field: updateUser(options: $v) { _id } }";
        let response = self.api.change(query, options).await;
        user.nickname = Some(nickname);
        self.learn(response, email, user)
    }

    async fn toggle_role(&mut self, (email, mut user): (String, User)) -> Result<(), Option<Wish>> {
        let field = if user.has_role {
            "removeUserFromGroup"
        } else {
            "assignUserToRole"
        };
        let (pool, role) = (&self.api.pool, &self.api.role);
        let query = format!(
            "mutation($v: String!) {{ field: {field}(client: \"{pool}\", group: \"{role}\", user: $v) {{ __typename }} }}"
        );
        let response = self.api.change(&query, json!(user.id)).await;
        user.has_role = !user.has_role;
        self.learn(response, email, user)
    }

    async fn remove(&mut self, (email, user): (String, User)) -> Result<(), Option<Wish>> {
        let query = "mutation($v: [String]) { field: removeUsers(ids: $v) { _id } }";
        if self.api.change(query, json!([user.id])).await.is_none() {
            return Err(Some(Wish {
                email,
                then: Then::Gone,
            }));
        }
        self.users.remove(&email);
        Ok(())
    }

    fn learn(
        &mut self,
        response: Option<Value>,
        email: String,
        user: User,
    ) -> Result<(), Option<Wish>> {
        if response.is_none() {
            return Err(Some(Wish {
                email,
                then: Then::Changed(user),
            }));
        }
        self.users.insert(email, user);
        Ok(())
    }
}
