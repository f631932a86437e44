//! What differs between the APIs in the tests of all operations.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use authing_client::bytes::Bytes;
use authing_client::http::Request;

use super::{Clients, Entry, OPERATIONS, v2};
use crate::fake::{self, Reply, Requests};

/// An API.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// Every operation, sorted by name.
    pub operations: &'static [Entry],
    /// The list of its public items, in the folder of `authing-core`.
    list: &'static str,
    /// The paths of its GraphQL endpoints' URLs.
    pub path: &'static str,
    /// The operation that fetches a client's own token.
    pub token_operation: &'static str,
    /// A response to it, with [`OWNER_TOKEN`](crate::OWNER_TOKEN).
    pub token_response: &'static str,
}

/// The legacy API.
pub static LEGACY: Api = Api {
    operations: OPERATIONS,
    list: "API.txt",
    path: "/graphql",
    token_operation: "GetOwnerToken",
    token_response: fake::OWNER,
};

/// The v2 API.
pub static V2: Api = Api {
    operations: v2::OPERATIONS,
    list: "API.v2.txt",
    path: "/graphql/v2",
    token_operation: "GetManagementToken",
    token_response: fake::MANAGEMENT,
};

/// All APIs.
pub static APIS: [&Api; 2] = [&LEGACY, &V2];

impl Api {
    /// Returns the GraphQL operations.
    pub fn graphql(&self) -> impl Iterator<Item = &'static Entry> + use<> {
        let operations = self.operations.iter();
        operations.filter(|entry| entry.rest().is_none())
    }

    /// Returns the REST operations.
    pub fn rest(&self) -> impl Iterator<Item = &'static Entry> + use<> {
        let operations = self.operations.iter();
        operations.filter(|entry| entry.rest().is_some())
    }

    /// Returns clients of a service that issues the client's own token, and responds to the operation with the result of
    /// `respond`.
    pub fn clients<R: Into<Reply>>(
        &'static self,
        name: &'static str,
        respond: impl Fn(&Request<Bytes>) -> R + Send + Sync + 'static,
    ) -> (Clients, Requests) {
        let requests = Requests::default();
        let transport =
            requests.transport(move |request| match self.fetches_token(request, name) {
                true => self.token_response.into(),
                false => respond(request).into(),
            });
        (Clients::over(transport), requests)
    }

    /// Returns whether a request fetches a client's own token for another operation.
    #[must_use]
    pub fn fetches_token(&self, request: &Request<Bytes>, name: &str) -> bool {
        name != self.token_operation && fake::operation(request) == self.token_operation
    }

    /// Counts the requests that don't fetch a client's own token for another operation.
    #[must_use]
    pub fn count(&self, requests: &Requests, name: &str) -> usize {
        let requests = requests.all();
        let sent = requests.iter();
        sent.filter(|request| !self.fetches_token(request, name))
            .count()
    }

    /// Reads the list of its public items.
    ///
    /// # Errors
    ///
    /// If the file can't be read.
    pub fn read_list(&self) -> io::Result<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../authing-core");
        fs::read_to_string(folder.join(self.list))
    }

    /// Reads the names of all operations, and the wire names of their variables.
    ///
    /// # Errors
    ///
    /// If the list can't be read.
    pub fn wire_names(&self) -> io::Result<BTreeMap<String, BTreeSet<String>>> {
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in self.read_list()?.lines() {
            // `operation Name -> …`, or `operation Name.field: Type (wireName: …`.
            let Some(operation) = line.strip_prefix("operation ") else {
                continue;
            };
            let name = operation.split([' ', '.']).next().unwrap_or_default();
            let variables = names.entry(name.to_owned()).or_default();
            if let Some((_, wire)) = operation.split_once(" (")
                && let Some((wire, _)) = wire.split_once(": ")
            {
                variables.insert(wire.to_owned());
            }
        }
        Ok(names)
    }

    /// Reads the names of the operations whose output can be `null`, which stands for an empty list, too.
    ///
    /// # Errors
    ///
    /// If the list can't be read.
    pub fn nullable(&self) -> io::Result<BTreeSet<String>> {
        let list = self.read_list()?;
        // `operation GetUser -> Option<User> (…`, `operation ListRules -> Vec<Rule> (…`
        let nullable = list.lines().filter_map(|line| {
            let (name, output) = line.strip_prefix("operation ")?.split_once(" -> ")?;
            ["Option<", "Vec<"]
                .into_iter()
                .any(|kind| output.starts_with(kind))
                .then(|| name.to_owned())
        });
        Ok(nullable.collect())
    }
}
