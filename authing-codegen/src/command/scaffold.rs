//! The command `scaffold`.

use std::fmt::Write as _;

use authing_codegen::scaffold::{self, Request};
use authing_codegen::{Error, Target};
use clap::Args;

/// Write draft query files for root fields of the schema, for review.
///
/// Every argument becomes a variable, and every type without a fragment gets one. Directives are copied from
/// existing query files by name. `check` and `generate` reject comments that begin with `TODO`, so each must be replaced.
/// Deprecated fields are skipped. Existing files are never overwritten.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Fields of the schema's query and mutation types.
    #[arg(required_unless_present = "missing")]
    fields: Vec<String>,
    /// Scaffold every root field that no operation selects yet, except deprecated ones.
    #[arg(long, conflicts_with = "fields")]
    missing: bool,
    /// The folder, inside `queries`, to write to. Default: the folder of the operations from the same section of the schema
    /// file.
    #[arg(long, value_name = "NAME")]
    area: Option<String>,
    /// The number of nested objects that a new fragment selects, including the operation's own.
    #[arg(long, default_value_t = 4)]
    depth: usize,
    /// The target to scaffold for. Required if the configuration has several targets.
    #[arg(long)]
    pub(crate) target: Option<String>,
}

/// Writes the files and returns their list.
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
        let _ = writeln!(said, "created: {}", path.display());
    }
    for note in &scaffold.notes {
        let _ = writeln!(said, "{note}");
    }
    if scaffold.files.is_empty() && scaffold.notes.is_empty() {
        said.push_str("every root field has an operation\n");
    }
    Ok(said)
}
