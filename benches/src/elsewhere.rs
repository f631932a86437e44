//! A program in a process of its own, so that what it takes is not counted as the client's.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::answers::{EMAIL, PASSWORD, SECRET, USER_ID, USER_POOL_ID};
use crate::system;

/// A program that says in one line of JSON when it is ready, until this is dropped.
#[derive(Debug)]
pub struct Elsewhere<T> {
    program: Running,
    said: T,
}

#[derive(Debug)]
struct Running(Child);

/// What the program `fixed_service` says when it is ready: all that a client needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    /// Its address, without a path.
    pub url: String,
    user_pool_id: String,
    secret: String,
    user_id: String,
    email: String,
    password: String,
}

impl Ready {
    /// That of the service at this address.
    #[must_use]
    pub fn at(url: String) -> Self {
        Self {
            url,
            user_pool_id: USER_POOL_ID.to_owned(),
            secret: SECRET.to_owned(),
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
    /// If it has not been built, or does not start.
    pub fn service(arguments: &[&str]) -> Result<Self, Failure> {
        Self::start("fixed_service", arguments)
    }

    /// Its address, without a path.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.said.url
    }
}

impl<T: DeserializeOwned> Elsewhere<T> {
    /// Starts a program with these arguments. It lies where this program does.
    ///
    /// # Errors
    ///
    /// If it has not been built, or does not start.
    pub fn start(program: &str, arguments: &[&str]) -> Result<Self, Failure> {
        let here = std::env::current_exe()?;
        // Benchmarks are one folder further down than programs.
        let path = here
            .ancestors()
            .skip(1)
            .take(2)
            .map(|folder| folder.join(program))
            .find(|path| path.exists())
            .ok_or_else(|| format!("build `{program}` first, as PERFORMANCE.md says"))?;
        let program = Command::new(path)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut program = Running(program);
        let mut line = String::new();
        let output = program.0.stdout.take().ok_or("it says nothing")?;
        BufReader::new(output).read_line(&mut line)?;
        let said = serde_json::from_str(&line)?;
        Ok(Self { program, said })
    }

    /// What it said.
    #[must_use]
    pub fn said(&self) -> &T {
        &self.said
    }

    /// The memory that it has, in KiB.
    ///
    /// # Errors
    ///
    /// Where there is no `/proc`.
    pub fn memory(&self) -> Result<u64, Failure> {
        system::memory_of(&self.program.0.id().to_string())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // If it has ended already, so much the better.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
