//! The query files: parsed, split into operations and fragments, with their comments.

mod files;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use apollo_compiler::Node;
use apollo_compiler::ast::{Definition, Document, FragmentDefinition, OperationDefinition};
use apollo_compiler::parser::Parser;

use crate::config::Target;
use crate::error::diagnostics::problems;
use crate::error::{Error, Place, Problem};
use crate::input::markdown;
use crate::input::text;

/// The beginning of a placeholder comment.
pub(crate) const PLACEHOLDER: &str = "TODO";

/// All query files of a target.
#[derive(Clone, Default)]
pub(crate) struct Sources {
    /// The operations, sorted by the paths of their files.
    pub(crate) operations: Vec<OperationFile>,
    /// The fragments by name.
    pub(crate) fragments: BTreeMap<String, FragmentFile>,
    /// Whether placeholder comments are accepted.
    pub(crate) may_be_drafts: bool,
}

/// A file that defines an operation.
#[derive(Clone)]
pub(crate) struct OperationFile {
    pub(crate) file: SourceFile,
    pub(crate) definition: Node<OperationDefinition>,
}

/// A file that defines a fragment.
#[derive(Clone)]
pub(crate) struct FragmentFile {
    pub(crate) file: SourceFile,
    pub(crate) definition: Node<FragmentDefinition>,
    /// Whether it belongs to the target that is extended.
    pub(crate) inherited: bool,
}

impl FragmentFile {
    /// Returns the name of its Rust type: its own, or that of the fragment whose type it shares.
    pub(crate) fn type_name(&self) -> String {
        let shared = self.definition.directives.get("sharedType");
        let shared = shared.and_then(|shared| shared.specified_argument_by_name("name"));
        let shared = shared.and_then(|name| name.as_str());
        shared.unwrap_or(&self.definition.name).to_owned()
    }
}

/// A parsed file and its text.
#[derive(Clone)]
pub(crate) struct SourceFile {
    /// Relative to the configuration file.
    pub(crate) path: PathBuf,
    pub(crate) document: Document,
    text: String,
}

impl SourceFile {
    /// Returns the location of a node in this file.
    pub(crate) fn place<T>(&self, node: &Node<T>) -> Place {
        let start = node
            .line_column_range(&self.document.sources)
            .map(|range| range.start);
        Place {
            file: self.path.clone(),
            line: start.map_or(1, |start| start.line),
            column: start.map_or(1, |start| start.column),
        }
    }

    /// Reports a comment above a node that is still a placeholder.
    pub(crate) fn placeholders<T>(&self, node: &Node<T>) -> Vec<Problem> {
        let comment = self.lines_above(node);
        let first = self.place(node).line.saturating_sub(comment.len());
        let is_placeholder = |line: &&str| line.trim_start().starts_with(PLACEHOLDER);
        let lines = comment.iter().enumerate();
        lines
            .filter(|(_, line)| is_placeholder(line))
            .map(|(index, _)| {
                let place = Place {
                    line: first + index,
                    ..top(&self.path)
                };
                Problem::new(&place, "this comment is still a placeholder")
                    .with_help("review the scaffolded definition and describe it here")
            })
            .collect()
    }

    /// Returns the comment directly above a node that begins its line, as documentation.
    pub(crate) fn comment<T>(&self, node: &Node<T>) -> Vec<String> {
        let lines = self.lines_above(node).into_iter();
        let lines = lines.filter(|line| !is_for_tools(line));
        let lines: Vec<&str> = lines
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        markdown::docs(&lines.join("\n"))
    }

    /// Returns the lines of the comment directly above a node that begins its line, without the number signs.
    fn lines_above<T>(&self, node: &Node<T>) -> Vec<&str> {
        let before = node
            .location()
            .and_then(|span| self.text.get(..span.offset()));
        let mut lines = before.unwrap_or_default().rsplit('\n');
        if lines.next().is_none_or(|before| !before.trim().is_empty()) {
            return Vec::new();
        }
        let mut comment: Vec<&str> = lines
            .map_while(|line| line.trim_start().strip_prefix('#'))
            .collect();
        comment.reverse();
        comment
    }
}

