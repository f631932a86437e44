//! `users import` and `export`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use authing_emulator::Fault;
use serde_json::Value;

use crate::support::{APIS, PASSWORD, Pool, objects};

/// Names that need quoting, a blocked user, a user without a password.
const USERS: &str = "username,email,phone,nickname,company,emailVerified,blocked,lastLogin,password\n\
    ada,ada@example.com,,\"Lovelace, \"\"Ada\"\"\",Analytical Engines,true,,,longer than six\n\
    bob,bob@example.com,13800000001,\"two\nlines\",,false,true,,\n\
    ,eve@example.com,,=1+1,,,,,longer than six\n";

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The legacy API takes a phone number only after the creation.
#[test]
fn a_legacy_user_needs_more_than_a_phone_number() {
    let pool = Pool::new("legacy");
    let done = pool.run(&["users", "create", "--phone", "13800000001", "--no-password"]);
    assert_eq!(done.status, 2, "{}", done.stderr);
    let expected = "one of --username, --email is required: the legacy API creates no user with only a phone number";
    assert!(done.stderr.contains(expected), "{}", done.stderr);
    let both = [
        "users",
        "create",
        "--phone",
        "13800000001",
        "--username",
        "bob",
    ];
    pool.ok(&[both.as_slice(), &["--no-password"]].concat());
    let found = pool.json(&["users", "find", "--phone", "13800000001"]);
    assert_eq!(found[0]["username"], "bob");
}

/// The users by email, without what the service decides.
fn restored(pool: &Pool) -> BTreeMap<String, Value> {
    let users = objects(&pool.ok(&["users", "export"]));
    let users = users.into_iter().map(|mut user| {
        let fields = user.as_object_mut().unwrap();
        for decided in [
            "_id",
            "id",
            "arn",
            "userPoolId",
            "registerInClient",
            "createdAt",
            "updatedAt",
        ] {
            fields.remove(decided);
        }
        (user["email"].as_str().unwrap().to_owned(), user)
    });
    users.collect()
}

#[test]
fn an_export_restores_the_users_in_an_empty_pool() {
    let folder = tempfile::tempdir().unwrap();
    let users = write(folder.path(), "users.csv", USERS);
    for api in APIS {
        let pool = Pool::new(api);
        pool.ok(&["users", "import", &users]);
        let before = restored(&pool);
        assert_eq!(before.len(), 3, "{api}");
        assert_eq!(before["ada@example.com"]["nickname"], "Lovelace, \"Ada\"");
        assert_eq!(before["bob@example.com"]["nickname"], "two\nlines");
        assert_eq!(before["bob@example.com"]["blocked"], true);
        assert_eq!(before["bob@example.com"]["phone"], "13800000001");
        assert_eq!(before["ada@example.com"]["emailVerified"], true);

        for extension in ["csv", "jsonl"] {
            let file = folder.path().join(format!("{api}.{extension}"));
            let file = file.to_str().unwrap();
            pool.ok(&["users", "export", file]);
            let other = Pool::new(api);
            other.ok(&["users", "import", file]);
            assert_eq!(restored(&other), before, "{api} {extension}");
        }
    }
}

#[test]
fn an_export_that_fails_leaves_the_last_one_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.csv");
    let file = file.to_str().unwrap();
    for api in APIS {
        let pool = Pool::new(api);
        pool.user("ada@example.com");
        pool.ok(&["users", "export", file]);
        let complete = std::fs::read_to_string(file).unwrap();
        assert!(complete.contains("ada@example.com"), "{complete}");
        let fault = Fault::api_error(500, "no").until_cleared();
        pool.emulator.inject(fault.on("users"));
        let done = pool.run(&["users", "export", file]);
        assert_eq!(done.status, 1, "{}", done.stderr);
        assert_eq!(std::fs::read_to_string(file).unwrap(), complete);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
    // A device is written to, not replaced.
    if cfg!(unix) {
        let pool = Pool::new("v2");
        pool.ok(&["users", "export", "/dev/null", "--format", "csv"]);
        assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    }
}

