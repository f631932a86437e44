//! The commands, one module each, and their shared functions.

pub(crate) mod compile;
pub(crate) mod diff;
pub(crate) mod fetch;
mod git;
pub(crate) mod scaffold;
mod service;

use std::path::{Path, PathBuf};

use authing_codegen::{Config, Error, Target};

/// Returns the program's name for messages: cargo's alias in this repository, or the installed program.
pub(crate) fn program() -> &'static str {
    // `cargo run` sets it to the package that it runs.
    match std::env::var("CARGO_PKG_NAME").as_deref() {
        Ok(env!("CARGO_PKG_NAME")) => "cargo codegen",
        _ => "authing-codegen",
    }
}

/// Returns a text of the library with the name that the program was started by.
pub(crate) fn named(text: &str) -> String {
    text.replace("`authing-codegen ", &format!("`{} ", program()))
}

/// Prints warnings to stderr, apart from the results.
pub(crate) fn warn(warnings: &[String]) {
    /// The maximum number of warnings; the others are counted.
    const SHOWN: usize = 20;
    for warning in warnings.iter().take(SHOWN) {
        eprintln!("warning: {warning}");
    }
    let more = warnings.len().saturating_sub(SHOWN);
    if more > 0 {
        eprintln!("warning: and {more} more like these");
    }
}

/// Reads the given configuration, or the nearest one, and returns it with its path.
pub(crate) fn config(given: Option<&Path>) -> Result<(Config, PathBuf), Error> {
    let nearest = || Config::find(&std::env::current_dir().ok()?);
    let path = given.map(Path::to_owned).or_else(nearest);
    let path = path.ok_or_else(|| Error::Config {
        path: PathBuf::from(Config::FILE),
        reason:
            "not found in this folder or a parent folder; create it, or pass its path with --config"
                .to_owned(),
    })?;
    Ok((Config::read(&path)?, path))
}

/// Returns the target with this name, or all targets without a name.
pub(crate) fn targets<'a>(
    config: &'a Config,
    path: &Path,
    name: Option<&str>,
) -> Result<Vec<&'a Target>, Error> {
    match name {
        Some(_) => Ok(vec![target(config, path, name)?]),
        None => Ok(config.targets.iter().collect()),
    }
}

/// Returns the target with this name, or the only target without a name.
pub(crate) fn target<'a>(
    config: &'a Config,
    path: &Path,
    name: Option<&str>,
) -> Result<&'a Target, Error> {
    let found = match name {
        Some(name) => config.targets.iter().find(|target| target.name == name),
        None if config.targets.len() == 1 => config.targets.first(),
        None => None,
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = config
            .targets
            .iter()
            .map(|target| target.name.as_str())
            .collect();
        Error::Config {
            path: path.to_owned(),
            reason: match name {
                Some(name) => format!(
                    "no target named `{name}`; the targets are: {}",
                    names.join(", ")
                ),
                None => format!(
                    "there are several targets; choose one with --target: {}",
                    names.join(", ")
                ),
            },
        }
    })
}
