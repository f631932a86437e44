//! Escapes the text of a line.

/// What a URL can contain, except for brackets, which text around it can have.
const URL: &str = "-._~:/?#@!$&'()*+,;=%";

/// Escapes everything with a meaning for rustdoc, except for code spans and links to web pages.
pub(super) fn escaped(line: &str) -> String {
    let mut escaped = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let length = whole(rest).unwrap_or(first.len_utf8());
        let (token, after) = rest.split_at(length);
        if length > first.len_utf8() {
            escaped.push_str(token);
        } else if let Some(url) = url(rest) {
            let (url, after) = rest.split_at(url);
            escaped.push_str(&format!("<{url}>"));
            rest = after;
            continue;
        } else if first == '`' {
            // Of a run that is escaped in part, the rest could begin a code span.
            let run = rest.len() - rest.trim_start_matches('`').len();
            escaped.push_str(&"\\`".repeat(run));
            rest = rest.split_at(run).1;
            continue;
        } else {
            if is_special(first, after, &escaped) {
                escaped.push('\\');
            }
            escaped.push(first);
        }
        rest = after;
    }
    escaped
}

/// Returns the length of a part that stays unchanged.
fn whole(text: &str) -> Option<usize> {
    match text.chars().next()? {
        '\\' => {
            let next = text.chars().nth(1)?;
            next.is_ascii_punctuation().then_some(2)
        }
        '`' => code_span(text),
        '<' => {
            let inner = url_length(text.get(1..)?)?;
            text.get(1 + inner..)?.starts_with('>').then_some(inner + 2)
        }
        '[' => link(text),
        _ => None,
    }
}

/// Returns the length of a code span. One that goes over a cell of a table is none.
fn code_span(text: &str) -> Option<usize> {
    let run = text.len() - text.trim_start_matches('`').len();
    let mut at = run;
    loop {
        let rest = text.get(at..)?;
        let code = rest.find('`')?;
        let closing = rest.get(code..)?;
        let length = closing.len() - closing.trim_start_matches('`').len();
        if length == run {
            let is_cell = text.get(run..at + code)?.contains('|');
            return (!is_cell).then_some(at + code + length);
        }
        at += code + length;
    }
}

/// Returns the length of a link to a web page, `[text](https://…)`.
fn link(text: &str) -> Option<usize> {
    let label = label(text.get(1..)?)?;
    let rest = text.get(1 + label..)?.strip_prefix("](")?;
    let url = rest.split_once(')')?.0;
    let is_link = url_length(url) == Some(url.len()) && !url.contains('(');
    is_link.then_some(label + url.len() + 4)
}

/// Returns the length of the text of a link: plain words and code spans.
fn label(text: &str) -> Option<usize> {
    let mut end = 0;
    while let Some(rest) = text.get(end..).filter(|rest| !rest.starts_with(']')) {
        end += match rest.chars().next()? {
            '`' => code_span(rest)?,
            special if "[<>\\|!".contains(special) => return None,
            plain => plain.len_utf8(),
        };
    }
    let label = text.get(..end)?;
    let is_label = !label.trim().is_empty() && !label.contains("://");
    is_label.then_some(end)
}

/// Returns the length of a URL in text, without the punctuation after it.
fn url(text: &str) -> Option<usize> {
    let length = url_length(text)?;
    let whole = text.get(..length)?;
    let mut url = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
    if url.ends_with(')') && !url.contains('(') {
        url = url.trim_end_matches(')');
    }
    url_length(url)
}

/// Returns the length of a URL with everything that can belong to it.
fn url_length(text: &str) -> Option<usize> {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))?;
    let part = |one: char| one.is_ascii_alphanumeric() || URL.contains(one);
    let host = rest.chars().take_while(|one| part(*one)).count();
    (host > 0).then_some(text.len() - rest.len() + host)
}

/// Returns whether a character has a meaning for rustdoc.
fn is_special(one: char, after: &str, before: &str) -> bool {
    match one {
        '[' | ']' | '<' => true,
        // A code block inside a quote or a list.
        '~' => after.starts_with("~~") || before.ends_with("\\~"),
        // An image, if it is followed by a link.
        '!' => after.starts_with('['),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn links_to_items_and_html_are_escaped() {
        for (given, expected) in [
            ("a [User] and [b](User)", r"a \[User\] and \[b\](User)"),
            ("[a]: https://b.example", r"\[a\]: <https://b.example>"),
            ("<b>a</b> <a@b.c>", r"\<b>a\</b> \<a@b.c>"),
            ("a ` b", r"a \` b"),
            ("``` a `` b", r"\`\`\` a \`\` b"),
            ("`a` ``b ` c`` `<d>`", "`a` ``b ` c`` `<d>`"),
            ("| `a|<b>` |", r"| \`a|\<b>\` |"),
            ("![a](https://b.example)", r"\![a](https://b.example)"),
            ("> ~~~", r"> \~\~\~"),
            (r"\[a\] \`", r"\[a\] \`"),
        ] {
            assert_eq!(escaped(given), expected);
        }
    }

    #[test]
    fn urls_are_links() {
        for (given, expected) in [
            ("See https://a.example/b_c.", "See <https://a.example/b_c>."),
            ("(http://a.example)", "(<http://a.example>)"),
            ("见https://a.example。", "见<https://a.example>。"),
            ("<https://a.example>", "<https://a.example>"),
            ("[a](https://b.example)", "[a](https://b.example)"),
            (
                "[`A<b>[0]` c](https://b.example)",
                "[`A<b>[0]` c](https://b.example)",
            ),
            ("[`a](https://b.example)", r"\[\`a\](<https://b.example>)"),
            ("https://", "https://"),
        ] {
            assert_eq!(escaped(given), expected);
        }
    }
}