#[cfg(unix)]
#[test]
fn an_export_keeps_the_link_and_the_permissions_of_the_file() {
    use std::fs::{Permissions, metadata, read_to_string, set_permissions, symlink_metadata};
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let other = write(folder.path(), "other.csv", "");
    let [file, link] = ["users.csv", "link.csv"].map(|name| folder.path().join(name));
    let mode = |path: &Path| metadata(path).unwrap().permissions().mode();
    let pool = Pool::new("v2");
    pool.ok(&["users", "export", file.to_str().unwrap()]);
    assert_eq!(mode(&file), mode(Path::new(&other)), "like any new file");

    set_permissions(&file, Permissions::from_mode(0o604)).unwrap();
    symlink(&file, &link).unwrap();
    pool.user("ada@example.com");
    pool.ok(&["users", "export", link.to_str().unwrap()]);
    assert!(symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(mode(&file) & 0o777, 0o604);
    assert!(read_to_string(&file).unwrap().contains("ada@example.com"));
}

#[test]
fn an_export_to_stdout_has_the_format_of_the_results() {
    let pool = Pool::new("v2");
    pool.user("ada@example.com");
    let header = |arguments: &[&str]| {
        let text = pool.ok(&[&["users", "export"], arguments].concat());
        text.starts_with("id,")
    };
    assert!(header(&["--output", "csv"]));
    assert!(header(&["-", "--output", "csv"]));
    assert!(!header(&["--output", "csv", "--format", "jsonl"]));
    for output in ["json", "table"] {
        assert!(!header(&["--output", output]));
    }
}

#[test]
fn a_file_with_a_bad_line_is_not_imported_at_all() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, expected) in [
        (
            "a.csv",
            "email,nickname\nada@example.com,Ada\nbob,Bob\n",
            "line 3: `email` has no @",
        ),
        (
            "b.csv",
            "email,nickname\nada@example.com,Ada\n,Bob\n",
            "line 3: one of username, email",
        ),
        (
            "c.csv",
            "email,blocked\nada@example.com,maybe\n",
            "line 2: `blocked` must be `true` or",
        ),
        (
            "d.csv",
            "emial\nada@example.com\n",
            "line 1: `emial` is not a column of this API; did you mean `email`?",
        ),
        (
            "e.csv",
            "Email\nada@example.com\n",
            "line 1: `Email` is not a column of this API; did you mean `email`?",
        ),
        (
            "f.csv",
            "email,phone\n\nada@example.com\n",
            "line 3: its number of cells is 1, but 2 in the first line",
        ),
        (
            "g.csv",
            "email\na@example.com\nA@example.com\n",
            "line 3: has the `email` of line 2",
        ),
        (
            "h.jsonl",
            "{\"email\":\"a@example.com\"}\n\n{\"email\":",
            "line 3: is not a JSON object",
        ),
        (
            "i.jsonl",
            "{\"email\":\"a@example.com\",\"phone\":5}\n",
            "line 1: `phone` must be a text",
        ),
        (
            "j.csv",
            "email,nickname\na@example.com,\"Ann\nb@example.com,Bob\n",
            "line 2: has a cell whose quote is not closed",
        ),
        (
            "k.csv",
            "email,nickname\na@example.com,\"two\nlines\"\nb@example.com,\"B\"ob\n",
            "line 4: has a cell with text after its closing quote",
        ),
        ("l.csv", "", "line 1: has no names of columns"),
        (
            "m.csv",
            "email,email\nada@example.com,eve@example.com\n",
            "line 1: has the column `email` twice",
        ),
        (
            "n.csv",
            "email;nickname\nada@example.com;Ada\n",
            "line 1: has semicolons or tabs between its cells",
        ),
        (
            "o.jsonl",
            "[\n  {\"email\":\"a@example.com\"}\n]",
            "line 1: is a JSON array: write each object on a line of its own, as `jq -c '.[]'` does\n",
        ),
        (
            "r.csv",
            "用户名\nada\n",
            "line 1: `用户名` is not a column of this API: a file that `authing users export` writes",
        ),
        (
            "p.jsonl",
            "{\"email\":\"a@example.com\",\"email\":\"b@example.com\"}\n",
            "line 1: has the field `email` twice",
        ),
        (
            "q.csv",
            "email,unionid\na@example.com,u1\nb@example.com,u1\n",
            "line 3: has the `unionid` of line 2",
        ),
    ] {
        for api in APIS {
            let pool = Pool::new(api);
            let file = write(folder.path(), name, text);
            for arguments in [
                ["users", "import", &file].as_slice(),
                &["users", "import", &file, "--dry-run"],
            ] {
                let done = pool.run(arguments);
                assert_eq!(done.status, 2, "{api} {name}: {}", done.stderr);
                assert!(
                    done.stderr.contains(expected),
                    "{api} {name}: {}",
                    done.stderr
                );
            }
            assert!(pool.json(&["users", "list"]).is_empty(), "{api} {name}");
        }
    }
}

