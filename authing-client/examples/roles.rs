//! Gives a user a role, finds out what she may do, and takes the role away again.
//!
//! ```text
//! cargo run --example roles
//! ```
//!
//! It talks to a local Authing that it starts for itself.

use authing_client::operations::UpdateRole;
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

    println!("# Two roles");
    let reader = authing.create_role("reader").await?;
    let editor = authing.create_role("editor").await?;
    // To the service this is just a text. A list in JSON is this program's choice.
    let permissions = r#"["read"]"#;
    authing
        .update_role(UpdateRole::new(&*reader.id, "reader").permissions(permissions))
        .await?;
    let permissions = r#"["read","write"]"#;
    let update = UpdateRole::new(&*editor.id, "editor").permissions(permissions);
    authing
        .update_role(update.description("May change what is there"))
        .await?;
    for role in authing.roles(1, 10).await?.list {
        println!(
            "{}: {}",
            role.name.unwrap_or_default(),
            role.permissions.as_deref().unwrap_or("nothing")
        );
    }

    println!("\n# Ada becomes both, Bob a reader");
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

    println!("\n# What may they do?");
    println!(
        "Ada may {}.",
        permissions_of(&authing, &ada.id).await?.join(", ")
    );
    println!(
        "Bob may {}.",
        permissions_of(&authing, &bob.id).await?.join(", ")
    );

    println!("\n# Ada is no editor any more");
    authing.remove_role(&*editor.id, &*ada.id).await?;
    println!(
        "Ada may {}.",
        permissions_of(&authing, &ada.id).await?.join(", ")
    );
    println!(
        "There are {} editors.",
        users(&authing, &editor.id).await?.len()
    );

    println!("\n# A user that does not exist");
    match authing
        .assign_role(editor.id, "000000000000000000000000")
        .await
    {
        Ok(_) => Err("the service gave nobody a role".into()),
        Err(error) => {
            println!("{error}");
            Ok(())
        }
    }
}

/// The email addresses of those who have a role.
async fn users(authing: &Authing, role_id: &str) -> Result<Vec<String>, Error> {
    let page = authing.users_of_role(role_id, 1, 10).await?;
    let users = page
        .list
        .into_iter()
        .filter_map(|assignment| assignment.user);
    Ok(users.filter_map(|user| user.email).collect())
}

/// What a user may do by all roles together.
async fn permissions_of(
    authing: &Authing,
    user_id: &str,
) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut all = Vec::new();
    for assignment in authing.roles_of_user(user_id).await?.list {
        if let Some(permissions) = assignment.role.and_then(|role| role.permissions) {
            all.extend(permissions.read::<Vec<String>>()?);
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}
