//! Conversions of whole texts.

use super::{docs, list_item, summary, without_defaults};

#[test]
fn code_becomes_a_block_of_text() {
    for (given, expected) in [
        ("```\na()\n```", "```text\na()\n```"),
        ("```rust,no_run\na()\n```", "```text\na()\n```"),
        ("~~~~json\n{}\n~~~~", "~~~~json\n{}\n~~~~"),
        (
            "A:\n````\n```\n  b\n````` \nc",
            "A:\n\n````text\n```\n  b\n````\n\nc",
        ),
        (
            "A:\n\n    b\n\n      c\n\nd",
            "A:\n\n```text\nb\n\n  c\n```\n\nd",
        ),
        ("A:\n\n\tb ```\n", "A:\n\n````text\nb ```\n````"),
        ("A:\n\n```json\n{", "A:\n\n```json\n{\n```"),
        (
            "- a:\n\n      ```\n      b\n      ```",
            "- a:\n\n```text\nb\n```",
        ),
        ("> ```\n> a\n> ```", "> \\`\\`\\`\n> a\n> \\`\\`\\`"),
        ("-     a\n  b", "- a\n  b"),
    ] {
        assert_eq!(docs(given).join("\n"), expected, "{given}");
    }
}

#[test]
fn lists_and_paragraphs_stay() {
    for text in [
        "A.\n\n- b\n- c\n  - d\n    e\n- f\n\n  g\n\nh",
        "1. a\n2. b\n   c",
        "# A\n\n> b\n\n| c | d |\n| - | - |\n| `e` | f |",
    ] {
        assert_eq!(docs(text).join("\n"), text);
    }
    assert_eq!(
        docs("- a\n    - b\n    - c\nlazy\n\nd").join("\n"),
        "- a\n  - b\n  - c\n    lazy\n\nd"
    );
    assert_eq!(docs("     a\n     b"), ["a", "b"]);
    assert_eq!(docs("> a\nb\n\nc"), ["> a", "> b", "", "c"]);
    assert_eq!(docs("\u{3000}甲\u{3000}乙"), ["甲\u{3000}乙"]);
}

#[test]
fn item_has_its_paragraphs_below_its_name() {
    assert_eq!(list_item("`a`:", &docs("b\nc")), ["- `a`: b c"]);
    let expected = "- `a`:\n\n  b\n\n  ```text\n  d\n  ```";
    assert_eq!(list_item("`a`:", &docs("b\n```\nd")).join("\n"), expected,);
}

#[test]
fn summary_is_a_paragraph_or_a_code_block() {
    assert_eq!(summary(&docs("a\nb\n\nc")), ["a", "b"]);
    let code = docs("```\na\n\nb\n```\nc");
    assert_eq!(summary(&code), ["```text", "a", "", "b", "```"]);
}

#[test]
fn a_value_that_must_be_given_has_no_default() {
    for (given, expected) in [
        ("A, from 1. Default: 1.", "A, from 1."),
        ("A\nb. Default: `c`,\n`d` and `e`.\n\nf", "A\nb.\n\nf"),
        ("A.\nDefault: b.", "A."),
        ("A.\n\nDefault: b.\n\nC", "A.\n\nC"),
        ("Default: none.", ""),
        (
            "A (Default: 1). The Default: 2",
            "A (Default: 1). The Default: 2",
        ),
        ("A:\n\n```\nb\n\n\nc\n```", "A:\n\n```text\nb\n\n\nc\n```"),
    ] {
        assert_eq!(
            without_defaults(&docs(given)).join("\n"),
            expected,
            "{given}"
        );
    }
}

#[test]
fn lines_end_anywhere_and_have_no_invisible_characters() {
    assert_eq!(docs("a\rb\r\nc\nd\u{202e}e\u{0}"), ["a", "b", "c", "de"]);
}

#[test]
fn converted_text_is_not_converted_again() {
    for text in [
        "A [b] <c> https://d.example. `e` `f",
        "    g\n\n    h\n```\ni",
        "- j\n    - k\n\n      ```\nl",
    ] {
        let once = docs(text).join("\n");
        assert_eq!(docs(&once).join("\n"), once);
    }
}
