use serde_json::json;

use super::*;

#[test]
fn what_was_sent_is_blanked_out_however_the_answer_escapes_it() {
    let mut mask = Mask::default();
    mask.add_all(&json!({"password": "a\"quoted\"one", "code": 123_456, "flag": true, "n": [{"x": "token"}]}));
    let body = r#"{"echo":"a\"quoted\"one"} a"quoted"one 123456 token true"#;
    assert_eq!(mask.text(body), r#"{"echo":"***"} *** *** *** true"#);
}

#[test]
fn the_longer_of_two_texts_goes_first_and_short_ones_stay() {
    let mut mask = Mask::default();
    for text in ["secret", "secret-and-more", "abc", ""] {
        mask.add(text);
    }
    assert_eq!(mask.text("secret-and-more secret abc"), "*** *** abc");
}

#[test]
fn an_excerpt_is_short_and_one_line_and_cut_after_the_blanking() {
    let mut mask = Mask::default();
    mask.add("the-token");
    let body = format!("  <p>\r\n{}the-token</p>", "字".repeat(EXCERPT - 6));
    let excerpt = mask.excerpt(body.as_bytes());
    assert_eq!(excerpt.chars().count(), EXCERPT + 1);
    assert!(
        excerpt.starts_with("<p> 字") && excerpt.ends_with("字**…"),
        "{excerpt}"
    );
    assert_eq!(mask.excerpt(b"\xff\x00"), "\u{fffd}");
}

#[test]
fn the_services_own_words_are_searched_too() {
    let mut mask = Mask::default();
    mask.add("eyJ.the.token");
    let mut value = json!({"a": ["Bearer eyJ.the.token"]});
    mask.json(&mut value);
    assert_eq!(value, json!({"a": ["Bearer ***"]}));
}

/// What a token looks like in what servers write around it.
#[test]
fn escapes_of_any_kind_hide_nothing() {
    let secret = "aé\"<7>&'/ +%字😀b";
    let mut mask = Mask::default();
    mask.add(secret);
    for escaped in [
        secret,
        // JSON, in one string and in a string inside one, and as programs that stay in ASCII write it.
        r#"aé\"<7>&'/ +%字😀b"#,
        r#"aé\\\"<7>&'/ +%字😀b"#,
        r#"a\u00e9\"\u003c7\u003e\u0026'\/ +%\u5b57\ud83d\ude00b"#,
        // Addresses and forms.
        "a%C3%A9%22%3C7%3E%26%27%2F%20%2B%25%E5%AD%97%F0%9F%98%80b",
        "a%c3%a9%22%3c7%3e%26'/+%2b%25%e5%ad%97%f0%9f%98%80b",
        "a%25C3%25A9%2522%253C7%253E%2526%2527%252F%2520%252B%2525%25E5%25AD%2597%25F0%259F%2598%2580b",
        // Pages.
        "aé&quot;&lt;7&gt;&amp;&#39;/ +%字😀b",
        "a&#233;&#34;&#60;7&#62;&#38;&apos;/ +%&#23383;&#128512;b",
        "a&#xE9;&#x22;&#x3c;7&#x3E;&#x26;&#x27;/ +%&#x5b57;&#x1F600;b",
    ] {
        assert_eq!(mask.text(&format!("<{escaped}>")), "<***>", "{escaped}");
    }
}

#[test]
fn a_part_of_a_token_that_tells_something_is_blanked_out_too() {
    let mut mask = Mask::default();
    mask.add("eyJhbGciOiJIUzI1NiJ9.payload.signature");
    for (text, expected) in [
        ("got eyJhbGciOiJIUzI1…", "got ***…"),
        ("…load.signature.", "…***."),
        ("eyJhbGci…", "eyJhbGci…"),
        ("x eyJhbGciOiJIUzI1NiJ9.payload.signature y", "x *** y"),
        ("字eyJhbGciOiJI字", "字***字"),
    ] {
        assert_eq!(mask.text(text), expected);
    }
}

#[test]
fn names_numbers_and_paths_are_searched_too() {
    let mut mask = Mask::default();
    mask.add_all(&json!({"code": 123_456}));
    let mut value = json!({"123456": {"n": 123_456, "m": 7.5}});
    mask.json(&mut value);
    assert_eq!(value, json!({"***": {"n": "***", "m": 7.5}}));
}

#[test]
fn what_can_not_be_unescaped_stays() {
    let mut mask = Mask::default();
    mask.add("secret");
    for text in [
        "%",
        "%s",
        "%4",
        "&",
        "&;",
        "&#;",
        "&#x;",
        "&#xd800;",
        "&#99999999999;",
        "\\",
        "\\u",
        "\\u12",
        "\\ud800",
        "%ff%fe",
    ] {
        assert_eq!(mask.text(text), text);
        assert_eq!(mask.text(&format!("secret{text}")), format!("***{text}"));
    }
}
