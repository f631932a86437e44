//! The `Debug` and `Serialize` output of every type of the workspace with a secret inside.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use authing_client::operations::ListUsers;
use authing_client::v2::oidc::PendingLogin;
use authing_client::v2::types as v2_types;
use authing_client::v2::types::EmailScene;
use authing_client::v2::{AuthenticationClient, ManagementClient, QrCodeState};
use authing_client::{Authing, RequireTokenLayer, Secret, TokenVerifier, types};
use authing_tests::every_operation::{APIS, Same};
use authing_tests::fake::{Requests, service};
use authing_tests::{PASSWORD, POOL_SECRET, USER_POOL, USER_TOKEN};
use serde_json::{Value, json};
use syn::visit::Visit;
use tower_layer::Layer as _;

use super::forms::assert_hidden;

const CODE: &str = "86420975";

#[track_caller]
fn assert_redacted(value: &impl Debug) {
    assert_hidden(
        "Debug",
        &format!("{value:?}\n{value:#?}"),
        &[CODE, USER_TOKEN],
    );
}

#[test]
fn the_secrets_of_every_operation_are_redacted() {
    let values = Same {
        text: "text",
        secret: PASSWORD,
        digits: CODE,
    };
    for api in APIS {
        for entry in api.operations {
            assert_redacted(&(entry.full)(&values));
        }
        let names = api.operations.iter().map(|entry| entry.name);
        assert!(
            names.eq(api.wire_names().unwrap().keys()),
            "some operation was not checked"
        );
    }
}

/// Deserializes a value of a response type, and checks its `Debug` and `Serialize` output.
type Check = fn(Value);

macro_rules! checks {
    ($types:ident: $($name:ident)*) => {
        [$((
            stringify!($name),
            (|value| {
                let value = serde_json::from_value::<$types::$name>(value).unwrap();
                assert_redacted(&value);
                assert_hidden("Serialize", &serde_json::to_string(&value).unwrap(), &[USER_TOKEN]);
                assert_eq!(value.clone(), value);
                // The secrets are compared, too.
                assert_ne!(value, $types::$name::default());
            }) as Check,
        )),*]
    };
}

#[test]
fn the_secrets_of_every_response_type_are_redacted() {
    // Must list every generated type with a secret field.
    let checks = checks!(types:
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
        ThirdPartyIdentity
        User
        UserPoolDetails
        Webhook
        WebhookRequest
        WechatQrCode
        WechatWorkCorp
    );
    check_all("API.txt", &checks);
    let checks = checks!(v2_types:
        AccessAccount
        Application
        EnvironmentVariable
        ImportedTotp
        ManagementToken
        Mfa
        QrCodeStatus
        RecoveredUser
        RefreshedToken
        SmsProvider
        SocialConnectionInstanceField
        TotpAssociation
        User
        UserLoginStatus
        UserPool
    );
    check_all("API.v2.txt", &checks);
}

/// Checks every generated type with a secret field, according to this list of an API.
fn check_all(api: &str, checks: &[(&str, Check)]) {
    let mut values = values_with_secrets(api);
    for (name, check) in checks {
        check(values.remove(*name).unwrap());
    }
    assert!(values.is_empty(), "not checked: {values:?}");
}

