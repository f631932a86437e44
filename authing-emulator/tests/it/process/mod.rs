//! The program, as a process.

#[cfg(all(unix, feature = "cli"))]
mod exec;
#[cfg(all(unix, feature = "cli"))]
mod kills;
#[cfg(all(unix, feature = "cli"))]
mod official_sdks;
#[cfg(feature = "cli")]
pub(crate) mod program;
