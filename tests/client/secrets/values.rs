//! Every type of the workspace that has a secret inside, looked at with `Debug`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use authing_client::{Authing, RequireTokenLayer, Secret, TokenVerifier, types};
use authing_tests::every_operation::{OPERATIONS, Same, wire_names};
use authing_tests::fake::{Requests, service};
use authing_tests::{PASSWORD, POOL_SECRET, USER_POOL, USER_TOKEN};
use serde_json::{Value, json};
use syn::visit::Visit;
use tower_layer::Layer as _;

use super::forms::hidden;

const CODE: &str = "86420975";

#[track_caller]
fn shows_nothing(value: &impl Debug) {
    hidden(
        "Debug",
        &format!("{value:?}\n{value:#?}"),
        &[CODE, USER_TOKEN],
    );
}

#[test]
fn every_operation() {
    let values = Same {
        text: "text",
        secret: PASSWORD,
        digits: CODE,
    };
    for entry in OPERATIONS {
        shows_nothing(&(entry.full)(&values));
    }
    let names = OPERATIONS.iter().map(|entry| entry.name);
    assert!(
        names.eq(wire_names().unwrap().keys()),
        "some operation was not looked at"
    );
}

/// Reads a response of a type, shows it and serializes it.
type Look = fn(Value);

macro_rules! answers {
    ($($name:ident)*) => {
        [$((
            stringify!($name),
            (|answer| {
                let answer = serde_json::from_value::<types::$name>(answer).unwrap();
                shows_nothing(&answer);
                hidden("Serialize", &serde_json::to_string(&answer).unwrap(), &[USER_TOKEN]);
                assert_eq!(answer.clone(), answer);
                // With its secrets, it differs from one that was made of nothing.
                assert_ne!(answer, types::$name::default());
            }) as Look,
        )),*]
    };
}

#[test]
fn every_answer() {
    // One that is generated later, with a secret among its fields, belongs here.
    let looks = answers!(
        AdConnector
        AppSecret
        ClientInfo
        CustomMfa
        DingTalkCorp
        EmailProviderField
        EncryptedPassword
        LdapServer
        Mfa
        OAuthAppDetails
        OidcAppDetails
        OperationLog
        PoolSentEmail
        RefreshedAccessToken
        RefreshedThirdPartyToken
        RefreshedToken
        RuleVariable
        SamlIdentityProvider
        SamlServiceProvider
        SentEmail
        SignInTokens
        SignedInUser
        User
        UserPoolDetails
        Webhook
        WebhookRequest
        WechatQrCode
        WechatWorkCorp
    );
    let mut answers = answers_with_secrets();
    for (name, look) in looks {
        look(answers.remove(name).unwrap());
    }
    assert!(answers.is_empty(), "not looked at: {answers:?}");
}

/// An answer of every generated type that has a secret among its fields, as the list of them says.
fn answers_with_secrets() -> BTreeMap<String, Value> {
    let list = fs::read_to_string(root().join("authing-core/API.txt")).unwrap();
    let mut answers: BTreeMap<String, Value> = BTreeMap::new();
    // `type User.logins_count: Option<i64> (loginsCount)`
    for line in list.lines().filter_map(|line| line.strip_prefix("type ")) {
        let Some((name, (_, field))) = line
            .split_once('.')
            .and_then(|(name, field)| Some((name, field.split_once(": ")?)))
        else {
            continue;
        };
        let (of, wire) = field.split_once(" (").unwrap();
        let answer = answers.entry(name.to_owned()).or_insert(json!({}));
        answer[wire.trim_end_matches(')')] = match of {
            "Secret" | "Option<Secret>" => USER_TOKEN.into(),
            "Vec<Secret>" => json!([USER_TOKEN]),
            "String" => "text".into(),
            "i64" => 7.into(),
            "bool" => true.into(),
            list if list.starts_with("Vec<") => json!([]),
            option if option.starts_with("Option<") => Value::Null,
            // Another type of the answer, whose fields may all be missing.
            _ => json!({}),
        };
    }
    answers.retain(|_, answer| answer.to_string().contains(USER_TOKEN));
    answers
}

