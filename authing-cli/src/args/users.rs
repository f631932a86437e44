//! The arguments of `authing users`.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser as Text;
use clap::{ArgGroup, Args, Subcommand, ValueEnum};

#[derive(Subcommand)]
pub(crate) enum Users {
    /// List the pool's users
    List {
        /// The maximum number of users. `export` has no limit
        #[arg(long, value_name = "COUNT", default_value_t = 100)]
        limit: usize,
    },
    /// Show one user
    Find(FindBy),
    /// Create a user. The password comes from AUTHING_NEW_PASSWORD or a prompt
    Create(NewUserArgs),
    /// Create users from a CSV or JSON Lines file
    Import {
        /// The file; `-` is stdin
        file: PathBuf,
        /// The format of the file. Default: by its extension; JSON Lines for stdin
        #[arg(long, value_enum)]
        format: Option<FileFormat>,
        /// Only check the file: no request is sent
        #[arg(long)]
        dry_run: bool,
    },
    /// Write all users to a CSV or JSON Lines file that `import` can read. Passwords are not exported
    Export {
        /// The file, which is overwritten; `-` is stdout
        #[arg(default_value = "-")]
        file: PathBuf,
        /// The format of the file. Default: by its extension; for stdout CSV with `--output csv`, or else JSON Lines
        #[arg(long, value_enum)]
        format: Option<FileFormat>,
    },
    /// Delete users with all their data. It can't be undone
    Delete {
        /// The users' ids or email addresses
        #[arg(required = true, value_name = "USER", value_parser = Text::new())]
        users: Vec<String>,
        /// Don't ask. Required if stdin is not a terminal
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Args, Default)]
#[group(required = true, multiple = false)]
pub(crate) struct FindBy {
    /// The user's id or email address
    #[arg(value_parser = Text::new())]
    user: Option<String>,
    /// The user's id
    #[arg(long, value_parser = Text::new())]
    pub(crate) id: Option<String>,
    /// The user's email address
    #[arg(long, value_parser = Text::new())]
    pub(crate) email: Option<String>,
    /// The user's phone number
    #[arg(long, value_parser = Text::new())]
    pub(crate) phone: Option<String>,
    /// The user's username
    #[arg(long, value_parser = Text::new())]
    pub(crate) username: Option<String>,
}

impl FindBy {
    /// Returns the criterion for an id or an email address.
    pub(crate) fn user(user: String) -> Self {
        let mut by = Self::default();
        if user.contains('@') {
            by.email = Some(user);
        } else {
            by.id = Some(user);
        }
        by
    }

    /// Returns the criterion with an id or an email address in its own field.
    pub(crate) fn resolved(self) -> Self {
        self.user.map_or(Self { user: None, ..self }, Self::user)
    }
}

/// The options of which a new user needs at least one.
const IDENTIFIER: &str = "identifier";

#[derive(Args)]
#[command(group = ArgGroup::new(IDENTIFIER).required(true).multiple(true))]
pub(crate) struct NewUserArgs {
    /// The email address
    #[arg(long, value_parser = Text::new(), group = IDENTIFIER)]
    pub(crate) email: Option<String>,
    /// The phone number
    #[arg(long, value_parser = Text::new(), group = IDENTIFIER)]
    pub(crate) phone: Option<String>,
    /// The username
    #[arg(long, value_parser = Text::new(), group = IDENTIFIER)]
    pub(crate) username: Option<String>,
    /// The display name
    #[arg(long, value_parser = Text::new())]
    pub(crate) nickname: Option<String>,
    /// The company
    #[arg(long, value_parser = Text::new())]
    pub(crate) company: Option<String>,
    /// Create the user without a password: the user sets one with a reset. In the legacy API, which requires one, it is random
    #[arg(long)]
    pub(crate) no_password: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FileFormat {
    Jsonl,
    Csv,
}
