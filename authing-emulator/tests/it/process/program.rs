//! The program, as a user of another language starts it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::{Pkcs1v15Encrypt, PublicKey};
use serde_json::{Value, json};

use crate::client::{get, http};

const POOL: &str = "5aec1ea610ecb800018db176";
const SECRET: &str = "a-secret-of-the-pool";
const PASSWORD: &str = "a-password-of-a-user";

/// Kills the program even if the test fails.
pub(crate) struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Program {
    fn start(listen: &str) -> (Self, Value) {
        Self::start_with(&["--listen", listen])
    }

    pub(crate) fn start_with(options: &[&str]) -> (Self, Value) {
        let program = Self::spawn(options, "trace", Stdio::piped());
        program.announced()
    }

    /// Without a log, which would have to be read.
    pub(crate) fn spawn_quietly(options: &[&str]) -> Self {
        Self::spawn(options, "off", Stdio::null())
    }

    fn spawn(options: &[&str], log: &str, stderr: Stdio) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_authing-emulator"))
            .args(["--user-pool-id", POOL])
            .args(options)
            .env("AUTHING_EMULATOR_SECRET", SECRET)
            .env("RUST_LOG", log)
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn();
        Self(child.unwrap())
    }

    /// Waits until it is ready; returns its announcement.
    pub(crate) fn announced(mut self) -> (Self, Value) {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        (self, serde_json::from_str(&line).unwrap())
    }

    /// Sends a signal, and returns the exit status and the log.
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let kill = Command::new("kill")
            .args([signal, &self.0.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
        let mut log = String::new();
        self.0
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        (self.0.wait().unwrap().code(), log)
    }
}