#[test]
fn a_file_that_is_not_utf_8_has_advice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("users");
    let path = path.to_str().unwrap();
    let pool = Pool::new("v2");
    let utf_16: Vec<u8> = "\u{feff}email\r\na@example.com\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for format in ["csv", "jsonl"] {
        for (bytes, line) in [(utf_16.as_slice(), 1), (b"email\n\nJos\xe9@example.com", 3)] {
            std::fs::write(path, bytes).unwrap();
            let done = pool.run(&["users", "import", path, "--format", format]);
            assert_eq!(done.status, 2, "{format}: {}", done.stderr);
            let expected = format!("line {line}: is not UTF-8: save the file as UTF-8");
            assert!(done.stderr.contains(&expected), "{}", done.stderr);
        }
    }
}

/// If the names are wrong, what every line lacks is noise.
#[test]
fn wrong_columns_are_reported_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "a.csv", "emial\nada@example.com\n");
    let done = Pool::new("v2").run(&["users", "import", &file]);
    assert_eq!(done.stderr.lines().count(), 2, "{}", done.stderr);
}

/// As with `authing users import users.csv 2>&1 | head -n 1`.
#[test]
fn a_reader_that_closes_stderr_does_not_stop_an_import() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "users.csv", "username\nada\nbob\neve\n");
    let flawed = write(folder.path(), "flawed.csv", "emial\nada@example.com\n");
    for api in APIS {
        let pool = Pool::new(api);
        for name in ["ada", "bob"] {
            pool.ok(&["users", "create", "--username", name, "--no-password"]);
        }
        for (file, status) in [(&file, 1), (&flawed, 2)] {
            let mut command = pool.command(&["users", "import", file]);
            let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
            drop(child.stderr.take());
            assert_eq!(child.wait().unwrap().code(), Some(status), "{api}");
        }
        assert_eq!(pool.json(&["users", "list"]).len(), 3, "{api}");
    }
}

#[test]
fn an_import_goes_on_after_a_failure_and_reports_its_line() {
    for api in APIS {
        let pool = Pool::new(api);
        pool.user("ada@example.com");
        let lines = format!(
            "{{\"email\":\"bob@example.com\",\"password\":\"{PASSWORD}\"}}\n\
             {{\"email\":\"ada@example.com\",\"password\":\"{PASSWORD}\"}}\n\
             {{\"email\":\"old@example.com\",\"isDeleted\":true}}\n\
             {{\"email\":\"eve@example.com\",\"password\":\"{PASSWORD}\"}}\n"
        );
        let dry = pool.run_with(&[], &["users", "import", "-", "--dry-run"], &lines);
        assert_eq!(dry.status, 0, "{}", dry.stderr);
        assert!(
            dry.stderr.contains("3 users can be imported; 1 skipped"),
            "{}",
            dry.stderr
        );
        assert_eq!(pool.json(&["users", "list"]).len(), 1);

        let done = pool.run_with(&[], &["users", "import", "-"], &lines);
        assert_eq!(done.status, 1, "{}", done.stderr);
        assert!(
            done.stderr.contains("line 2: CreateUser"),
            "{}",
            done.stderr
        );
        assert!(
            done.stderr.contains("imported 2 of 3 users; 1 skipped"),
            "{}",
            done.stderr
        );
        assert_eq!(pool.json(&["users", "list"]).len(), 3, "{api}");
    }
}

/// Such as the unfinished file of another export to the same file.
#[test]
fn an_export_writes_to_no_other_file() {
    let pool = Pool::new("v2");
    let folder = tempfile::tempdir().unwrap();
    let other = write(folder.path(), "users.jsonl.part", "other");
    let target = folder.path().join("users.jsonl");
    pool.ok(&["users", "export", target.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(other).unwrap(), "other");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}
