//! A program in a separate process, so that its cost is not attributed to the client.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::responses::{APP_ID, EMAIL, PASSWORD, SECRET, USER_ID, USER_POOL_ID};
use crate::system;

/// A running program that prints one line of JSON when it is ready. It is stopped when this is dropped.
#[derive(Debug)]
pub struct Elsewhere<T> {
    program: Running,
    said: T,
}

#[derive(Debug)]
struct Running(Child);

/// The line that the program `fixed_service` prints when it is ready: everything that a client needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    /// Its URL, without a path.
    pub url: String,
    user_pool_id: String,
    secret: String,
    app_id: String,
    user_id: String,
    email: String,
    password: String,
}

impl Ready {
    /// Returns the line of the service at this URL.
    #[must_use]
    pub fn at(url: String) -> Self {
        Self {
            url,
            user_pool_id: USER_POOL_ID.to_owned(),
            secret: SECRET.to_owned(),
            app_id: APP_ID.to_owned(),
            user_id: USER_ID.to_owned(),
            email: EMAIL.to_owned(),
            password: PASSWORD.to_owned(),
        }
    }
}

impl Elsewhere<Ready> {
    /// Starts `fixed_service` with these arguments.
    ///
    /// # Errors
    ///
    /// If it has not been built or does not start.
    pub fn service(arguments: &[&str]) -> Result<Self, Failure> {
        Self::start("fixed_service", arguments)
    }

    /// Its URL, without a path.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.said.url
    }
}

impl<T: DeserializeOwned> Elsewhere<T> {
    /// Starts a program with these arguments. It is in the folder of this program.
    ///
    /// # Errors
    ///
    /// If it has not been built or does not start.
    pub fn start(program: &str, arguments: &[&str]) -> Result<Self, Failure> {
        let here = std::env::current_exe()?;
        // Benchmarks are one folder deeper than programs.
        let path = here
            .ancestors()
            .skip(1)
            .take(2)
            .map(|folder| folder.join(program))
            .find(|path| path.exists())
            .ok_or_else(|| format!("`{program}` is not built; see PERFORMANCE.md"))?;
        let program = Command::new(path)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut program = Running(program);
        let mut line = String::new();
        let output = program.0.stdout.take().ok_or("the program has no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let said = serde_json::from_str(&line)?;
        Ok(Self { program, said })
    }

    /// Returns the line that it printed.
    #[must_use]
    pub fn said(&self) -> &T {
        &self.said
    }

    /// Stops it, and returns the line that it printed.
    #[must_use]
    pub fn into_said(self) -> T {
        self.said
    }

    /// Returns its memory, in KiB.
    ///
    /// # Errors
    ///
    /// If the system has no `/proc`.
    pub fn memory(&self) -> Result<u64, Failure> {
        system::memory_of(&self.program.0.id().to_string())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
