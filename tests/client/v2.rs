//! What only the v2 API has.

mod json_texts;