/// The types of the two libraries, written by hand, from which a secret can be reached, as their sources say.
#[tokio::test]
async fn every_other_type() {
    let answer = r#"{"data":{"login":{"_id":"1","token":"xyzzy-user-token"}}}"#;
    let authing = service(move |_| answer).0;
    let login = authing
        .login_by_email("test@testmail.com", PASSWORD)
        .await
        .unwrap();
    let builder =
        Authing::builder(USER_POOL, POOL_SECRET).users_url("https://user:xyzzy@example.com");
    shows_nothing(&Secret::from(USER_TOKEN));
    shows_nothing(&builder);
    shows_nothing(&authing);
    shows_nothing(&login);
    shows_nothing(&login.session());
    shows_nothing(&authing.users_stream());
    let verifier = TokenVerifier::new(USER_POOL, POOL_SECRET).unwrap();
    shows_nothing(&verifier);
    let protect = RequireTokenLayer::new(verifier);
    shows_nothing(&protect);
    // The service inside is the program's own.
    shows_nothing(&protect.layer(()));
    let blocking = Authing::builder(USER_POOL, POOL_SECRET)
        .transport(Requests::default().transport(move |_| answer))
        .build_blocking()
        .unwrap();
    shows_nothing(&blocking);
    shows_nothing(&blocking.users_iter());
    let login = thread::spawn(move || blocking.login_by_email("test@testmail.com", PASSWORD));
    let login = login.join().unwrap().unwrap();
    shows_nothing(&login);
    shows_nothing(&login.session());
    let looked_at = [
        "Authing",
        "Builder",
        "Login",
        "RequireToken",
        "RequireTokenLayer",
        "Secret",
        "Session",
        "TokenVerifier",
        // In generated variables, of which only the names of the types are shown; its own test is beside it.
        "WireSecret",
    ];
    assert_eq!(holders(), BTreeSet::from(looked_at.map(str::to_owned)));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A type: its name, whether it is public, and the names in its fields' types.
struct Type {
    name: String,
    public: bool,
    mentions: BTreeSet<String>,
}

/// Collects the types of a file.
#[derive(Default)]
struct Types(Vec<Type>);

impl Types {
    fn add(
        &mut self,
        name: &syn::Ident,
        visibility: &syn::Visibility,
        fields: impl Iterator<Item = syn::Field>,
    ) {
        let mut mentions = Mentions::default();
        fields.for_each(|field| mentions.visit_type(&field.ty));
        self.0.push(Type {
            name: name.to_string(),
            public: matches!(visibility, syn::Visibility::Public(_)),
            mentions: mentions.0,
        });
    }
}

impl Visit<'_> for Types {
    fn visit_item_struct(&mut self, item: &syn::ItemStruct) {
        self.add(&item.ident, &item.vis, item.fields.iter().cloned());
    }

    fn visit_item_enum(&mut self, item: &syn::ItemEnum) {
        let fields = item
            .variants
            .iter()
            .flat_map(|variant| variant.fields.iter().cloned());
        self.add(&item.ident, &item.vis, fields);
    }
}

#[derive(Default)]
struct Mentions(BTreeSet<String>);

impl Visit<'_> for Mentions {
    fn visit_path_segment(&mut self, segment: &syn::PathSegment) {
        self.0.insert(segment.ident.to_string());
        syn::visit::visit_path_segment(self, segment);
    }
}

/// The public types whose fields lead to a [`Secret`], over however many others.
fn holders() -> BTreeSet<String> {
    let mut types = Types::default();
    for folder in ["authing-core/src", "authing-client/src"] {
        for file in sources(&root().join(folder)) {
            types.visit_file(&syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap());
        }
    }
    let mut secret = BTreeSet::from(["Secret".to_owned()]);
    loop {
        let more: Vec<&Type> = types
            .0
            .iter()
            .filter(|found| !secret.contains(&found.name) && !found.mentions.is_disjoint(&secret))
            .collect();
        if more.is_empty() {
            break;
        }
        secret.extend(more.iter().map(|found| found.name.clone()));
    }
    let public = types
        .0
        .iter()
        .filter(|found| found.public && secret.contains(&found.name));
    public.map(|found| found.name.clone()).collect()
}

/// The sources that are written by hand; for the generated ones there is a list.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("operations") && !path.ends_with("types") {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
