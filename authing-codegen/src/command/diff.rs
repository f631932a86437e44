//! `cargo codegen diff`.

use std::path::{Path, PathBuf};

use authing_codegen::diff::{self, Class, Diff};
use authing_codegen::{Error, Target};
use clap::{Args, ValueEnum};

/// Say what a new schema changes, and what that does to the operations and the Rust code.
///
/// Each change is breaking, dangerous or safe, as GraphQL's reference implementation has it. With it stand the operations
/// that use what has changed, and what becomes of the Rust items made of it.
///
/// Exit status: 0 if nothing was found that --fail-on asks for, 1 if something was, 2 if a file can't be read.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The old and the new schema, as files of SDL; `-` is the configured one, which is also the old one if only one is
    /// given. An earlier revision: `cargo codegen diff <(git show main:schema/legacy.graphql) -`.
    #[arg(required = true, num_args = 1..=2, value_names = ["OLD", "NEW"])]
    schemas: Vec<PathBuf>,
    /// How the changes are written: text for people, json for programs, markdown for a pull request.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Which changes make the exit status 1: these, and graver ones.
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    fail_on: FailOn,
    /// The target of the configuration whose operations are meant, where it has several.
    #[arg(long)]
    pub(crate) target: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Breaking,
    Dangerous,
    Any,
    None,
}

/// The report, and whether it has what `--fail-on` asks for.
pub(crate) fn run(arguments: &Arguments, target: &Target) -> Result<(String, bool), Error> {
    let file = |path: &Path| match path.to_str() {
        Some("-") => target.schema_file(),
        _ => path.to_owned(),
    };
    let (old, new) = match arguments.schemas.as_slice() {
        [old, new] => (file(old), file(new)),
        schemas => (
            target.schema_file(),
            schemas.first().map(|new| file(new)).unwrap_or_default(),
        ),
    };
    let diff = diff::diff(target, &old, &new)?;
    let report = match arguments.format {
        Format::Text => diff.text(),
        Format::Json => diff.json(),
        Format::Markdown => diff.markdown(),
    };
    Ok((report, fails(arguments.fail_on, &diff)))
}

fn fails(on: FailOn, diff: &Diff) -> bool {
    match on {
        FailOn::Breaking => diff.has(Class::Breaking),
        FailOn::Dangerous => diff.has(Class::Dangerous),
        FailOn::Any => diff.has(Class::Safe),
        FailOn::None => false,
    }
}
