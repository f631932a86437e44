//! What only the v2 API has.

mod cas;
mod json_texts;
mod log_out;
mod oidc;
mod qr_code;
mod second_step;
