//! The encodings in which a secret can be exposed.

use std::cell::Cell;
use std::error::Error;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use authing_tests::SECRET_WORD;
use data_encoding::{BASE64, HEXLOWER};
use serde_json::Value;

/// A secret as it is, reversed, as JSON, percent-encoded, and in base64 at any offset.
fn forms(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let percent = |byte: &u8| format!("%{byte:02x}");
    let mut forms = vec![
        secret.to_owned(),
        secret.chars().rev().collect(),
        Value::from(secret).to_string().trim_matches('"').to_owned(),
        bytes.iter().map(percent).collect(),
        bytes.iter().map(percent).collect::<String>().to_uppercase(),
        HEXLOWER.encode(bytes),
    ];
    for before in 0..3_usize {
        // The outermost characters of base64 depend on the bytes before and after.
        let encoded = BASE64.encode(&[&vec![0; before], bytes].concat());
        let begin = (before * 4).div_ceil(3);
        let end = (before + bytes.len()) / 3 * 4;
        forms.push(encoded[begin..end].to_owned());
    }
    forms
}

/// `104, 117, …`, as in the `Debug` output of bytes, and reversed.
fn lists(secret: &str) -> [String; 2] {
    let bytes = secret.as_bytes().to_vec();
    let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
    [bytes, reversed].map(|bytes| format!("{bytes:?}").trim_matches(['[', ']']).to_owned())
}

/// Asserts that `shown` contains neither the tests' secrets nor these, in any encoding.
#[track_caller]
pub(crate) fn assert_hidden(source: &str, shown: &str, secrets: &[&str]) {
    // Pretty `Debug` output has each byte on its own line.
    let joined = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for secret in secrets.iter().chain(&[SECRET_WORD]) {
        let texts = forms(secret).into_iter().map(|form| (shown, form));
        let lists = lists(secret).into_iter().map(|form| (&*joined, form));
        for (searched, form) in texts.chain(lists) {
            assert!(
                !searched.contains(&form),
                "{source} shows {secret} as {form}: {shown}"
            );
        }
    }
}

/// All output of an error: its message, `Debug`, its sources, and the panic message of `unwrap`.
pub(crate) fn all_output(error: &(dyn Error + Send + Sync)) -> String {
    let mut shown = format!("{error}\n{error:?}\n{error:#?}");
    let mut next = error.source();
    while let Some(source) = next {
        write!(shown, "\n{source}\n{source:?}\n{source:#?}").unwrap();
        next = source.source();
    }
    let panic = quietly(|| unwrapped(Err(error))).unwrap_err();
    shown + panic.downcast_ref::<String>().unwrap()
}

fn unwrapped(result: Result<(), &(dyn Error + Send + Sync)>) {
    result.unwrap();
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Catches an expected panic, without printing it.
fn quietly<T>(panics: impl FnOnce() -> T) -> std::thread::Result<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                loud(panic);
            }
        }));
    });
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(panics));
    QUIET.set(false);
    result
}

#[test]
fn every_encoding_is_found() {
    let secret = "hunter2\"\n";
    for shown in [
        secret,
        "\n\"2retnuh",
        r#"{"x":"hunter2\"\n"}"#,
        "x=%68%75%6e%74%65%72%32%22%0a",
        "68756e746572322 68756e74657232220a",
        "aHVudGVyMiIK aHVudGVyMiIKAAAA",
        "[104, 117, 110, 116, 101, 114, 50, 34, 10]",
        "[\n    104,\n    117,\n    110,\n    116,\n    101,\n    114,\n    50,\n    34,\n    10,\n]",
    ] {
        let found = quietly(|| assert_hidden("the test", shown, &[secret])).is_err();
        assert!(found, "{shown}");
    }
    assert_hidden("the test", "hunter 2", &[secret]);
}
