//! `authing-codegen fetch` against the emulator, and against services of all kinds.

mod file;
mod headers;
mod rejections;
mod responses;
mod schemas;
mod support;
mod transport;
