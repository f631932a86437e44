//! The minimal cost of a call: hyper, one connection, a prepared body, and a response that is not read.

use authing_core::Operation;
use authing_core::legacy::operations;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpStream;

use crate::Failure;
use crate::responses::{USER_ID, USER_POOL_ID};

/// A connection to the service.
#[derive(Debug)]
pub struct Floor {
    connection: SendRequest<Full<Bytes>>,
    authority: String,
    body: Bytes,
}

impl Floor {
    /// Connects to the service at this `http` URL, to look up the user.
    ///
    /// # Errors
    ///
    /// Any error of the connection.
    pub async fn connect(url: &str) -> Result<Self, Failure> {
        let authority = url.strip_prefix("http://").ok_or("not plain http")?;
        let stream = TcpStream::connect(authority).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let body = json!({
            "query": operations::GetUser::DOCUMENT,
            "variables": {"id": USER_ID, "registerInClient": USER_POOL_ID},
            "operationName": operations::GetUser::NAME,
        });
        Ok(Self {
            connection: sender,
            authority: authority.to_owned(),
            body: body.to_string().into(),
        })
    }

    /// Makes the call.
    ///
    /// # Errors
    ///
    /// Any error of the connection.
    pub async fn call(&mut self) -> Result<Bytes, Failure> {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/graphql")
            .header(HOST, &self.authority)
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(self.body.clone()))?;
        self.connection.ready().await?;
        let response = self.connection.send_request(request).await?;
        Ok(response.into_body().collect().await?.to_bytes())
    }
}
