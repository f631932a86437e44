//! A user's profile: what changes and what is cleared, and a picture from a file.
//!
//! ```text
//! cargo run --example profile_with_photo
//! ```

mod local;

use std::process::ExitCode;

use authing_client::Photo;
use authing_client::operations::UpdateUser;
use authing_emulator::Emulator;
use local::{EMAIL, PASSWORD, Result};

/// The smallest picture: one transparent pixel, as GIF.
const PIXEL: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

#[tokio::main]
async fn main() -> ExitCode {
    local::end(run().await)
}

async fn run() -> Result<()> {
    let (_emulator, authing) = local::connect(Emulator::builder()).await?;
    authing.register(EMAIL, PASSWORD).await?;
    let login = authing.login_by_email(EMAIL, PASSWORD).await?;
    let (session, id) = (login.session(), login.user.id);

    let update = UpdateUser::new(&*id)
        .nickname("Ada")
        .company("Analytical Engines");
    let user = session.update_user(update).await?;
    println!(
        "She is called {:?} and works at {:?}.",
        user.nickname, user.company
    );

    // What is not set stays as it is; `clear_…` is how a text is taken away.
    let user = session
        .update_user(UpdateUser::new(&*id).clear_company())
        .await?;
    println!(
        "She has left: called {:?}, works at {:?}.",
        user.nickname, user.company
    );

    let user = session
        .set_photo(Photo::from_bytes("ada.gif", "image/gif", PIXEL))
        .await?;
    println!("Her picture is at {}.", user.photo.unwrap_or_default());
    println!("`Photo::from_file` takes it from a file. A failed upload changes nothing.");
    Ok(())
}
