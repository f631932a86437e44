//! A crate with the generated code of many cases, each in its own module: it is compiled once.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

const MANIFEST: &str = r#"[package]
name = "sample"
version = "0.0.0"
edition = "2024"

[workspace]

[lib]
test = false

[[bin]]
name = "sample"
test = false

[dependencies]
authing-core = { path = "CORE", default-features = false }
serde = "1"
serde_json = "1"

[profile.dev]
debug = false
incremental = false
"#;

const MODULE: &str = r#"//! A case.
#[path = "../client.rs"]
pub mod client;
pub mod operations;
/// Sample values.
pub mod samples {
    use crate::support::{Entry, Sample, Values, sample};
    pub mod generated;
}
pub mod types;
"#;

/// What an operation sends or reads, twice; by the case and its name.
pub type Values = BTreeMap<String, Vec<Value>>;

/// The folder of the crate.
pub struct Sample {
    folder: PathBuf,
    cases: Vec<String>,
}

impl Sample {
    /// Creates the crate without cases. Its dependencies are compiled once for all runs.
    pub fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated-code");
        let source = folder.join("src");
        if source.exists() {
            fs::remove_dir_all(&source).unwrap();
        }
        fs::create_dir_all(&source).unwrap();
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let core = own.join("../authing-core").canonicalize().unwrap();
        let manifest = MANIFEST.replace("CORE", core.to_str().unwrap());
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        // The versions of the workspace: nothing is downloaded.
        fs::copy(own.join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        for (name, text) in [
            ("support.rs", include_str!("sample/support.rs")),
            ("client.rs", include_str!("sample/client.rs")),
            (
                "main.rs",
                "//! Calls every operation.\nfn main() {\n    sample::run();\n}\n",
            ),
        ] {
            fs::write(source.join(name), text).unwrap();
        }
        let cases = Vec::new();
        Self { folder, cases }
    }

    /// Returns the folder of a case, which is a module of the crate.
    pub fn case(&self, name: &str) -> PathBuf {
        self.folder.join("src").join(name)
    }

    /// Adds a case whose code has been generated.
    pub fn add(&mut self, name: &str) {
        let folder = self.case(name);
        let mut module = MODULE.to_owned();
        for folder in ["methods", "blocking"].map(|name| (name, folder.join(name))) {
            if folder.1.exists() {
                module += &format!("pub mod {};\n", folder.0);
            }
        }
        fs::write(folder.join("mod.rs"), module).unwrap();
        self.cases.push(name.to_owned());
    }

    /// Compiles the code and its documentation, neither of which may have a warning or a doctest.
    pub fn compile(&self) {
        let mut library = "//! Generated code of many cases.\n#![deny(warnings, missing_debug_implementations, missing_docs, unreachable_pub, rust_2018_idioms)]\n#[allow(clippy::unwrap_used)]\npub mod support;\n".to_owned();
        for case in &self.cases {
            library += &format!("pub mod {case};\n");
        }
        let entries = self.cases.iter();
        let entries =
            entries.map(|case| format!("(\"{case}\", {case}::samples::generated::OPERATIONS)"));
        let entries: Vec<String> = entries.collect();
        library += &format!(
            "/// Calls every operation.\npub fn run() {{\n    support::run(&[{}]);\n}}\n",
            entries.join(", ")
        );
        fs::write(self.folder.join("src/lib.rs"), library).unwrap();
        self.cargo(&["build"]);
        self.cargo(&["test", "--doc"]);
        self.cargo(&["doc", "--no-deps", "--lib"]);
    }

    /// Calls every operation, and returns what it sends, or what it reads if there are responses.
    pub fn run(&self, responses: &Values) -> Values {
        let mut child = Command::new(self.folder.join("target/debug/sample"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let text = serde_json::to_vec(responses).unwrap();
        child.stdin.take().unwrap().write_all(&text).unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success());
        serde_json::from_slice(&done.stdout).unwrap()
    }

    fn cargo(&self, arguments: &[&str]) -> String {
        let done = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet", "--target-dir", "target"])
            .current_dir(&self.folder)
            .env_remove("RUSTFLAGS")
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(
            done.status.success(),
            "cargo {arguments:?}: {}{}",
            text(&done.stdout),
            text(&done.stderr)
        );
        text(&done.stdout)
    }
}
