//! `cargo codegen generate` and `cargo codegen check`.

use authing_codegen::{Config, Error};

/// Compiles every target and writes what differs.
pub(crate) fn generate(config: &Config) -> Result<String, Error> {
    each(config, |output| {
        let written = output.write()?;
        Ok(written.to_string())
    })
}

/// Compiles every target in memory and compares.
pub(crate) fn check(config: &Config) -> Result<String, Error> {
    each(config, |output| {
        output.check()?;
        Ok("up to date".to_owned())
    })
}

fn each(
    config: &Config,
    act: impl Fn(&authing_codegen::Output) -> Result<String, Error>,
) -> Result<String, Error> {
    let mut lines = Vec::new();
    for target in &config.targets {
        let output = authing_codegen::compile(target)?;
        let done = act(&output)?;
        lines.push(format!("{}: {}; {done}\n", target.name, output.summary()));
    }
    Ok(lines.concat())
}
