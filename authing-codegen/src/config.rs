//! `codegen.toml`: what to compile, from where to where.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::error::Error;

/// A configuration file: one or more schemas, each with its query files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What to compile.
    #[serde(rename = "target")]
    pub targets: Vec<Target>,
}

/// One schema, its query files, and where the code goes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// A name for messages.
    pub name: String,
    /// The schema, in GraphQL's schema language.
    pub schema: PathBuf,
    /// The client-side directives, in GraphQL's schema language.
    pub directives: PathBuf,
    /// The folder of the query files, searched with its subfolders.
    pub queries: PathBuf,
    /// The source folder that gets `operations/` and `types/`.
    pub output: PathBuf,
    /// The file that gets the public API as plain text.
    pub api: PathBuf,
    /// The Rust path of `authing-core`, seen from the generated code.
    #[serde(default = "runtime")]
    pub runtime: String,
    /// What must be marked as a secret wherever it is sent or selected: the name of a text, or `Type.field` where the name
    /// alone says too little. As a field of an input object it is a secret without a mark.
    #[serde(default)]
    pub sensitive: Vec<String>,
    /// Names of sensitive texts that the service wants encrypted, which only a variable of their own can be.
    #[serde(default)]
    pub encrypted: Vec<String>,
    /// The Rust types of the schema's own scalars.
    #[serde(default)]
    pub scalars: BTreeMap<String, String>,
    /// Operations filled with values, for tests that hold for each of them; not written without it.
    pub samples: Option<Samples>,
    /// The folder that the other paths are relative to: the configuration file's.
    #[serde(skip)]
    pub root: PathBuf,
}

/// Where the code goes that fills every operation with values, and what it names things by.
///
/// It takes `Entry`, `Values`, `owner` and `user` from the module above its own, where they are written by hand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Samples {
    /// The file that gets it.
    pub file: PathBuf,
    /// The Rust path of the operations, seen from that file.
    pub operations: String,
    /// The Rust path of the types, seen from that file.
    pub types: String,
}

fn runtime() -> String {
    "::authing_core".to_owned()
}

/// A path without `.` and, as far as its text tells, without `..`.
fn lexical(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

impl Config {
    /// The name of a configuration file.
    pub const FILE: &'static str = "codegen.toml";

    /// The configuration file of a folder: its own, or that of the nearest folder above which has one.
    ///
    /// The path goes upwards from the folder, so that messages name files as they are seen from there.
    #[must_use]
    pub fn find(folder: &Path) -> Option<PathBuf> {
        let mut up = PathBuf::new();
        for above in folder.ancestors() {
            if above.join(Self::FILE).is_file() {
                return Some(up.join(Self::FILE));
            }
            up.push("..");
        }
        None
    }

    /// Reads a configuration file.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if it can't be read, [`Error::Config`] if it is wrong.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
        let invalid = |reason: String| Error::Config {
            path: path.to_owned(),
            reason,
        };
        let mut config: Self = toml::from_str(&text).map_err(|error| invalid(error.to_string()))?;
        let root = path.parent().unwrap_or_else(|| Path::new(""));
        for target in &mut config.targets {
            target.root = root.to_owned();
            syn::parse_str::<syn::Path>(&target.runtime)
                .map_err(|_| invalid(format!("runtime = {:?} is no Rust path", target.runtime)))?;
            if let Some(samples) = &target.samples {
                for (key, path) in [
                    ("operations", &samples.operations),
                    ("types", &samples.types),
                ] {
                    syn::parse_str::<syn::Path>(path).map_err(|_| {
                        invalid(format!("samples.{key} = {path:?} is no Rust path"))
                    })?;
                }
            }
            for (scalar, rust) in &target.scalars {
                syn::parse_str::<syn::Type>(rust)
                    .map_err(|_| invalid(format!("scalars.{scalar} = {rust:?} is no Rust type")))?;
            }
        }
        if config.targets.is_empty() {
            return Err(invalid("it names no [[target]]".to_owned()));
        }
        for (index, target) in config.targets.iter().enumerate() {
            for other in config.targets.iter().take(index) {
                // What one generates, the other would remove.
                for (what, one, two) in [
                    ("output", Some(&target.output), Some(&other.output)),
                    ("api", Some(&target.api), Some(&other.api)),
                    ("samples.file", target.samples_file(), other.samples_file()),
                ] {
                    if let (Some(one), Some(two)) = (one, two)
                        && lexical(one) == lexical(two)
                    {
                        return Err(invalid(format!(
                            "the targets `{}` and `{}` have one `{what}`: {}",
                            other.name,
                            target.name,
                            one.display()
                        )));
                    }
                }
            }
        }
        Ok(config)
    }
}

impl Target {
    /// The schema's file, seen from the current folder.
    #[must_use]
    pub fn schema_file(&self) -> PathBuf {
        self.path(&self.schema)
    }

    /// Whether a text of this name must not be shown: a field of this type, if it is one of a known type.
    pub(crate) fn is_sensitive(&self, on: Option<&str>, name: &str) -> bool {
        let mut names = self.sensitive.iter().chain(&self.encrypted);
        names.any(|sensitive| match sensitive.split_once('.') {
            Some((ty, field)) => on == Some(ty) && field == name,
            None => sensitive == name,
        })
    }

    /// The file of the samples, as the configuration has it.
    fn samples_file(&self) -> Option<&PathBuf> {
        self.samples.as_ref().map(|samples| &samples.file)
    }

    /// A path of the configuration, seen from the current folder.
    pub(crate) fn path(&self, relative: &Path) -> PathBuf {
        self.root.join(relative)
    }
}
