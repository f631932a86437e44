//! Converts descriptions and comments to documentation that rustdoc reads without a warning, and in which it finds no doctest.
//!
//! Paragraphs, lists, headings, quotes, code spans and links to web pages stay what they are. A code block becomes a fenced block
//! of text, whatever marked it. Everything else that has a meaning for rustdoc, such as HTML and links to items, is escaped.

mod inline;
#[cfg(test)]
mod tests;

/// Languages that a code block keeps. rustdoc would compile Rust, and blocks without a language.
const LANGUAGES: [&str; 13] = [
    "bash",
    "gql",
    "graphql",
    "html",
    "http",
    "javascript",
    "js",
    "json",
    "sh",
    "text",
    "ts",
    "xml",
    "yaml",
];

/// Converts a text to lines of documentation.
pub(crate) fn docs(text: &str) -> Vec<String> {
    let mut document = Document::default();
    for line in lines(text) {
        document.line(&line);
    }
    document.end()
}

/// Splits a text into lines, without characters that rustc accepts in no comment. Markdown keeps its meaning.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split(['\n', '\r']).map(printable).collect()
}

/// Converts a text to a part of a line of documentation.
pub(crate) fn phrase(text: &str) -> String {
    let lines = lines(text);
    let words = lines.iter().flat_map(|line| line.split_whitespace());
    docs(&words.collect::<Vec<_>>().join(" ")).join(" ")
}

/// Returns the lines of the first paragraph, or of the code block in its place.
pub(crate) fn summary(docs: &[String]) -> &[String] {
    let mut lines = docs.iter();
    let is_code = docs.first().and_then(|line| opened_fence(line));
    let end = match is_code {
        Some(fence) => lines
            .skip(1)
            .position(|line| line == fence)
            .map(|at| at + 2),
        None => lines.position(String::is_empty),
    };
    docs.get(..end.unwrap_or(docs.len())).unwrap_or(docs)
}

/// Returns documentation without the sentence `Default: …` at the end of a paragraph: for a value that must be given.
pub(crate) fn without_defaults(docs: &[String]) -> Vec<String> {
    let paragraphs = docs.split(String::is_empty).map(|lines| lines.join("\n"));
    let kept = paragraphs.filter_map(|paragraph| {
        let mut sentences = paragraph.match_indices("Default: ").filter_map(|(at, _)| {
            let before = paragraph.get(..at)?.trim_end();
            (before.is_empty() || before.ends_with('.')).then_some(before)
        });
        match sentences.next() {
            None => Some(paragraph),
            Some("") => None,
            Some(before) => Some(before.to_owned()),
        }
    });
    let kept = kept.map(|paragraph| paragraph.lines().map(str::to_owned).collect());
    kept.collect::<Vec<Vec<String>>>().join(&String::new())
}

/// Returns documentation after a label: in its line, if it is a single paragraph.
pub(crate) fn labeled(label: &str, docs: &[String]) -> Vec<String> {
    let is_plain = |line: &String| {
        !line.starts_with(['#', '>', '|', '`', '~']) && list_marker(line.trim_start()).is_none()
    };
    if docs.iter().all(|line| !line.is_empty() && is_plain(line)) {
        return vec![format!("{label} {}", docs.join(" "))];
    }
    let head = [label.to_owned(), String::new()];
    head.into_iter().chain(docs.iter().cloned()).collect()
}

/// Returns documentation after a label as a list item.
pub(crate) fn list_item(label: &str, docs: &[String]) -> Vec<String> {
    let lines = labeled(label, docs).into_iter().enumerate();
    let indented = lines.map(|(index, line)| match line.as_str() {
        "" => line,
        _ if index == 0 => format!("- {line}"),
        _ => format!("  {line}"),
    });
    indented.collect()
}

/// Removes the marks that change the direction of text, with which rustc accepts no comment, and control characters. Tabs become
/// spaces.
fn printable(line: &str) -> String {
    line.replace('\t', "    ")
        .chars()
        .filter_map(|one| match one {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            // Some tools break lines at these.
            '\u{2028}' | '\u{2029}' => Some(' '),
            control if control.is_control() => Some(' '),
            other => Some(other),
        })
        .collect()
}

#[derive(Default)]
struct Document {
    lines: Vec<String>,
    block: Block,
    /// The list items that the next line can belong to, outermost first.
    items: Vec<Item>,
}

/// The block that the last line belongs to.
#[derive(Default)]
enum Block {
    /// The last line was blank.
    #[default]
    None,
    Paragraph,
    Fenced {
        fence: String,
        indent: usize,
    },
    /// The lines so far of a block that is code because it is indented.
    Indented(Vec<String>),
}

/// A list item.
struct Item {
    /// The column of its marker in the source.
    source: usize,
    /// The column of its text in the output.
    content: usize,
}

