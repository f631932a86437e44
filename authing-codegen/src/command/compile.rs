//! The commands `generate` and `check`.

use authing_codegen::{Error, Output, Target};
use clap::Args;

/// Which targets are compiled.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Only this target of the configuration; without it, all of them.
    #[arg(long)]
    pub(crate) target: Option<String>,
}

/// Compiles the targets and writes what differs, unless one of them can't be compiled.
pub(crate) fn generate(targets: &[&Target]) -> Result<String, Error> {
    each(targets, |output| {
        let written = output.write()?;
        Ok(written.to_string())
    })
}

/// Compiles the targets in memory and compares.
pub(crate) fn check(targets: &[&Target]) -> Result<String, Error> {
    each(targets, |output| {
        output.check()?;
        Ok("up to date".to_owned())
    })
}

/// Acts on the targets' output once all of them have been compiled.
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
