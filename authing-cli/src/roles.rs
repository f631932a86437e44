//! `authing roles`.

use futures_util::TryStreamExt;

use crate::args::{Api, Format, RoleOfUsers, Roles, RolesArgs};
use crate::failure::Failure;
use crate::output::{self, Columns, Rows};
use crate::pool::{Pool, Records};

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
        Roles::Assign(RoleOfUsers { role, users }) => {
            let key = pool.role_key(&role, namespace).await?;
            let ids = pool.user_ids(&users).await?;
            for (user, id) in users.iter().zip(&ids) {
                pool.assign_role(&key, id).await?;
                output::note(format_args!("{user} has the role {role}"));
            }
            Ok(())
        }
        Roles::Revoke(RoleOfUsers { role, users }) => {
            let key = pool.role_key(&role, namespace).await?;
            let ids = pool.user_ids(&users).await?;
            for (user, id) in users.iter().zip(&ids) {
                pool.revoke_role(&key, id).await?;
                output::note(format_args!("{user} no longer has the role {role}"));
            }
            Ok(())
        }
        Roles::Members { role } => {
            let key = pool.role_key(&role, namespace).await?;
            list(output, pool.member_columns(), pool.members(&key)).await
        }
    }
}

async fn list(output: Format, columns: Columns, mut records: Records) -> Result<(), Failure> {
    let mut rows = Rows::to_stdout(output, columns)?;
    while let Some(record) = records.try_next().await? {
        rows.push(&record)?;
    }
    rows.finish()
}
