//! Writes all users of a pool to the standard output, as JSON lines or, with `--csv`, as CSV, with a progress bar on the
//! standard error.
//!
//! ```text
//! cargo run --example export_users > users.jsonl
//! ```

mod local;

use std::io::{self, Write as _};
use std::process::ExitCode;

use authing_client::types::User;
use authing_emulator::Emulator;
use indicatif::ProgressBar;
use local::{PASSWORD, Result};
use serde_json::json;

#[tokio::main]
async fn main() -> ExitCode {
    local::end(run().await)
}

async fn run() -> Result<()> {
    let csv = std::env::args().any(|argument| argument == "--csv");
    let (_emulator, authing) = local::connect(Emulator::builder()).await?;
    for number in 1..=120 {
        authing
            .register(format!("user-{number}@example.com"), PASSWORD)
            .await?;
    }

    let total = authing.users(1, 1).await?.total_count;
    let progress = ProgressBar::new(total.try_into()?);
    let mut output = io::stdout().lock();
    if csv {
        writeln!(output, "id,email,signed_up_at")?;
    }
    // One page is in memory, however many users there are.
    let mut users = authing.users_stream().page_size(50);
    while let Some(user) = users.next().await {
        writeln!(
            output,
            "{}",
            if csv {
                csv_line(&user?)
            } else {
                json_line(&user?)
            }
        )?;
        progress.inc(1);
    }
    progress.finish();
    eprintln!("{} users", progress.position());
    Ok(())
}

fn json_line(user: &User) -> String {
    json!({"id": user.id, "email": user.email, "signedUpAt": user.signed_up_at}).to_string()
}

fn csv_line(user: &User) -> String {
    let fields = [
        Some(&user.id),
        user.email.as_ref(),
        user.signed_up_at.as_ref(),
    ];
    // RFC 4180: always quoted, quotes doubled.
    let fields = fields.map(|field| {
        format!(
            "\"{}\"",
            field.map_or("", String::as_str).replace('"', "\"\"")
        )
    });
    fields.join(",")
}
