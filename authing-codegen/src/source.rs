//! The query files: parsed, told apart into operations and fragments, their comments kept.

mod files;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use apollo_compiler::Node;
use apollo_compiler::ast::{Definition, Document, FragmentDefinition, OperationDefinition};
use apollo_compiler::parser::Parser;

use crate::config::Target;
use crate::error::{Error, Place, Problem};
use crate::schema::problems;
use crate::text;

/// How a comment begins that is yet to be written.
pub(crate) const PLACEHOLDER: &str = "TODO";

/// All query files of a target.
#[derive(Clone, Default)]
pub(crate) struct Sources {
    /// The operations, in the order of their files' paths.
    pub(crate) operations: Vec<OperationFile>,
    /// The fragments by name.
    pub(crate) fragments: BTreeMap<String, FragmentFile>,
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
}

/// A parsed file and its lines.
#[derive(Clone)]
pub(crate) struct SourceFile {
    /// Relative to the configuration file.
    pub(crate) path: PathBuf,
    pub(crate) document: Document,
    lines: Vec<String>,
}

impl SourceFile {
    /// Where a node of this file begins.
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

    /// What would make rustdoc read the comment above a node otherwise than its author meant.
    pub(crate) fn comment_faults<T>(&self, node: &Node<T>) -> Vec<Problem> {
        let comment = self.comment(node);
        let first = self.place(node).line.saturating_sub(comment.len());
        let fault = |index: usize, message: &str, help: &str| {
            let place = Place {
                line: first + index,
                ..top(&self.path)
            };
            Problem::new(&place, message).with_help(help)
        };
        let mut faults = Vec::new();
        let mut open: Option<(usize, &str)> = None;
        let mut paragraph = false;
        for (index, line) in comment.iter().enumerate() {
            let text = line.trim_start();
            if text.starts_with(PLACEHOLDER) {
                faults.push(fault(
                    index,
                    "this comment has not been written yet",
                    "review what was scaffolded, and say here what it is",
                ));
            }
            let indented = line.len() - text.len() >= 4 || line.starts_with('\t');
            match (open, fence(text)) {
                (Some((_, opened)), Some(found)) => {
                    // What closes it is as long, and nothing follows.
                    if found.starts_with(opened) && text == found {
                        open = None;
                        paragraph = false;
                    }
                }
                (Some(_), None) => {}
                (None, Some(found)) if !indented => open = Some((index, found)),
                (None, _) => {
                    if indented && !paragraph && !text.is_empty() {
                        faults.push(fault(
                            index,
                            "this line of the comment is indented, so that it is read as Rust code",
                            "indent it less, or put it between lines of ```text and ```",
                        ));
                    }
                    paragraph = !text.is_empty();
                }
            }
        }
        if let Some((index, _)) = open {
            faults.push(fault(
                index,
                "this code block in the comment is never closed",
                "put a line of ``` after it",
            ));
        }
        faults
    }

    /// The comment that stands directly above a node which begins its line.
    pub(crate) fn comment<T>(&self, node: &Node<T>) -> Vec<String> {
        let place = self.place(node);
        let above = place.line.saturating_sub(1);
        let begins_line = self
            .lines
            .get(above)
            .and_then(|line| line.get(..place.column.saturating_sub(1)))
            .is_some_and(|before| before.trim().is_empty());
        if !begins_line {
            return Vec::new();
        }
        let mut comment: Vec<String> = self
            .lines
            .iter()
            .take(above)
            .rev()
            .map_while(|line| line.trim_start().strip_prefix('#'))
            .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned())
            .collect();
        comment.reverse();
        comment
    }
}

/// Reads every query file under the target's query folder.
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
                            "the fragment `{name}` is defined in {} too",
                            other.file.path.display()
                        ),
                    ));
                } else {
                    fragments.insert(name, FragmentFile { file, definition });
                }
            }
            Ok(_) => faults.push(Problem::new(
                &top(&file.path),
                "a query file holds an operation or a fragment; types belong into the schema",
            )),
            Err(problem) => faults.push(problem),
        }
    }
    Problem::none(faults)?;
    Ok(Sources {
        operations,
        fragments,
    })
}

fn parse(text: String, path: &Path) -> Result<SourceFile, Vec<Problem>> {
    let lines = text.lines().map(str::to_owned).collect();
    let document = Parser::new()
        .parse_ast(text, path)
        .map_err(|error| problems(&error.errors))?;
    Ok(SourceFile {
        path: path.to_owned(),
        document,
        lines,
    })
}

/// What is sent is the file: so it holds one definition.
fn only_definition(file: &SourceFile) -> Result<Definition, Problem> {
    match file.document.definitions.as_slice() {
        [definition] => Ok(definition.clone()),
        [] => Err(Problem::new(&top(&file.path), "the file is empty")),
        definitions => {
            let names: Vec<String> = definitions
                .iter()
                .map(|definition| match definition.name() {
                    Some(name) => format!("`{name}`"),
                    None => "one without a name".to_owned(),
                })
                .collect();
            Err(Problem::new(
                &top(&file.path),
                format!(
                    "a query file holds one definition, this one has {}: {}",
                    definitions.len(),
                    names.join(", ")
                ),
            )
            .with_help("give each operation and each fragment a file of its own"))
        }
    }
}

/// The backticks or tildes that begin or end a code block.
fn fence(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|first| "`~".contains(*first))?;
    let rest = text.trim_start_matches(mark);
    let length = text.len() - rest.len();
    // Backticks with others behind them are code within a line.
    let inline = mark == '`' && rest.contains('`');
    (length >= 3 && !inline).then(|| text.get(..length))?
}

/// The beginning of a file.
pub(crate) fn top(path: &Path) -> Place {
    Place {
        file: path.to_owned(),
        line: 1,
        column: 1,
    }
}
