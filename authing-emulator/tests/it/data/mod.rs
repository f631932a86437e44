//! What an emulator stores: its data file and its seed.

mod after_2038;
pub(crate) mod file;
mod file_errors;
mod reset;
mod seed;
