//! Creates roles, assigns them to users, lists a user's permissions, and removes a role from a user.
//!
//! ```text
//! cargo run --example roles
//! ```
//!
//! It starts a local Authing, the emulator, and calls that.

use authing_client::operations::{ListUsersOfRole, UpdateRole};
use authing_client::{Authing, Error};
use authing_emulator::Emulator;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await?;
    let ada = authing
        .register("ada@example.com", "correct horse battery staple")
        .await?;
    let bob = authing
        .register("bob@example.com", "correct horse battery staple")
        .await?;

    println!("# Create two roles");
    let reader = authing.create_role("reader").await?;
    let editor = authing.create_role("editor").await?;
    // For the service, permissions are any string. The JSON array is this program's choice.
    let permissions = r#"["read"]"#;
    authing
        .update_role(UpdateRole::new(&*reader.id, "reader").permissions(permissions))
        .await?;
    let permissions = r#"["read","write"]"#;
    let update = UpdateRole::new(&*editor.id, "editor").permissions(permissions);
    authing
        .update_role(update.description("May change articles"))
        .await?;
    for role in authing.list_roles(1, 10).await?.list {
        println!(
            "{}: {}",
            role.name.unwrap_or_default(),
            role.permissions.as_deref().unwrap_or("nothing")
        );
    }

    println!("\n# Assign both to Ada, and `reader` to Bob");
    for (role, user) in [(&reader, &ada), (&editor, &ada), (&reader, &bob)] {
        authing.assign_role(&*role.id, &*user.id).await?;
    }
    for role in [&reader, &editor] {
        println!(
            "{}: {}",
            role.name.as_deref().unwrap_or_default(),
            users(&authing, &role.id).await?.join(", ")
        );
    }

    println!("\n# List their permissions");
    println!(
        "Ada may {}.",
        permissions_of(&authing, &ada.id).await?.join(", ")
    );
    println!(
        "Bob may {}.",
        permissions_of(&authing, &bob.id).await?.join(", ")
    );

    println!("\n# Remove `editor` from Ada");
    authing.remove_role(&*editor.id, &*ada.id).await?;
    println!(
        "Ada may {}.",
        permissions_of(&authing, &ada.id).await?.join(", ")
    );
    println!(
        "`editor` has {} users.",
        users(&authing, &editor.id).await?.len()
    );

    println!("\n# A user who does not exist can't have a role");
    match authing
        .assign_role(editor.id, "000000000000000000000000")
        .await
    {
        Ok(_) => Err("the service assigned a role to an unknown user".into()),
        Err(error) => {
            println!("{error}");
            Ok(())
        }
    }
}

/// Lists the email addresses of the users who have a role.
async fn users(authing: &Authing, role_id: &str) -> Result<Vec<String>, Error> {
    let mut assignments = authing.stream(ListUsersOfRole::new(role_id));
    let mut emails = Vec::new();
    while let Some(assignment) = assignments.next().await {
        emails.extend(assignment?.user.and_then(|user| user.email));
    }
    Ok(emails)
}

/// Lists the permissions of all roles of a user.
async fn permissions_of(
    authing: &Authing,
    user_id: &str,
) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut all = Vec::new();
    for assignment in authing.list_roles_of_user(user_id).await?.list {
        if let Some(permissions) = assignment.role.and_then(|role| role.permissions) {
            all.extend(permissions.read::<Vec<String>>()?);
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}
