//! `authing roles`.

use std::io::{self, Write};

use futures_util::TryStreamExt;

use crate::args::{Api, Format, RoleOfUsers, Roles};
use crate::failure::Failure;
use crate::output::{self, Columns, Rows};
use crate::pool::{Pool, Records};

pub(crate) async fn run(api: Api, output: Format, command: Roles) -> Result<(), Failure> {
    let pool = Pool::connect(api).await?;
    match command {
        Roles::List => list(output, pool.role_columns(), pool.roles()).await,
        Roles::Create { role, description } => {
            let created = pool.create_role(&role, description).await?;
            output::one(output, pool.role_columns(), &created)
        }
        Roles::Assign(RoleOfUsers { role, users }) => {
            let key = pool.role_key(&role).await?;
            for user in &users {
                let id = pool.user_id(user).await?;
                pool.assign_role(&key, &id).await?;
                writeln!(io::stderr(), "authing: {user} has the role {role}")?;
            }
            Ok(())
        }
        Roles::Revoke(RoleOfUsers { role, users }) => {
            let key = pool.role_key(&role).await?;
            for user in &users {
                let id = pool.user_id(user).await?;
                pool.revoke_role(&key, &id).await?;
                writeln!(
                    io::stderr(),
                    "authing: {user} does not have the role {role}"
                )?;
            }
            Ok(())
        }
        Roles::Members { role } => {
            let key = pool.role_key(&role).await?;
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