#[cfg(unix)]
#[tokio::test]
async fn it_announces_its_urls_serves_requests_and_ends_on_a_signal() {
    for signal in ["-TERM", "-INT"] {
        let (program, line) = Program::start("127.0.0.1:0");
        assert_eq!(
            (&line["userPoolId"], &line["secret"]),
            (&json!(POOL), &json!(SECRET))
        );
        let url = |name: &str| line[name].as_str().unwrap().to_owned();
        assert!(
            url("users").ends_with("/users/graphql") && url("oauth").ends_with("/oauth/graphql")
        );
        let key = PublicKey::from_public_key_pem(&url("publicKey")).unwrap();
        let v2 = |name: &str| line["v2"][name].as_str().unwrap().to_owned();
        assert_eq!((v2("host"), v2("appId").len()), (url("host"), 24));
        assert_eq!(v2("appMfa"), url("host") + "/operator/app_mfa");
        assert_eq!(v2("issuer"), url("host") + "/oidc");

        let http = http();
        let status = http.get(url("cdn") + "/").send().await.unwrap().status();
        assert_eq!(status, 200);
        let sms = format!(
            "{}/send_smscode/13800000000/{POOL}",
            url("users").trim_end_matches("/graphql")
        );
        http.get(sms).send().await.unwrap();
        let messages: Value = http
            .get(url("messages"))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let code = messages[0]["code"].as_str().unwrap();
        assert_eq!(
            (&messages[0]["kind"], &messages[0]["purpose"]),
            (&json!("sms"), &json!("login"))
        );

        let encrypted = key
            .encrypt(&mut getrandom::SysRng, Pkcs1v15Encrypt, PASSWORD.as_bytes())
            .unwrap();
        let info = json!({"email": "a@b.cn", "password": STANDARD.encode(encrypted), "registerInClient": POOL,
            "forceLogin": true});
        let query = "mutation($i: UserRegisterInput!) { register(userInfo: $i) { token } }";
        let request = http
            .post(url("users"))
            .json(&json!({"query": query, "variables": {"i": info}}));
        let body: Value = request.send().await.unwrap().json().await.unwrap();
        let token = body["data"]["register"]["token"].as_str().unwrap();

        let (status, log) = program.end(signal);
        assert_eq!(status, Some(0), "{log}");
        assert_eq!(url("host") + "/", url("page"));
        let request = log
            .lines()
            .find(|line| line.contains("fields=\"register\""));
        let request = request.expect(&log);
        assert!(
            request.contains(" INFO ") && request.contains("status=200"),
            "{request}"
        );
        let page = format!(
            "Web page with its activity: {}\n",
            line["page"].as_str().unwrap()
        );
        assert!(log.contains(&page), "{log}");
        for secret in [SECRET, PASSWORD, token, code, &v2("appSecret")] {
            assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_log_names_a_fault_by_its_kind() {
    let (program, line) = Program::start("127.0.0.1:0");
    let url = |path: &str| format!("{}{path}", line["host"].as_str().unwrap());
    let http = http();
    let fault = json!({"kind": "status", "status": 502});
    let request = http.post(url("/operator/faults")).json(&fault);
    request.send().await.unwrap().error_for_status().unwrap();
    let response = http.get(url("/cdn/")).send().await.unwrap();
    assert_eq!(response.status(), 502);
    let (_, log) = program.end("-TERM");
    let request = log.lines().find(|line| line.contains("status=502"));
    assert!(request.expect(&log).contains(" fault=status "), "{log}");
}

#[tokio::test]
async fn limits_are_set_by_options() {
    let (program, line) = Program::start_with(&["--registrations", "1", "--captcha-after", "7"]);
    let key = PublicKey::from_public_key_pem(line["publicKey"].as_str().unwrap()).unwrap();
    let http = http();
    let call = async |query: &str, variables: Value, token: &str| -> Value {
        let request = http
            .post(line["users"].as_str().unwrap())
            .header("authorization", token)
            .json(&json!({"query": query, "variables": variables}));
        request.send().await.unwrap().json().await.unwrap()
    };
    let register = async |email: &str| {
        let encrypted = key
            .encrypt(&mut getrandom::SysRng, Pkcs1v15Encrypt, PASSWORD.as_bytes())
            .unwrap();
        let info = json!({"email": email, "password": STANDARD.encode(encrypted), "registerInClient": POOL,
            "forceLogin": true});
        let query = "mutation($i: UserRegisterInput!) { register(userInfo: $i) { token } }";
        call(query, json!({ "i": info }), "").await
    };
    let first = register("a@b.cn").await;
    let token = first["data"]["register"]["token"].as_str().unwrap();
    let second = register("b@b.cn").await;
    assert_eq!(second["errors"][0]["message"]["code"], 2100);
    let query =
        "query($p: String!) { getUserPoolSettings(userPoolId: $p) { loginFailCheck { limit } } }";
    let settings = call(query, json!({ "p": POOL }), token).await;
    let expected = json!({"loginFailCheck": {"limit": 7}});
    assert_eq!(settings["data"]["getUserPoolSettings"], expected);
    drop(program);
}

#[tokio::test]
async fn requests_are_limited_by_an_option() {
    let (program, line) = Program::start_with(&["--rate-limit", "1/4294967295"]);
    let http = http();
    let call = async || -> Value {
        let request = http
            .post(line["users"].as_str().unwrap())
            .json(&json!({"query": "{ checkLoginStatus { code } }"}));
        request.send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(call().await["errors"], Value::Null);
    assert_eq!(call().await["errors"][0]["message"]["code"], 1000);
    drop(program);
    let (status, _, log) = run(&["--rate-limit", "100/0"]);
    assert_eq!(status, Some(2));
    assert!(
        log.contains("'--rate-limit <REQUESTS/SECONDS>': the seconds must be"),
        "{log}"
    );
}

#[cfg(unix)]
#[test]
fn it_warns_when_other_machines_can_reach_it() {
    let (program, line) = Program::start("0.0.0.0:0");
    let users = line["users"].as_str().unwrap();
    assert!(users.starts_with("http://127.0.0.1:"), "{users}");
    let (_, log) = program.end("-TERM");
    assert!(
        log.contains("WARNING: 0.0.0.0:0 is open to other machines"),
        "{log}"
    );

    let (program, _) = Program::start("127.0.0.1:0");
    let (_, log) = program.end("-TERM");
    assert!(!log.contains("WARNING"), "{log}");
}

#[cfg(unix)]
#[tokio::test]
async fn localhost_is_listened_on_by_ipv4_and_ipv6() {
    let (program, line) = Program::start("localhost:0");
    let host = line["host"].as_str().unwrap();
    let port = host.rsplit(':').next().unwrap();
    let has_ipv6 = std::net::TcpListener::bind("[::1]:0").is_ok();
    let expected = if has_ipv6 { "localhost" } else { "127.0.0.1" };
    assert_eq!(host, format!("http://{expected}:{port}"));
    for (ip, is_there) in [("127.0.0.1", true), ("[::1]", has_ipv6)] {
        let status = get(format!("http://{ip}:{port}/system/status")).await;
        assert_eq!(
            status.is_ok_and(|response| response.status() == 200),
            is_there,
            "{ip}"
        );
        let (status, _, log) = run(&["health", &format!("http://{ip}:{port}")]);
        assert_eq!(status == Some(0), is_there, "{ip}: {log}");
    }
    let (_, log) = program.end("-TERM");
    assert!(!log.contains("WARNING"), "{log}");
}

#[cfg(unix)]
#[tokio::test]
async fn all_interfaces_are_listened_on_with_a_warning() {
    let (program, line) = Program::start(":0");
    let host = line["host"].as_str().unwrap();
    assert!(host.starts_with("http://127.0.0.1:"), "{host}");
    assert_eq!(
        get(format!("{host}/system/status")).await.unwrap().status(),
        200
    );
    let (_, log) = program.end("-TERM");
    assert!(
        log.contains("WARNING: :0 is open to other machines"),
        "{log}"
    );
}

#[test]
fn an_invalid_listen_address_is_a_readable_error() {
    let (status, _, log) = run(&["--listen", "example.com:7000"]);
    assert_eq!(status, Some(2));
    assert!(log.contains("`localhost:PORT`"), "{log}");
}

#[tokio::test]
async fn origins_and_the_public_url_are_set_by_options() {
    let options = [
        "--public-url",
        "http://emulator:7000",
        "--allow-origin",
        "http://localhost:3000",
        "--allow-origin",
        "http://localhost:3001",
    ];
    let (program, line) = Program::start_with(&options);
    assert_eq!(line["host"], "http://emulator:7000");
    assert_eq!(line["v2"]["issuer"], "http://emulator:7000/oidc");
    drop(program);
    let (status, _, log) = run(&["--allow-origin", "*"]);
    assert_eq!(status, Some(1));
    assert!(
        log.contains("`allow_origin` \"*\" must be one origin"),
        "{log}"
    );
}

#[tokio::test]
async fn a_health_check_fails_unless_the_emulator_responds() {
    let (program, line) = Program::start("127.0.0.1:0");
    let host = line["host"].as_str().unwrap();
    assert_eq!(run(&["health", host]).0, Some(0));
    let fault = json!({"kind": "status", "status": 503});
    let request = http().post(format!("{host}/operator/faults")).json(&fault);
    request.send().await.unwrap().error_for_status().unwrap();
    let (status, _, log) = run(&["health", host]);
    assert_eq!(status, Some(1));
    assert!(
        log.contains(&format!("{host} responds with the status 503")),
        "{log}"
    );
    drop(program);
    for (url, reason) in [
        (host, "does not respond"),
        ("emulator:7000", "must be http://HOST:PORT"),
        ("https://127.0.0.1:7000", "needs `--ca`"),
        ("http://127.0.0.1:7000/path", "must be http://HOST:PORT"),
    ] {
        let (status, _, log) = run(&["health", url]);
        assert_eq!(status, Some(1), "{url}");
        assert!(log.contains(reason), "{log}");
    }
}

#[tokio::test]
async fn the_certificate_authority_is_announced_checks_the_health_and_ends_with_the_program() {
    let (program, line) = Program::start_with(&["--tls"]);
    let host = line["host"].as_str().unwrap();
    assert!(host.starts_with("https://"), "{host}");
    assert!(line["page"].as_str().unwrap().starts_with(host));
    assert_eq!(line["v2"]["issuer"], format!("{host}/oidc"));
    let file = line["certificateAuthorityFile"].as_str().unwrap();
    let pem = std::fs::read_to_string(file).unwrap();
    assert_eq!(line["certificateAuthority"], pem);
    assert_eq!(run(&["health", host, "--ca", file]).0, Some(0));

    let (other, other_line) = Program::start_with(&["--tls"]);
    let other_file = other_line["certificateAuthorityFile"].as_str().unwrap();
    for (file, reason) in [
        (other_file, "invalid peer certificate"),
        (
            "missing.pem",
            "the certificate authority missing.pem can't be used",
        ),
    ] {
        let (status, _, log) = run(&["health", host, "--ca", file]);
        assert_eq!(status, Some(1));
        assert!(log.contains(reason), "{log}");
    }
    for (program, file) in [(program, file), (other, other_file)] {
        assert_eq!(program.end("-TERM").0, Some(0));
        assert!(!std::fs::exists(file).unwrap(), "{file}");
    }

    let (program, line) = Program::start_with(&[]);
    assert_eq!(line.get("certificateAuthority"), None);
    drop(program);
}

#[cfg(unix)]
#[tokio::test]
async fn it_keeps_serving_when_nobody_reads_its_log() {
    let (mut program, announced) = Program::start("127.0.0.1:0");
    // As a test suite does that has read the line, and only that.
    drop(program.0.stderr.take());
    let status = announced["host"].as_str().unwrap().to_owned() + "/system/status";
    for _ in 0..2 {
        let response = get(&status).await.unwrap();
        assert_eq!(response.status(), 200);
    }
    let kill = Command::new("kill")
        .args(["-TERM", &program.0.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    assert_eq!(program.0.wait().unwrap().code(), Some(0));
}

#[test]
fn a_port_in_use_is_a_readable_error() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_authing-emulator"))
        .args(["--listen", &address])
        .output()
        .unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        log.contains(&format!("cannot listen on {address}: ")),
        "{log}"
    );
    assert!(output.stdout.is_empty());
}

/// Runs a command to its end: returns the exit status, stdout and stderr.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_authing-emulator"))
        .args(arguments)
        // Options of the server, which other commands must ignore.
        .env("AUTHING_EMULATOR_SECRET", SECRET)
        .output()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[tokio::test]
async fn a_data_file_is_seeded_exported_and_seeded_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, seed, export) = (path("data"), path("seed.json"), path("export.json"));
    let users = json!([{"email": "a@b.cn", "password": PASSWORD, "profile": {"nickname": "Anna"}}]);
    std::fs::write(&seed, json!({ "users": users }).to_string()).unwrap();

    let options = ["--data", &data, "--seed", &seed];
    let (program, line) = Program::start_with(&options);
    let (status, _, log) = run(&["export", "--data", &data]);
    assert_eq!(status, Some(1));
    assert!(
        log.contains(&data) && log.contains("another emulator has it open"),
        "{log}"
    );
    let base = line["graphql"].as_str().unwrap().replace("/graphql", "");
    let live = get(base + "/operator/export").await.unwrap();
    let live = live.text().await.unwrap();
    // Killed: reading requires a repair, which an export does not make in the file.
    drop(program);
    let killed = std::fs::read(&data).unwrap();
    let (status, exported, log) = run(&["export", "--data", &data]);
    assert_eq!(
        (status, exported.as_str()),
        (Some(0), live.as_str()),
        "{log}"
    );
    assert_eq!(
        run(&["export", "--data", &data, "--output", &export]).0,
        Some(0)
    );
    assert_eq!(std::fs::read_to_string(&export).unwrap(), live);
    // Under another name, too.
    let same = folder.path().join(".").join("data");
    let (status, _, log) = run(&[
        "export",
        "--data",
        &data,
        "--output",
        same.to_str().unwrap(),
    ]);
    assert_eq!(status, Some(1));
    assert!(
        log.contains("`--output` must not be the data file"),
        "{log}"
    );
    assert!(
        std::fs::read(&data).unwrap() == killed,
        "exporting has changed the file"
    );

    // The same command line again: the seed is ignored.
    let (program, again) = Program::start_with(&options);
    assert_eq!(again["publicKey"], line["publicKey"]);
    let (_, log) = program.end("-TERM");
    assert!(log.contains("the seed is ignored"), "{log}");
    assert_eq!(run(&["export", "--data", &data]).1, live);

    let copy = path("copy");
    let (program, line) = Program::start_with(&["--data", &copy, "--seed", &export]);
    let key = line["publicKey"].as_str().unwrap();
    let encrypted = crate::client::encrypt(key, PASSWORD);
    let query = "mutation($e: String!, $p: String!, $c: String!) {
        login(email: $e, password: $p, registerInClient: $c) { nickname } }";
    let variables = json!({"e": "a@b.cn", "p": encrypted, "c": POOL});
    let request = http()
        .post(line["users"].as_str().unwrap())
        .json(&json!({"query": query, "variables": variables}));
    let response: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(response["data"]["login"], json!({"nickname": "Anna"}));
    drop(program);
}

#[test]
fn the_problem_with_a_file_is_reported_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(
        &path,
        r#"{"users": [{"email": "a@b.cn"}, {"email": "A@b.cn"}]}"#,
    )
    .unwrap();
    let path = path.to_str().unwrap();
    let missing = format!("{path}.json");
    for (arguments, expected) in [
        (
            vec!["--seed", path],
            "users[1].email: is the same as users[0].email",
        ),
        (vec!["--seed", &missing], "No such file"),
        (
            vec!["--data", path],
            "it is not a data file of the emulator",
        ),
        (
            vec!["export", "--data", path],
            "it is not a data file of the emulator",
        ),
        (vec!["export", "--data", &missing], "No such file"),
    ] {
        let (status, stdout, log) = run(&arguments);
        assert_eq!((status, stdout.as_str()), (Some(1), ""), "{arguments:?}");
        let line = log.lines().last().unwrap();
        assert!(line.contains(path), "{line}");
        assert_eq!(line.matches(expected).count(), 1, "{line}");
    }
    let (status, _, log) = run(&["--data", path, "export", "--data", path]);
    assert_eq!(status, Some(2), "{log}");
}

