//! The pitfalls of graphql_client_codegen, one test each, on a small schema. The output is checked in, compared with the
//! generator's, and compiled here.

// The generated modules are public in a library; here they are private to a test.
#![allow(dead_code)]

use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::SystemTime;

use authing_codegen::Config;
use authing_core::response::read;
use authing_core::{BindError, Binder, JsonText, Operation, Secret};
use serde_json::{Value, json};

use operations::{
    Book, ByIds, Change, Fill, FindPerson, Invite, Label, ListPeople, Names, Pick, Ping, Plot,
    Restore, Save, Seen, Several, SignIn, Table,
};
use types::{
    AnyOf, BedInput, BlankInput, LimitInput, PersonBy, PersonInput, SortOrder, StayInput, TripInput,
};

#[rustfmt::skip]
mod operations;
#[rustfmt::skip]
mod types;
#[rustfmt::skip]
mod methods;
#[rustfmt::skip]
mod blocking;
mod rest;

/// Clients that return one response and record the operations that they send.
mod client {
    use std::cell::RefCell;

    use authing_core::Operation;
    use authing_core::response::{ResponseError, read};
    use serde_json::Value;

    pub type Error = ResponseError;

    #[derive(Default)]
    pub struct Client {
        pub response: Value,
        pub sent: RefCell<Vec<Value>>,
    }

    pub struct Session(pub Client);

    /// An operation that lets a person in.
    pub trait Entrance: Operation {}

    /// A person who was let in, by the operation with this name.
    #[derive(Debug, PartialEq)]
    pub struct Guest(pub &'static str);

    impl Client {
        fn send<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
            self.sent.borrow_mut().push(super::variables(operation));
            read::<O>(self.response.to_string().as_bytes())
        }

        pub async fn execute<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
            self.send(operation)
        }

        pub async fn enter_with<O: Entrance>(&self, operation: O) -> Result<Guest, Error> {
            self.send(operation).map(|_| Guest(O::NAME))
        }
    }

    impl Session {
        pub async fn execute<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
            self.0.send(operation)
        }

        pub fn own_id(&self, operation: &str) -> Result<String, Error> {
            Ok(format!("own of {operation}"))
        }
    }

    pub mod blocking {
        use super::{Entrance, Error, Operation};

        #[derive(Debug, PartialEq)]
        pub struct Guest(pub super::Guest);

        pub struct Client(pub super::Client);

        pub struct Session(pub super::Session);

        impl Client {
            pub fn execute<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
                self.0.send(operation)
            }

            pub fn enter_with<O: Entrance>(&self, operation: O) -> Result<Guest, Error> {
                self.0.send(operation).map(|_| Guest(super::Guest(O::NAME)))
            }
        }

        impl Session {
            pub fn execute<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
                self.0.0.send(operation)
            }

            pub fn own_id(&self, operation: &str) -> Result<String, Error> {
                self.0.own_id(operation)
            }
        }
    }
}

/// Fills in a fixed pool id and "encrypts" by reversing.
struct Fixed;

impl Binder for Fixed {
    fn user_pool_id(&self) -> &str {
        "POOL"
    }

    fn encrypt(&self, _: &'static str, password: &Secret) -> Result<String, BindError> {
        Ok(password.expose().chars().rev().collect())
    }
}

fn body<O: Operation>(operation: O) -> Value {
    serde_json::to_value(O::build_query(operation.bind(&Fixed).unwrap())).unwrap()
}

fn variables<O: Operation>(operation: O) -> Value {
    body(operation).get_mut("variables").unwrap().take()
}

#[test]
fn output_is_deterministic() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/codegen.toml");
    let target = &Config::read(&file).unwrap().targets[0];
    let texts = || {
        let output = authing_codegen::compile(target).unwrap();
        output
            .files()
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(), texts());
}

fn client(response: Value) -> client::Client {
    client::Client {
        response,
        ..client::Client::default()
    }
}

/// Returns the output of a call that completes immediately.
fn now<T>(call: impl Future<Output = T>) -> T {
    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the call is pending"),
    }
}

