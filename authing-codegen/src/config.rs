//! `codegen.toml`: what to compile, from where to where.

mod methods;
mod pages;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::error::Error;
use crate::names;
pub use methods::{Blocking, Methods};
pub use pages::Pages;

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
    /// The client-side directives, in GraphQL's schema language: those of every API, and what they name of this one.
    pub directives: Vec<PathBuf>,
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
    /// The sensitive texts that the service wants encrypted, named like those. A variable is encrypted if it is marked so, a
    /// field of an input object without a mark.
    #[serde(default)]
    pub encrypted: Vec<String>,
    /// The verbs that operations' names begin with, such as `Get` and `List`. With them, no operation has a type's name, either;
    /// without, operations are named as one likes.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// The Rust names of the schema's input objects and enums, of their fields (`Input.field`) and values (`Enum.VALUE`), where
    /// those derived from the schema's are not what one would write.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// What the API calls the user pool's id: variables of these names are scaffolded as filled in by the SDK.
    #[serde(default)]
    pub user_pool: Vec<String>,
    /// The Rust types of the schema's own scalars.
    #[serde(default)]
    pub scalars: BTreeMap<String, String>,
    /// The Rust types of texts in responses that are more than texts, such as dates: by the type's path, the names of the
    /// fields, written like those of `sensitive`. The path is below `runtime`, unless it begins with `crate` or `::`.
    #[serde(default)]
    pub texts: BTreeMap<String, Vec<String>>,
    /// What lists are called that come page by page; no operation is one without it.
    pub pages: Option<Pages>,
    /// The clients' named methods; no query file can ask for one without it.
    pub methods: Option<Methods>,
    /// What the operations of a folder of query files are about, for the documentation, where the folder's name does not say
    /// it.
    #[serde(default)]
    pub areas: BTreeMap<String, String>,
    /// Operations filled with values, for tests that hold for each of them; not written without it.
    pub samples: Option<Samples>,
    /// The folder that the other paths are relative to: the configuration file's.
    #[serde(skip)]
    pub root: PathBuf,
}

/// Where the code goes that fills every operation with values, and what it names things by.
///
/// It takes `Entry`, `Sample`, `Values` and the functions from the module above its own, where they are written by hand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Samples {
    /// The file that gets it.
    pub file: PathBuf,
    /// The Rust path of the operations, seen from that file.
    pub operations: String,
    /// The Rust path of the types, seen from that file.
    pub types: String,
    /// The function that takes an operation, by the token that the operation needs: a value of `AuthingToken`.
    pub functions: BTreeMap<String, String>,
}

/// A Rust path below another, unless it begins with `crate` or `::`.
pub(crate) fn below(runtime: &str, path: &str) -> String {
    if path.starts_with("crate::") || path.starts_with("::") {
        path.to_owned()
    } else {
        format!("{runtime}::{path}")
    }
}

fn runtime() -> String {
    "::authing_core".to_owned()
}

/// Whether a list of names and `Type.field`s has a field of this type, or a name of no type.
fn has(names: &[String], on: Option<&str>, name: &str) -> bool {
    names.iter().any(|one| match one.split_once('.') {
        Some((ty, field)) => on == Some(ty) && field == name,
        None => one == name,
    })
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
                for (token, function) in &samples.functions {
                    syn::parse_str::<syn::Ident>(function).map_err(|_| {
                        let key = format!("samples.functions.{token}");
                        invalid(format!("{key} = {function:?} is no name of a function"))
                    })?;
                }
            }
            if let Some(methods) = &target.methods {
                methods.check().map_err(invalid)?;
            }
            target.check_texts().map_err(invalid)?;
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
                target.stands_beside(other).map_err(invalid)?;
            }
        }
        Ok(config)
    }
}

