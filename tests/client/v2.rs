//! What only the v2 API has.

mod cas;
mod json_texts;
mod log_out;
mod oidc;
mod public_key;
mod qr_code;
mod second_step;