/// Reads every query file in the target's query folder.
pub(crate) fn read(target: &Target) -> Result<Sources, Error> {
    let paths = files::under(&target.path(&target.queries))?;
    let mut operations = Vec::new();
    let mut fragments: BTreeMap<String, FragmentFile> = BTreeMap::new();
    let mut faults = Vec::new();
    for path in paths {
        let relative = path.strip_prefix(&target.root).unwrap_or(&path);
        let file = match parse(text::read(&path)?, relative) {
            Ok(file) => file,
            Err(mut found) => {
                faults.append(&mut found);
                continue;
            }
        };
        match only_definition(&file) {
            Ok(Definition::OperationDefinition(definition)) => {
                operations.push(OperationFile { file, definition });
            }
            Ok(Definition::FragmentDefinition(definition)) => {
                let name = definition.name.to_string();
                if let Some(other) = fragments.get(&name) {
                    faults.push(Problem::new(
                        &file.place(&definition),
                        format!(
                            "the fragment `{name}` is also defined in {}",
                            other.file.path.display()
                        ),
                    ));
                } else {
                    let fragment = FragmentFile {
                        file,
                        definition,
                        inherited: false,
                    };
                    fragments.insert(name, fragment);
                }
            }
            Ok(_) => faults.push(Problem::new(
                &top(&file.path),
                "a query file must define an operation or a fragment; types belong in the schema",
            )),
            Err(problem) => faults.push(problem),
        }
    }
    Problem::none(faults)?;
    Ok(Sources {
        operations,
        fragments,
        may_be_drafts: false,
    })
}

fn parse(text: String, path: &Path) -> Result<SourceFile, Vec<Problem>> {
    let is_blank = |line: &str| line.trim_start().starts_with('#') || line.trim().is_empty();
    if text.lines().all(is_blank) {
        // The parser would report the end of the file as a syntax error.
        return Err(vec![not_one_definition(path, "none")]);
    }
    let document = Parser::new()
        .parse_ast(&text, path)
        .map_err(|error| problems(&error.errors))?;
    Ok(SourceFile {
        path: path.to_owned(),
        document,
        text,
    })
}

/// Returns the only definition of a file. More than one is an error, because the file is the unit that is sent.
fn only_definition(file: &SourceFile) -> Result<Definition, Problem> {
    match file.document.definitions.as_slice() {
        [definition] => Ok(definition.clone()),
        definitions => {
            let names: Vec<String> = definitions
                .iter()
                .map(|definition| match definition.name() {
                    Some(name) => format!("`{name}`"),
                    None => "an unnamed one".to_owned(),
                })
                .collect();
            let found = format!("{}: {}", definitions.len(), names.join(", "));
            Err(not_one_definition(&file.path, &found))
        }
    }
}

fn not_one_definition(path: &Path, found: &str) -> Problem {
    let message =
        format!("a query file must have exactly one definition, but this one has {found}");
    Problem::new(&top(path), message)
        .with_help("put each operation and each fragment in its own file")
}

/// Returns whether a line of a comment is for a tool, or a license: not about the definition after it.
fn is_for_tools(line: &str) -> bool {
    /// Words that follow the number sign directly. As the first word of a sentence, they are documentation.
    const JOINED: [&str; 4] = ["!", "import", "region", "endregion"];
    const WORDS: [&str; 18] = [
        "-*-",
        "@generated",
        "@graphql-eslint",
        "biome-ignore",
        "codespell:",
        "Copyright (",
        "Copyright 2",
        "Copyright ©",
        "cspell:",
        "dprint-ignore",
        "eslint-",
        "language=",
        "noinspection ",
        "prettier-ignore",
        "SPDX-",
        "spell-checker:",
        "vim:",
        "yaml-language-server:",
    ];
    let begins = |words: &[&str], line: &str| words.iter().any(|word| line.starts_with(word));
    begins(&JOINED, line) || begins(&WORDS, line.trim_start())
}

/// Returns the location of a file's first line.
pub(crate) fn top(path: &Path) -> Place {
    Place {
        file: path.to_owned(),
        line: 1,
        column: 1,
    }
}
