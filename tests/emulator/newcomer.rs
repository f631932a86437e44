//! The commands and the program of the emulator's page for newcomers work as written.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Output};

use authing_emulator::Emulator;

const PAGE: &str = include_str!("../../authing-emulator/docs/start.md");
const PROGRAM: &str = include_str!("../src/bin/first_program.rs");

/// The address on the page. The test uses a free port instead, since this one may be in use.
const ADDRESS: &str = "127.0.0.1:7878";

/// The code blocks of the page in this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let blocks = PAGE.split(fence.as_str()).skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap())
        .collect()
}

/// The value of this option in the page's command.
fn option(name: &str) -> &'static str {
    let mut words = blocks("sh")[0]
        .split_whitespace()
        .skip_while(|word| *word != name);
    words.nth(1).unwrap()
}

fn get(address: &str, path: &str) -> String {
    let mut connection = TcpStream::connect(address).unwrap();
    write!(
        connection,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut response = String::new();
    connection.read_to_string(&mut response).unwrap();
    response.split_once("\r\n\r\n").unwrap().1.to_owned()
}

/// The environment variables that the page sets, for an emulator at this address.
fn variables(address: &str) -> BTreeMap<&'static str, String> {
    let lines = blocks("sh")[1].lines();
    lines
        .map(|line| {
            let (name, value) = line
                .strip_prefix("export ")
                .unwrap()
                .split_once('=')
                .unwrap();
            let fetched = value
                .strip_prefix("\"$(curl -s http://")
                .and_then(|rest| rest.strip_suffix(")\""));
            let value = match fetched {
                Some(url) => get(address, url.strip_prefix(ADDRESS).unwrap()),
                None => value.replace(ADDRESS, address),
            };
            (name, value)
        })
        .collect()
}

#[test]
fn the_program_on_the_page_is_the_one_tested_here() {
    let program = PROGRAM.split_once("\n\n").unwrap().1;
    assert_eq!(blocks("rust,ignore"), [program]);
}

#[test]
fn the_program_prints_the_output_on_the_page() {
    assert_eq!(option("--listen"), ADDRESS);
    let emulator = Emulator::builder()
        .user_pool_id(option("--user-pool-id"))
        .secret(option("--secret"))
        .start_blocking()
        .unwrap();
    let address = emulator.base_url().replace("http://", "");
    let run = || -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_first_program"));
        program.envs(variables(&address)).output().unwrap()
    };
    let first = run();
    let printed = String::from_utf8(first.stdout).unwrap();
    assert!(
        first.status.success(),
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    assert!(
        PAGE.contains(&format!("It prints `{}`", printed.trim())),
        "{printed}"
    );

    let second = run();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("2026"));
}
