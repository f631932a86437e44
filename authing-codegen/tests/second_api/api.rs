//! The API: one endpoint and two kinds of token.

use std::fmt;

use authing_core::{Api, TokenKind};

pub enum Parking {}

impl Api for Parking {
    const NAME: &'static str = "parking";

    type Endpoint = Endpoint;
    type TokenRequirement = bool;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    Gate,
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("gate")
    }
}

pub enum Badge {}

impl TokenKind for Badge {
    type Api = Parking;
    const REQUIREMENT: bool = true;
}

pub enum Open {}

impl TokenKind for Open {
    type Api = Parking;
    const REQUIREMENT: bool = false;
}
