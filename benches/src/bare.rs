//! Minimal calls without an SDK: reqwest and serde.
//!
//! They send the same documents and variables, and read the responses into the same types.

mod legacy;
mod v2;

use authing_core::Operation;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use getrandom::SysRng;
use reqwest::{Certificate, Client, RequestBuilder};
use rsa::pkcs8::DecodePublicKey;
use rsa::{Pkcs1v15Encrypt, PublicKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::responses::PASSWORD;
pub use legacy::{Legacy, UserData};
pub use v2::V2;

/// The key that the public service documents.
pub const KEY: &str = include_str!("../../authing-client/src/crypto/default_public_key.pem");

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<V> {
    query: &'static str,
    variables: V,
    operation_name: &'static str,
}

/// A response without any checks.
#[derive(Debug, Deserialize)]
pub struct Envelope<D> {
    /// The requested data.
    pub data: D,
}

/// Returns an HTTP client that trusts this certificate authority.
///
/// # Errors
///
/// If the file can't be read, or is no certificate.
pub fn http_client(authority: Option<&str>) -> Result<Client, Failure> {
    let mut client = Client::builder();
    if let Some(file) = authority {
        let pem = std::fs::read(file)?;
        client = client.tls_certs_merge([Certificate::from_pem(&pem)?]);
    }
    Ok(client.build()?)
}

/// Sends an operation's document with these variables, and returns its data.
async fn send<O: Operation, D: DeserializeOwned>(
    request: RequestBuilder,
    variables: impl Serialize,
) -> Result<D, Failure> {
    let request = request.json(&Body {
        query: O::DOCUMENT,
        variables,
        operation_name: O::NAME,
    });
    let response: Envelope<D> = request.send().await?.json().await?;
    Ok(response.data)
}

fn key() -> Result<PublicKey, Failure> {
    Ok(PublicKey::from_public_key_pem(KEY)?)
}

/// Returns the password, encrypted.
fn encrypted(key: &PublicKey) -> Result<String, Failure> {
    let encrypted = key.encrypt(&mut SysRng, Pkcs1v15Encrypt, PASSWORD.as_bytes())?;
    Ok(STANDARD.encode(encrypted))
}
