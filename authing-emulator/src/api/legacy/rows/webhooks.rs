//! Webhooks, which the emulator stores but does not call.

use redb::{ReadTransaction, WriteTransaction};
use serde_json::{Value, json};

use crate::api::legacy::objects::act::Act::{Create, Delete, List, Update};
use crate::api::legacy::objects::act::Reply;
use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::objects::{Kind, Moment, Object};
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;

const WEBHOOKS: Kind = Kind::new("webhooks", "Webhook", "webhook")
    .fit(fit)
    .show(show);

rows! { ROWS Always;
    Query getWebhookDetail Owner detail;
    Query getAllWebhooks Owner List(&WEBHOOKS, Shape::Plain);
    Mutation addClientWebhook Owner Create(&WEBHOOKS);
    Mutation updateClientWebhook Owner Update(&WEBHOOKS, "id");
    Mutation deleteClientWebhook Owner Delete(&WEBHOOKS, "id", Reply::Deleted);
}

fn fit(
    pool: &Pool,
    _: &WriteTransaction,
    webhook: &mut Object,
    moment: Moment,
) -> Result<(), ApiError> {
    if moment == Moment::Created {
        webhook.insert("client".to_owned(), pool.user_pool_id.as_str().into());
    }
    Ok(())
}

/// The events are sent as names, and returned as objects. The service's labels are not known.
fn show(_: &Pool, _: &ReadTransaction, webhook: &mut Object) -> Result<(), ApiError> {
    let names = webhook.get("events").and_then(Value::as_array);
    let events: Value = names
        .into_iter()
        .flatten()
        .map(|name| json!({"name": name, "label": name}))
        .collect();
    webhook.insert("events".to_owned(), events);
    Ok(())
}

/// Returns a webhook by its id, which the schema calls `client`, or by the pool's id the first one, or null.
fn detail(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let id = call.args.text("client").unwrap_or_default();
    let webhook = match id == call.pool.user_pool_id {
        true => WEBHOOKS.all(&read)?.into_iter().next(),
        false => Some(WEBHOOKS.known(&read, id)?),
    };
    let shown = webhook.map(|webhook| WEBHOOKS.shown(call.pool, &read, webhook));
    Ok(shown.transpose()?.unwrap_or_default())
}
