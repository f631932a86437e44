//! `cargo codegen diff`.

use std::path::{Path, PathBuf};

use authing_codegen::diff::{self, Class, Diff};
use authing_codegen::{Error, Target};
use clap::{Args, ValueEnum};

/// Compare two schemas and list the changes with their effects on the operations and the Rust code.
///
/// Each change is classified as breaking, dangerous or safe, like in GraphQL's reference implementation, and is listed with
/// the operations and the Rust items that it affects.
///
/// Exit status: 0 if no change matches --fail-on, 1 if one does, 2 if the schemas can't be compared.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The old and the new schema, as SDL files. `-` is the configured schema, which is also the old one if only one file
    /// is given. To compare with an earlier revision: `cargo codegen diff <(git show main:schema/legacy.graphql) -`.
    #[arg(required = true, num_args = 1..=2, value_names = ["OLD", "NEW"])]
    schemas: Vec<PathBuf>,
    /// The output format: text for people, json for programs, markdown for a pull request.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The least severe class of changes that makes the exit status 1.
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    fail_on: FailOn,
    /// The target whose operations are checked. Required if the configuration has several targets.
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

/// Returns the report, and whether a change matches `--fail-on`.
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