#[test]
fn method_takes_required_and_listed_variables() {
    let client = client(json!({"data": {"people": {"totalCount": 1}}}));
    let people = now(client.list_people(SortOrder::NewestFirst, ["a"], 2)).unwrap();
    assert_eq!(people.total_count, 1);
    let client = client::blocking::Client(client);
    client
        .list_people(SortOrder::NewestFirst, ["a"], 2)
        .unwrap();
    let sent = json!({"page": 2, "order": "NEWEST_FIRST", "kinds": ["a"]});
    assert_eq!(*client.0.sent.borrow(), [sent.clone(), sent]);
}

#[test]
fn method_can_take_the_whole_operation() {
    let client = client(json!({"data": {"change": {"_id": "1"}}}));
    now(client.change(Change::new("1").clear_note())).unwrap();
    let client = client::blocking::Client(client);
    client.change(Change::new("1").note("n")).unwrap();
    let sent = [
        json!({"id": "1", "note": null}),
        json!({"id": "1", "note": "n"}),
    ];
    assert_eq!(*client.0.sent.borrow(), sent);
}

#[test]
fn session_fills_in_its_own_user_id() {
    let sender = client(json!({"data": {"person": null}}));
    assert!(now(sender.find_person("1")).unwrap().is_none());
    let session = client::Session(sender);
    assert!(now(session.find_person()).unwrap().is_none());
    let session = client::blocking::Session(session);
    assert!(session.find_person().unwrap().is_none());
    let own = json!({"id": "own of FindPerson", "clientId": "POOL"});
    let given = json!({"id": "1", "clientId": "POOL"});
    assert_eq!(*session.0.0.sent.borrow(), [given, own.clone(), own]);
}

#[test]
fn only_reached_fragments_are_sent() {
    for document in [ListPeople::DOCUMENT, FindPerson::DOCUMENT, Names::DOCUMENT] {
        let operations = document.matches("query ").count() + document.matches("mutation ").count();
        assert_eq!(operations, 1, "{document}");
    }
    assert!(!Names::DOCUMENT.contains("fragment"));
    assert_eq!(ListPeople::DOCUMENT.matches("fragment ").count(), 1);
    assert_eq!(body(Names::new())["query"], Names::DOCUMENT);
    assert_eq!(body(Names::new())["operationName"], "Names");
}

#[test]
fn client_side_directives_are_stripped_and_defaults_stay() {
    for document in [
        FindPerson::DOCUMENT,
        ListPeople::DOCUMENT,
        SignIn::DOCUMENT,
        Restore::DOCUMENT,
    ] {
        assert!(!document.contains('@'), "{document}");
    }
    // Without `= null`, the service would use the argument's own default.
    for default in ["$page: Int! = 1", "$kinds: [String] = null"] {
        assert!(ListPeople::DOCUMENT.contains(default), "{default}");
    }
}

