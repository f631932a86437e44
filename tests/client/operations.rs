//! Every operation's checks of its own input and of its own response.

use authing_client::{Error, ErrorCode};
use authing_tests::every_operation::{APIS, Clients, Entry, LEGACY, Named, Sample, V2, Values};
use authing_tests::fake::{Reply, Requests};
use serde_json::json;

/// The root field of a GraphQL operation whose response is only a `ServiceMessage`: a code, a status and a message. The
/// envelope of REST operations has the code.
fn verdict_field(sample: &dyn Sample) -> Option<String> {
    let own = sample.document().split("\nfragment ").next().unwrap();
    let (head, selected) = own.split_once("{\n").unwrap();
    assert!(head.starts_with("query ") || head.starts_with("mutation "));
    let (root, selected) = selected.trim().split_once(" {\n").unwrap_or_default();
    let verdict = selected.split_whitespace().next() == Some("...ServiceMessage");
    verdict.then(|| root.split('(').next().unwrap().to_owned())
}

#[tokio::test]
async fn a_failure_inside_the_data_is_an_error_of_every_operation() {
    for (api, expected) in [(&LEGACY, 19), (&V2, 32)] {
        let mut judged = 0;
        for Entry { least, .. } in api.graphql() {
            let sample = least(&Named);
            let Some(field) = verdict_field(&*sample) else {
                continue;
            };
            judged += 1;
            let name = sample.name();
            let respond = |verdict| {
                let data = json!({"data": {field.as_str(): verdict}});
                api.clients(name, move |_| data.clone()).0
            };
            for (verdict, code) in [
                (
                    json!({"code": 2004, "message": "no", "status": false}),
                    Some(2004),
                ),
                (json!({"code": 500, "message": "no"}), Some(500)),
                (json!({"message": "no", "status": false}), None),
            ] {
                // The v2 API's messages have no status.
                if code.is_none() && !sample.document().contains(" status\n") {
                    continue;
                }
                match sample.send(&respond(verdict)).await.unwrap_err() {
                    Error::Api {
                        code: found,
                        message,
                        ..
                    } => {
                        assert_eq!(found, code.map(ErrorCode::new), "{name}");
                        assert_eq!(message, "no", "{name}");
                    }
                    other => panic!("{name}: {other:?}"),
                }
            }
            let success = json!({"code": 200, "message": "ok", "status": true});
            sample.send(&respond(success)).await.unwrap();
        }
        assert_eq!(judged, expected);
    }
}

#[tokio::test]
async fn an_operation_without_any_of_several_inputs_is_rejected_before_it_is_sent() {
    use authing_client::operations::{
        CheckUserExists as LegacyCheckUserExists, LoginForOAuth, SignIn,
    };
    use authing_client::v2::operations::{
        AllowAction, AssignRoles, CheckMfaContactBindable, CheckUserExists, FindUser,
        FindUserWithCustomData, RevokeRoles,
    };

    let clients = Clients::over(
        Requests::default().transport(|request| -> Reply { panic!("sent: {}", request.uri()) }),
    );
    let (legacy, management) = (&clients.legacy, &clients.management);
    let nobody: [&str; 0] = [];
    let rejected = [
        (
            legacy.execute(LegacyCheckUserExists::new()).await.err(),
            "email",
        ),
        (
            legacy.execute(LoginForOAuth::new("password")).await.err(),
            "email",
        ),
        (
            legacy
                .execute(SignIn::new("password").username(" "))
                .await
                .err(),
            "username",
        ),
        (
            management.find_user(FindUser::new().email(" ")).await.err(),
            "email",
        ),
        (
            management
                .execute(FindUserWithCustomData::new())
                .await
                .err(),
            "email",
        ),
        (
            clients.app.execute(CheckUserExists::new()).await.err(),
            "username",
        ),
        (
            management
                .execute(AllowAction::new("books:*", "read"))
                .await
                .err(),
            "user_id",
        ),
        (
            management
                .execute(AssignRoles::new(["admin"]).user_ids(nobody))
                .await
                .err(),
            "user_ids",
        ),
        (
            management.execute(RevokeRoles::new(["admin"])).await.err(),
            "user_ids",
        ),
        (
            clients
                .app
                .session("token")
                .execute(CheckMfaContactBindable::new())
                .await
                .err(),
            "phone",
        ),
    ];
    for (error, expected) in &rejected {
        let Some(Error::InvalidInput { field, reason, .. }) = error else {
            panic!("{expected}: {error:?}");
        };
        assert_eq!(field, expected);
        assert!(
            reason.starts_with("is required unless one of these is set: `"),
            "{reason}"
        );
    }
    let lists = APIS.map(|api| api.read_list().unwrap());
    let of_the_list = lists
        .iter()
        .flat_map(|list| list.lines())
        .filter(|line| line.contains(", at least one of "));
    assert_eq!(rejected.len(), of_the_list.count());
}

/// Values with a blank string for one variable.
struct BlankFor(String);

impl Values for BlankFor {
    fn text(&self, name: &'static str) -> String {
        if name == self.0 {
            " ".to_owned()
        } else {
            Named.text(name)
        }
    }

    fn secret(&self, name: &'static str) -> String {
        Named.secret(name)
    }

    fn digits(&self, name: &'static str) -> String {
        Named.digits(name)
    }
}

#[tokio::test]
async fn a_required_list_with_a_blank_element_is_rejected_by_every_operation() {
    let unreachable = Clients::over(
        Requests::default().transport(|request| -> Reply { panic!("sent: {}", request.uri()) }),
    );
    for (api, expected) in APIS.into_iter().zip([27, 34]) {
        let mut checked = 0;
        for line in api.read_list().unwrap().lines() {
            // `operation RemoveUsers.ids: Vec<String> (ids: [String!]!, required)`
            let Some((head, wire)) = line.split_once(": Vec<String> (") else {
                continue;
            };
            let Some((operation, field)) = head
                .strip_prefix("operation ")
                .and_then(|it| it.split_once('.'))
            else {
                continue;
            };
            let (wire, rest) = wire.split_once(": ").unwrap();
            if !rest.contains("required") {
                continue;
            }
            let mut entries = api.operations.iter();
            let entry = entries.find(|entry| entry.name == operation).unwrap();
            let sample = (entry.least)(&BlankFor(wire.to_owned()));
            match sample.send(&unreachable).await.unwrap_err() {
                Error::InvalidInput { field: found, .. } => assert_eq!(found, field, "{operation}"),
                other => panic!("{operation}: {other:?}"),
            }
            checked += 1;
        }
        // Mostly lists of ids.
        assert_eq!(checked, expected);
    }
}
