//! `cargo codegen fetch`.

use std::path::PathBuf;

use authing_codegen::fetch::{self, Header, Request};
use authing_codegen::{Error, Target};
use clap::Args;

/// Fetch a service's schema by introspection and write it to the schema file.
///
/// The file keeps its order and its comments, so that `git diff` shows only the changes. Nothing is written unless the
/// whole schema was received and is valid. Next step: `cargo codegen diff <(git show HEAD:schema/legacy.graphql) -`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The URL of the service's GraphQL endpoint.
    #[arg(long)]
    url: String,
    /// A header to send, for example with a token. Can be repeated. Its value is never shown.
    #[arg(long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,
    /// A PEM file of certificate authorities to trust in addition to the system's. Can be repeated.
    #[arg(long = "ca", value_name = "FILE")]
    authorities: Vec<PathBuf>,
    /// The file to write. Default: the configured schema.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The target whose schema file is written. Required if the configuration has several targets, unless --out is given.
    #[arg(long)]
    pub(crate) target: Option<String>,
}

impl Arguments {
    /// Returns whether the configuration is needed to find the file to write.
    pub(crate) fn needs_target(&self) -> bool {
        self.out.is_none()
    }
}

/// Fetches the schema and returns a summary.
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
        "written; run `cargo codegen diff` to see the changes"
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
