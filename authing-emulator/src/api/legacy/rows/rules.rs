//! Rules, which the emulator stores but does not run, and their environment variables, which are those of the v2 API.

use redb::WriteTransaction;
use serde_json::{Value, json};

use crate::api::legacy::input;
use crate::api::legacy::objects::act::Act::{Create, Delete, Get, List, Update};
use crate::api::legacy::objects::act::{Reply, message};
use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::objects::{Kind, Moment, Object, or_default, text};
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;
use crate::rules::pool::settings;
use crate::store::pool::PoolRecord;

const RULES: Kind = Kind::new("rules", "规则", "rule").fit(fit);

rows! { ROWS Always;
    Query ruleById Owner Get(&RULES, "_id");
    Query rules Owner List(&RULES, Shape::Whole);
    Query ruleEnv Owner variables;
    Mutation createRule Owner Create(&RULES);
    Mutation updateRule Owner Update(&RULES, "_id");
    Mutation deleteRule Owner Delete(&RULES, "_id", Reply::Message);
    Mutation updateRuleOrder Owner reorder;
    Mutation setRuleEnv Owner set_variable;
    Mutation removeRuleEnv Owner remove_variable;
}

/// A new rule is the last, and enabled.
fn fit(
    pool: &Pool,
    transaction: &WriteTransaction,
    rule: &mut Object,
    moment: Moment,
) -> Result<(), ApiError> {
    if moment == Moment::Created {
        let url = format!("{}/rules/{}", pool.base_url, text(rule, "_id"));
        let rules = RULES.all(transaction)?;
        let orders = rules.iter().filter_map(|rule| rule.get("order")?.as_i64());
        or_default(
            rule,
            "order",
            orders.max().map_or(0, |last| last.saturating_add(1)),
        );
        or_default(rule, "faasUrl", url);
    }
    or_default(rule, "enabled", true);
    or_default(rule, "async", false);
    Ok(())
}

fn reorder(call: &Call<'_>) -> HandlerResult {
    let input = input(call);
    let pool = call.pool;
    pool.store.write(|transaction| {
        for entry in input.objects("list") {
            let order = Object::from_iter([("order".to_owned(), json!(entry.int("order")))]);
            RULES.change(
                pool,
                transaction,
                entry.text("id").unwrap_or_default(),
                order,
            )?;
        }
        Ok(message("the rules have their new order"))
    })
}

fn variables(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("userPoolId"))?;
    Ok(shown(&call.pool.record()?))
}

fn set_variable(call: &Call<'_>) -> HandlerResult {
    let input = input(call);
    call.pool.check_id(input.text("userPoolId"))?;
    let text = |name| input.text(name).unwrap_or_default();
    let record = settings::set_variable(call.pool, text("key"), text("value"))?;
    Ok(shown(&record))
}

fn remove_variable(call: &Call<'_>) -> HandlerResult {
    let input = input(call);
    call.pool.check_id(input.text("userPoolId"))?;
    let key = input.text("key").unwrap_or_default();
    Ok(shown(&settings::remove_variable(call.pool, key)?))
}

fn shown(record: &PoolRecord) -> Value {
    let variables = record.environment.iter();
    let list: Vec<_> = variables
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect();
    json!({"totalCount": list.len(), "list": list})
}
