//! Many clients at once, with the calls that programs make: logins, look-ups, lists, changes, registrations.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::{Pkcs1v15Encrypt, PublicKey};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The emulator to call.
pub(crate) struct Target {
    pub(crate) graphql_url: String,
    pub(crate) user_pool_id: String,
    pub(crate) secret: String,
    pub(crate) public_key_pem: String,
}

/// How much of it.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// How many users there are before it begins.
    pub(crate) users: usize,
    /// How many calls are in the air at any time.
    pub(crate) clients: usize,
    /// How many calls are made in all.
    pub(crate) calls: usize,
}

/// What came of one phase.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) elapsed: Duration,
    /// How long each call took, the fastest first.
    pub(crate) latencies: Vec<Duration>,
    /// What went wrong, call by call.
    pub(crate) errors: Vec<String>,
}

/// The emulator as the clients see it, with the users whom they share.
pub(crate) struct Workload {
    http: reqwest::Client,
    target: Target,
    size: Size,
    owner_token: String,
    /// All users have this password, and send this one text for it: encrypting is not what is measured.
    encrypted_password: String,
    user_ids: Mutex<Vec<(usize, String)>>,
}

#[derive(Clone, Copy)]
enum Call {
    Create,
    Login,
    User,
    List,
    Update,
    Register,
}

/// Of twenty calls, in this order.
const MIX: [Call; 20] = {
    use Call::{List, Login, Register, Update, User};
    [
        Login, User, List, Login, Update, User, Login, List, Register, Login, User, Update, Login,
        User, List, Login, Update, Login, Register, Login,
    ]
};

impl Workload {
    pub(crate) async fn new(target: Target, size: Size) -> Result<Arc<Self>, Failure> {
        let key = PublicKey::from_public_key_pem(&target.public_key_pem)?;
        let encrypted = key.encrypt(
            &mut getrandom::SysRng,
            Pkcs1v15Encrypt,
            b"the password of all",
        )?;
        let mut workload = Self {
            http: reqwest::Client::builder().no_proxy().build()?,
            target,
            size,
            owner_token: String::new(),
            encrypted_password: STANDARD.encode(encrypted),
            user_ids: Mutex::default(),
        };
        let query =
            "query($s: String, $p: String) { getAccessTokenByAppSecret(secret: $s, clientId: $p) }";
        let pair = json!({"s": workload.target.secret, "p": workload.target.user_pool_id});
        let token = workload.call(query, pair).await?;
        workload.owner_token = token["getAccessTokenByAppSecret"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        Ok(Arc::new(workload))
    }

    /// Makes the users.
    pub(crate) async fn fill(self: &Arc<Self>) -> Report {
        let report = self.clone().all(self.size.users, |_| Call::Create).await;
        // In the order of their numbers, whoever came first.
        self.users().sort();
        report
    }

    /// Makes the calls.
    pub(crate) async fn run(self: &Arc<Self>) -> Report {
        self.clone()
            .all(self.size.calls, |number| MIX[number % MIX.len()])
            .await
    }

    async fn all(self: Arc<Self>, calls: usize, kind: fn(usize) -> Call) -> Report {
        let next = Arc::new(AtomicUsize::new(0));
        let start = Instant::now();
        let clients: Vec<_> = (0..self.size.clients)
            .map(|_| {
                let (workload, next) = (self.clone(), next.clone());
                tokio::spawn(async move { workload.client(&next, calls, kind).await })
            })
            .collect();
        let mut report = Report::default();
        for client in clients {
            match client.await {
                Ok((latencies, errors)) => {
                    report.latencies.extend(latencies);
                    report.errors.extend(errors);
                }
                Err(panicked) => report.errors.push(panicked.to_string()),
            }
        }
        report.elapsed = start.elapsed();
        report.latencies.sort();
        report
    }

    /// One client's calls, one after the other, as long as there are any left.
    async fn client(
        &self,
        next: &AtomicUsize,
        calls: usize,
        kind: fn(usize) -> Call,
    ) -> (Vec<Duration>, Vec<String>) {
        let (mut latencies, mut errors) = (Vec::new(), Vec::new());
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= calls {
                return (latencies, errors);
            }
            let start = Instant::now();
            if let Err(error) = self.make(kind(number), number).await {
                errors.push(error.to_string());
            }
            latencies.push(start.elapsed());
        }
    }

    async fn make(&self, kind: Call, number: usize) -> Result<(), Failure> {
        let pool = &self.target.user_pool_id;
        let password = &self.encrypted_password;
        // A step that is prime to every number of users visits all of them, in no order.
        let user = number.wrapping_mul(7919) % self.size.users.max(1);
        let id = || self.users().get(user).map(|(_, id)| id.clone());
        let email = |name: &str, number: usize| format!("{name}{number}@example.com");
        match kind {
            Call::Create => {
                let query = "mutation($i: UserRegisterInput!) { createUser(userInfo: $i) { _id } }";
                let info = json!({"email": email("user", number), "password": password, "registerInClient": pool});
                let created = self.call(query, json!({ "i": info })).await?;
                let id = created["createUser"]["_id"]
                    .as_str()
                    .ok_or("no id")?
                    .to_owned();
                self.users().push((number, id));
            }
            Call::Register => {
                let query = "mutation($i: UserRegisterInput!) { register(userInfo: $i) { _id email token } }";
                let info = json!({"email": email("new", number), "password": password, "registerInClient": pool});
                self.call(query, json!({ "i": info })).await?;
            }
            Call::Login => {
                let query = "mutation($e: String, $p: String, $c: String!) {
                    login(email: $e, password: $p, registerInClient: $c) { _id email token loginsCount lastLogin } }";
                let login = json!({"e": email("user", user), "p": password, "c": pool});
                self.call(query, login).await?;
            }
            Call::User => {
                let query = "query($id: String!) { user(id: $id) { _id email nickname loginsCount blocked } }";
                let found = self.call(query, json!({"id": id()})).await?;
                found["user"]["_id"]
                    .as_str()
                    .ok_or("the user is not there")?;
            }
            Call::List => {
                let query = "query($page: Int) { users(page: $page, count: 10) { totalCount list { _id email } } }";
                self.call(query, json!({"page": user / 10 + 1})).await?;
            }
            Call::Update => {
                let query =
                    "mutation($o: UserUpdateInput!) { updateUser(options: $o) { _id nickname } }";
                let options = json!({"_id": id(), "registerInClient": pool, "nickname": format!("n{number}")});
                self.call(query, json!({ "o": options })).await?;
            }
        }
        Ok(())
    }

    async fn call(&self, query: &str, variables: Value) -> Result<Value, Failure> {
        let request = self
            .http
            .post(&self.target.graphql_url)
            .bearer_auth(&self.owner_token)
            .json(&json!({"query": query, "variables": variables}));
        let mut body: Value = request.send().await?.error_for_status()?.json().await?;
        match body.get("errors") {
            None => Ok(body["data"].take()),
            Some(errors) => Err(errors.to_string().into()),
        }
    }

    fn users(&self) -> std::sync::MutexGuard<'_, Vec<(usize, String)>> {
        self.user_ids
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
