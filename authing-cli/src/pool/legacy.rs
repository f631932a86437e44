//! The operations of the legacy API.

use authing_client::operations::{CreateRole, ListRoles, ListUsers, ListUsersOfRole, UpdateUser};
use authing_client::types::Role;
use authing_client::{Authing, Error};
use futures_util::{StreamExt, TryStreamExt, future};

use super::{Records, is_hexadecimal};
use crate::args::FindBy;
use crate::failure::Failure;
use crate::new_user::NewUser;
use crate::output::Columns;
use crate::record::Record;

/// CSV has what `users import` restores, and the ids.
pub(super) const USER_COLUMNS: Columns = Columns {
    table: &["_id", "username", "email", "phone", "nickname", "blocked"],
    csv: &[
        "_id",
        "username",
        "email",
        "emailVerified",
        "phone",
        "unionid",
        "openid",
        "nickname",
        "photo",
        "company",
        "oauth",
        "registerMethod",
        "browser",
        "lastIP",
        "lastLogin",
        "loginsCount",
        "signedUp",
        "blocked",
        "isDeleted",
    ],
};

pub(super) const ROLE_COLUMNS: Columns = Columns {
    table: &["_id", "name", "descriptions"],
    csv: &["_id", "name", "descriptions", "permissions", "createdAt"],
};

pub(super) const MEMBER_COLUMNS: Columns = Columns {
    table: &["_id", "username", "email"],
    csv: &["_id", "username", "email"],
};

pub(super) fn users(authing: &Authing) -> Records {
    let users = authing.stream(ListUsers::new());
    users.map_ok(|user| Record::of(&user)).boxed()
}

pub(super) async fn find_user(authing: &Authing, by: FindBy) -> Result<Option<Record>, Error> {
    let found = match by {
        // The service would return an internal error.
        FindBy { id: Some(id), .. } if !is_hexadecimal(&id, 24) => None,
        FindBy { id: Some(id), .. } => authing.get_user(id).await?,
        FindBy {
            email: Some(email), ..
        } => authing.find_user_by_email(email).await?,
        FindBy {
            phone: Some(phone), ..
        } => authing.find_user_by_phone(phone).await?,
        FindBy {
            username: Some(name),
            ..
        } => authing.find_user_by_username(name).await?,
        // The command line requires one of them.
        _ => None,
    };
    Ok(found.map(|user| Record::of(&user)))
}

/// Creates a user, then sets what the API does not take at once.
pub(super) async fn create_user(authing: &Authing, new: &NewUser) -> Result<Record, Failure> {
    let user = authing.execute(new.to_legacy()?).await?;
    let Some(rest) = new.rest_of_legacy(UpdateUser::new(&*user.id)) else {
        return Ok(Record::of(&user));
    };
    match authing.update_user(rest).await {
        Ok(user) => Ok(Record::of(&user)),
        Err(error) => Err(Failure::Partly(format!(
            "the user {} was created, but without phone number, and not blocked or verified as it should be: {}",
            user.id,
            error.report()
        ))),
    }
}

pub(super) fn roles(authing: &Authing) -> Records {
    let roles = authing.stream(ListRoles::new());
    roles.map_ok(|role| Record::of(&role)).boxed()
}

pub(super) async fn create_role(
    authing: &Authing,
    name: &str,
    description: Option<String>,
) -> Result<Record, Error> {
    let create = CreateRole::new(name).maybe_description(description);
    let role = authing.execute(create).await?;
    Ok(Record::of(&role))
}

/// Returns the id of the role with this id, or of the only one with this name.
pub(super) async fn role_id(authing: &Authing, role: &str) -> Result<Option<String>, Failure> {
    let is_it = |found: &Role| found.id == role || found.name.as_deref() == Some(role);
    let roles = authing.stream(ListRoles::new());
    let found = roles.try_filter(|found| future::ready(is_it(found)));
    let mut found: Vec<Role> = found.try_collect().await?;
    if found.len() > 1 && !found.iter().any(|found| found.id == role) {
        return Err(Failure::Usage(format!(
            "several roles have the name {role}: pass the id of one"
        )));
    }
    found.sort_by_key(|found| found.id != role);
    Ok(found.into_iter().next().map(|found| found.id))
}

pub(super) fn members(authing: &Authing, role_id: &str) -> Records {
    let assignments = authing.stream(ListUsersOfRole::new(role_id));
    assignments
        .try_filter_map(|assignment| future::ok(assignment.user.map(|user| Record::of(&user))))
        .boxed()
}
