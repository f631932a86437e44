//! Secrets and decisions, from the environment or from a person at the terminal. Nothing typed here is shown.

use std::env::VarError;
use std::io::{self, IsTerminal, Read, Write};

use authing_client::Secret;

use crate::failure::Failure;

/// The variable with the password of a new user.
const NEW_PASSWORD: &str = "AUTHING_NEW_PASSWORD";

/// The variable with the token to inspect or verify.
const TOKEN: &str = "AUTHING_TOKEN";

/// Longer than any token, so that a wrong file does not fill the memory.
const TOKEN_BYTES: u64 = 1024 * 1024;

/// Returns the password of a new user, typed twice if it is typed.
pub(crate) fn new_password() -> Result<Secret, Failure> {
    if let Some(password) = variable(NEW_PASSWORD)? {
        return Ok(password);
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::Usage(format!(
            "the new user needs a password: set {NEW_PASSWORD}, run this at a terminal, or pass --no-password"
        )));
    }
    let password = hidden("Password of the new user: ")?;
    if password.is_empty() {
        return Err(Failure::Usage("the password must not be empty".to_owned()));
    }
    if hidden("Repeat the password: ")? != password {
        return Err(Failure::Usage("the passwords differ".to_owned()));
    }
    Ok(password)
}

/// Returns the token of `AUTHING_TOKEN`, else the one on stdin.
pub(crate) fn token() -> Result<Secret, Failure> {
    if let Some(token) = variable(TOKEN)? {
        return Ok(token);
    }
    if io::stdin().is_terminal() {
        return hidden("Token: ");
    }
    let mut text = String::new();
    let read = io::stdin().take(TOKEN_BYTES).read_to_string(&mut text);
    match read {
        Ok(_) if text.trim().is_empty() => Err(Failure::Usage(format!(
            "there is no token: set {TOKEN}, or write the token to stdin"
        ))),
        Ok(_) => Ok(Secret::new(text.trim())),
        Err(error) => Err(Failure::Usage(format!("stdin has no token: {error}"))),
    }
}

/// Asks for a `y`. Without a terminal, `option` has to be given instead.
pub(crate) fn confirm(question: &str, option: &str) -> Result<(), Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::Usage(format!(
            "{question} Pass {option} if you mean it, because stdin is not a terminal"
        )));
    }
    let mut stderr = io::stderr().lock();
    write!(stderr, "{question} [y/N] ")?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => Err(Failure::Usage("nothing was done".to_owned())),
    }
}

fn hidden(prompt: &str) -> Result<Secret, Failure> {
    let typed = rpassword::prompt_password(prompt);
    typed.map(Secret::new).map_err(|error| {
        Failure::Usage(format!("nothing could be read from the terminal: {error}"))
    })
}

/// Returns a variable's value, which must not be empty if it is set.
fn variable(name: &str) -> Result<Option<Secret>, Failure> {
    match std::env::var(name) {
        Err(VarError::NotPresent) => Ok(None),
        Ok(value) if !value.is_empty() => Ok(Some(Secret::new(value))),
        Ok(_) => Err(Failure::Usage(format!(
            "{name} must not be empty: unset it, or give it a value"
        ))),
        Err(VarError::NotUnicode(_)) => Err(Failure::Usage(format!("{name} is not UTF-8"))),
    }
}
