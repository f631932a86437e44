//! The command line.

mod users;

use std::ffi::OsStr;

use clap::builder::{
    EnumValueParser, NonEmptyStringValueParser as Text, PossibleValue, TypedValueParser,
};
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Args, Parser, Subcommand, ValueEnum};

pub(crate) use users::{FileFormat, FindBy, NewUserArgs, Users};

const EXIT_STATUSES: &str = "\
Exit statuses:
  0  done
  1  the service returned an error or could not be reached, or a part of the work failed
  2  the command line, a setting or an input file is wrong, or the question was not answered with yes;
     nothing was changed
  3  there is no such user or role, or the token is not valid

The settings are the environment variables that the client library reads: AUTHING_USER_POOL_ID and
AUTHING_SECRET for users, roles and legacy tokens; AUTHING_APP_ID and AUTHING_APP_SECRET to verify v2
tokens; AUTHING_HOST for a private deployment. `authing doctor` checks them.";

/// Manages the users and roles of an Authing user pool, inspects tokens, and checks a deployment.
#[derive(Parser)]
#[command(name = "authing", version, after_help = EXIT_STATUSES)]
pub(crate) struct Options {
    /// The API that the service speaks
    #[arg(
        long,
        value_parser = Trimmed(EnumValueParser::new()),
        default_value = "v2",
        env = "AUTHING_API",
        global = true
    )]
    pub(crate) api: Api,

    /// The format of the results on stdout. JSON is one object per line
    #[arg(long, value_enum, default_value_t = Format::Table, global = true)]
    pub(crate) output: Format,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Api {
    /// The API of 2019 and 2020
    Legacy,
    /// The API of 2020 to 2023
    V2,
}

/// Ignores whitespace around the value, like the client library in its environment variables.
#[derive(Clone)]
struct Trimmed(EnumValueParser<Api>);

impl TypedValueParser for Trimmed {
    type Value = Api;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Api, clap::Error> {
        let trimmed = value.to_str().map_or(value, |text| OsStr::new(text.trim()));
        self.0
            .parse_ref(command, arg, trimmed)
            .map_err(|mut error| {
                // The value may be that of the variable, which clap does not name.
                let both = ContextValue::String("--api <API> (AUTHING_API)".to_owned());
                error.insert(ContextKind::InvalidArg, both);
                error
            })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.0.possible_values()
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Csv,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// List, find, create, import, export and delete users
    #[command(subcommand)]
    Users(Users),
    /// List, create and delete roles, and assign them to users
    Roles(RolesArgs),
    /// Decode or verify a user's token, from AUTHING_TOKEN or stdin
    #[command(subcommand)]
    Token(Token),
    /// Check the settings, the connection to the service, its key, the credentials and the clock
    Doctor,
}

#[derive(Args)]
pub(crate) struct RolesArgs {
    /// The code of the roles' namespace, in the v2 API. Default: the service's, `default`
    #[arg(long, value_name = "CODE", value_parser = Text::new(), global = true)]
    pub(crate) namespace: Option<String>,

    #[command(subcommand)]
    pub(crate) command: Roles,
}

#[derive(Subcommand)]
pub(crate) enum Roles {
    /// List the pool's roles
    List,
    /// Create a role
    Create {
        /// The role's code (legacy: its name)
        #[arg(value_parser = Text::new())]
        role: String,
        /// A description
        #[arg(long, value_parser = Text::new())]
        description: Option<String>,
    },
    /// Assign a role to users
    Assign(RoleOfUsers),
    /// Remove a role from users
    Revoke(RoleOfUsers),
    /// Delete a role, which its users lose. It can't be undone. The legacy API can't do it
    Delete {
        /// The role's code
        #[arg(value_parser = Text::new())]
        role: String,
        /// Don't ask. Required if stdin is not a terminal
        #[arg(long)]
        yes: bool,
    },
    /// List the users who have a role
    Members {
        /// The role's code (legacy: its id or name)
        #[arg(value_parser = Text::new())]
        role: String,
    },
}

#[derive(Args)]
pub(crate) struct RoleOfUsers {
    /// The role's code (legacy: its id or name)
    #[arg(value_parser = Text::new())]
    pub(crate) role: String,
    /// The users' ids or email addresses
    #[arg(required = true, value_name = "USER", value_parser = Text::new())]
    pub(crate) users: Vec<String>,
}

#[derive(Clone, Copy, Subcommand)]
pub(crate) enum Token {
    /// Show a token's header, claims and expiry, without verifying it
    Inspect,
    /// Verify a token locally: a legacy token with the pool's secret, a v2 ID token with the app's secret or the host's keys
    Verify,
}
