//! Finding users.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::object::seen_by_caller;
use crate::api::v2::input::required;
use crate::api::v2::output::{page, sort, whole};
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::access::roles::coded;
use crate::rules::api_error::ApiError;
use crate::rules::caller::Caller;
use crate::rules::memberships::groups;
use crate::rules::memberships::orgs::{self, people};
use crate::rules::users::lookup;
use crate::store::members::MEMBERS;
use crate::store::orgs::NODES;
use crate::store::users::{self, Name, USERS, User};
use crate::store::{Read, StoreError};

/// The fields that are searched by default.
pub(in crate::api::v2) const SEARCHED: [&str; 6] = [
    "username",
    "email",
    "phone",
    "nickname",
    "name",
    "externalId",
];

/// Returns the caller, or the user whom the owner names. Null if no user has this id.
pub(in crate::api::v2) fn user(call: &Call<'_>) -> HandlerResult {
    let id = match (&call.caller, call.args.text("id")) {
        (Some(Caller::Owner), Some(id)) => id.to_owned(),
        (_, named) => call.subject(named)?,
    };
    optional(call, users::by_id(&call.pool.store.read()?, &id)?)
}

fn optional(call: &Call<'_>, user: Option<User>) -> HandlerResult {
    Ok(user.map_or(Value::Null, |user| seen_by_caller(call, &user).into()))
}

fn listed(call: &Call<'_>, user: &User) -> Value {
    seen_by_caller(call, user).into()
}

/// Returns users by their ids or other names, in that order. Unknown ones are skipped.
pub(in crate::api::v2) fn user_batch(call: &Call<'_>) -> HandlerResult {
    let names = call.args.texts("ids");
    let kind = call.args.text("type").unwrap_or("id");
    let read = call.pool.store.read()?;
    let found = lookup::several_by(&names, |name| match kind {
        "email" => users::by_name(&read, Name::Email(&name.to_lowercase())),
        "phone" => users::by_name(&read, Name::Phone(name)),
        "username" => users::by_name(&read, Name::Username(name)),
        "externalId" => users::by_name(&read, Name::External(name)),
        _ => users::by_id(&read, &name.to_lowercase()),
    })?;
    Ok(found.iter().map(|user| listed(call, user)).collect())
}

/// Returns a page of all users, or of those in no organization.
pub(in crate::api::v2) fn users(call: &Call<'_>) -> HandlerResult {
    let (args, read) = (call.args, call.pool.store.read()?);
    let order = args.text("sortBy").unwrap_or("CREATEDAT_DESC");
    if order.starts_with("CREATED") && !args.flag("excludeUsersInOrg") {
        return page_by_creation(call, &read, order.ends_with("DESC"));
    }
    let mut users = USERS.all(&read)?;
    if args.flag("excludeUsersInOrg") {
        let mut in_orgs = BTreeSet::new();
        for member in MEMBERS.all(&read)? {
            if NODES.get(&read, &member.of)?.is_some() {
                in_orgs.insert(member.user);
            }
        }
        users.retain(|user| !in_orgs.contains(&user.id));
    }
    sort(args, &mut users, |user| user.updated_at.as_deref());
    page(args, users, |user| Ok(listed(call, &user)))
}

/// Returns a page of all users in the order in which they are stored, or in the opposite order.
fn page_by_creation(call: &Call<'_>, read: &impl Read, newest_first: bool) -> HandlerResult {
    let total = USERS.count(read)?;
    let window = call.args.window("page", "limit");
    let found = if newest_first {
        let end = usize::try_from(total).unwrap_or(usize::MAX);
        let end = end.saturating_sub(window.skip);
        let begin = end.saturating_sub(window.take);
        let mut users = USERS.page(read, begin, end - begin)?;
        users.reverse();
        users
    } else {
        USERS.page(read, window.skip, window.take)?
    };
    let list: Vec<_> = found.iter().map(|user| listed(call, user)).collect();
    Ok(json!({"totalCount": total, "list": list}))
}

