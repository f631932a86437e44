//! The bodies of macro calls that have lines of their own.

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

/// The maximum length of a call in one line.
const WIDTH: usize = 100;

/// Returns the body of a call of a macro with braces: one string, because prettyplease would format all tokens in one line.
/// [`unquoted`] removes the quotes.
pub(super) fn quoted(lines: &[String]) -> TokenStream {
    let body = lines.join("\n");
    quote!(#body)
}

/// Removes the quotes from the bodies of these calls in a formatted file. A call whose body is one line becomes one line.
pub(super) fn unquoted(text: &str) -> String {
    let mut unquoted = String::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let body = lines.peek().filter(|_| is_call(line.trim()));
        let body = body.and_then(|body| syn::parse_str::<LitStr>(body.trim()).ok());
        let Some(body) = body.map(|body| body.value()) else {
            unquoted.push_str(line);
            continue;
        };
        let quoted = lines.next().unwrap_or_default();
        if !body.contains('\n') && line.len() + body.len() <= WIDTH {
            // The brace that prettyplease writes into the next line.
            lines.next();
            unquoted.push_str(&format!(
                "{} {} }}\n",
                line.trim_end(),
                body.trim_end_matches(',')
            ));
            continue;
        }
        unquoted.push_str(line);
        let indent = quoted.len() - quoted.trim_start().len();
        for inner in body.lines() {
            unquoted.push_str(&format!("{:indent$}{inner}\n", ""));
        }
    }
    unquoted
}

/// Returns whether a line begins a call, as prettyplease formats it.
fn is_call(line: &str) -> bool {
    line.starts_with("support::") && line.ends_with("! {")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(lines: &[&str]) -> String {
        let lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        let body = quoted(&lines);
        let file = syn::parse2(quote!(support::sent! { #body } const NEXT: u8 = 1;)).unwrap();
        unquoted(&prettyplease::unparse(&file))
    }

    #[test]
    fn a_body_has_its_own_lines_and_a_short_one_is_beside_its_name() {
        let (long, next) = ("a".repeat(90), "const NEXT: u8 = 1;\n");
        for (lines, expected) in [
            (&["A: b(\"c\"),"][..], "support::sent! { A: b(\"c\") }\n"),
            (&["A:"], "support::sent! { A: }\n"),
            (&["A:", "b"], "support::sent! {\n    A:\n    b\n}\n"),
            (&[&long], &format!("support::sent! {{\n    {long}\n}}\n")),
        ] {
            assert_eq!(formatted(lines), format!("{expected}{next}"));
        }
    }

    #[test]
    fn a_string_that_is_no_body_keeps_its_quotes() {
        let text = "const TEXT: [&str; 1] = [\n    \"support::sent! {\",\n    \"x\",\n];\n";
        assert_eq!(unquoted(text), text);
    }
}
