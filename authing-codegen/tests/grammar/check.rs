//! What must hold for any input of the generator.

use std::path::Path;

use authing_codegen::{Config, Error, Output};
use tempfile::TempDir;

use super::{Case, code};

/// How long an error can be, whatever it is about.
const LONGEST_ERROR: usize = 100_000;

/// Generates the code of a case. Panics unless that works, or every problem has its place.
pub fn check(case: &Case) {
    let folder = TempDir::new().unwrap();
    if let Some(output) = generate(case, folder.path(), "crate::case") {
        output.write().unwrap();
        code::check(folder.path());
    }
}

/// Generates the code of a case in a folder, which is a module of a crate. Returns nothing if the case is rejected.
pub fn generate(case: &Case, folder: &Path, module: &str) -> Option<Output> {
    case.write(folder, module);
    let config = Config::read(&folder.join(Config::FILE)).unwrap();
    match authing_codegen::compile(&config.targets[0]) {
        Ok(output) => Some(output),
        Err(error) => {
            assert!(error.to_string().len() < LONGEST_ERROR, "{case:#?}");
            let Error::Invalid(problems) = error else {
                panic!("{error}: {case:#?}");
            };
            for problem in problems {
                let is_placed =
                    problem.place.is_some() || problem.detail.contains("in the configuration");
                let is_internal = problem.message.contains("graphql_client_codegen")
                    || problem.message.contains("valid Rust");
                assert!(is_placed && !is_internal, "{problem}: {case:#?}");
            }
            None
        }
    }
}
