//! The service in a process of its own, so that what it takes is not counted as the client's.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::answers::{EMAIL, PASSWORD, SECRET, USER_ID, USER_POOL_ID};

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

/// The program, until this is dropped.
#[derive(Debug)]
pub struct Elsewhere {
    program: Child,
    ready: Ready,
}

impl Elsewhere {
    /// Starts it with these arguments. It lies where this program does.
    ///
    /// # Errors
    ///
    /// If it has not been built, or does not start.
    pub fn start(arguments: &[&str]) -> Result<Self, Failure> {
        let here = std::env::current_exe()?;
        // Benchmarks are one folder further down than programs.
        let path = here
            .ancestors()
            .skip(1)
            .take(2)
            .map(|folder| folder.join("fixed_service"))
            .find(|path| path.exists())
            .ok_or("build it first: cargo build --release -p authing-benches")?;
        let mut program = Command::new(path)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = program.stdout.take().ok_or("it says nothing")?;
        BufReader::new(output).read_line(&mut line)?;
        let ready = serde_json::from_str(&line)?;
        Ok(Self { program, ready })
    }

    /// Its address, without a path.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.ready.url
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        // If it has ended already, so much the better.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
