//! A folder in which the generator is run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with the directives and a configuration.
pub struct Project(pub TempDir);

impl Project {
    /// Creates the folder. The target has these settings after its paths.
    pub fn with_settings(settings: &str) -> Self {
        let project = Self(TempDir::new().unwrap());
        let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
        for (from, to) in [
            ("directives.graphql", "directives.graphql"),
            ("legacy.directives.graphql", "api.graphql"),
        ] {
            project.write(to, &fs::read_to_string(schemas.join(from)).unwrap());
        }
        let paths = r#"
            [[target]]
            name = "test"
            schema = "schema.graphql"
            directives = ["directives.graphql", "api.graphql"]
            queries = "queries"
            output = "src"
            api = "API.txt"
        "#;
        project.write("codegen.toml", &format!("{paths}{settings}\n"));
        project
    }

    /// Replaces a part of the configuration.
    pub fn configure(&self, from: &str, to: &str) {
        let config = self.config();
        assert!(config.contains(from), "{config}");
        self.write("codegen.toml", &config.replace(from, to));
    }

    pub fn config(&self) -> String {
        self.read("codegen.toml")
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Returns every file with its text.
    pub fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let text = fs::read_to_string(&path).unwrap();
                    files.insert(path, text);
                }
            }
        }
        files
    }

    /// Runs the program with arguments, which are separated by spaces.
    pub fn run(&self, arguments: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_authing-codegen"))
            .args(arguments.split(' '))
            .current_dir(self.0.path())
            .output()
            .unwrap()
    }

    /// Runs the program, and asserts that it works.
    #[track_caller]
    pub fn succeeds(&self, arguments: &str) -> Output {
        let done = self.run(arguments);
        assert!(done.status.success(), "{}", text(&done.stderr));
        done
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
