//! `NO_PROXY` with a configured proxy. The client runs in a child process, because the variable belongs to the process.

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use authing_tests::sockets::{listen, read_request, respond};
use authing_tests::{POOL_SECRET, USER_POOL};
use tokio::net::TcpStream;

/// A service or a proxy, and the number of its connections.
async fn counted() -> (SocketAddr, Arc<AtomicUsize>) {
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    let address = listen(move |mut stream: TcpStream| {
        counted.fetch_add(1, Ordering::SeqCst);
        async move {
            read_request(&mut stream).await;
            respond(&mut stream, "403 Forbidden", "").await;
        }
    });
    (address.await, connections)
}

/// Runs a program that calls this host with this proxy.
async fn run(host: String, proxy: SocketAddr, no_proxy: (&'static str, &str)) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_first_program"));
    program
        .env_clear()
        .env("AUTHING_USER_POOL_ID", USER_POOL)
        .env("AUTHING_SECRET", POOL_SECRET)
        .env("AUTHING_HOST", host)
        .env("AUTHING_PROXY", format!("http://{proxy}"))
        .env(no_proxy.0, no_proxy.1);
    let output = tokio::task::spawn_blocking(move || program.output());
    let output = output.await.unwrap().unwrap();
    assert!(!output.status.success(), "there is no token");
}

#[tokio::test]
async fn hosts_in_no_proxy_are_called_without_the_proxy() {
    let (proxy, proxied) = counted().await;
    let (service, reached) = counted().await;
    let (number, name) = (service.to_string(), format!("localhost:{}", service.port()));
    for (host, no_proxy, direct) in [
        (&number, "", false),
        (&number, "127.0.0.2, example.com", false),
        (&number, "127.0.0.1", true),
        (&number, "example.com,  127.0.0.1 ", true),
        (&number, "127.0.0.0/8", true),
        (&number, "10.0.0.0/8", false),
        (&number, "0.0.0.0/0, ::/0", true),
        (&number, "*", true),
        (&number, &number, true),
        // Host names are not resolved for the comparison.
        (&number, "localhost", false),
        (&number, "127.0.0.1:443", false),
        (&name, "127.0.0.1", false),
        (&name, "localhost", true),
        (&name, "LOCALHOST", true),
        (&name, ".localhost", true),
        (&name, "*.localhost", true),
        (&name, &name, true),
        (&name, "host", false),
        (&name, "*", true),
    ] {
        let before = [&proxied, &reached].map(|count| count.load(Ordering::SeqCst));
        run(format!("http://{host}"), proxy, ("NO_PROXY", no_proxy)).await;
        let after = [&proxied, &reached].map(|count| count.load(Ordering::SeqCst));
        let connected = [before[0] != after[0], before[1] != after[1]];
        assert_eq!(connected, [!direct, direct], "{host} and {no_proxy:?}");
    }
    // `no_proxy` is read if `NO_PROXY` is not set.
    let before = proxied.load(Ordering::SeqCst);
    run(format!("http://{name}"), proxy, ("no_proxy", "localhost")).await;
    assert_eq!(proxied.load(Ordering::SeqCst), before);
}

/// `service.localhost` may not resolve, so only connections to the proxy are counted.
#[tokio::test]
async fn an_entry_of_no_proxy_matches_subdomains() {
    let (proxy, proxied) = counted().await;
    for (no_proxy, direct) in [
        ("localhost", true),
        (".localhost", true),
        ("*.localhost", true),
        ("service.localhost:443", true),
        ("service.localhost:8443", false),
        ("service.local", false),
    ] {
        let before = proxied.load(Ordering::SeqCst);
        let host = "https://service.localhost".to_owned();
        run(host, proxy, ("NO_PROXY", no_proxy)).await;
        let connected = proxied.load(Ordering::SeqCst) != before;
        assert_eq!(connected, !direct, "{no_proxy}");
    }
}
