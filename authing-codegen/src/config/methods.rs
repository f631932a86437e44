//! `[target.methods]`: where the clients' named methods go.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

/// Where the clients' named methods go, one file for each folder of query files that has any, and what they name things by.
///
/// A client has `execute`; one that acts as an end user, `own_id`, too: the user's id, or an error of the operation that it is
/// given the name of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Methods {
    /// The folder that gets the files. It belongs to the generator.
    pub folder: PathBuf,
    /// The Rust types of the clients that query files name, such as `CLIENT = "crate::Client"`.
    pub clients: BTreeMap<String, String>,
    /// The same for clients whose methods wait for the response.
    pub blocking: Option<Blocking>,
    /// The Rust path of `authing-core`, seen from these files; like those that follow.
    pub runtime: String,
    /// The Rust path of the operations: a module called `operations`.
    pub operations: String,
    /// The Rust path of the types: a module called `types`.
    pub types: String,
    /// The Rust path of the clients' error: a type called `Error`.
    pub error: String,
}

/// Where the methods go that wait for the response.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocking {
    /// The folder that gets the files. It belongs to the generator.
    pub folder: PathBuf,
    /// The Rust types of the clients; each is called like the one that it waits for.
    pub clients: BTreeMap<String, String>,
}

impl Methods {
    /// Whether everything that is to be a Rust path is one, and ends as the generated code needs it.
    pub(super) fn check(&self) -> Result<(), String> {
        let named = [
            ("operations", &self.operations, Some("operations")),
            ("types", &self.types, Some("types")),
            ("error", &self.error, Some("Error")),
            ("runtime", &self.runtime, None),
        ];
        if let Some(blocking) = &self.blocking
            && !blocking.clients.keys().eq(self.clients.keys())
        {
            return Err(
                "methods.blocking.clients must name the same clients as methods.clients".to_owned(),
            );
        }
        let blocking = self.blocking.iter().flat_map(|blocking| &blocking.clients);
        let clients = self.clients.iter().chain(blocking);
        let clients = clients.map(|(name, path)| (name.as_str(), path, None));
        for (key, path, last) in named.into_iter().chain(clients) {
            let parsed = syn::parse_str::<syn::Path>(path)
                .map_err(|_| format!("methods: {key} = {path:?} is no Rust path"))?;
            let ends = parsed.segments.last();
            if let (Some(last), Some(ends)) = (last, ends)
                && ends.ident != last
            {
                return Err(format!("methods: {key} = {path:?} must end with `{last}`"));
            }
        }
        Ok(())
    }
}
