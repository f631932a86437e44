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

/// Compiles the targets and writes the changed files. Writes nothing if a target can't be compiled.
pub(crate) fn generate(targets: &[&Target]) -> Result<String, Error> {
    each(targets, |output| {
        let written = output.write()?;
        Ok(written.to_string())
    })
}

/// Compiles the targets in memory and compares them with the generated files.
pub(crate) fn check(targets: &[&Target]) -> Result<String, Error> {
    each(targets, |output| {
        output.check()?;
        Ok("up to date".to_owned())
    })
}

/// Compiles all targets, then applies `act` to the output of each.
fn each(
    targets: &[&Target],
    act: impl Fn(&Output) -> Result<String, Error>,
) -> Result<String, Error> {
    let outputs: Result<Vec<_>, _> = targets
        .iter()
        .map(|target| authing_codegen::compile(target))
        .collect();
    let mut lines = Vec::new();
    for (target, output) in targets.iter().zip(outputs?) {
        let done = act(&output)?;
        lines.push(format!("{}: {}; {done}\n", target.name, output.summary()));
    }
    Ok(lines.concat())
}
