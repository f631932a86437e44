//! The commands, one module each, and what they share.

pub(crate) mod compile;
pub(crate) mod diff;
pub(crate) mod fetch;
mod git;
pub(crate) mod scaffold;
mod service;

use std::path::{Path, PathBuf};

use authing_codegen::{Config, Error, Target};

/// How the program was started, for messages: as cargo's alias in this repository, or as an installed program.
pub(crate) fn program() -> &'static str {
    // `cargo run` sets it to the package that it runs.
    match std::env::var("CARGO_PKG_NAME").as_deref() {
        Ok(env!("CARGO_PKG_NAME")) => "cargo codegen",
        _ => "authing-codegen",
    }
}

/// A text of the library, with the program called as it was started.
pub(crate) fn named(text: &str) -> String {
    text.replace("`authing-codegen ", &format!("`{} ", program()))
}

/// Says what was skipped, where it does not mix with the results.
pub(crate) fn warn(warnings: &[String]) {
    /// More would hide them.
    const SHOWN: usize = 20;
    for warning in warnings.iter().take(SHOWN) {
        eprintln!("warning: {warning}");
    }
    let more = warnings.len().saturating_sub(SHOWN);
    if more > 0 {
        eprintln!("warning: and {more} more like these");
    }
}

/// Reads the configuration; if there is none, the error says where it should be.
pub(crate) fn config(given: Option<&Path>) -> Result<Config, Error> {
    match given {
        Some(path) => Config::read(path),
        None => Config::read(&nearest()),
    }
}

/// Where the configuration is; if it is nowhere, where it should be.
fn nearest() -> PathBuf {
    std::env::current_dir()
        .ok()
        .and_then(|folder| Config::find(&folder))
        .unwrap_or_else(|| PathBuf::from(Config::FILE))
}

/// The target of this name; without one, all of them.
pub(crate) fn targets<'a>(
    config: &'a Config,
    given: Option<&Path>,
    name: Option<&str>,
) -> Result<Vec<&'a Target>, Error> {
    match name {
        Some(_) => Ok(vec![target(config, given, name)?]),
        None => Ok(config.targets.iter().collect()),
    }
}

/// The target of this name; without one, the only one.
pub(crate) fn target<'a>(
    config: &'a Config,
    given: Option<&Path>,
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
            path: given.map_or_else(nearest, Path::to_owned),
            reason: match name {
                Some(name) => format!("there is no target `{name}`, only {}", names.join(", ")),
                None => format!(
                    "give one of its targets with --target: {}",
                    names.join(", ")
                ),
            },
        }
    })
}
