//! `authing-codegen diff`: every kind of change with its class, what changes of the service's schema affect, and the program.

mod kinds;
#[cfg(feature = "fetch")]
mod program;
mod touched;

use authing_codegen::Config;
use authing_codegen::diff::{Diff, Source, diff};

use crate::support::Project;

/// The changes between two schemas, for a crate without operations.
fn without_operations(old: &str, new: &str) -> Diff {
    let project = Project::with_settings("");
    project.write("queries/.keep", "");
    project.write("schema.graphql", old);
    project.write("new.graphql", new);
    let config = Config::read(&project.path("codegen.toml")).unwrap();
    let source = |path: &str| Source::file(&project.path(path)).unwrap();
    let (old, new) = (source("schema.graphql"), source("new.graphql"));
    diff(&config.targets[0], &old, &new).unwrap_or_else(|error| panic!("{error}"))
}
