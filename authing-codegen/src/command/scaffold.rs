//! The command `scaffold`.

use std::fmt::Write as _;

use authing_codegen::scaffold::{self, Request};
use authing_codegen::{Error, Target};
use clap::Args;

/// Write first query files for root fields of the schema, ready to be reviewed.
///
/// All arguments become variables; types without a fragment get one; directives and comments are taken from the query
/// files that are there, by name. `check` and `generate` refuse the comments that begin with `TODO` until they have been
/// written. No file is ever overwritten.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Fields of the schema's types of queries and mutations.
    #[arg(required_unless_present = "missing")]
    fields: Vec<String>,
    /// Every root field that no operation selects yet.
    #[arg(long, conflicts_with = "fields")]
    missing: bool,
    /// The folder below the query files; without it, that of the operations of the same section of the schema file.
    #[arg(long, value_name = "NAME")]
    area: Option<String>,
    /// How many objects deep a new fragment selects, the operation's own included.
    #[arg(long, default_value_t = 4)]
    depth: usize,
    /// The target of the configuration whose schema and query files are meant, where it has several.
    #[arg(long)]
    pub(crate) target: Option<String>,
}

/// Writes the files, and says which.
pub(crate) fn run(arguments: &Arguments, target: &Target) -> Result<String, Error> {
    let scaffold = scaffold::scaffold(
        target,
        &Request {
            fields: arguments.fields.clone(),
            area: arguments.area.clone(),
            depth: arguments.depth,
        },
    )?;
    scaffold.write()?;
    let mut said = String::new();
    for path in scaffold.files.keys() {
        // Writing to a string can't fail.
        let _ = writeln!(said, "written: {}", path.display());
    }
    for note in &scaffold.notes {
        let _ = writeln!(said, "{note}");
    }
    if scaffold.files.is_empty() {
        said.push_str("every root field has an operation\n");
    }
    Ok(said)
}
