//! Runs the program with the settings of an emulator.

use std::io::Write as _;
use std::process::{Command, Stdio};

use authing_emulator::Emulator;
use serde_json::Value;

pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// Both APIs, by their names on the command line.
pub(crate) const APIS: [&str; 2] = ["legacy", "v2"];

/// A pool of its own, and the program with its settings.
pub(crate) struct Pool {
    pub(crate) api: &'static str,
    pub(crate) emulator: Emulator,
}

/// What the program has done.
pub(crate) struct Done {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Pool {
    pub(crate) fn new(api: &'static str) -> Self {
        Self::with(api, Emulator::builder())
    }

    pub(crate) fn with(api: &'static str, builder: authing_emulator::Builder) -> Self {
        let emulator = builder.start_blocking().unwrap();
        Self { api, emulator }
    }

    /// The variables for a client of the pool and its app.
    pub(crate) fn variables(&self) -> Vec<(&'static str, String)> {
        let emulator = &self.emulator;
        let mut variables = vec![
            ("AUTHING_API", self.api.to_owned()),
            ("AUTHING_HOST", emulator.base_url()),
            ("AUTHING_USER_POOL_ID", emulator.user_pool_id().to_owned()),
            ("AUTHING_SECRET", emulator.secret().to_owned()),
        ];
        if self.api == "legacy" {
            let key = emulator.public_key_pem().to_owned();
            variables.push(("AUTHING_PUBLIC_KEY", key));
        } else {
            variables.push(("AUTHING_APP_ID", emulator.app_id().to_owned()));
            variables.push(("AUTHING_APP_SECRET", emulator.app_secret().to_owned()));
        }
        variables
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        self.run_with(&[], arguments, "")
    }

    /// The program with the pool's variables, and no others of its kind.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_authing"));
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().to_uppercase();
            if name.starts_with("AUTHING") || name.ends_with("_PROXY") {
                command.env_remove(name);
            }
        }
        command.envs(self.variables()).args(arguments);
        command
    }

    /// Runs the program with more variables, or others, and this text as its stdin. Whatever it does, it must not show a
    /// secret.
    pub(crate) fn run_with(
        &self,
        variables: &[(&str, &str)],
        arguments: &[&str],
        stdin: &str,
    ) -> Done {
        let mut command = self.command(arguments);
        command.envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        // A program that reads no stdin may have ended already.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let output = child.wait_with_output().unwrap();
        let done = Done {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        let given = variables.iter().filter(|(name, _)| {
            name.contains("SECRET") || name.contains("PASSWORD") || name.contains("TOKEN")
        });
        let secrets = given.map(|(_, value)| *value).chain([
            self.emulator.secret(),
            self.emulator.app_secret(),
            PASSWORD,
        ]);
        for secret in secrets.filter(|secret| !secret.is_empty()) {
            let shown = format!("{}{}", done.stdout, done.stderr);
            assert!(
                !shown.contains(secret),
                "{arguments:?} shows a secret: {shown}"
            );
        }
        done
    }

    /// Runs a command that must succeed and returns its stdout.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        assert_eq!(
            done.status, 0,
            "{} {arguments:?}: {}",
            self.api, done.stderr
        );
        done.stdout
    }

    /// Runs a command that must succeed and returns the JSON objects on its stdout.
    pub(crate) fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let arguments = [arguments, &["--output", "json"]].concat();
        objects(&self.ok(&arguments))
    }

    /// Creates a user and returns the id.
    pub(crate) fn user(&self, email: &str) -> String {
        let create = ["users", "create", "--email", email, "--output", "json"];
        let done = self.run_with(&[("AUTHING_NEW_PASSWORD", PASSWORD)], &create, "");
        assert_eq!(done.status, 0, "{}: {}", self.api, done.stderr);
        id(&objects(&done.stdout)[0])
    }
}

pub(crate) fn objects(lines: &str) -> Vec<Value> {
    let lines = lines.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Returns an id, which the APIs name differently.
pub(crate) fn id(object: &Value) -> String {
    let id = object.get("id").or_else(|| object.get("_id"));
    id.unwrap().as_str().unwrap().to_owned()
}
