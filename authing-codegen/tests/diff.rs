//! `authing-codegen diff`: every kind of change with its class, what changes of the service's schema affect, and the program.

mod kinds;
#[cfg(feature = "fetch")]
mod program;
mod touched;

use std::fs;
use std::path::Path;

use authing_codegen::Config;
use authing_codegen::diff::{Diff, Source, diff};
use tempfile::TempDir;

/// The changes between two schemas, for a crate without operations.
fn without_operations(old: &str, new: &str) -> Diff {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    for (from, to) in [
        ("directives.graphql", "directives.graphql"),
        ("legacy.directives.graphql", "api.graphql"),
    ] {
        write(to, &fs::read_to_string(schemas.join(from)).unwrap());
    }
    fs::create_dir(folder.path().join("queries")).unwrap();
    let config = write(
        "codegen.toml",
        r#"
            [[target]]
            name = "test"
            schema = "old.graphql"
            directives = ["directives.graphql", "api.graphql"]
            queries = "queries"
            output = "src"
            api = "API.txt"
        "#,
    );
    let (old, new) = (write("old.graphql", old), write("new.graphql", new));
    let config = Config::read(&config).unwrap();
    let source = |path: &Path| Source::file(path).unwrap();
    let (old, new) = (source(&old), source(&new));
    diff(&config.targets[0], &old, &new).unwrap_or_else(|error| panic!("{error}"))
}
