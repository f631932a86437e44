//! The program is killed at random moments, again and again on the same growing file: whatever it has acknowledged must
//! be there when it is started again, and nothing that nobody asked for.
//!
//! `AUTHING_EMULATOR_KILLS` says how many rounds there are, `AUTHING_EMULATOR_KILLS_SEED` which chance.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore as _, SeedableRng as _};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::client::{PASSWORD, encrypt};
use crate::data_file::new_path;
use crate::program::Program;

const WORKERS: u64 = 6;

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_was_answered_is_lost() {
    let rounds = from_environment("AUTHING_EMULATOR_KILLS", 20);
    let seed = from_environment("AUTHING_EMULATOR_KILLS_SEED", 1);
    let mut random = ChaCha20Rng::seed_from_u64(seed);
    let (_folder, path) = new_path();
    let mut expected = Expected::default();
    let (mut changes, mut unanswered) = (0, 0);
    for round in 0..rounds {
        // Now and then it is killed while it is still making or repairing the file.
        if round % 4 == 0 {
            let program = start(&path);
            tokio::time::sleep(Duration::from_micros(random.next_u64() % 40_000)).await;
            drop(program);
        }
        let (program, line) = start(&path).announced();
        let api = Arc::new(Api::new(&line).await);
        expected.settle(&api).await;
        unanswered += expected.wishes.len();
        expected.wishes.clear();

        let killing = Arc::new(Killing {
            acknowledged: AtomicUsize::new(0),
            enough: 1 + random.next_u64() as usize % 150,
            reached: Notify::new(),
        });
        let workers: Vec<_> = (0..WORKERS)
            .map(|number| {
                let worker = Worker {
                    api: Arc::clone(&api),
                    killing: Arc::clone(&killing),
                    random: ChaCha20Rng::seed_from_u64(random.next_u64()),
                    name: format!("{round}.{number}"),
                    users: expected.users_of(number),
                    codes: Vec::new(),
                };
                tokio::spawn(worker.run())
            })
            .collect();
        killing.reached.notified().await;
        tokio::time::sleep(Duration::from_micros(random.next_u64() % 3000)).await;
        // SIGKILL.
        drop(program);

        expected.users.clear();
        expected.codes.clear();
        for worker in workers {
            let done = worker.await.unwrap();
            expected.users.extend(done.users);
            expected.codes.extend(done.codes);
            expected.wishes.extend(done.wish);
        }
        changes += killing.acknowledged.load(Ordering::SeqCst);
    }
    let (program, line) = start(&path).announced();
    expected.settle(&Api::new(&line).await).await;
    drop(program);
    let bytes = std::fs::metadata(&path).unwrap().len();
    println!(
        "{rounds} rounds with seed {seed}: {changes} changes were acknowledged and are there, {unanswered} were cut off; \
         {} users, {bytes} bytes",
        expected.users.len()
    );
}

fn start(path: &Path) -> Program {
    Program::spawn_quietly(&["--data", path.to_str().unwrap()])
}

/// When the program is killed.
struct Killing {
    acknowledged: AtomicUsize,
    enough: usize,
    reached: Notify,
}

/// What is known of a user, by its email address.
#[derive(Clone, Debug, PartialEq)]
struct User {
    id: String,
    nickname: Option<String>,
    has_role: bool,
}

/// What must be in the file.
#[derive(Default)]
struct Expected {
    users: BTreeMap<String, User>,
    codes: Vec<String>,
    /// What was asked for and not answered: it may be there or not, but not by half.
    wishes: Vec<Wish>,
}

/// A user's address, and what is to become of the user. The id of a new one is not known.
struct Wish {
    email: String,
    then: Then,
}

enum Then {
    New,
    Changed(User),
    Gone,
}

impl Expected {
    fn users_of(&self, worker: u64) -> BTreeMap<String, User> {
        let mine = |(place, _): &(usize, _)| *place as u64 % WORKERS == worker;
        let users = self.users.iter().enumerate().filter(mine);
        users
            .map(|(_, (email, user))| (email.clone(), user.clone()))
            .collect()
    }

