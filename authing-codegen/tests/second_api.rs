//! A custom API: its directives and its configuration define the endpoint, the kinds of token and the encrypted fields. The
//! generated code is checked in, compared with the generator's like the golden output, and compiled here.

// The generated modules are public in a library; here they are private to a test.
#![allow(dead_code)]

mod api;
#[rustfmt::skip]
mod operations;
#[rustfmt::skip]
mod types;

use std::cell::RefCell;

use authing_core::response::read;
use authing_core::{BindError, Binder, InvalidInput, Operation, PagedOperation, Secret, TokenKind};
use serde_json::{Value, json};

use api::{Endpoint, Parking};
use operations::{Admit, GetGate, Hire, ListCars, ListCarsOfZone, ListPlates, Open, Renew};
use types::{DriverInput, GuardInput, LockInput, OpenBy, PlateInput};

/// Records the secrets to encrypt, and rejects an empty secret, like the client.
#[derive(Default)]
struct Noting(RefCell<Vec<(&'static str, String)>>);

impl Binder for Noting {
    fn user_pool_id(&self) -> &str {
        "POOL"
    }

    fn encrypt(&self, field: &'static str, password: &Secret) -> Result<String, BindError> {
        if password.is_empty() {
            return Err(InvalidInput::new(field, "must not be empty").into());
        }
        let text = password.expose().to_owned();
        let encrypted = format!("RSA({text})");
        self.0.borrow_mut().push((field, text));
        Ok(encrypted)
    }
}

/// Returns the request's body, and the secrets that were encrypted for it.
fn body<O: Operation>(operation: O) -> (Value, Vec<(&'static str, String)>) {
    let binder = Noting::default();
    let variables = operation.bind(&binder).unwrap();
    let body = serde_json::to_value(O::build_query(variables)).unwrap();
    (body, binder.0.into_inner())
}

fn convoy() -> Admit {
    let lock = LockInput::new().serial("s-1").pins(["5", "6"]);
    let companion = DriverInput::new("bob", "2").companion(DriverInput::new("carol", "3"));
    let driver = DriverInput::new("alice", "1")
        .lock(lock)
        .companion(companion)
        .plate(PlateInput::new().code("AB 12"))
        .badge("b-7");
    Admit::new(driver).spare([DriverInput::new("dave", "4")])
}

#[test]
fn request_matches_the_query_file_and_encrypts_each_secret_once() {
    let (body, encrypted) = body(convoy());
    assert_eq!(
        body,
        json!({
            "operationName": "Admit",
            "query": "mutation Admit($driver: DriverInput!, $spare: [DriverInput!]) {\n  \
                      admit(driver: $driver, spare: $spare) {\n    _id\n    token\n  }\n}\n",
            "variables": {
                "driver": {
                    "name": "alice",
                    "pin": "RSA(1)",
                    "lock": {"serial": "s-1", "pins": ["RSA(5)", "RSA(6)"]},
                    "companion": {
                        "name": "bob",
                        "pin": "RSA(2)",
                        "companion": {"name": "carol", "pin": "RSA(3)"},
                    },
                    "plate": {"code": "AB 12"},
                    "badge": "b-7",
                },
                "spare": [{"name": "dave", "pin": "RSA(4)"}],
            },
        })
    );
    let expected = [
        ("pin", "1"),
        ("pins", "5"),
        ("pins", "6"),
        ("pin", "2"),
        ("pin", "3"),
        ("pin", "4"),
    ];
    assert_eq!(
        encrypted,
        expected.map(|(field, text)| (field, text.to_owned()))
    );
}

#[test]
fn error_names_the_field_of_the_input_object() {
    let driver = DriverInput::new("alice", "1").companion(DriverInput::new("bob", ""));
    let error = Admit::new(driver).bind(&Noting::default()).err().unwrap();
    assert_eq!(error.to_string(), "`pin` must not be empty");
}

#[test]
fn field_is_encrypted_only_in_configured_types() {
    let hire = Hire::new(GuardInput::new("erin").pin("1234")).pin("5678");
    let (body, encrypted) = body(hire);
    assert_eq!(
        body["variables"],
        json!({"guard": {"name": "erin", "pin": "1234"}, "pin": "RSA(5678)"})
    );
    assert_eq!(encrypted, [("pin", "5678".to_owned())]);
}

#[test]
fn debug_redacts_secrets() {
    let operation = convoy();
    let shown = format!("{operation:?}");
    for secret in ["\"1\"", "\"5\"", "RSA", "b-7"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    assert!(shown.contains("AB 12"), "{shown}");
    let gate = br#"{"data":{"gate":{"_id":"g","code":"4711","colour":"red"}}}"#;
    let gate = read::<GetGate>(gate).unwrap();
    assert!(!format!("{gate:?}").contains("4711"));
    assert_eq!(Admit::SECRETS, ["driver", "spare"]);
    assert_eq!(Hire::SECRETS, ["pin"]);
}

#[test]
fn endpoint_and_token_come_from_the_api() {
    fn of_parking<O: Operation<Api = Parking>>() -> (Endpoint, bool) {
        (O::ENDPOINT, <O::Token as TokenKind>::REQUIREMENT)
    }
    assert_eq!(of_parking::<Admit>(), (Endpoint::Gate, true));
    assert_eq!(of_parking::<GetGate>(), (Endpoint::Gate, false));
}

/// The variables of a request for a page, and the ids of a response's items with the total.
fn paged<O: PagedOperation>(
    operation: &O,
    number: Option<u32>,
    response: &Value,
) -> (Value, Vec<Option<String>>, Option<i64>) {
    let (mut body, _) = body(operation.with_page(number, 5));
    let page = O::into_page(read::<O>(response.to_string().as_bytes()).unwrap());
    let ids = page.items.iter().map(|item| O::id(item).map(str::to_owned));
    let sent = body
        .get_mut("variables")
        .map(Value::take)
        .unwrap_or_default();
    (sent, ids.collect(), page.total)
}

#[test]
fn a_list_is_paged_under_the_names_of_its_api() {
    let id = |id: &str| Some(id.to_owned());
    let cars = json!({"cars": [{"id": "a"}, {"plate": "AB 12"}, {"id": ""}], "total": 9});
    let operation = ListCars::new(3).color("red");
    assert_eq!(operation.page_number(), Some(3), "it must be given");
    assert_eq!((ListCars::FIRST_PAGE, operation.page_size()), (None, None));
    assert_eq!(
        paged(&operation, Some(4), &json!({"data": {"cars": cars}})),
        (
            json!({"page": 4, "limit": 5, "color": "red"}),
            vec![id("a"), None, None],
            Some(9)
        )
    );
    assert_eq!(operation.limit(7).page_size(), Some(7));
}

#[test]
fn a_list_inside_of_what_may_be_absent_is_paged() {
    let operation = ListCarsOfZone::new("1");
    assert_eq!(ListCarsOfZone::FIRST_PAGE, Some(0));
    assert_eq!(operation.page_number(), None);
    let page = |zone: Value| paged(&operation, Some(2), &json!({"data": {"zone": zone}}));
    let parked = json!({"cars": [{"plate": "AB 12"}], "total": 1});
    let sent = json!({"id": "1", "page": 2, "limit": 5});
    // Its cars are selected without their ids.
    assert_eq!(
        page(json!({"lot": {"parked": parked}})),
        (sent.clone(), vec![None], Some(1))
    );
    for absent in [
        Value::Null,
        json!({"lot": null}),
        json!({"lot": {"parked": null}}),
    ] {
        assert_eq!(page(absent), (sent.clone(), vec![], None));
    }
}

#[test]
fn a_list_of_texts_is_its_own_page_and_they_are_their_own_ids() {
    let response = json!({"data": {"plates": ["AB 12", "CD 34"]}});
    let (sent, ids, total) = paged(&ListPlates::new(), None, &response);
    assert_eq!(
        sent,
        json!({"limit": 5}),
        "the service knows its first page"
    );
    assert_eq!(ids, [Some("AB 12".to_owned()), Some("CD 34".to_owned())]);
    assert_eq!(total, None);
}

#[test]
fn lists_of_secrets_are_sent_and_redacted() {
    let renew = Renew::new(["b-1", "b-2"], "s")
        .tokens(["t"])
        .spare_tokens(["u"]);
    let shown = format!("{renew:?}");
    for secret in ["b-1", "b-2", "\"s\"", "\"t\"", "\"u\""] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let (sent, _) = body(renew);
    let variables = sent.get("variables");
    let expected =
        json!({ "badges": ["b-1", "b-2"], "tokens": ["t"], "spare": ["u"], "secret": "s" });
    assert_eq!(variables, Some(&expected));
    let renewed = read::<Renew>(br#"{ "data": { "renew": ["b-3"] } }"#).unwrap();
    assert_eq!(renewed, [Secret::new("b-3")]);
    assert!(!format!("{renewed:?}").contains("b-3"));
}

#[test]
fn one_of_is_an_enum_that_sends_one_field() {
    let driver = DriverInput::new("alice", "1");
    let all = OpenBy::all([OpenBy::badge("b-7"), OpenBy::not(OpenBy::self_(3))]);
    let open = Open::new(OpenBy::pin("1234"))
        .also([OpenBy::driver(driver), all, OpenBy::codes(["5", "6"])])
        .spare(OpenBy::id_2("x"));
    let shown = format!("{open:?}");
    for secret in ["1234", "b-7", "\"1\"", "\"5\""] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let (sent, encrypted) = body(open);
    assert_eq!(
        sent.get("variables"),
        Some(&json!({
            "by": { "pin": "RSA(1234)" },
            "also": [
                { "driver": { "name": "alice", "pin": "RSA(1)" } },
                { "all": [{ "badge": "b-7" }, { "not": { "self": 3 } }] },
                { "codes": ["5", "6"] },
            ],
            "spare": { "ID": "x" },
        }))
    );
    assert_eq!(encrypted.len(), 2);
    assert!(matches!(OpenBy::id("y"), OpenBy::Id(id) if id == "y"));
    let rejected = Open::new(OpenBy::pin("")).bind(&Noting::default());
    assert!(rejected.is_err());
}
