//! The span of each call, as a subscriber receives it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use authing_client::{Error, TransportError, TransportErrorKind as Kind, types};
use authing_tests::USER_ID;
use authing_tests::fake::{Reply, USER, script};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

type Fields = BTreeMap<&'static str, String>;

/// The fields of all closed spans, and of the events inside them.
#[derive(Clone, Default)]
struct Seen {
    spans: Arc<Mutex<Vec<Fields>>>,
    events: Arc<Mutex<Vec<Fields>>>,
}

struct Reader<'a>(&'a mut Fields);

impl Visit for Reader<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let before = self.0.insert(field.name(), format!("{value:?}"));
        assert_eq!(before, None, "{} is recorded once", field.name());
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Seen {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::from([("name", attributes.metadata().name().to_owned())]);
        attributes.record(&mut Reader(&mut fields));
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        values.record(&mut Reader(span.extensions_mut().get_mut().unwrap()));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        assert!(context.event_span(event).is_some());
        let mut fields = Fields::new();
        event.record(&mut Reader(&mut fields));
        self.events.lock().unwrap().push(fields);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let fields = context.span(&id).unwrap().extensions_mut().remove();
        self.spans.lock().unwrap().push(fields.unwrap());
    }
}

impl Seen {
    fn begin() -> (Self, DefaultGuard) {
        let seen = Self::default();
        let subscriber = tracing_subscriber::registry().with(seen.clone());
        (seen, tracing::subscriber::set_default(subscriber))
    }

    /// Formats the spans of this operation, without `elapsed_ms`, which is only checked to be a number.
    fn of(&self, operation: &str) -> Vec<String> {
        let spans = self.spans.lock().unwrap();
        let spans = spans
            .iter()
            .filter(|span| span["operation"] == format!("{operation:?}"));
        spans
            .map(|span| {
                assert_eq!(span["name"], "authing");
                assert!(span["elapsed_ms"].parse::<f64>().unwrap() >= 0.0);
                let fields = ["service", "attempts", "status", "outcome", "code"];
                let fields = fields.map(|field| Some(format!("{field}={}", span.get(field)?)));
                fields.into_iter().flatten().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }
}

/// Gets a user from a service that sends these replies in turn.
async fn get_user(replies: &[Reply]) -> Result<Option<types::User>, Error> {
    let (builder, _) = script(replies, &[]);
    builder.build().unwrap().get_user(USER_ID).await
}

fn fails(kind: Kind) -> Reply {
    Reply::Fails(TransportError::new(kind, "no response"))
}

#[tokio::test(start_paused = true)]
async fn a_call_that_succeeds_is_one_span() {
    let (seen, _guard) = Seen::begin();
    get_user(&[(200, USER).into()]).await.unwrap();
    let expected = r#"service="users" attempts=1 status=200 outcome="ok""#;
    assert_eq!(seen.of("GetUser"), [expected]);
    // The fetch of the owner's token is a call as well.
    assert_eq!(seen.of("GetOwnerToken"), [expected]);
}

#[tokio::test(start_paused = true)]
async fn an_api_error_has_its_code() {
    let (seen, _guard) = Seen::begin();
    let api_error = r#"{"errors":[{"message":{"code":2004}}]}"#;
    get_user(&[(400, api_error).into()]).await.unwrap_err();
    let expected = r#"service="users" attempts=1 status=400 outcome="api" code=2004"#;
    assert_eq!(seen.of("GetUser"), [expected]);
}

#[tokio::test(start_paused = true)]
async fn retries_are_attempts_of_one_span_and_an_event_each() {
    let (seen, _guard) = Seen::begin();
    get_user(&[(503, "").into(), fails(Kind::Other), (200, USER).into()])
        .await
        .unwrap();
    let expected = r#"service="users" attempts=3 status=200 outcome="ok""#;
    assert_eq!(seen.of("GetUser"), [expected]);
    let events = seen.events.lock().unwrap();
    let retries: Vec<_> = events
        .iter()
        .filter(|event| event.contains_key("wait_ms"))
        .collect();
    let outcomes: Vec<_> = retries.iter().map(|event| &*event["outcome"]).collect();
    assert_eq!(outcomes, [r#""http""#, r#""transport""#]);
}

#[tokio::test(start_paused = true)]
async fn the_status_is_that_of_the_last_attempt() {
    let (seen, _guard) = Seen::begin();
    let failed = get_user(&[(503, "").into(), (502, "").into(), fails(Kind::Connect)]).await;
    failed.unwrap_err();
    let expected = r#"service="users" attempts=3 outcome="transport""#;
    assert_eq!(seen.of("GetUser"), [expected]);
}

#[tokio::test(start_paused = true)]
async fn a_call_with_a_refreshed_token_has_one_more_attempt() {
    let (seen, _guard) = Seen::begin();
    let expired = r#"{"errors":[{"message":{"code":2206}}]}"#;
    get_user(&[(200, expired).into(), (200, USER).into()])
        .await
        .unwrap();
    let expected = r#"service="users" attempts=2 status=200 outcome="ok""#;
    assert_eq!(seen.of("GetUser"), [expected]);
    assert_eq!(seen.of("GetOwnerToken").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn invalid_and_canceled_calls_have_their_outcomes() {
    let (seen, _guard) = Seen::begin();
    let authing = script(&[Reply::Never], &[]).0.build().unwrap();
    authing.login_by_email("", "password").await.unwrap_err();
    let expected = r#"service="users" attempts=0 outcome="invalid_input""#;
    assert_eq!(seen.of("LoginByEmail"), [expected]);

    let call = authing.send_login_code("13800138000");
    let canceled = tokio::time::timeout(std::time::Duration::from_secs(1), call);
    canceled.await.unwrap_err();
    let expected = r#"service="users" attempts=1 outcome="canceled""#;
    assert_eq!(seen.of("send_smscode"), [expected]);
}
