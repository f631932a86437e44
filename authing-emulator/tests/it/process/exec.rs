//! The settings of clients from the program: `exec` and `--print env`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Output, Stdio};

/// Quotes, spaces and everything else that a shell would replace.
const SECRET: &str = r#"it's a "secret" of $HOME, `id` and \n"#;
const PROGRAM: &str = env!("CARGO_BIN_EXE_authing-emulator");

/// Prints variables that lead somewhere, one per line.
const PRINT: &str = r#"printf '%s\n' "$AUTHING_HOST" "$AUTHING_SECRET" "$AUTHING_APP_HOST" "$AUTHING_CDN_URL" \
    "${#AUTHING_APP_ID}" "${AUTHING_USERS_URL-unset}" "${AUTHING_PROXY-unset}" "${AUTHING_ALLOW_PLAIN_HTTP-unset}" \
    "$AUTHING_TIMEOUT" "$AUTHING_PUBLIC_KEY""#;

fn exec(options: &[&str], command: &[&str]) -> Command {
    let mut program = Command::new(PROGRAM);
    program.arg("exec").args(options).arg("--").args(command);
    program
        .env("AUTHING_EMULATOR_SECRET", SECRET)
        .env_remove("RUST_LOG");
    // The settings of a private deployment.
    program
        .env("AUTHING_USERS_URL", "https://users.example.com/graphql")
        .env("AUTHING_PROXY", "http://proxy.example.com:3128")
        .env("AUTHING_TIMEOUT", "5");
    program
}