/// Nothing archives a user, so there are none.
pub(in crate::api::v2) fn archived_users(_: &Call<'_>) -> HandlerResult {
    Ok(whole(Vec::new()))
}

/// Returns the users one of whose fields contains the text, and who are in one of the departments, groups and roles, if
/// some are given.
pub(in crate::api::v2) fn search_user(call: &Call<'_>) -> HandlerResult {
    let (args, read) = (call.args, call.pool.store.read()?);
    let given = args.texts("fields");
    let fields = if given.is_empty() {
        &SEARCHED[..]
    } else {
        &given
    };
    let mut found = lookup::search(&read, fields, required(args, "query"))?;
    for members in [
        members_of(args.objects("departmentOpts"), |opts| {
            in_department(&read, opts)
        })?,
        members_of(args.objects("groupOpts"), |opts| in_group(&read, opts))?,
        members_of(args.objects("roleOpts"), |opts| with_role(&read, opts))?,
    ]
    .into_iter()
    .flatten()
    {
        found.retain(|user| members.contains(&user.id));
    }
    found.reverse();
    page(args, found, |user| Ok(listed(call, &user)))
}

/// Returns the ids of the users in one of several sets, or `None` without any.
fn members_of<'a>(
    opts: Vec<Args<'a>>,
    members: impl Fn(Args<'a>) -> Result<Vec<String>, ApiError>,
) -> Result<Option<BTreeSet<String>>, ApiError> {
    if opts.is_empty() {
        return Ok(None);
    }
    let mut ids = BTreeSet::new();
    for opts in opts {
        ids.extend(members(opts)?);
    }
    Ok(Some(ids))
}

fn in_department(read: &impl Read, opts: Args<'_>) -> Result<Vec<String>, ApiError> {
    let node = orgs::known_node(read, opts.text("departmentId").unwrap_or_default())?;
    people::ids(read, &node, opts.flag("includeChildrenDepartments"))
}

fn in_group(read: &impl Read, opts: Args<'_>) -> Result<Vec<String>, ApiError> {
    let group = groups::known(read, opts.text("code").unwrap_or_default())?;
    Ok(groups::ids(read, &group)?)
}

fn with_role(read: &impl Read, opts: Args<'_>) -> Result<Vec<String>, ApiError> {
    let code = opts.text("code").unwrap_or_default();
    let role = coded::by_code(read, opts.text("namespace"), code)?;
    let ids = role.map(|role| users::with_role(read, &role.id));
    Ok(ids.transpose()?.unwrap_or_default())
}

/// Whether a user has one of these.
pub(in crate::api::v2) fn is_user_exists(call: &Call<'_>) -> HandlerResult {
    Ok(first_named(call)?.is_some().into())
}

/// Returns the user with the first of these that a user has. Null if there is none.
pub(in crate::api::v2) fn find_user(call: &Call<'_>) -> HandlerResult {
    let mut found = first_named(call)?;
    if let (None, Some(identity)) = (&found, call.args.object("identity")) {
        let text = |name| identity.text(name).unwrap_or_default();
        let provider = identity.text("provider").or(identity.text("identifier"));
        let read = call.pool.store.read()?;
        let provider = provider.unwrap_or_default();
        found = users::by_social_account(&read, provider, text("userIdInIdp"))?;
    }
    optional(call, found)
}

fn first_named(call: &Call<'_>) -> Result<Option<User>, StoreError> {
    let email = call.args.text("email").map(str::to_lowercase);
    let names = [
        email.as_deref().map(Name::Email),
        call.args.text("phone").map(Name::Phone),
        call.args.text("username").map(Name::Username),
        call.args.text("externalId").map(Name::External),
    ];
    let read = call.pool.store.read()?;
    for name in names.into_iter().flatten() {
        if let Some(user) = users::by_name(&read, name)? {
            return Ok(Some(user));
        }
    }
    Ok(None)
}
