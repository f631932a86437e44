//! The program of `authing-emulator/docs/start.md`, word for word. `tests/emulator/newcomer.rs` runs it.

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
