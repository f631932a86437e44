//! `cargo codegen fetch`.

use std::path::PathBuf;

use authing_codegen::fetch::{self, Header, Request};
use authing_codegen::{Error, Target};
use clap::Args;

/// Get a service's schema by introspection and write it as the schema file.
///
/// The file keeps its order and its comments, so that `git diff` shows what has changed. Nothing is written unless the
/// whole schema has come and is valid. Afterwards: `cargo codegen diff <(git show HEAD:schema/legacy.graphql) -`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The service's GraphQL address.
    #[arg(long)]
    url: String,
    /// A header to send, such as a token; may be given several times. Its value is never shown.
    #[arg(long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,
    /// A file of certificates in PEM to trust as authorities, besides the system's; may be given several times.
    #[arg(long = "ca", value_name = "FILE")]
    authorities: Vec<PathBuf>,
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

/// Fetches, and says what has come.
pub(crate) fn run(arguments: &Arguments, target: Option<&Target>) -> Result<String, Error> {
    let out = match (&arguments.out, target) {
        (Some(out), _) => out.clone(),
        (None, Some(target)) => target.schema_file(),
        (None, None) => PathBuf::new(),
    };
    let headers = arguments.headers.iter().map(Header::new);
    let fetched = fetch::fetch(&Request {
        url: arguments.url.clone(),
        headers: headers.collect(),
        authorities: arguments.authorities.clone(),
        out: out.clone(),
    })?;
    let changed = if fetched.changed {
        "written; see what changed with `cargo codegen diff`"
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