impl Target {
    /// Whether two targets of one configuration leave each other alone; if not, why.
    fn stands_beside(&self, other: &Self) -> Result<(), String> {
        let (one, two) = (&other.name, &self.name);
        if one == two {
            return Err(format!("two targets have the name `{one}`"));
        }
        let (outer, inner) = (lexical(&other.queries), lexical(&self.queries));
        if outer.starts_with(&inner) || inner.starts_with(&outer) {
            // The query files below a folder are all compiled for its target.
            return Err(format!(
                "the `queries` of the targets `{one}` and `{two}` are one folder, or one inside the other: {} and {}",
                other.queries.display(),
                self.queries.display()
            ));
        }
        let [first, second] = [other.methods_folders(), self.methods_folders()];
        // What one generates, the other would remove.
        for (what, first, second) in [
            ("methods.folder", first[0], second[0]),
            ("methods.blocking.folder", first[1], second[1]),
            ("output", Some(&other.output), Some(&self.output)),
            ("api", Some(&other.api), Some(&self.api)),
            ("samples.file", other.samples_file(), self.samples_file()),
        ] {
            if let (Some(first), Some(second)) = (first, second)
                && lexical(first) == lexical(second)
            {
                return Err(format!(
                    "the targets `{one}` and `{two}` have one `{what}`: {}",
                    second.display()
                ));
            }
        }
        Ok(())
    }

    /// Whether every type of `texts` has a path, and no name two types.
    fn check_texts(&self) -> Result<(), String> {
        let mut types = BTreeMap::new();
        for (path, names) in &self.texts {
            if syn::parse_str::<syn::Path>(&self.below_runtime(path)).is_err() {
                return Err(format!("texts: {path:?} is not a Rust path"));
            }
            for name in names {
                if let Some(other) = types.insert(name, path) {
                    return Err(format!("texts: `{name}` is both `{other}` and `{path}`"));
                }
            }
        }
        Ok(())
    }

    /// A Rust path that is given below `runtime`, unless it begins with `crate` or `::`.
    pub(crate) fn below_runtime(&self, path: &str) -> String {
        below(&self.runtime, path)
    }

    /// The Rust path of the type that a text of this name is read into, if it has one; its type's own entry comes first.
    pub(crate) fn text_type(&self, on: &str, name: &str) -> Option<String> {
        let own = format!("{on}.{name}");
        let of = |wanted: &str| {
            let mut types = self.texts.iter();
            types.find(|(_, names)| names.iter().any(|name| name == wanted))
        };
        let (path, _) = of(&own).or_else(|| of(name))?;
        Some(self.below_runtime(path))
    }

    /// The schema's file, seen from the current folder.
    #[must_use]
    pub fn schema_file(&self) -> PathBuf {
        self.path(&self.schema)
    }

    /// Whether a text of this name must not be shown: a field of this type, if it is one of a known type.
    pub(crate) fn is_sensitive(&self, on: Option<&str>, name: &str) -> bool {
        has(&self.sensitive, on, name) || self.is_encrypted(on, name)
    }

    /// Whether the service wants a text of this name encrypted, likewise.
    pub(crate) fn is_encrypted(&self, on: Option<&str>, name: &str) -> bool {
        has(&self.encrypted, on, name)
    }

    /// The verb that an operation's name begins with, if it is one of the configuration's.
    pub(crate) fn verb(&self, name: &str) -> Option<&str> {
        let begins = |verb: &&String| {
            name.strip_prefix(verb.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_lowercase))
        };
        self.verbs.iter().find(begins).map(String::as_str)
    }

    /// The Rust name of an input object or enum of the schema.
    pub(crate) fn type_name(&self, wire: &str) -> String {
        let given = self.names.get(wire).cloned();
        given.unwrap_or_else(|| names::type_name(wire))
    }

    /// The Rust name of an enum's value.
    pub(crate) fn variant(&self, of: &str, value: &str) -> String {
        let given = self.names.get(&format!("{of}.{value}")).cloned();
        given.unwrap_or_else(|| names::type_name(value))
    }

    /// The Rust name of an input object's field.
    pub(crate) fn input_field(&self, of: &str, field: &str) -> String {
        let given = self.names.get(&format!("{of}.{field}")).cloned();
        given.unwrap_or_else(|| names::field(field))
    }

    /// The folders of the named methods, as the configuration has them.
    pub(crate) fn methods_folders(&self) -> [Option<&PathBuf>; 2] {
        let methods = self.methods.as_ref();
        let blocking = methods.and_then(|methods| methods.blocking.as_ref());
        [
            methods.map(|methods| &methods.folder),
            blocking.map(|blocking| &blocking.folder),
        ]
    }

    /// The folder of query files that an operation's file is in, if it is in one.
    pub(crate) fn area<'f>(&self, file: &'f Path) -> Option<&'f str> {
        let below = file.strip_prefix(&self.queries).ok()?;
        below.parent()?.iter().next()?.to_str()
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