fn values_with_secrets(api: &str) -> BTreeMap<String, Value> {
    let list = fs::read_to_string(root().join("authing-core").join(api)).unwrap();
    let mut values: BTreeMap<String, Value> = BTreeMap::new();
    // `type User.logins_count: Option<i64> (loginsCount)`
    for line in list.lines().filter_map(|line| line.strip_prefix("type ")) {
        let Some((name, (_, field))) = line
            .split_once('.')
            .and_then(|(name, field)| Some((name, field.split_once(": ")?)))
        else {
            continue;
        };
        let (of, wire) = field.split_once(" (").unwrap();
        let value = values.entry(name.to_owned()).or_insert(json!({}));
        value[wire.trim_end_matches(')')] = match of {
            "Secret" | "Option<Secret>" => USER_TOKEN.into(),
            "Vec<Secret>" => json!([USER_TOKEN]),
            private if private.contains("RedactedJson") => json!({ "token": USER_TOKEN }),
            "String" => "text".into(),
            "i64" => 7.into(),
            "bool" => true.into(),
            list if list.starts_with("Vec<") => json!([]),
            option if option.starts_with("Option<") => Value::Null,
            // Another response type, whose fields may all be missing.
            _ => json!({}),
        };
    }
    values.retain(|_, value| value.to_string().contains(USER_TOKEN));
    values
}

/// The hand-written public types of both libraries from which a secret can be reached, according to their source code.
#[tokio::test]
async fn the_secrets_of_every_other_type_are_redacted() {
    let body = r#"{"data":{"login":{"_id":"1","token":"xyzzy-user-token"}}}"#;
    let authing = service(move |_| body).0;
    let login = authing
        .login_by_email("test@testmail.com", PASSWORD)
        .await
        .unwrap();
    let builder =
        Authing::builder(USER_POOL, POOL_SECRET).users_url("https://user:xyzzy@example.com");
    assert_redacted(&Secret::from(USER_TOKEN));
    assert_redacted(&builder);
    assert_redacted(&authing);
    assert_redacted(&login);
    assert_redacted(&login.session());
    assert_redacted(&authing.stream(ListUsers::new()));
    let verifier = TokenVerifier::new(USER_POOL, POOL_SECRET).unwrap();
    assert_redacted(&verifier);
    let protect = RequireTokenLayer::new(verifier);
    assert_redacted(&protect);
    // The service inside belongs to the program.
    assert_redacted(&protect.layer(()));
    let blocking = Authing::builder(USER_POOL, POOL_SECRET)
        .transport(Requests::default().transport(move |_| body))
        .build_blocking()
        .unwrap();
    assert_redacted(&blocking);
    assert_redacted(&blocking.iter(ListUsers::new()));
    let login = thread::spawn(move || blocking.login_by_email("test@testmail.com", PASSWORD));
    let login = login.join().unwrap().unwrap();
    assert_redacted(&login);
    assert_redacted(&login.session());
    v2_clients_are_redacted().await;
    v2_logins_are_redacted().await;
    let checked = [
        "AuthenticationBuilder",
        "AuthenticationClient",
        "Authing",
        "Authorization",
        "AuthorizationRequest",
        "Builder",
        // Only the layer makes one: a handler in `protected_routes` checks it.
        "CallerToken",
        "Login",
        "ManagementBuilder",
        "ManagementClient",
        "MfaChallenge",
        "Oidc",
        "PendingLogin",
        "QrCodeState",
        "QrCodeStates",
        "RecoveredLogin",
        "RequireToken",
        "RequireTokenLayer",
        "Secret",
        "Session",
        "TokenVerifier",
        "Tokens",
        // An error has it: `v2::oidc::unverified` checks both.
        "UnverifiedTokens",
        "UserSession",
        // Inside generated variables, whose `Debug` output has no values; it has a unit test.
        "WireSecret",
    ];
    assert_eq!(
        types_with_secrets(),
        BTreeSet::from(checked.map(str::to_owned))
    );
}

