//! The program on the emulator's page, as it stands there. `tests/emulator_page.rs` runs it.

use authing_client::{Builder, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let authing = Builder::from_env()?.connect().await?;

    let (email, password) = ("ada@example.com", "correct horse battery staple");
    authing.register(email, password).await?;
    let user = authing.login_by_email(email, password).await?.user;
    let (email, logins) = (user.email, user.logins_count);
    println!("{email:?} has logged in {logins:?} times");
    Ok(())
}
