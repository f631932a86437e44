//! The program, as a process.

#[cfg(unix)]
mod exec;
#[cfg(unix)]
mod kills;
#[cfg(unix)]
mod official_sdks;
pub(crate) mod program;