async fn v2_clients_are_redacted() {
    let body = r#"{"data":{"loginByPhoneCode":{"id":"1","arn":"a","userPoolId":"p","token":"xyzzy-user-token"}}}"#;
    let builder = AuthenticationClient::builder("app-1")
        .app_secret("xyzzy-app-secret")
        .host("https://example.com")
        .transport(Requests::default().transport(move |_| body));
    assert_redacted(&builder);
    let auth = builder.clone().build().unwrap();
    assert_redacted(&auth);
    let login = auth.login_by_phone_code("13800138000", CODE).await.unwrap();
    assert_redacted(&login);
    assert_redacted(&login.session());
    let blocking = builder.build_blocking().unwrap();
    assert_redacted(&blocking);
    let login = thread::spawn(move || blocking.login_by_phone_code("13800138000", CODE));
    let login = login.join().unwrap().unwrap();
    assert_redacted(&login);
    assert_redacted(&login.session());

    let body = r#"{"errors":[{"message":{"code":1635,"data":{"mfaToken":"xyzzy-user-token"}}}]}"#;
    let builder = ManagementClient::builder(USER_POOL, POOL_SECRET)
        .transport(Requests::default().transport(move |_| body));
    assert_redacted(&builder);
    assert_redacted(&builder.clone().build_blocking().unwrap());
    let management = builder.build().unwrap();
    assert_redacted(&management);
    let error = management.send_email("test@testmail.com", EmailScene::MfaVerify);
    let error = error.await.unwrap_err();
    assert_redacted(&error);
    assert_redacted(&error.mfa().unwrap());
}

/// Logins that take more than one step.
async fn v2_logins_are_redacted() {
    let responding = |body: &'static str| {
        let builder = AuthenticationClient::builder("app-1")
            .app_secret("xyzzy-app-secret")
            .host("https://example.com")
            .transport(Requests::default().transport(move |_| body));
        builder.build().unwrap()
    };
    let auth = responding(r#"{"access_token":"xyzzy-user-token","refresh_token":"xyzzy-refresh"}"#);
    let oidc = auth.oidc();
    assert_redacted(&oidc);
    let request = oidc.authorize("https://app.example/callback");
    assert_redacted(&request);
    let mut begun = request.begin().unwrap();
    let pending = r#"{"redirect_uri":"https://app.example","state":"xyzzy-state","nonce":"xyzzy-nonce","code_verifier":"xyzzy-verifier"}"#;
    begun.pending = PendingLogin::restore(pending).unwrap();
    begun.url = "https://example.com/oidc/auth?state=xyzzy-state".to_owned();
    assert_redacted(&begun.pending);
    assert_redacted(&begun);
    let tokens = oidc.client_credentials("key", POOL_SECRET, "scope");
    assert_redacted(&tokens.await.unwrap());

    let body = r#"{"errors":[{"message":{"code":1635,"data":{"mfaToken":"xyzzy-user-token"}}}]}"#;
    let needs_mfa = responding(body);
    let error = needs_mfa.login_by_phone_code("13800138000", CODE).await;
    let challenge = error.unwrap_err().mfa().unwrap();
    let body = r#"{"code":200,"data":{"id":"1","token":"xyzzy-user-token","recoveryCode":"xyzzy-recovery"}}"#;
    let recovers = responding(body);
    let login = recovers.complete_mfa_by_recovery_code(&challenge, CODE);
    assert_redacted(&login.await.unwrap());

    let shown = json!({"token": "xyzzy-user-token"});
    assert_redacted(&QrCodeState::Agreed {
        ticket: Some("xyzzy-ticket".into()),
        user_info: Some(shown.clone().into()),
    });
    assert_redacted(&QrCodeState::Failed {
        result: Some(shown.into()),
    });
    assert_redacted(&auth.qr_code_states("code"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A type: its name, whether it is public, and the type names in its fields.
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

/// The public types whose fields contain a [`Secret`], directly or through other types.
fn types_with_secrets() -> BTreeSet<String> {
    let mut types = Types::default();
    for folder in ["authing-core/src", "authing-client/src"] {
        for file in sources(&root().join(folder)) {
            types.visit_file(&syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap());
        }
    }
    let mut secret = BTreeSet::from(["Secret".to_owned()]);
    // Many types mention an `Error`, most of them another one than the client's.
    types.0.retain(|found| found.name != "Error");
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

/// The hand-written source files; the generated ones are checked with `API.txt`.
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