    /// Compares with what the API answers. What was not known is known from then on.
    async fn settle(&mut self, api: &Api) {
        let mut found = api.users().await;
        for Wish { email, then } in &self.wishes {
            let (before, now) = (self.users.remove(email), found.remove(email));
            let as_wished = match (then, &now) {
                (Then::New, Some(user)) => user.nickname.is_none() && !user.has_role,
                (Then::Changed(wished), Some(user)) => wished == user,
                (Then::Gone, None) => true,
                _ => false,
            };
            assert!(
                as_wished || before == now,
                "{email} was {before:?}, and is {now:?}"
            );
            if let Some(user) = now {
                self.users.insert(email.clone(), user.clone());
                found.insert(email.clone(), user);
            }
        }
        assert_eq!(found, self.users);
        let messages = api.messages().await;
        for phone in &self.codes {
            assert!(messages.contains(phone), "the code for {phone} is lost");
        }
    }
}

/// Changes users of its own until there is no answer any more.
struct Worker {
    api: Arc<Api>,
    killing: Arc<Killing>,
    random: ChaCha20Rng,
    name: String,
    users: BTreeMap<String, User>,
    codes: Vec<String>,
}

struct Done {
    users: BTreeMap<String, User>,
    codes: Vec<String>,
    wish: Option<Wish>,
}

impl Worker {
    async fn run(mut self) -> Done {
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
        let place = self.random.next_u32() as usize % self.users.len().max(1);
        let (email, user) = self.users.iter().nth(place)?;
        Some((email.clone(), user.clone()))
    }

    async fn send_code(&mut self, number: u32) -> Result<(), Option<Wish>> {
        // Worker, round and number make a phone of its own: 15 digits at the most.
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
        let answer = self.api.change(query, options).await;
        user.nickname = Some(nickname);
        self.learn(answer, email, user)
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
        let answer = self.api.change(&query, json!(user.id)).await;
        user.has_role = !user.has_role;
        self.learn(answer, email, user)
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
        answer: Option<Value>,
        email: String,
        user: User,
    ) -> Result<(), Option<Wish>> {
        if answer.is_none() {
            return Err(Some(Wish {
                email,
                then: Then::Changed(user),
            }));
        }
        self.users.insert(email, user);
        Ok(())
    }
}

/// A running program, as its owner calls it.
struct Api {
    http: reqwest::Client,
    line: Value,
    pool: String,
    token: String,
    encrypted: String,
    /// The only role.
    role: String,
}

impl Api {
    async fn new(line: &Value) -> Self {
        let text = |name: &str| line[name].as_str().unwrap().to_owned();
        let mut api = Self {
            http: reqwest::Client::new(),
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

    /// Nothing if the program was killed before it answered. An answer must say that all went well.
    async fn change(&self, query: &str, variable: Value) -> Option<Value> {
        let request = self
            .http
            .post(self.line["users"].as_str().unwrap())
            .header("authorization", &self.token)
            .json(&json!({"query": query, "variables": {"v": variable}}));
        let answer: Value = request.send().await.ok()?.json().await.ok()?;
        assert_eq!(answer.get("errors"), None, "{query}: {answer}");
        Some(answer["data"]["field"].clone())
    }

    async fn ask(&self, query: &str, variable: Value) -> Value {
        self.change(query, variable).await.unwrap()
    }

    async fn send_code(&self, phone: &str) -> Option<()> {
        let users = self.line["users"].as_str().unwrap();
        let address = users.replace("/graphql", &format!("/send_smscode/{phone}/{}", self.pool));
        let answer: Value = self
            .http
            .get(address)
            .send()
            .await
            .ok()?
            .json()
            .await
            .ok()?;
        assert_eq!(answer["code"], 200, "{answer}");
        Some(())
    }

    async fn users(&self) -> BTreeMap<String, User> {
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
        // A member that is no user any more would have no id here.
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

    async fn messages(&self) -> BTreeSet<String> {
        let request = self.http.get(self.line["messages"].as_str().unwrap());
        let messages: Vec<Value> = request.send().await.unwrap().json().await.unwrap();
        let to = messages
            .iter()
            .map(|message| message["to"].as_str().unwrap().to_owned());
        to.collect()
    }
}
