//! The first program with the v2 API: a user registers, logs in and changes the profile; the pool's owner gives a role.
//!
//! ```text
//! cargo run --example quickstart_v2
//! ```
//!
//! It starts a local Authing, the emulator. With `AUTHING_APP_ID`, `AUTHING_USER_POOL_ID` and `AUTHING_SECRET` set
//! (`AUTHING_HOST` and `AUTHING_APP_HOST` for a private deployment) it calls that service instead.

use std::time::{SystemTime, UNIX_EPOCH};

use authing_client::Secret;
use authing_client::v2::operations::{AssignRoles, ListUsers, LoginByEmail};
use authing_client::v2::types::UpdateUserInput;
use authing_client::v2::{AuthenticationClient, ManagementClient};
use authing_emulator::Emulator;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (auth, management) = connect().await?;
    let number = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let email = format!("ada-{number}@example.com");
    let password = Secret::from("correct horse battery staple");

    println!("\n# Register");
    let user = auth.register_by_email(&*email, &password).await?;
    println!("{email} is registered; her id is {}.", user.id);

    println!("\n# Log in");
    let login = auth.login_by_email(&*email, &password).await?;
    println!("{:?} has logged in.", login.user.email);
    let session = login.session();
    let profile = UpdateUserInput::new().nickname("Ada");
    let user = session.update_profile(profile).await?;
    println!("She calls herself {:?}.", user.nickname);

    println!("\n# A wrong password");
    let attempt =
        LoginByEmail::new(&*email, "correct horse battery stable").client_ip("203.0.113.7");
    match auth.login(attempt).await {
        Ok(_) => return Err("the service accepted a wrong password".into()),
        Err(error) => println!("{error}"),
    }

    println!("\n# Manage the pool");
    let role = format!("reader-{number}");
    management.create_role(&*role).await?;
    let assign = AssignRoles::new([&*role]).user_ids([&*user.id]);
    management.assign_roles(assign).await?;
    println!("{email} has the role {role}.");
    let mut users = management.stream(ListUsers::new());
    while let Some(user) = users.next().await {
        let user = user?;
        println!("{}: {:?}", user.id, user.email);
    }
    Ok(())
}

/// Connects to the service that the environment names, or to an emulator.
async fn connect() -> Result<(AuthenticationClient, ManagementClient), Box<dyn std::error::Error>> {
    if std::env::var_os("AUTHING_APP_ID").is_some() {
        return Ok((
            AuthenticationClient::from_env()?,
            ManagementClient::from_env()?,
        ));
    }
    // Leaked, so that it runs until the program ends.
    let emulator: &'static Emulator = Box::leak(Box::new(Emulator::start().await?));
    println!("A local Authing has started at {}.", emulator.base_url());
    let auth = AuthenticationClient::builder(emulator.app_id())
        .host(emulator.base_url())
        .build()?;
    let management = ManagementClient::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .connect()
        .await?;
    println!("Connected to its user pool {}.", management.user_pool_id());
    Ok((auth, management))
}
