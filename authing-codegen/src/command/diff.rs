//! The command `diff`.

use std::path::PathBuf;

use authing_codegen::diff::{self, Class, Diff, Source};
use authing_codegen::fetch::{self, Origin};
use authing_codegen::{Error, Target};
use clap::{Args, ValueEnum};

use super::git;
use super::service::Options;

/// Compare two schemas and list the changes with their effects on the operations and the Rust code.
///
/// Each change is classified as breaking, dangerous or safe, like in GraphQL's reference implementation, and is listed with
/// the operations and the Rust items that it affects.
///
/// Exit status: 0 if no change matches --fail-on, 1 if one does or if the generator rejects query files with the new schema
/// (unless --fail-on is none), 2 if the schemas can't be compared.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The old and the new schema: SDL files, or URLs of GraphQL endpoints. `-` is the configured schema, which is also the
    /// old one if only one is given.
    #[arg(required_unless_present = "since", num_args = 1..=2, value_names = ["OLD", "NEW"])]
    schemas: Vec<String>,
    /// Compare with the configured schema in this git revision, for example `main`. Default of the new schema: the
    /// configured one.
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    #[command(flatten)]
    options: Options,
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
    let configured = target.schema_file();
    let source = |given: &str| match given {
        "-" => Source::file(&configured),
        url if is_url(url) => {
            let service = arguments.options.service(url)?;
            let sdl = fetch::sdl(&Origin::Service(service))?;
            super::warn(&sdl.warnings);
            Ok(Source::new(sdl.name, sdl.text))
        }
        file => Source::file(&PathBuf::from(file)),
    };
    let (old, new) = match (&arguments.since, arguments.schemas.as_slice()) {
        (None, [old, new]) => (source(old)?, source(new)?),
        (None, schemas) => (
            Source::file(&configured)?,
            source(schemas.first().map_or("-", String::as_str))?,
        ),
        (Some(revision), schemas) => {
            if schemas.len() > 1 {
                return Err(Error::Fetch {
                    service: "--since".to_owned(),
                    reason: "with it, the old schema must not be given".to_owned(),
                });
            }
            let old = git::show(revision, &configured)?;
            let name = format!("{}@{revision}", configured.display());
            let new = source(schemas.first().map_or("-", String::as_str))?;
            (Source::new(name, old), new)
        }
    };
    let diff = diff::diff(target, &old, &new)?;
    let report = match arguments.format {
        Format::Text => diff.text(),
        Format::Json => diff.json(),
        Format::Markdown => diff.markdown(),
    };
    Ok((report, fails(arguments.fail_on, &diff)))
}

fn is_url(given: &str) -> bool {
    let scheme = given
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
}

fn fails(on: FailOn, diff: &Diff) -> bool {
    let has = match on {
        FailOn::Breaking => diff.has(Class::Breaking),
        FailOn::Dangerous => diff.has(Class::Dangerous),
        FailOn::Any => diff.has(Class::Safe),
        FailOn::None => return false,
    };
    has || !diff.faults.is_empty() || !diff.rejected_by_new.is_empty()
}
