//! Users of the legacy API.

mod email;
mod find;
mod lists;
mod phone;
mod register;
mod remove;
mod reset_password;
mod update;
mod uploads;