fn sh(script: &str) -> Output {
    exec(&[], &["sh", "-c", script]).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_command_reaches_the_emulator_without_a_proxy() {
    let script = r#"printf '%s %s' "$NO_PROXY" "$no_proxy""#;
    let mut command = exec(&[], &["sh", "-c", script]);
    command.env("NO_PROXY", "example.com").env("no_proxy", "");
    let printed = text(&command.output().unwrap().stdout);
    let local = "localhost,127.0.0.1,::1";
    assert_eq!(printed, format!("{local},example.com {local}"));
}

fn assert_variables(printed: &str, host: &str, plain: &str) {
    let lines: Vec<&str> = printed.lines().collect();
    let cdn = format!("{host}/cdn");
    let expected = [host, SECRET, host, &cdn, "24", "unset", "unset", plain, "5"];
    assert_eq!(lines[..expected.len()], expected);
    let key = lines[expected.len()..].join("\n");
    rsa::pkcs8::DecodePublicKey::from_public_key_pem(&key)
        .map(|_: rsa::PublicKey| ())
        .unwrap();
}

#[test]
fn a_command_has_the_settings_of_an_emulator_that_runs_as_long_as_the_command() {
    let health = format!(r#""{PROGRAM}" health "$AUTHING_HOST" && {PRINT}"#);
    let output = sh(&health);
    let (printed, log) = (text(&output.stdout), text(&output.stderr));
    assert_eq!((output.status.code(), log.as_str()), (Some(0), ""));
    let host = printed.lines().next().unwrap();
    assert_variables(&printed, host, "unset");
    let authority = host.strip_prefix("http://").unwrap();
    assert!(TcpStream::connect(authority).is_err());
}

#[test]
fn the_options_of_the_emulator_apply_and_its_stdio_is_the_commands() {
    let options = ["--public-url", "http://emulator:7000"];
    let output = exec(&options, &["sh", "-c", PRINT]).output().unwrap();
    assert_variables(&text(&output.stdout), "http://emulator:7000", "true");

    let mut cat = exec(&[], &["cat"]);
    let cat = cat.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut cat = cat.stderr(Stdio::piped()).spawn().unwrap();
    cat.stdin.take().unwrap().write_all(b"hello").unwrap();
    let output = cat.wait_with_output().unwrap();
    assert_eq!(text(&output.stdout), "hello");
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn the_exit_status_is_the_commands() {
    for (script, expected) in [("exit 7", 7), ("kill -KILL $$", 137), ("kill $$", 143)] {
        assert_eq!(sh(script).status.code(), Some(expected), "{script}");
    }
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing").display().to_string();
    let folder = folder.path().display().to_string();
    for (command, expected, reason) in [
        (&missing, 127, "No such file"),
        (&folder, 126, "Permission denied"),
    ] {
        let output = exec(&[], &[command]).output().unwrap();
        assert_eq!(output.status.code(), Some(expected), "{command}");
        let log = text(&output.stderr);
        assert!(
            log.starts_with(&format!("authing-emulator: cannot run {command}: {reason}")),
            "{log}"
        );
    }
}

#[test]
fn an_emulator_that_cannot_start_and_a_missing_command_are_errors() {
    let output = exec(&["--public-url", "emulator"], &["sh", "-c", "echo ran"])
        .output()
        .unwrap();
    assert_eq!(
        (output.status.code(), text(&output.stdout)),
        (Some(1), String::new())
    );
    assert!(text(&output.stderr).contains("`public_url` \"emulator\" must be"));
    for command in [&[][..], &["sh"]] {
        let output = Command::new(PROGRAM).arg("exec").args(command).output();
        assert_eq!(output.unwrap().status.code(), Some(2), "{command:?}");
    }
}

#[test]
fn an_emulator_with_tls_has_its_authority_in_a_file() {
    let script = format!(
        r#"echo "$AUTHING_HOST $AUTHING_ROOT_CERTIFICATE_FILE"
        "{PROGRAM}" health "$AUTHING_HOST" --ca "$AUTHING_ROOT_CERTIFICATE_FILE""#
    );
    let output = exec(&["--tls"], &["sh", "-c", &script]).output().unwrap();
    let (printed, log) = (text(&output.stdout), text(&output.stderr));
    assert_eq!((output.status.code(), log.as_str()), (Some(0), ""));
    let (host, file) = printed.trim().split_once(' ').unwrap();
    assert!(host.starts_with("https://127.0.0.1:"), "{host}");
    assert!(!std::path::Path::new(file).exists());
}

fn kill(signal: &str, program: &Child) {
    let id = program.id().to_string();
    let kill = Command::new("kill").args([signal, &id]).status();
    assert!(kill.unwrap().success());
}

#[test]
fn signals_are_forwarded_to_the_command_which_decides_what_they_mean() {
    let trap = r#"trap 'echo trapped; exit 5' TERM INT; echo ready; read -r line"#;
    for (signal, script, expected) in [
        ("-TERM", trap, ("trapped\n", 5)),
        ("-INT", trap, ("trapped\n", 5)),
        ("-TERM", "echo ready; exec cat", ("", 143)),
        ("-INT", "echo ready; exec cat", ("", 130)),
    ] {
        let mut program = exec(&[], &["sh", "-c", script]);
        // Whoever runs the tests in a terminal has its Ctrl-C, which is not forwarded, there.
        let program = program.process_group(0).stdin(Stdio::piped());
        let mut program = program.stdout(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(program.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        kill(signal, &program);
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        let status = program.wait().unwrap().code();
        assert_eq!(
            (rest.as_str(), status),
            (expected.0, Some(expected.1)),
            "{signal} {script}"
        );
    }
}

#[test]
fn a_shell_evaluates_the_printed_variables() {
    let mut program = Command::new(PROGRAM);
    let program = program.args(["--print", "env"]).stdout(Stdio::piped());
    let program = program.stderr(Stdio::null());
    let mut program = program
        .env("AUTHING_EMULATOR_SECRET", SECRET)
        .spawn()
        .unwrap();
    // All of it is written at once, so that a file with anything in it is complete.
    let mut printed = [0; 8192];
    let length = program.stdout.take().unwrap().read(&mut printed).unwrap();
    let printed = text(&printed[..length]);

    let script = format!(r#"eval "$1" && "{PROGRAM}" health "$AUTHING_HOST" && {PRINT}"#);
    let mut shell = Command::new("sh");
    shell.args(["-euc", &script, "sh", &printed]);
    let shell = shell
        .env("AUTHING_USERS_URL", "https://users.example.com/graphql")
        .env("AUTHING_TIMEOUT", "5");
    let output = shell.output().unwrap();
    kill("-TERM", &program);
    assert_eq!(program.wait().unwrap().code(), Some(0));
    assert_eq!(output.status.code(), Some(0), "{printed}");
    let evaluated = text(&output.stdout);
    assert_variables(&evaluated, evaluated.lines().next().unwrap(), "unset");
}
