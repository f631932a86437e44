//! `extends`: the target whose fragments, types and settings another target inherits.

use std::path::{Path, PathBuf};

use proc_macro2::{Group, TokenStream, TokenTree};
use serde::Deserialize;

use super::{Config, Target, package};
use crate::error::Error;

/// The target that another one extends: that of a package, or that of a configuration file.
///
/// Query files can spread its fragments, and the generated code uses its Rust types for these, for input objects and for enums.
/// A new fragment can't have the name of an inherited one. An input object or enum that the target's own `names` mention is
/// generated anew. A schema that an inherited fragment or input object does not fit is an error.
///
/// These settings are inherited:
///
/// - `sensitive`, `public`, `encrypted`, `user_pool`: entries of both targets apply, and what either lists as `sensitive` or
///   `encrypted` is a secret, whatever else is said about it;
/// - `names`, `texts`, `scalars`, `pages`: entries of the target itself take precedence;
/// - `directives`, unless the target has its own, which must describe the same API.
///
/// An inherited entry may name what the schema does not have. A target that extends another can't be extended.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Extends {
    /// The name of a package that the crate of this configuration depends on, such as `authing-core`. `cargo metadata` locates
    /// the package, and `package.metadata.authing-codegen.config` in its manifest its configuration; by default, that is
    /// `codegen.toml` next to the manifest.
    pub package: Option<String>,
    /// The path of a configuration, in place of `package`.
    pub config: Option<PathBuf>,
    /// The name of the target. Required if that configuration has more than one.
    pub target: Option<String>,
}

impl Extends {
    /// Returns the target that `own` extends. `path` is the configuration of `own`.
    pub(super) fn resolve(&self, own: &Target, path: &Path) -> Result<Target, Error> {
        let invalid = |reason: String| Error::Config {
            path: path.to_owned(),
            reason: format!("`extends` of the target `{}`: {reason}", own.name),
        };
        let relative = match (&self.package, &self.config) {
            (Some(package), None) => package::config(&own.root, package).map_err(&invalid)?,
            (None, Some(config)) => config.clone(),
            _ => {
                let reason = "it must have either a `package`, such as \"authing-core\", or a `config`, the path of a codegen.toml";
                return Err(invalid(reason.to_owned()));
            }
        };
        let file = own.root.join(&relative);
        let config = Config::parse(&file).map_err(|error| invalid(error.to_string()))?;
        let found = self.find(&config, &file).map_err(&invalid)?;
        let is_same = || matches!((file.canonicalize(), path.canonicalize()), (Ok(one), Ok(two)) if one == two);
        if found.name == own.name && is_same() {
            return Err(invalid("a target can't extend itself".to_owned()));
        }
        let folder = relative.parent().unwrap_or_else(|| Path::new(""));
        lent(found, own, folder).map_err(|reason| {
            invalid(format!(
                "the target `{}` of {}: {reason}",
                found.name,
                file.display()
            ))
        })
    }

    /// Returns the target with the given name, or the only one.
    fn find<'c>(&self, config: &'c Config, file: &Path) -> Result<&'c Target, String> {
        let names: Vec<&str> = config
            .targets
            .iter()
            .map(|target| target.name.as_str())
            .collect();
        let (names, file) = (names.join("`, `"), file.display());
        match (&self.target, config.targets.as_slice()) {
            (None, [only]) => Ok(only),
            (None, _) => Err(format!(
                "{file} has several targets; choose one with `target`: `{names}`"
            )),
            (Some(name), targets) => targets
                .iter()
                .find(|target| target.name == *name)
                .ok_or_else(|| {
                    format!("{file} has no target named `{name}`; its targets are: `{names}`")
                }),
        }
    }
}

/// Returns a target as another one sees it: its paths from the other's folder, and its Rust paths from the other's crate.
fn lent(target: &Target, own: &Target, folder: &Path) -> Result<Target, String> {
    if target.extends.is_some() {
        return Err("it extends another target itself; extend that one directly".to_owned());
    }
    let Some(module) = &target.module else {
        let help = "add the Rust path of the module with its `operations` and `types`, such as `module = \"::authing_core::legacy\"`";
        return Err(format!(
            "it has no `module`, so its types can't be used elsewhere; {help}"
        ));
    };
    let mut lent = target.clone();
    lent.root.clone_from(&own.root);
    lent.runtime.clone_from(&own.runtime);
    for path in [&mut lent.schema, &mut lent.queries]
        .into_iter()
        .chain(&mut lent.directives)
        .chain(&mut lent.rest)
    {
        *path = folder.join(&*path);
    }
    let home = home(module);
    lent.texts = lent
        .texts
        .into_iter()
        .map(|(path, names)| (abroad(&path, &home), names))
        .collect();
    for scalar in lent.scalars.values_mut() {
        *scalar = abroad(scalar, &home);
    }
    lent.home = Some(home);
    Ok(lent)
}

impl Target {
    /// Returns a Rust path of the directives as this crate writes it.
    pub(crate) fn directive_path(&self, path: String) -> String {
        match &self.home {
            Some(home) => abroad(&path, home),
            None => path,
        }
    }

    /// Returns the Rust path of its `types`, as other crates write it.
    pub(crate) fn types_path(&self) -> String {
        let module = self.module.as_deref().unwrap_or_default();
        format!("::{}::types", module.trim_start_matches("::"))
    }
}

/// Returns the crate of a module: `::authing_core` of `::authing_core::legacy`.
fn home(module: &str) -> String {
    let path = module.trim_start_matches("::");
    let name = path.split("::").next().unwrap_or(path);
    format!("::{name}")
}

/// Returns a Rust path or type as other crates write it: with the name of its crate in place of `crate`.
fn abroad(rust: &str, home: &str) -> String {
    let (Ok(tokens), Ok(home)) = (rust.parse(), home.parse()) else {
        return rust.to_owned();
    };
    if !rust.contains("crate") {
        return rust.to_owned();
    }
    let outside = outside(tokens, &home).to_string();
    outside.replace(" ::", "::").replace(":: ", "::")
}

fn outside(tokens: TokenStream, home: &TokenStream) -> TokenStream {
    let trees = tokens.into_iter().map(|tree| match tree {
        TokenTree::Ident(ident) if ident == "crate" => home.clone(),
        TokenTree::Group(group) => {
            let inner = outside(group.stream(), home);
            TokenTree::from(Group::new(group.delimiter(), inner)).into()
        }
        other => other.into(),
    });
    trees.collect()
}

/// Checks that a module's path can be used in other crates.
pub(super) fn check_module(module: &str) -> Result<(), String> {
    let path = super::check_path("module", module)?;
    let first = path.segments.first().map(|first| first.ident.to_string());
    match first.as_deref() {
        Some("crate" | "self" | "super") => Err(format!(
            "module = {module:?} has no meaning in other crates; begin with the name of the crate, as in \"::authing_core::legacy\""
        )),
        _ => Ok(()),
    }
}
