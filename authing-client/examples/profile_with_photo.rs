//! Changes a user's profile: sets fields, clears one, leaves the others unchanged, and uploads a photo.
//!
//! ```text
//! cargo run --example profile_with_photo
//! ```
//!
//! It starts a local Authing, the emulator, which also stores the photo.

use authing_client::types::User;
use authing_client::{Authing, Photo};
use authing_emulator::Emulator;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";

/// An image of one white pixel.
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
    // The session acts as Ada and can change only her. `authing` can change every user, with `update_user`.
    let session = login.session();
    println!("{EMAIL} is registered and logged in.");

    println!("\n# Set two fields");
    let user = session
        .update_profile(|profile| profile.nickname("Ada").company("Analytical Engines"))
        .await?;
    describe(&user);

    println!("\n# Set one, which leaves the other, and clear that");
    let user = session.update_profile(|profile| profile.nickname("Augusta"));
    describe(&user.await?);
    let user = session.update_profile(|profile| profile.clear_company());
    describe(&user.await?);

    println!("\n# A new password requires the old one; this is checked before anything is sent");
    let change = session.update_profile(|profile| profile.password("a new password"));
    match change.await {
        Ok(_) => return Err("the password was changed without the old one".into()),
        Err(error) => println!("{error}"),
    }

    println!("\n# Upload a photo");
    // From a file: `Photo::from_file("ada.gif")`. For an image that has a URL already: `UpdateUser::photo`.
    let photo = Photo::from_bytes("ada.gif", "image/gif", GIF);
    let user = session.set_photo(photo).await?;
    describe(&user);
    let url = user.photo.ok_or("she has no photo")?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    let downloaded = http
        .get(&url)
        .send()
        .await?
        .error_for_status()?
        .bytes()
        .await?;
    if downloaded != GIF {
        return Err("the photo's URL serves another image".into());
    }
    println!(
        "The URL serves the {} bytes that were uploaded.",
        downloaded.len()
    );

    println!("\n# An empty photo is not uploaded");
    let photo = Photo::from_bytes("nothing.gif", "image/gif", Vec::new());
    match session.set_photo(photo).await {
        Ok(_) => return Err("an empty photo was uploaded".into()),
        Err(error) => println!("{error}"),
    }
    let user = session
        .get_user(login.user.id)
        .await?
        .ok_or("she was not found")?;
    println!(
        "Her photo is still {}.",
        user.photo.as_deref().unwrap_or("none")
    );
    Ok(())
}

fn describe(user: &User) {
    let text = |field: &Option<String>| field.clone().unwrap_or_else(|| "none".to_owned());
    println!(
        "nickname {}, company {}, photo {}",
        text(&user.nickname),
        text(&user.company),
        text(&user.photo)
    );
}
