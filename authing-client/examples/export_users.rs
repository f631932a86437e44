//! Exports all users of the pool as JSON Lines or CSV, with a progress bar on the terminal.
//!
//! ```text
//! cargo run --example export_users > users.jsonl
//! cargo run --example export_users -- --csv > users.csv
//! ```
//!
//! It starts a local Authing, the emulator, and registers 120 users there first. Only the users are written to standard
//! output. One page of users is in memory at a time, whatever the size of the pool.

use std::io::{self, BufWriter, Write};

use authing_client::Authing;
use authing_client::operations::ListUsers;
use authing_client::types::User;
use authing_emulator::Emulator;
use indicatif::{ProgressBar, ProgressStyle};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let as_csv = std::env::args().any(|argument| argument == "--csv");
    let emulator = Emulator::start().await?;
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await?;
    populate(&authing).await?;

    // Every page has the total count, even a page of one user.
    let total = u64::try_from(authing.list_users(1, 1).await?.total_count)?;
    eprintln!("The pool has {total} users.");
    let bar = progress_bar(total, "exported")?;
    let mut export = Export::new(as_csv, BufWriter::new(io::stdout().lock()))?;
    let mut users = authing.stream(ListUsers::new());
    while let Some(user) = users.next().await {
        export.write(&user?)?;
        bar.inc(1);
    }
    export.finish()?;
    bar.finish_and_clear();
    eprintln!("Exported {} users.", bar.position());
    Ok(())
}

/// The output format, and the writer.
enum Export<W: Write> {
    /// One object per line, with every field of the user except the token. Fields without a value are `null`, and line
    /// breaks in names are escaped.
    JsonLines(W),
    /// For spreadsheets. A spreadsheet evaluates a name that begins with `=` as a formula.
    Csv(Box<csv::Writer<W>>),
}

impl<W: Write> Export<W> {
    fn new(as_csv: bool, out: W) -> Result<Self, Box<dyn std::error::Error>> {
        if !as_csv {
            return Ok(Self::JsonLines(out));
        }
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["id", "email", "nickname", "signed_up"])?;
        Ok(Self::Csv(Box::new(csv)))
    }

    fn write(&mut self, user: &User) -> Result<(), Box<dyn std::error::Error>> {
        match self {
            Self::JsonLines(out) => writeln!(out, "{}", serde_json::to_string(user)?)?,
            Self::Csv(csv) => csv.write_record([
                &*user.id,
                user.email.as_deref().unwrap_or_default(),
                user.nickname.as_deref().unwrap_or_default(),
                user.signed_up_at.as_deref().unwrap_or_default(),
            ])?,
        }
        Ok(())
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::JsonLines(mut out) => out.flush(),
            Self::Csv(mut csv) => csv.flush(),
        }
    }
}

/// Registers 120 users. Some of their names need quoting in CSV.
async fn populate(authing: &Authing) -> Result<(), Box<dyn std::error::Error>> {
    use authing_client::operations::Register;

    const NAMES: [&str; 4] = ["Ada", "Lovelace, Ada", "Ada \"Countess\" Lovelace", "小爱"];
    let bar = progress_bar(120, "registered")?;
    for (number, name) in (0..120).zip(NAMES.iter().cycle()) {
        let user = Register::new(
            format!("user-{number}@example.com"),
            "correct horse battery staple",
        );
        authing.execute(user.nickname(*name)).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Returns a progress bar on standard error, hidden if that is not a terminal.
fn progress_bar(
    total: u64,
    label: &'static str,
) -> Result<ProgressBar, Box<dyn std::error::Error>> {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta} left")?;
    Ok(ProgressBar::new(total)
        .with_style(style)
        .with_message(label))
}
