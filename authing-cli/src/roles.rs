//! `authing roles`.

use authing_client::Error;
use futures_util::TryStreamExt;

use crate::args::{Api, Format, RoleOfUsers, Roles, RolesArgs};
use crate::failure::Failure;
use crate::output::{self, Columns, Rows};
use crate::pool::{self, Pool, Records, RoleKey};
use crate::prompt;

pub(crate) async fn run(api: Api, output: Format, args: RolesArgs) -> Result<(), Failure> {
    let RolesArgs { namespace, command } = args;
    if api == Api::Legacy && namespace.is_some() {
        let reason = "the legacy API has no namespaces: omit --namespace";
        return Err(Failure::Usage(reason.to_owned()));
    }
    let pool = Pool::connect(api).await?;
    match command {
        Roles::List => list(output, pool.role_columns(), pool.roles(namespace)).await,
        Roles::Create { role, description } => {
            let created = pool.create_role(&role, description, namespace).await?;
            output::one(output, pool.role_columns(), &created)
        }
        Roles::Assign(whose) => {
            let assign =
                async |role: &RoleKey, user_id: &str| pool.assign_role(role, user_id).await;
            change(&pool, whose, namespace, assign, "has the role").await
        }
        Roles::Revoke(whose) => {
            let revoke =
                async |role: &RoleKey, user_id: &str| pool.revoke_role(role, user_id).await;
            change(&pool, whose, namespace, revoke, "no longer has the role").await
        }
        Roles::Delete { role, yes } => {
            let Pool::V2(management) = &pool else {
                let reason = "the legacy API can't delete roles: revoke the role from its users";
                return Err(Failure::Usage(reason.to_owned()));
            };
            let key = pool.role_key(&role, namespace).await?;
            if !yes {
                let question = format!("Delete the role {role}, which its users lose?");
                prompt::confirm(&question, "--yes")?;
            }
            pool::delete_role(management, &key).await?;
            output::note(format_args!("deleted the role {role}"));
            Ok(())
        }
        Roles::Members { role } => {
            let key = pool.role_key(&role, namespace).await?;
            list(output, pool.member_columns(), pool.members(&key)).await
        }
    }
}

/// Assigns or revokes a role, once the role and all of the users are found.
async fn change(
    pool: &Pool,
    RoleOfUsers { role, users }: RoleOfUsers,
    namespace: Option<String>,
    change: impl AsyncFn(&RoleKey, &str) -> Result<(), Error>,
    outcome: &str,
) -> Result<(), Failure> {
    let key = pool.role_key(&role, namespace).await?;
    let ids = pool.user_ids(&users).await?;
    for (user, id) in users.iter().zip(&ids) {
        change(&key, id).await?;
        output::note(format_args!("{user} {outcome} {role}"));
    }
    Ok(())
}

async fn list(output: Format, columns: Columns, mut records: Records) -> Result<(), Failure> {
    let mut rows = Rows::to_stdout(output, columns)?;
    while let Some(record) = records.try_next().await? {
        rows.push(&record)?;
    }
    rows.finish()
}
