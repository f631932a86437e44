//! Requests that no HTTP library would send.

use reqwest::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::Fixture;

impl Fixture {
    pub(crate) async fn connect(&self) -> TcpStream {
        let host = self.emulator.base_url().replace("http://", "");
        TcpStream::connect(host).await.unwrap()
    }

    /// Sends these bytes, and returns the status and everything received.
    pub(crate) async fn raw(&self, request: &[u8]) -> (StatusCode, String) {
        let mut connection = self.connect().await;
        connection.write_all(request).await.unwrap();
        rest(&mut connection).await
    }
}

/// Reads until the other end closes the connection.
pub(crate) async fn rest(connection: &mut TcpStream) -> (StatusCode, String) {
    let mut response = Vec::new();
    connection.read_to_end(&mut response).await.unwrap();
    let response = String::from_utf8(response).unwrap();
    let status = response.split(' ').nth(1).unwrap().parse().unwrap();
    (status, response)
}
