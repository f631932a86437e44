//! Texts that become documentation, and mean something else to Rust, Markdown or GraphQL.

use super::dice::Dice;

const TEXTS: &[&str] = &[
    "Plain text.",
    "How to call:\n\n    curl https://api.example/x",
    "```\n{ \"a\": 1 }\n```",
    "```rust\nfn main() { no }\n```\nafter",
    "- a\n\n  ```\n  no\n  ```",
    "Never closed:\n```rust\nno",
    "See [User] and [it](User) and [`User::new`].",
    "A <script> and <b>bold and Vec<String> <!-- never closed",
    "https://api.example/x?y=[z]",
    "a\rb\r\rc",
    "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}",
    "An ` and ``` a `` [User] ```",
    "Quotes \" and \"\"\" and \\ and */ and /* and \"# and \"##",
    "Title\n===\n\tcode",
    "#[doc = \"x\"] //! a /// b #![deny(warnings)]",
    "{} {0} {name} %s $crate $x",
    "\u{0}\u{1}\u{7f}\u{85}\u{2028}\u{2029}\u{feff}",
    "中文，密码。\u{1f600}",
    "   \n\n   ",
    "",
    "| a | b |\n| - | - |\n| `[User] | <b>` | `c` |",
    "# Heading\n\n> quote\n> ```\n> code\n> ```",
];

/// Returns a text.
pub(super) fn text(dice: &mut Dice<'_>) -> &'static str {
    dice.pick(TEXTS)
}

/// Returns a text that is valid Markdown for rustdoc.
pub(super) fn markdown(dice: &mut Dice<'_>) -> &'static str {
    dice.pick(&[
        "a\rb\r\rc",
        "\u{202e}",
        "Plain.",
        "",
        "```\nlet x = 1;\n```",
        "\"# \\ {} */",
        "\u{0}\u{2028}",
    ])
}

/// Returns a description, or nothing.
pub(super) fn description(dice: &mut Dice<'_>) -> String {
    if !dice.one_in(4) {
        return String::new();
    }
    let text = text(dice);
    if dice.one_in(2) && !text.contains('\u{0}') {
        let text = text.replace("\"\"\"", "\\\"\"\"");
        return format!("\"\"\"\n{text}\n\"\"\"\n");
    }
    format!("{} ", string(text))
}

/// Returns a string literal.
pub(super) fn string(text: &str) -> String {
    let escaped = text.chars().map(|one| match one {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        one if one.is_control() => format!("\\u{:04x}", u32::from(one)),
        one => one.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Returns the lines of a comment.
pub(super) fn comment(dice: &mut Dice<'_>, indent: &str) -> String {
    let text = if dice.one_in(2) {
        text(dice)
    } else {
        "Does it."
    };
    let lines = text.split(['\n', '\r', '\u{0}']);
    lines.map(|line| format!("{indent}# {line}\n")).collect()
}

/// Returns `@deprecated`, or nothing.
pub(super) fn deprecated(dice: &mut Dice<'_>) -> String {
    match dice.below(10) {
        8 => " @deprecated".to_owned(),
        9 => format!(" @deprecated(reason: {})", string(text(dice))),
        _ => String::new(),
    }
}

/// Returns a directive of another tool, or nothing.
pub(super) fn undefined(dice: &mut Dice<'_>, allowed: bool) -> String {
    if allowed && dice.one_in(6) {
        format!(" @{}", dice.pick(&super::UNDEFINED))
    } else {
        String::new()
    }
}