impl Document {
    fn line(&mut self, line: &str) {
        let (indent, text) = indentation(line);
        match &mut self.block {
            Block::Fenced { fence, indent } => {
                let closes = text.starts_with(fence.as_str())
                    && text.chars().all(|one| fence.starts_with(one));
                if closes {
                    self.close();
                } else {
                    let code = dedented(line, *indent);
                    self.lines.push(code);
                }
                return;
            }
            Block::Indented(code) if text.is_empty() || indent >= 4 => {
                code.push(line.to_owned());
                return;
            }
            Block::Indented(_) => self.close(),
            Block::None | Block::Paragraph => {}
        }
        if text.is_empty() {
            self.blank();
            self.block = Block::None;
            return;
        }
        if let Some(fence) = opened_fence(text) {
            let language = text.trim_start_matches(['`', '~']).trim();
            self.open(fence, language);
            self.block = Block::Fenced {
                fence: fence.to_owned(),
                indent,
            };
            return;
        }
        self.text(line, indent, text);
    }

    /// Adds a line of a paragraph, a list item or a heading.
    fn text(&mut self, line: &str, indent: usize, text: &str) {
        let marker = list_marker(text);
        if marker.is_some() || matches!(self.block, Block::None) {
            while self.items.last().is_some_and(|item| item.source >= indent) {
                self.items.pop();
            }
        }
        let is_code = indent >= 4
            && matches!(self.block, Block::None)
            && self.items.is_empty()
            // The first line of a description is never indented on purpose.
            && !self.lines.is_empty();
        if is_code {
            self.block = Block::Indented(vec![line.to_owned()]);
            return;
        }
        let column = self.items.last().map_or(0, |item| item.content);
        if let Some(marker) = marker {
            self.items.push(Item {
                source: indent,
                content: column + marker + 1,
            });
        }
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let escaped = inline::escaped(&words.join(" "));
        let quote = if marker.is_none() && !text.starts_with('>') {
            self.quote()
        } else {
            String::new()
        };
        self.lines.push(format!("{:column$}{quote}{escaped}", ""));
        self.block = Block::Paragraph;
    }

    /// Returns the markers of the quote that a line continues.
    fn quote(&self) -> String {
        let last = match (&self.block, self.lines.last()) {
            (Block::Paragraph, Some(last)) => last.trim_start(),
            _ => "",
        };
        let text = last.trim_start_matches(['>', ' ']);
        let markers = last.strip_suffix(text).unwrap_or_default().trim_end();
        match markers {
            "" => String::new(),
            markers => format!("{markers} "),
        }
    }

    /// Begins a code block at the first column, which ends every list.
    fn open(&mut self, fence: &str, language: &str) {
        self.items.clear();
        self.blank();
        let known = LANGUAGES.iter().find(|known| **known == language);
        self.lines
            .push(format!("{fence}{}", known.unwrap_or(&"text")));
    }

    /// Ends a code block.
    fn close(&mut self) {
        match std::mem::take(&mut self.block) {
            Block::Fenced { fence, .. } => self.lines.push(fence),
            Block::Indented(mut code) => {
                while code.last().is_some_and(|line| line.trim().is_empty()) {
                    code.pop();
                }
                let text = code.iter().filter(|line| !line.trim().is_empty());
                let indent = text.map(|line| indentation(line).0).min().unwrap_or(0);
                let fence = "`".repeat(longest_run(&code).max(2) + 1);
                self.open(&fence, "text");
                self.lines
                    .extend(code.iter().map(|line| dedented(line, indent)));
                self.lines.push(fence);
            }
            Block::None | Block::Paragraph => return,
        }
        self.blank();
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn end(mut self) -> Vec<String> {
        self.close();
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}

/// Returns the width of a line's indentation, and its text.
fn indentation(line: &str) -> (usize, &str) {
    let text = line.trim_start();
    let blanks = line.len() - text.len();
    let blanks = line.get(..blanks).unwrap_or_default().chars();
    (blanks.count(), text.trim_end())
}

/// Returns a line of code with less indentation.
fn dedented(line: &str, by: usize) -> String {
    let (indent, text) = indentation(line);
    if text.is_empty() {
        return String::new();
    }
    format!("{:1$}{text}", "", indent.saturating_sub(by))
}

/// Returns the backticks or tildes that begin a code block.
fn opened_fence(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|first| "`~".contains(*first))?;
    let rest = text.trim_start_matches(mark);
    let length = text.len() - rest.len();
    // Backticks followed by more backticks are inline code.
    let inline = mark == '`' && rest.contains('`');
    (length >= 3 && !inline).then(|| text.get(..length))?
}

/// Returns the length of the marker that begins a list item.
fn list_marker(text: &str) -> Option<usize> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let marker = match (digits, text.chars().nth(digits)?) {
        (0, '-' | '*' | '+') => 1,
        (1..=9, '.' | ')') => digits + 1,
        _ => return None,
    };
    text.get(marker..)?.starts_with(' ').then_some(marker)
}

/// Returns the length of the longest run of backticks.
fn longest_run(lines: &[String]) -> usize {
    let runs = lines.iter().flat_map(|line| line.split(|one| one != '`'));
    runs.map(str::len).max().unwrap_or(0)
}
