//! Makes a schema, its query files and their configuration of bytes: the same bytes make the same, and every sequence of bytes
//! makes one. Most are valid; all are odd in the ways in which other services' schemas are.
//!
//! The tests read bytes from a sequence of pseudorandom numbers, the fuzz target from libFuzzer.

mod check;
mod code;
mod config;
mod dice;
mod members;
mod names;
mod queries;
mod schema;
mod sdl;
mod selections;
mod texts;
mod values;
mod variables;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub use check::{check, generate};
use dice::Dice;

/// Directives of other tools, which schemas use without defining them.
pub const UNDEFINED: [&str; 3] = ["key", "Unknown", "self"];

/// The input of the generator.
#[derive(Debug)]
pub struct Case {
    /// The schema, in SDL.
    pub schema: String,
    /// The query files: their paths below `queries`, and their texts.
    pub queries: Vec<(String, String)>,
    /// The configuration of the target, after its paths.
    config: String,
    /// The names of strings that are secrets wherever they are.
    pub secrets: Vec<String>,
    /// The Rust types of scalars.
    pub scalars: BTreeMap<String, String>,
}

impl Case {
    /// Makes a case of bytes.
    pub fn new(bytes: &[u8]) -> Self {
        let mut dice = Dice::new(bytes);
        let schema = schema::Schema::new(&mut dice);
        let text = schema.text(&mut dice);
        let queries = queries::queries(&mut dice, &schema);
        let scalars = config::scalars(&mut dice, &schema);
        let config = config::config(&mut dice, &schema, &scalars, &queries);
        let secrets = schema.secrets.iter().map(ToString::to_string);
        Self {
            schema: text,
            queries: queries.files,
            config,
            secrets: secrets.collect(),
            scalars,
        }
    }

    /// Writes the case into a folder. `module` is the Rust path of the module that has the generated code.
    pub fn write(&self, folder: &Path, module: &str) {
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("schema.graphql", &self.schema);
        write("api.graphql", include_str!("api.graphql"));
        for (path, text) in &self.queries {
            write(&format!("queries/{path}"), text);
        }
        write("codegen.toml", &self.config.replace("MODULE", module));
    }
}
