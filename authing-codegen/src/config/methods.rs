//! `[target.methods]`: the generated named methods of the clients.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::check_path;

/// The paths of the generated methods, one file per folder of query files that has any, and the Rust paths that they use.
///
/// A client has a method `execute`, and those of its [`senders`](Self::senders). A client that acts as an end user also has
/// `own_id`, which returns the user's id or an error for the operation with the given name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Methods {
    /// The folder of the generated files. It belongs to the generator.
    pub folder: PathBuf,
    /// The Rust types of the clients that query files name, such as `CLIENT = "crate::Client"`.
    pub clients: BTreeMap<String, String>,
    /// The methods of a client that send the operations with a marker trait, by the trait as in `implements`. Other operations
    /// are sent by `execute`.
    #[serde(default)]
    pub senders: BTreeMap<String, Sender>,
    /// The same settings for blocking clients.
    pub blocking: Option<Blocking>,
    /// The Rust path of `authing-core` in these files, like the following paths.
    pub runtime: String,
    /// The Rust path of the operations: a module named `operations`.
    pub operations: String,
    /// The Rust path of the types: a module named `types`.
    pub types: String,
    /// The Rust path of the clients' error: a type named `Error`.
    pub error: String,
}

/// A method of a client that sends the operations with a marker trait in place of `execute`, such as `login`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Sender {
    /// Its name.
    pub method: String,
    /// The Rust path of what it returns, whatever the operation's output is.
    pub output: String,
}

/// The paths of the generated blocking methods.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Blocking {
    /// The folder of the generated files. It belongs to the generator.
    pub folder: PathBuf,
    /// The Rust types of the blocking clients, under the same names as the asynchronous ones.
    pub clients: BTreeMap<String, String>,
    /// The methods of a blocking client that send the operations with a marker trait, for the same traits.
    #[serde(default)]
    pub senders: BTreeMap<String, Sender>,
}

impl Methods {
    /// Checks that every Rust path is valid and has the last segment that the generated code requires.
    pub(super) fn check(&self) -> Result<(), String> {
        let named = [
            ("operations", &self.operations, Some("operations")),
            ("types", &self.types, Some("types")),
            ("error", &self.error, Some("Error")),
            ("runtime", &self.runtime, None),
        ];
        if let Some(blocking) = &self.blocking {
            if !blocking.clients.keys().eq(self.clients.keys()) {
                return Err(
                    "methods.blocking.clients must name the same clients as methods.clients"
                        .to_owned(),
                );
            }
            if !blocking.senders.keys().eq(self.senders.keys()) {
                return Err(
                    "methods.blocking.senders must name the same traits as methods.senders"
                        .to_owned(),
                );
            }
        }
        let blocking = self.blocking.iter().flat_map(|blocking| &blocking.clients);
        let clients = self.clients.iter().chain(blocking);
        let clients = clients.map(|(name, path)| (name.as_str(), path, None));
        let blocking = self.blocking.iter().flat_map(|blocking| &blocking.senders);
        let senders = self.senders.iter().chain(blocking);
        for (of_trait, Sender { method, output }) in senders {
            let key = format!("methods: senders.{of_trait:?}");
            syn::parse_str::<syn::Ident>(method)
                .map_err(|_| format!("{key}.method = {method:?} is not a valid method name"))?;
            check_path(&format!("{key}.output"), output)?;
        }
        for (key, path, last) in named.into_iter().chain(clients.clone()) {
            let parsed = check_path(&format!("methods: {key}"), path)?;
            let ends = parsed.segments.last();
            if let (Some(last), Some(ends)) = (last, ends)
                && ends.ident != last
            {
                return Err(format!("methods: {key} = {path:?} must end with `{last}`"));
            }
        }
        for (key, path, _) in clients {
            if !path.starts_with("crate::") {
                return Err(format!(
                    "methods: {key} = {path:?} must begin with `crate::`: Rust lets a crate add methods to its own types only"
                ));
            }
        }
        Ok(())
    }
}
