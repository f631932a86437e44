//! The commands `generate` and `check`.

use authing_codegen::{Error, Output, Target};
use clap::Args;

/// Selects the targets to compile.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Compile only this target. Default: all targets of the configuration.
    #[arg(long)]
    pub(crate) target: Option<String>,
}

/// Compiles the targets and writes the changed files of all of them, or of none.
pub(crate) fn generate(targets: &[&Target]) -> Result<String, Error> {
    let outputs = outputs(targets)?;
    let staged: Result<Vec<_>, _> = outputs.iter().map(Output::stage).collect();
    let mut lines = Vec::new();
    for ((target, output), staged) in targets.iter().zip(&outputs).zip(staged?) {
        lines.push(line(target, output, &staged.write()?.to_string()));
    }
    Ok(lines.concat())
}

/// Compiles the targets in memory and compares them with the generated files of all of them.
pub(crate) fn check(targets: &[&Target]) -> Result<String, Error> {
    let mut lines = Vec::new();
    let mut stale = Vec::new();
    for (target, output) in targets.iter().zip(outputs(targets)?) {
        match output.check() {
            Ok(()) => lines.push(line(target, &output, "up to date")),
            Err(Error::Stale(mut files)) => stale.append(&mut files),
            Err(error) => return Err(error),
        }
    }
    if stale.is_empty() {
        Ok(lines.concat())
    } else {
        Err(Error::Stale(stale))
    }
}

fn outputs(targets: &[&Target]) -> Result<Vec<Output>, Error> {
    let outputs = targets.iter();
    outputs
        .map(|target| authing_codegen::compile(target))
        .collect()
}

fn line(target: &Target, output: &Output, done: &str) -> String {
    format!("{}: {}; {done}\n", target.name, output.summary())
}
