//! Locates the configuration of a package, wherever cargo has the package from.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::Config;

/// The part of `cargo metadata` that is read.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Option<Resolve>,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    manifest_path: PathBuf,
    metadata: serde_json::Value,
}

#[derive(Deserialize)]
struct Resolve {
    root: Option<String>,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

/// Returns the configuration of a package that the crate in this folder depends on.
pub(super) fn config(folder: &Path, name: &str) -> Result<PathBuf, String> {
    let metadata = metadata(folder)?;
    let named = metadata.packages.iter().filter(|one| one.name == name);
    let mut named: Vec<&Package> = named.collect();
    if named.len() > 1 {
        let direct = metadata.resolve.as_ref().map(direct).unwrap_or_default();
        named.retain(|one| direct.contains(&&one.id));
    }
    match named.as_slice() {
        [package] => Ok(package.config()),
        [] if metadata.packages.iter().any(|one| one.name == name) => {
            let versions = metadata.packages.iter().filter(|one| one.name == name);
            let versions: Vec<&str> = versions.map(|one| one.version.as_str()).collect();
            Err(format!(
                "cargo has the versions {} of the package `{name}`; run this in the folder of a crate that depends on one of them, \
                 or give the path of its codegen.toml as `config`",
                versions.join(" and ")
            ))
        }
        [] => Err(format!(
            "no dependency is named `{name}`; run `cargo add {name}`, or give the path of a codegen.toml as `config`"
        )),
        _ => Err(format!(
            "several dependencies are named `{name}`; give the path of a codegen.toml as `config`"
        )),
    }
}

/// Returns the ids of the packages that the crate of the folder depends on.
fn direct(resolve: &Resolve) -> Vec<&String> {
    let root = resolve
        .nodes
        .iter()
        .find(|node| Some(&node.id) == resolve.root.as_ref());
    root.map(|root| root.dependencies.iter().collect())
        .unwrap_or_default()
}

impl Package {
    fn config(&self) -> PathBuf {
        let config = self.metadata.pointer("/authing-codegen/config");
        let config = config.and_then(serde_json::Value::as_str);
        let folder = self.manifest_path.parent().unwrap_or_else(|| Path::new(""));
        folder.join(config.unwrap_or(Config::FILE))
    }
}

fn metadata(folder: &Path) -> Result<Metadata, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let failed = |reason: &str| {
        format!(
            "`cargo metadata` failed in {}: {}",
            folder.display(),
            reason.trim()
        )
    };
    let done = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--all-features"])
        .current_dir(folder)
        .output()
        .map_err(|error| failed(&error.to_string()))?;
    if !done.status.success() {
        return Err(failed(&String::from_utf8_lossy(&done.stderr)));
    }
    serde_json::from_slice(&done.stdout).map_err(|error| failed(&error.to_string()))
}
