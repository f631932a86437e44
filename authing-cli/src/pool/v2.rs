//! The operations of the v2 API.

use authing_client::Error;
use authing_client::v2::ManagementClient;
use authing_client::v2::operations::{
    AssignRoles, CreateRole, DeleteRole, FindUser, GetRole, ListRoles, ListUsers, ListUsersOfRole,
    RevokeRoles,
};
use futures_util::{StreamExt, TryStreamExt};

use super::{Records, RoleKey};
use crate::args::FindBy;
use crate::failure::Failure;
use crate::output::Columns;
use crate::record::Record;

/// CSV has what `users import` restores, and the ids.
pub(super) const USER_COLUMNS: Columns = Columns {
    table: &["id", "username", "email", "phone", "nickname", "blocked"],
    csv: &[
        "id",
        "externalId",
        "username",
        "email",
        "emailVerified",
        "phone",
        "phoneVerified",
        "phoneCountryCode",
        "unionid",
        "openid",
        "nickname",
        "photo",
        "company",
        "name",
        "givenName",
        "familyName",
        "middleName",
        "profile",
        "preferredUsername",
        "website",
        "gender",
        "birthdate",
        "zoneinfo",
        "locale",
        "address",
        "formatted",
        "streetAddress",
        "locality",
        "region",
        "postalCode",
        "country",
        "oauth",
        "registerSource",
        "browser",
        "device",
        "lastIP",
        "lastLogin",
        "loginsCount",
        "signedUp",
        "blocked",
        "isDeleted",
    ],
};

pub(super) const ROLE_COLUMNS: Columns = Columns {
    table: &["code", "namespace", "description"],
    csv: &["code", "namespace", "description", "arn", "createdAt"],
};

pub(super) fn users(management: &ManagementClient) -> Records {
    let users = management.stream(ListUsers::new());
    users.map_ok(|user| Record::of(&user)).boxed()
}

pub(super) async fn count_users(management: &ManagementClient) -> Result<i64, Error> {
    let page = management
        .execute(ListUsers::new().page(1).limit(1))
        .await?;
    Ok(page.total_count)
}

pub(super) async fn find_user(
    management: &ManagementClient,
    by: FindBy,
) -> Result<Option<Record>, Error> {
    let found = match by.id {
        Some(id) => management.get_user(id).await?,
        None => {
            let find = FindUser::new()
                .maybe_email(by.email)
                .maybe_phone(by.phone)
                .maybe_username(by.username);
            management.execute(find).await?
        }
    };
    Ok(found.map(|user| Record::of(&user)))
}

pub(super) fn roles(management: &ManagementClient, namespace: Option<String>) -> Records {
    let roles = management.stream(ListRoles::new().maybe_namespace(namespace));
    roles.map_ok(|role| Record::of(&role)).boxed()
}

/// Returns the code of the role with this code, if there is one.
pub(super) async fn role_code(
    management: &ManagementClient,
    code: &str,
    namespace: Option<String>,
) -> Result<Option<String>, Error> {
    let get = GetRole::new(code).maybe_namespace(namespace);
    let found = management.execute(get).await?;
    Ok(found.map(|role| role.code))
}

pub(super) async fn create_role(
    management: &ManagementClient,
    code: &str,
    description: Option<String>,
    namespace: Option<String>,
) -> Result<Record, Failure> {
    let create = CreateRole::new(code)
        .maybe_description(description)
        .maybe_namespace(namespace.clone());
    match management.execute(create).await {
        Ok(role) => Ok(Record::of(&role)),
        // The service has no code of its own for a duplicate.
        Err(error @ Error::Api { .. }) => match role_code(management, code, namespace).await {
            Ok(Some(code)) => Err(Failure::Exists(format!(
                "there is already a role {code}: `authing roles list` lists the roles"
            ))),
            _ => Err(error.into()),
        },
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn assign_role(
    management: &ManagementClient,
    role: &RoleKey,
    user_id: &str,
) -> Result<(), Error> {
    let assign = AssignRoles::new([&*role.key])
        .user_ids([user_id])
        .maybe_namespace(role.namespace.clone());
    management.execute(assign).await.map(drop)
}

pub(super) async fn revoke_role(
    management: &ManagementClient,
    role: &RoleKey,
    user_id: &str,
) -> Result<(), Error> {
    let revoke = RevokeRoles::new([&*role.key])
        .user_ids([user_id])
        .maybe_namespace(role.namespace.clone());
    management.execute(revoke).await.map(drop)
}

pub(crate) async fn delete_role(
    management: &ManagementClient,
    role: &RoleKey,
) -> Result<(), Error> {
    let delete = DeleteRole::new(&*role.key).maybe_namespace(role.namespace.clone());
    management.execute(delete).await.map(drop)
}

pub(super) fn members(management: &ManagementClient, role: &RoleKey) -> Records {
    let members = ListUsersOfRole::new(&*role.key).maybe_namespace(role.namespace.clone());
    let members = management.stream(members);
    members.map_ok(|user| Record::of(&user)).boxed()
}
