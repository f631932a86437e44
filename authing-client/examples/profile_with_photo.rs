//! Changes a user's profile: sets fields, clears one, leaves the others, and gives her a picture.
//!
//! ```text
//! cargo run --example profile_with_photo
//! ```
//!
//! It talks to a local Authing that it starts for itself, which keeps the picture, too.

use authing_client::types::User;
use authing_client::{Authing, Photo};
use authing_emulator::Emulator;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";

/// A picture of one white pixel.
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .upload_url(emulator.upload_url())
        .cdn_url(emulator.cdn_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await?;
    authing.register(EMAIL, PASSWORD).await?;
    let login = authing.login_by_email(EMAIL, PASSWORD).await?;
    // The session acts as Ada, and can change nobody else. `authing` changes every user, by `update_user`.
    let session = login.session();
    println!("{EMAIL} is registered and logged in.");

    println!("\n# What is set is changed");
    let user = session
        .update_profile(|profile| profile.nickname("Ada").company("Analytical Engines"))
        .await?;
    describe(&user);

    println!("\n# What is not set stays, and clearing is something else");
    let user = session.update_profile(|profile| profile.nickname("Augusta"));
    describe(&user.await?);
    let user = session.update_profile(|profile| profile.clear_company());
    describe(&user.await?);

    println!("\n# A password wants the old one, which is known before anything is sent");
    let change = session.update_profile(|profile| profile.password("a new password"));
    match change.await {
        Ok(_) => return Err("a password was changed without the old one".into()),
        Err(error) => println!("{error}"),
    }

    println!("\n# A picture");
    // One on disk: `Photo::from_file("ada.gif")`. One that has an address already: `UpdateUser::photo`.
    let photo = Photo::from_bytes("ada.gif", "image/gif", GIF);
    let user = session.set_photo(photo).await?;
    describe(&user);
    let address = user.photo.ok_or("she has no picture")?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    let found = http
        .get(&address)
        .send()
        .await?
        .error_for_status()?
        .bytes()
        .await?;
    if found != GIF {
        return Err("another picture is at its address".into());
    }
    println!(
        "At that address are the {} bytes that were uploaded.",
        found.len()
    );

    println!("\n# A picture that can't be one");
    let photo = Photo::from_bytes("nothing.gif", "image/gif", Vec::new());
    match session.set_photo(photo).await {
        Ok(_) => return Err("an empty picture was uploaded".into()),
        Err(error) => println!("{error}"),
    }
    let user = session.user(login.user.id).await?.ok_or("she is gone")?;
    println!(
        "Her picture is still {}.",
        user.photo.as_deref().unwrap_or("none")
    );
    Ok(())
}

fn describe(user: &User) {
    let text = |field: &Option<String>| field.clone().unwrap_or_else(|| "none".to_owned());
    println!(
        "nickname {}, company {}, picture {}",
        text(&user.nickname),
        text(&user.company),
        text(&user.photo)
    );
}
