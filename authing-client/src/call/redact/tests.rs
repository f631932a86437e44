use serde_json::json;

use super::*;

fn redactor(texts: &[&str]) -> Redactor {
    let mut redactor = Redactor::default();
    texts.iter().for_each(|text| redactor.add(text));
    redactor
}

#[test]
fn request_data_is_redacted_in_the_forms_of_json() {
    let mut redactor = Redactor::default();
    redactor.add_all(
        &json!({"password": "a\"字\"one", "code": 123_456, "flag": true, "n": [{"x": "token"}]}),
    );
    let text = r#"{"echo":"a\"字\"one"} a"字"one a\"\u5b57\"one 123456 token true"#;
    assert_eq!(
        redactor.text(text),
        r#"{"echo":"***"} *** *** *** *** true"#
    );
}

#[test]
fn a_secret_is_redacted_as_it_is_sent() {
    // Tokens are trimmed before they are sent.
    let redactor = redactor(&["\u{feff}eyJhbGci\n"]);
    assert_eq!(redactor.text("eyJhbGci is unknown"), "*** is unknown");
}

#[test]
fn a_body_that_is_repeated_inside_of_json_is_redacted() {
    let redactor = redactor(&["a\"字\\b"]);
    let body = json!({"password": "a\"字\\b"}).to_string();
    // Once more for a gateway that repeats the response of a service that repeats the body.
    let inner = json!({ "got": body }).to_string();
    let (once, twice) = (
        inner.replace('字', "\\u5b57"),
        inner.replace('字', "\\\\u5b57"),
    );
    for text in [&body, &inner, &once, &twice] {
        let redacted = redactor.text(text);
        assert!(redacted.contains("***"), "{redacted}");
        assert!(
            !redacted.contains('字') && !redacted.contains("5b57"),
            "{redacted}"
        );
    }
}

#[test]
fn overlapping_secrets_are_redacted_once_and_short_ones_are_kept() {
    let redactor = redactor(&["secret", "secret-and-more", "more-of-it", "abc", ""]);
    assert_eq!(redactor.text("secret-and-more secret abc"), "*** *** abc");
    assert_eq!(redactor.text("secret-and-more-of-it"), "***");
}

#[test]
fn escapes_of_html_and_urls_hide_nothing() {
    let redactor = redactor(&["aé\"<7>&'/ +%字😀b"]);
    for escaped in [
        "aé&quot;&lt;7&gt;&amp;&#x27;/ +%字😀b",
        "aé&#34;&lt;7&gt;&amp;&#39;/ +%字😀b",
    ] {
        assert_eq!(redactor.text(&format!("<{escaped}>")), "<***>", "{escaped}");
    }
    // Its position in an encoded text is not known.
    for encoded in [
        "a%C3%A9%22%3C7%3E%26%27%2F%20%2B%25%E5%AD%97%F0%9F%98%80b",
        "a%c3%a9%22%3c7%3e%26'/%20%2b%25%e5%ad%97%f0%9f%98%80b",
        "a%C3%A9%22%3C7%3E%26%27%2F+%2B%25%E5%AD%97%F0%9F%98%80b",
    ] {
        assert_eq!(redactor.text(&format!("<{encoded}>")), "***", "{encoded}");
    }
    assert_eq!(redactor.text("100%25 %s %"), "100%25 %s %");
}

#[test]
fn the_beginning_of_a_token_is_redacted_too() {
    let redactor = redactor(&["eyJhbGciOiJIUzI1NiJ9.payload.signature"]);
    for (text, expected) in [
        ("got eyJhbGciOiJIUzI1…", "got ***…"),
        ("eyJhbGci…", "eyJhbGci…"),
        ("x eyJhbGciOiJIUzI1NiJ9.payload.signature y", "x *** y"),
        ("字eyJhbGciOiJI字", "字***字"),
    ] {
        assert_eq!(redactor.text(text), expected);
    }
}

#[test]
fn names_and_numbers_of_json_are_searched_too() {
    let mut redactor = redactor(&["eyJ.the.token"]);
    redactor.add_all(&json!({"code": 123_456}));
    let mut value = json!({"123456": {"n": 123_456, "m": 7.5}, "a": ["Bearer eyJ.the.token"]});
    redactor.json(&mut value);
    let expected = json!({"***": {"n": "***", "m": 7.5}, "a": ["Bearer ***"]});
    assert_eq!(value, expected);
}

#[test]
fn an_excerpt_is_short_and_one_line() {
    let redactor = redactor(&["the-token"]);
    let body = format!("  <p>\r\n{}</p>", "字".repeat(EXCERPT));
    let excerpt = redactor.excerpt(body.as_bytes()).unwrap();
    assert_eq!(excerpt.chars().count(), EXCERPT + 1);
    assert!(
        excerpt.starts_with("<p> 字") && excerpt.ends_with("字…"),
        "{excerpt}"
    );
    assert_eq!(redactor.excerpt(b"\xff\x00").unwrap(), "\u{fffd}");
    assert_eq!(redactor.excerpt(b"").unwrap(), "");
}

#[test]
fn an_excerpt_that_repeats_request_data_is_withheld() {
    let redactor = redactor(&["the \"token\""]);
    for body in [
        "<p>the \"token\"</p>",
        "<p>the &#34;token&#34;</p>",
        r#"{"got":"the \"token\""}"#,
        "?got=the%20%22token%22",
        &format!("{}the \"token\"", " x".repeat(2 * EXCERPT)),
    ] {
        assert_eq!(redactor.excerpt(body.as_bytes()), None, "{body}");
    }
}

/// A server that repeats a secret thousands of times does not keep the CPU busy.
#[test]
fn redacting_takes_linear_time() {
    let redactor = redactor(&["aaaaaaaaaaaaaaaaaaaaaaaa", "ab\"<字"]);
    let text = "aaaa".repeat(50_000);
    assert_eq!(redactor.text(&text), "***");
    let text = r#"ab"<字 "#.repeat(20_000);
    assert_eq!(redactor.text(&text), "*** ".repeat(20_000));
}
