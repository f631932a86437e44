//! The APIs that the emulator serves: wire shape in, a rule called, wire shape out.

pub(crate) mod legacy;
