//! Exports all users of the pool, as JSON Lines or CSV, and shows on the terminal how far it is.
//!
//! ```text
//! cargo run --example export_users > users.jsonl
//! cargo run --example export_users -- --csv > users.csv
//! ```
//!
//! The local Authing that it starts for itself gets 120 users first. Only the users go to the standard output. One page of
//! them is in memory at a time, however many there are.

use std::io::{self, BufWriter, Write};

use authing_client::Authing;
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

    // A page of one user says how many there are.
    let total = u64::try_from(authing.users(1, 1).await?.total_count)?;
    eprintln!("The pool has {total} users.");
    let bar = progress_bar(total, "exported")?;
    let mut export = Export::new(as_csv, BufWriter::new(io::stdout().lock()))?;
    let mut users = authing.users_stream();
    while let Some(user) = users.next().await {
        export.write(&user?)?;
        bar.inc(1);
    }
    export.finish()?;
    bar.finish_and_clear();
    eprintln!("{} of them are exported.", bar.position());
    Ok(())
}

/// Where the users go.
enum Export<W: Write> {
    /// One object a line, with all that the service says of a user but the token. What is not known is `null`, and a line
    /// break in a name does no harm.
    JsonLines(W),
    /// For spreadsheets. Before one opens it, know that it takes a name that begins with `=` for a formula.
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

/// Registers 120 users, some of them with names that are hard to export.
async fn populate(authing: &Authing) -> Result<(), Box<dyn std::error::Error>> {
    use authing_client::operations::Register;

    const NAMES: [&str; 4] = ["Ada", "Lovelace, Ada", "Ada \"Countess\" Lovelace", "小爱"];
    let bar = progress_bar(120, "registered")?;
    for (number, name) in (0..120).zip(NAMES.iter().cycle()) {
        let user = Register::new(format!("user-{number}@example.com"), "a password of theirs");
        authing.execute(user.nickname(*name)).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

/// A bar on the terminal's error output; nothing if that is no terminal.
fn progress_bar(total: u64, what: &'static str) -> Result<ProgressBar, Box<dyn std::error::Error>> {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta} left")?;
    Ok(ProgressBar::new(total).with_style(style).with_message(what))
}