#[test]
fn the_help_does_not_show_the_secret() {
    let output = Command::new(env!("CARGO_BIN_EXE_authing-emulator"))
        .arg("--help")
        .env("AUTHING_EMULATOR_SECRET", SECRET)
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.contains("--user-pool-id") && !help.contains(SECRET));
}

#[test]
fn every_option_is_described_by_the_help_and_on_the_page() {
    const PAGE: &str = include_str!("../../../docs/program.md");
    let output = Command::new(env!("CARGO_BIN_EXE_authing-emulator"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let options: Vec<_> = help.split("\n      --").skip(1).collect();
    for option in &options {
        let mut lines = option.lines().map(str::trim);
        let name = lines.next().unwrap().split([' ', '[']).next().unwrap();
        let description = lines.next().unwrap();
        assert!(
            description.contains(' ') && !description.starts_with('['),
            "--{name} is not described"
        );
        let variable = name.to_uppercase().replace('-', "_");
        let variable = format!("[env: AUTHING_EMULATOR_{variable}");
        assert!(option.contains(&variable), "--{name} has no {variable}");
        assert!(
            PAGE.contains(&format!("| `--{name}` |")),
            "--{name} is not on the page"
        );
    }
    let listed = PAGE.lines().filter(|line| line.starts_with("| `--"));
    assert_eq!(listed.count(), options.len());
}

#[test]
fn an_error_names_the_environment_variable_with_the_wrong_value() {
    for (variable, value, options, named) in [
        ("LISTEN", "", &[][..], "'AUTHING_EMULATOR_LISTEN': "),
        ("DATA", "", &[], "'AUTHING_EMULATOR_DATA' "),
        ("SECRET", "", &[], "'AUTHING_EMULATOR_SECRET' "),
        ("USER_POOL_ID", "", &[], "'AUTHING_EMULATOR_USER_POOL_ID' "),
        ("PUBLIC_URL", "", &[], "'AUTHING_EMULATOR_PUBLIC_URL' "),
        ("REDIRECT_URI", "", &[], "'AUTHING_EMULATOR_REDIRECT_URI' "),
        (
            "CAPTCHA_AFTER",
            "x",
            &[],
            "'AUTHING_EMULATOR_CAPTCHA_AFTER': ",
        ),
        (
            "RATE_LIMIT",
            "x",
            &["exec", "--", "true", "--rate-limit"],
            "'AUTHING_EMULATOR_RATE_LIMIT': ",
        ),
        (
            "CAPTCHA_AFTER",
            "1",
            &["--captcha-after", "x"],
            "'--captcha-after <COUNT>': ",
        ),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_authing-emulator"))
            .args(options)
            .env(format!("AUTHING_EMULATOR_{variable}"), value)
            .output();
        let output = output.unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{variable}: {log}");
        assert!(log.contains(named), "{variable}: {log}");
    }
}

#[cfg(unix)]
#[test]
fn a_second_signal_ends_the_program_at_once() {
    use std::io::{Read as _, Write as _};
    let (mut program, line) = Program::start("127.0.0.1:0");
    let url = line["users"].as_str().unwrap();
    let address = url.strip_prefix("http://").unwrap().split('/').next();
    // A request whose body does not arrive is in flight until the deadline, from when the program asks for the body.
    let mut client = std::net::TcpStream::connect(address.unwrap()).unwrap();
    let head = "POST /users/graphql HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n";
    client.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; b"HTTP/1.1 100".len()];
    client.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100");
    let mut log = BufReader::new(program.0.stderr.take().unwrap());
    let signal = |name: &str| {
        let id = program.0.id().to_string();
        let kill = Command::new("kill").args([name, &id]).status();
        assert!(kill.unwrap().success());
    };
    signal("-INT");
    let mut line = String::new();
    while !line.contains("stopping") {
        line.clear();
        assert_ne!(
            log.read_line(&mut line).unwrap(),
            0,
            "it has not logged this"
        );
    }
    let signaled = Instant::now();
    signal("-INT");
    assert_eq!(program.0.wait().unwrap().code(), Some(130));
    // Long before the deadline of the request, ten seconds.
    assert!(signaled.elapsed() < Duration::from_secs(5));
}
