//! `NO_PROXY` beside a proxy that is set. The variable belongs to the whole process, so the client runs in one of its own.

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use authing_tests::sockets::{listen, read_request, respond};
use authing_tests::{POOL_SECRET, USER_POOL};
use tokio::net::TcpStream;

/// A service or a proxy, and how many connections it has had.
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

/// Runs a program whose client is connected to this host, with a proxy.
async fn run(host: String, proxy: SocketAddr, no_proxy: (&'static str, &'static str)) {
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
    assert!(!output.status.success(), "nobody gives it a token");
}

#[tokio::test]
async fn hosts_that_no_proxy_lists_are_reached_without_the_proxy() {
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
        (&number, "*", false),
        // A name is not resolved to be compared, and a port is no part of an entry.
        (&number, "localhost", false),
        (&number, "127.0.0.1:443", false),
        (&name, "127.0.0.1", false),
        (&name, "localhost", true),
        (&name, "LOCALHOST", true),
        (&name, ".localhost", true),
        (&name, "*.localhost", false),
        (&name, "host", false),
        (&name, "*", true),
    ] {
        let before = [&proxied, &reached].map(|count| count.load(Ordering::SeqCst));
        run(format!("http://{host}"), proxy, ("NO_PROXY", no_proxy)).await;
        let after = [&proxied, &reached].map(|count| count.load(Ordering::SeqCst));
        let asked = [before[0] != after[0], before[1] != after[1]];
        assert_eq!(asked, [!direct, direct], "{host} and {no_proxy:?}");
    }
    // In lower case it is read if the other is not set.
    let before = proxied.load(Ordering::SeqCst);
    run(format!("http://{name}"), proxy, ("no_proxy", "localhost")).await;
    assert_eq!(proxied.load(Ordering::SeqCst), before);
}

/// Whether the name can be resolved makes no difference to who is asked.
#[tokio::test]
async fn an_entry_of_no_proxy_is_for_subdomains_too() {
    let (proxy, proxied) = counted().await;
    for (no_proxy, direct) in [
        ("localhost", true),
        (".localhost", true),
        ("*.localhost", false),
        ("service.local", false),
    ] {
        let before = proxied.load(Ordering::SeqCst);
        let host = "https://service.localhost".to_owned();
        run(host, proxy, ("NO_PROXY", no_proxy)).await;
        let asked = proxied.load(Ordering::SeqCst) != before;
        assert_eq!(asked, !direct, "{no_proxy}");
    }
}