#[test]
fn fields_with_equal_rust_names_are_renamed() {
    // `_id` and `id` in a selection, `client_id` and `clientId` in variables: renamed with a directive.
    let person = read::<FindPerson>(br#"{"data":{"person":{"_id":"a","id":"b"}}}"#)
        .unwrap()
        .unwrap();
    assert_eq!(
        (person.id.as_str(), person.public_id.as_deref()),
        ("a", Some("b"))
    );
    assert_eq!(
        variables(FindPerson::new("1").app_id("2")),
        json!({"id": "1", "client_id": "2", "clientId": "POOL"})
    );
    // The same in an input object, which can't have directives: numbered.
    let input = PersonInput::new("1")
        .id("2")
        .client_id("3")
        .client_id_2("4");
    assert_eq!(
        variables(Save::new(input)),
        json!({"input": {"_id": "1", "id": "2", "client_id": "3", "clientId": "4"}})
    );
}

#[test]
fn selection_path_equal_to_a_fragment_name_is_renamed() {
    let body =
        br#"{"data":{"person":{"_id":"a","group":{"size":3},"friends":[{"_id":"f"},null]}}}"#;
    let person = read::<FindPerson>(body).unwrap().unwrap();
    let group: types::PersonGroupSelection = person.group.unwrap();
    assert_eq!(group.size, Some(3));
    let friends: Vec<types::PersonGroup> = person.friends;
    assert_eq!(friends[0].id.as_deref(), Some("f"));
    assert_eq!(friends.len(), 1);
}

#[test]
fn operations_share_fragment_types() {
    let found: types::Person = read::<FindPerson>(br#"{"data":{"person":{"_id":"a"}}}"#)
        .unwrap()
        .unwrap();
    let saved: types::Person = read::<Save>(br#"{"data":{"save":{"_id":"a"}}}"#).unwrap();
    let restored: types::Person =
        read::<Restore>(br#"{"data":{"restore":{"_id":"a","visits":4}}}"#).unwrap();
    assert_eq!(
        (found.id, saved.id, restored.visits),
        ("a".into(), "a".into(), Some(4))
    );
}

#[test]
fn fragments_next_to_fields_are_merged() {
    let people = read::<ListPeople>(
        br#"{"data":{"people":{"totalCount":1,"list":[{"_id":"a","visits":2,"group":{"name":"g","owner":{"_id":"o"}}}]}}}"#,
    )
    .unwrap();
    assert_eq!(people.total_count, 1);
    let person = &people.list[0];
    assert_eq!((person.id.as_deref(), person.visits), (Some("a"), Some(2)));
    let group = person.group.as_ref().unwrap();
    assert_eq!(group.name.as_deref(), Some("g"));
    assert_eq!(group.owner.as_ref().unwrap().id.as_deref(), Some("o"));
}

#[test]
fn without_variables_an_empty_object_is_sent() {
    assert_eq!(variables(Names::new()), json!({}));
    assert_eq!(variables(Ping::default()), json!({}));
}

#[test]
fn unset_variables_are_left_out_and_never_null() {
    assert_eq!(variables(SignIn::new()), json!({"pool": "POOL"}));
    assert_eq!(
        variables(ListPeople::new(SortOrder::NewestFirst)),
        json!({"order": "NEWEST_FIRST"})
    );
}

#[test]
fn clearing_sends_null_and_unset_is_left_out() {
    assert_eq!(variables(Change::new("1")), json!({"id": "1"}));
    let cleared = Change::new("1").clear_note().clear_visit_count();
    assert_eq!(
        variables(cleared.clear_token()),
        json!({"id": "1", "note": null, "visits": null, "token": null})
    );
    // The last call of setting and clearing wins.
    assert_eq!(
        variables(Change::new("1").clear_note().note("n").token("t")),
        json!({"id": "1", "note": "n", "token": "t"})
    );
    assert_eq!(
        variables(Change::new("1").note("n").clear_note()),
        json!({"id": "1", "note": null})
    );
}

#[test]
fn variable_is_rejected_without_its_required_companion() {
    let error = Change::new("1").password("new").bind(&Fixed).err().unwrap();
    assert_eq!(
        error.to_string(),
        "`old_password` must be given together with `password`"
    );
    assert_eq!(
        variables(Change::new("1").password("new").old_password("old")),
        json!({"id": "1", "password": "wen", "oldPassword": "dlo"})
    );
    // The requirement has one direction.
    assert!(Change::new("1").old_password("old").bind(&Fixed).is_ok());
}

#[test]
fn one_of_several_variables_must_be_set_and_not_empty() {
    for invite in [
        Invite::new(),
        Invite::new().note("n"),
        Invite::new()
            .phone(" ")
            .emails(Vec::<String>::new())
            .token(""),
    ] {
        let error = invite.bind(&Fixed).err().unwrap();
        assert_eq!(
            error.to_string(),
            "`phone` is required unless one of these is set: `emails`, `token`, `seats`"
        );
    }
    for (invite, sent) in [
        (Invite::new().phone("1"), json!({"phone": "1"})),
        (Invite::new().emails(["a"]), json!({"emails": ["a"]})),
        (Invite::new().token("t"), json!({"token": "t"})),
        (Invite::new().seats(0), json!({"seats": 0})),
    ] {
        assert_eq!(variables(invite), sent);
    }
}

#[test]
fn comma_separated_list_is_sent_as_one_string() {
    assert_eq!(
        variables(Several::new(["a", "b"]).kinds(vec!["x".to_owned()])),
        json!({"ids": "a,b", "kinds": "x"})
    );
    assert_eq!(variables(Several::new(["a"])), json!({"ids": "a"}));
    let rejection = |operation: Several| operation.bind(&Fixed).err().unwrap().to_string();
    assert_eq!(
        rejection(Several::new(["a", "b", "c", "d"])),
        "`ids` must not contain more than 3 elements"
    );
    assert_eq!(
        rejection(Several::new(["a"]).kinds(["x,y"])),
        "`kinds` must not contain an element with a comma"
    );
    assert_eq!(rejection(Several::new([""; 0])), "`ids` must not be empty");
}

#[test]
fn rust_type_is_sent_as_a_string() {
    assert_eq!(
        variables(Several::new(["a"]).note(JsonText::from("{}"))),
        json!({"ids": "a", "note": "{}"})
    );
}

#[test]
fn variables_are_filled_in_encrypted_and_parsed_as_digits() {
    let operation = SignIn::new().name("n").password("abc").code("0042");
    assert_eq!(
        variables(operation),
        json!({"pool": "POOL", "name": "n", "password": "cba", "code": 42})
    );
    let error = SignIn::new().code("4x").bind(&Fixed).err().unwrap();
    assert_eq!(
        error.to_string(),
        "`code` must consist of the digits 0 to 9"
    );
}

#[test]
fn operation_lists_its_secret_variables() {
    assert_eq!(SignIn::SECRETS, ["password", "code"]);
    assert_eq!(Change::SECRETS, ["token", "password", "oldPassword"]);
    // An input object with a secret is secret.
    assert_eq!(Save::SECRETS, ["input"]);
    assert_eq!(Fill::SECRETS, ["blanks"]);
    assert!(Ping::SECRETS.is_empty());
}

#[test]
fn empty_required_string_is_rejected() {
    let error = FindPerson::new(" ").bind(&Fixed).err().unwrap();
    assert_eq!(error.to_string(), "`id` must not be empty");
}

#[test]
fn recursive_input_object_is_supported() {
    let input = PersonInput::new("1")
        .parent(PersonInput::new("2"))
        .children([PersonInput::new("3")]);
    assert_eq!(
        variables(Save::new(input)),
        json!({"input": {"_id": "1", "parent": {"_id": "2"}, "children": [{"_id": "3"}]}})
    );
}

#[test]
fn required_enum_and_unknown_value_are_supported() {
    let unknown = SortOrder::Other("BY_NAME".to_owned());
    assert_eq!(
        variables(ListPeople::new(unknown.clone()))["order"],
        "BY_NAME"
    );
    let body = br#"{"data":{"person":{"_id":"a","order":"BY_NAME"}}}"#;
    let person = read::<FindPerson>(body).unwrap().unwrap();
    assert_eq!(person.order, Some(unknown));
}

#[test]
fn maybe_setter_takes_an_option() {
    let sent = |password: Option<&str>, kind| {
        let input = PersonInput::new("1").maybe_password(password);
        variables(Save::new(input.maybe_tags(password.map(|_| ["t"]))).maybe_type(kind))
    };
    assert_eq!(sent(None, None::<&str>), json!({"input": {"_id": "1"}}));
    assert_eq!(
        sent(Some("p"), Some("kind")),
        json!({"input": {"_id": "1", "password": "p", "tags": ["t"]}, "type": "kind"})
    );
    // `None` keeps a value that is already set.
    let set = Save::new(PersonInput::new("1")).r#type("kind");
    assert_eq!(variables(set.maybe_type(None::<&str>))["type"], "kind");
}

#[test]
fn patch_setter_keeps_clears_or_sets() {
    let sent = |visits, token: Option<Option<&str>>| {
        let change = Change::new("1").patch_visit_count(visits);
        variables(change.patch_token(token))
    };
    assert_eq!(sent(None, None), json!({"id": "1"}));
    assert_eq!(
        sent(Some(None), Some(None)),
        json!({"id": "1", "visits": null, "token": null})
    );
    assert_eq!(
        sent(Some(Some(2)), Some(Some("t"))),
        json!({"id": "1", "visits": 2, "token": "t"})
    );
}

/// Books with all that is required.
fn book() -> Book {
    Book::new()
        .guest("g")
        .token("t")
        .password("abc")
        .code("0042")
        .rooms(["1"])
        .kinds(["a", "b"])
        .nights(2)
        .order(SortOrder::NewestFirst)
        .stay(stay())
}

fn stay() -> StayInput {
    let stay = StayInput::new()
        .guest("g")
        .room(JsonText::from("1"))
        .r#type("t");
    stay.order(SortOrder::NewestFirst).nights(2)
}

fn rejection<O: Operation>(operation: O) -> String {
    operation.bind(&Fixed).err().unwrap().to_string()
}

#[test]
fn more_than_four_required_values_are_given_by_setters() {
    let stay = json!({
        "guest": "g", "room": "1", "type": "t", "order": "NEWEST_FIRST", "nights": 2,
    });
    let sent = json!({
        "guest": "g", "token": "t", "password": "cba", "code": 42, "rooms": ["1"], "kinds": "a,b", "nights": 2,
        "order": "NEWEST_FIRST", "stay": stay,
    });
    assert_eq!(variables(book()), sent);
    let trip = TripInput::new([self::stay().token("secret")], "here");
    let later = &variables(book().later([trip]))["later"];
    assert_eq!(later[0]["stays"][0]["token"], "secret");
    assert_eq!(
        variables(
            Label::new()
                .r#type("t")
                .r#gen("g")
                .default("d")
                .size(1)
                .active(true)
                .clear_note()
        ),
        json!({"type": "t", "gen": "g", "default": "d", "size": 1, "active": true, "note": null})
    );
}

#[test]
fn what_is_required_and_was_not_set_is_named_before_anything_is_sent() {
    assert_eq!(
        rejection(Label::new().r#type("t").size(1).active(true)),
        "`gen` is required: set it with `Label::gen`; also missing: `default`"
    );
    assert_eq!(
        rejection(Label::new().r#type("t").r#gen("g").size(1).active(true)),
        "`default` is required: set it with `Label::default`"
    );
    // The others are checked as those that a constructor takes.
    for (operation, expected) in [
        (book().guest(" "), "`guest` must not be empty"),
        (book().password(""), "`password` must not be empty"),
        (book().rooms([""; 0]), "`rooms` must not be empty"),
        (
            book().code("12a"),
            "`code` must consist of the digits 0 to 9",
        ),
        (
            book().kinds(["a", "b", "c"]),
            "`kinds` must not contain more than 2 elements",
        ),
        (
            book().nights(u32::MAX),
            "`nights` must not be greater than 2147483647",
        ),
    ] {
        assert_eq!(rejection(operation), expected);
    }
}

#[test]
fn an_input_object_that_lacks_what_is_required_is_not_sent() {
    let unfinished = || {
        StayInput::new()
            .guest("g")
            .room(JsonText::from("1"))
            .order(SortOrder::NewestFirst)
    };
    let expected = "`type` is required: set it with `StayInput::type`; also missing: `nights`";
    assert_eq!(rejection(book().stay(unfinished())), expected);
    let trip = TripInput::new([stay(), unfinished()], "here");
    assert_eq!(rejection(book().later([trip])), expected);
}

#[test]
fn a_method_sets_what_its_constructor_does_not_take() {
    let session = client::Session(client(json!({"data": {"label": true}})));
    assert!(now(session.label("g", "d", 1, true)).unwrap());
    assert_eq!(
        session.0.sent.borrow()[0],
        json!({"type": "own of Label", "gen": "g", "default": "d", "size": 1, "active": true})
    );
}

#[test]
fn a_method_sends_operations_with_a_marker_trait_by_their_sender() {
    let client = || client(json!({"data": {"signIn": {"_id": "1"}}}));
    assert_eq!(
        now(client().enter("secret")).unwrap(),
        client::Guest("Enter")
    );
    let guest = client::blocking::Client(client()).enter("secret").unwrap();
    assert_eq!(guest, client::blocking::Guest(client::Guest("Enter")));
}

#[test]
fn ids_are_strings() {
    assert_eq!(
        variables(ByIds::new(["a"]).one("b")),
        json!({"ids": ["a"], "one": "b"})
    );
}

#[test]
fn input_field_with_the_constructors_name_is_numbered() {
    let input = variables(Save::new(PersonInput::new("1").new_2(true)));
    assert_eq!(input["input"]["new"], true);
}

#[test]
fn input_object_can_contain_a_list_of_secrets() {
    let input = PersonInput::new("1").token(["eyJ.secret"]);
    assert!(!format!("{input:?}").contains("eyJ"));
    assert_eq!(
        variables(Save::new(input))["input"]["token"],
        json!(["eyJ.secret"])
    );
}

#[test]
fn field_can_be_secret_in_one_type_only() {
    let blank = BlankInput::new().label("Password").value("hunter2");
    let shown = format!("{blank:?}");
    assert!(
        shown.contains("Password") && !shown.contains("hunter2"),
        "{shown}"
    );
    assert_eq!(
        variables(Fill::new([blank])),
        json!({"blanks": [{"label": "Password", "value": "hunter2"}]})
    );
}

#[test]
fn input_field_with_a_default_can_be_left_out() {
    let sent = variables(Fill::new([
        BlankInput::new(),
        BlankInput::new().width(1).tags(["a"]),
    ]));
    assert_eq!(sent, json!({"blanks": [{}, {"width": 1, "tags": ["a"]}]}));
}

#[test]
fn one_of_is_an_enum_that_sends_one_field() {
    let limits = LimitInput::new()
        .by(PersonBy::any([PersonBy::token("eyJ.secret")]))
        .any(AnyOf::of([AnyOf::of([])]));
    let pick = Pick::new(PersonBy::not(PersonBy::input(PersonInput::new("1")))).limits(limits);
    assert!(!format!("{pick:?}").contains("eyJ"));
    assert_eq!(
        variables(pick),
        json!({
            "by": { "not": { "input": { "_id": "1" } } },
            "limits": { "by": { "any": [{ "token": "eyJ.secret" }] }, "any": { "of": [{ "of": [] }] } },
        })
    );
}

#[test]
fn list_of_lists_keeps_positions() {
    let table = |json: &[u8]| read::<Table>(json).unwrap();
    let both = table(br#"{"data":{"table":{"rows":[["a",null,"b"],null],"sums":[[1,2],[]]}}}"#);
    assert_eq!(
        both.rows,
        [
            vec![Some("a".to_owned()), None, Some("b".to_owned())],
            vec![]
        ]
    );
    assert_eq!(both.sums, [vec![1_i64, 2], vec![]]);
    assert!(
        table(br#"{"data":{"table":{"rows":null}}}"#)
            .rows
            .is_empty()
    );
}

#[test]
fn lists_of_lists_are_sent_as_they_are_given() {
    let codes = |code: &str| vec![vec![Secret::from(code)], vec![]];
    let bed = BedInput::new(codes("eyJ.1")).rows(vec![vec!["a".to_owned()]]);
    let bed = bed
        .password(codes("eyJ.2"))
        .beds(vec![vec![BedInput::new(codes("eyJ.3"))]]);
    let plot = Plot::new(vec![vec![1, 2], vec![]])
        .cube(vec![vec![vec!["b".to_owned()]], vec![]])
        .token(codes("eyJ.4"))
        .beds(vec![vec![bed]]);
    assert!(!format!("{plot:?}").contains("eyJ"), "{plot:?}");
    assert_eq!(
        variables(plot),
        json!({
            "grid": [[1, 2], []],
            "cube": [[["b"]], []],
            "token": [["eyJ.4"], []],
            "beds": [[{
                "token": [["eyJ.1"], []],
                "password": [["eyJ.2"], []],
                "rows": [["a"]],
                "beds": [[{"token": [["eyJ.3"], []]}]],
            }]],
        })
    );
    assert_eq!(
        variables(Plot::new(vec![]).clear_token()),
        json!({"grid": [], "token": null})
    );
}

#[test]
fn keyword_can_be_a_field_name() {
    let body = br#"{"data":{"save":{"_id":"a","type":"t"}}}"#;
    assert_eq!(read::<Save>(body).unwrap().r#type.as_deref(), Some("t"));
    assert_eq!(
        variables(Save::new(PersonInput::new("1")).r#type("t"))["type"],
        "t"
    );
}

#[test]
fn custom_scalar_has_the_configured_type() {
    assert_eq!(variables(Seen::new().at(7)), json!({"at": 7}));
    assert_eq!(read::<Seen>(br#"{"data":{"seen":8}}"#).unwrap(), 8_u64);
}

#[test]
fn alias_is_the_response_key_and_null_list_is_empty() {
    assert_eq!(
        read::<Names>(br#"{"data":{"everyone":["a"]}}"#).unwrap(),
        ["a"]
    );
    assert_eq!(
        (Names::ROOT_FIELD, Names::RESPONSE_KEY),
        ("names", "everyone")
    );
    let people =
        read::<ListPeople>(br#"{"data":{"people":{"totalCount":0,"list":null}}}"#).unwrap();
    assert!(people.list.is_empty());
}

#[test]
fn null_response_is_valid_only_with_nullable() {
    assert!(
        read::<FindPerson>(br#"{"data":{"person":null}}"#)
            .unwrap()
            .is_none()
    );
    assert!(read::<Save>(br#"{"data":{"save":null}}"#).is_err());
}

#[test]
fn debug_redacts_secrets() {
    let operation = SignIn::new().password("hunter2").code("123456");
    let shown = format!("{operation:?}");
    let input = PersonInput::new("1").password("hunter2");
    let response = read::<Save>(br#"{"data":{"save":{"_id":"a","token":"eyJ.secret"}}}"#).unwrap();
    let change = Change::new("1").token("eyJ.secret").password("hunter2");
    let shown = format!("{shown} {input:?} {response:?} {change:?}");
    for secret in ["hunter2", "2retnuh", "123456", "eyJ"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(variables(Save::new(input))["input"]["password"], "hunter2");
}

#[test]
fn response_serializes_without_its_secrets() {
    let response = json!({
        "_id": "a", "id": "b", "type": "t", "score": 0.5, "visits": 2, "active": true, "born": "1970-01-01T00:00:00Z", "extra": "{}", "order": "OLDEST_FIRST",
        "group": {"size": 3}, "friends": [{"_id": "f"}],
    });
    let mut with_token = response.clone();
    with_token["token"] = "eyJ.secret".into();
    let mut person: types::Person = serde_json::from_value(with_token).unwrap();
    assert_eq!(serde_json::to_value(&person).unwrap(), response);
    let read: types::Person = serde_json::from_value(response).unwrap();
    assert_ne!(read, person, "their secrets are compared, too");
    person.token = None;
    assert_eq!(read, person);
}

#[test]
fn response_types_have_a_default() {
    let person = types::Person {
        id: "a".to_owned(),
        ..types::Person::default()
    };
    let read = read::<Save>(br#"{"data":{"save":{"_id":"a"}}}"#).unwrap();
    assert_eq!(read, person);
    // There is no natural default among the service's values.
    assert_eq!(SortOrder::default(), SortOrder::Other(String::new()));
}

#[test]
fn response_string_has_the_configured_type() {
    let body =
        br#"{"data":{"save":{"_id":"a","born":"1970-01-01T00:00:00Z","extra":"{\"a\":1}"}}}"#;
    let person = read::<Save>(body).unwrap();
    let born = person.born.unwrap().to_system_time();
    assert_eq!(born, Some(SystemTime::UNIX_EPOCH));
    let extra: Value = person.extra.unwrap().read().unwrap();
    assert_eq!(extra, json!({"a": 1}));
}
