//! Every operation of both APIs: its errors, the renewal of its token, and its retries.

mod responses;
mod retries;
mod tokens;
