//! Users, and their custom data.

pub(super) mod change;
pub(super) mod custom_data;
pub(super) mod find;
pub(super) mod nested;
pub(super) mod object;
