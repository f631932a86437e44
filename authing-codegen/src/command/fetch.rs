//! The command `fetch`.

use std::path::PathBuf;

use authing_codegen::fetch::{self, Origin};
use authing_codegen::{Error, Target};
use clap::Args;

use super::service::Options;

/// Get a service's schema by introspection and write it as the schema file.
///
/// The file keeps its order and its comments, so that `git diff` shows what has changed. What is empty, repeated or malformed
/// in the response is skipped with a warning. Nothing is written unless the rest is a valid schema. Afterwards, `diff
/// --since HEAD` says what has changed.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The service's GraphQL endpoint.
    #[arg(long, required_unless_present = "from")]
    url: Option<String>,
    /// A file with the response to an introspection query, as JSON, in place of a service.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["url", "headers", "header_files", "authorities"])]
    from: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
    /// The file to write; without it, the configured schema.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The target of the configuration whose schema is meant, where it has several.
    #[arg(long)]
    pub(crate) target: Option<String>,
}

impl Arguments {
    /// Whether the configuration is needed to know what to write.
    pub(crate) fn needs_target(&self) -> bool {
        self.out.is_none()
    }
}

/// Fetches, and returns what to say of it.
pub(crate) fn run(arguments: &Arguments, target: Option<&Target>) -> Result<String, Error> {
    let out = match (&arguments.out, target) {
        (Some(out), _) => out.clone(),
        (None, Some(target)) => target.schema_file(),
        (None, None) => PathBuf::new(),
    };
    let origin = match (&arguments.from, &arguments.url) {
        (Some(file), _) => Origin::File(file.clone()),
        (None, url) => {
            let url = url.as_deref().unwrap_or_default();
            Origin::Service(arguments.options.service(url)?)
        }
    };
    let fetched = fetch::fetch(&origin, &out)?;
    super::warn(&fetched.warnings);
    let changed = if fetched.changed {
        "written; see what changed with `authing-codegen diff --since HEAD`"
    } else {
        "unchanged"
    };
    Ok(format!(
        "{}: {} types, {} root fields; {changed}\n",
        out.display(),
        fetched.types,
        fetched.root_fields
    ))
}
