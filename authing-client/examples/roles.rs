//! Roles: made, given to users, asked for, taken away.
//!
//! ```text
//! cargo run --example roles
//! ```

mod local;

use std::process::ExitCode;

use authing_client::operations::UpdateRole;
use authing_emulator::Emulator;
use local::{EMAIL, PASSWORD, Result};

#[tokio::main]
async fn main() -> ExitCode {
    local::end(run().await)
}

async fn run() -> Result<()> {
    let (_emulator, authing) = local::connect(Emulator::builder()).await?;
    let user = authing.register(EMAIL, PASSWORD).await?;

    let editor = authing.create_role("editor").await?;
    let permissions = UpdateRole::new(&*editor.id, "editor").permissions(r#"["articles:write"]"#);
    authing.update_role(permissions).await?;
    println!("There is a role `editor` now. Permissions are a text of your own making.");

    authing.assign_role(&*editor.id, &*user.id).await?;
    for assignment in authing.users_of_role(&*editor.id, 1, 10).await?.list {
        let user = assignment.user.and_then(|user| user.email);
        println!("{} is an editor.", user.unwrap_or_default());
    }
    for assignment in authing.roles_of_user(&*user.id).await?.list {
        if let Some(role) = assignment.role {
            println!("She may {}.", role.permissions.unwrap_or_default());
        }
    }

    authing.remove_role(&*editor.id, &*user.id).await?;
    let left = authing.users_of_role(&*editor.id, 1, 10).await?.total_count;
    println!("She has handed it in: {left} editors are left.");
    Ok(())
}
