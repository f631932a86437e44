//! Slow clients: each costs one connection, and affects no other client.

use std::time::Duration;

use reqwest::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::Fixture;

/// Far beyond the shutdown's timeout: if it hangs, the test still ends.
const HANGS: Duration = Duration::from_secs(120);

async fn stuck_after(fixture: &Fixture, sent: &[u8]) -> TcpStream {
    let mut connection = fixture.connect().await;
    connection.write_all(sent).await.unwrap();
    connection
}

#[tokio::test]
async fn slow_clients_delay_neither_others_nor_the_shutdown() {
    let fixture = Fixture::new().await;
    let mut stuck = Vec::new();
    let beginning =
        b"POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    let body = [&beginning[..], b"content-length: 1000\r\n\r\n{\"query\":"].concat();
    for sent in [&b""[..], b"GET /mess", beginning, &body] {
        for _ in 0..50 {
            stuck.push(stuck_after(&fixture, sent).await);
        }
    }
    // Each requests a hundred long responses, and reads none.
    let wish = b"GET /graphql?query={__schema{types{name,fields{name,type{name,fields{name}}}}}} HTTP/1.1\r\nhost: localhost\r\n\r\n";
    for _ in 0..4 {
        stuck.push(stuck_after(&fixture, &wish.repeat(100)).await);
    }
    let status = fixture.emulator.base_url() + "/system/status";
    assert_eq!(fixture.get(&status).await.0, StatusCode::OK);
    fixture.user("a@b.cn").await;

    tokio::time::timeout(HANGS, fixture.emulator.shut_down())
        .await
        .unwrap();
    for mut connection in stuck {
        // Closed: an end or an error, after any data in flight.
        let mut rest = Vec::new();
        let _ = tokio::time::timeout(HANGS, connection.read_to_end(&mut rest))
            .await
            .unwrap();
    }
}
