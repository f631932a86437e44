//! The command `fetch`.

use std::path::{Path, PathBuf};

use authing_codegen::Error;
use authing_codegen::fetch::{self, Origin};
use clap::Args;

use super::service::Options;

/// Fetch a service's schema by introspection and write it to the schema file.
///
/// The file keeps its order, its comments, and its descriptions of what the service does not describe, so that `git diff` shows
/// only the changes. Empty, repeated, undefined or malformed parts of the response are skipped with a warning. Nothing is written
/// unless the rest is a valid schema. Next step: `diff --since HEAD`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The URL of the service's GraphQL endpoint.
    #[arg(long, required_unless_present = "from")]
    url: Option<String>,
    /// A JSON file with the response to an introspection query, in place of a service.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["url", "headers", "header_files", "authorities"])]
    from: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
    /// The file to write. Default: the configured schema.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The target whose schema file is written. Required if the configuration has several targets, unless --out is given.
    #[arg(long)]
    pub(crate) target: Option<String>,
}

/// Fetches the schema, writes it to `out`, and returns a summary. `is_configured` says whether `out` is the configured schema.
pub(crate) fn run(arguments: &Arguments, out: &Path, is_configured: bool) -> Result<String, Error> {
    let origin = match &arguments.from {
        Some(file) => Origin::File(file.clone()),
        None => {
            let url = arguments.url.as_deref().unwrap_or_default();
            Origin::Service(arguments.options.service(url)?)
        }
    };
    let fetched = fetch::fetch(&origin, out)?;
    super::warn(&fetched.warnings);
    let changed = match (fetched.changed, is_configured) {
        (false, _) => "unchanged".to_owned(),
        // Another file than the schema of a target may not be in a repository.
        (true, false) => "written".to_owned(),
        (true, true) => {
            let named = arguments.target.iter();
            let target: String = named.map(|name| format!(" --target {name}")).collect();
            format!("written; run `authing-codegen diff{target} --since HEAD` to see the changes")
        }
    };
    Ok(format!(
        "{}: {} types, {} root fields; {changed}\n",
        out.display(),
        fetched.types,
        fetched.root_fields
    ))
}
