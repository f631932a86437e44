// Requires authing-client, and tokio with its features macros and rt-multi-thread.
use authing_client::{Authing, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let authing = Authing::builder("USER_POOL_ID", "SECRET")
        .host("http://HOST")
        .public_key_pem("PUBLIC_KEY")
        .connect()
        .await?;
    authing
        .register("test@testmail.com", "testpassword")
        .await?;
    let login = authing
        .login_by_email("test@testmail.com", "testpassword")
        .await?;
    println!("{:?} has logged in", login.user.email);
    Ok(())
}
