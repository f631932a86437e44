//! The APIs that the emulator serves. A handler reads the request's arguments, calls a rule and builds the response
//! data.

pub(crate) mod legacy;
