//! The query files: parsed, split into operations and fragments, with their comments.

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

/// The beginning of a placeholder comment.
pub(crate) const PLACEHOLDER: &str = "TODO";

/// All query files of a target.
#[derive(Clone, Default)]
pub(crate) struct Sources {
    /// The operations, sorted by the paths of their files.
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

    /// Reports parts of the comment above a node that rustdoc would misinterpret.
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
                    "this comment is still a placeholder",
                    "review the scaffolded definition and describe it here",
                ));
            }
            let indented = line.len() - text.len() >= 4 || line.starts_with('\t');
            match (open, fence(text)) {
                (Some((_, opened)), Some(found)) => {
                    // A closing fence is at least as long and has no text after it.
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
                            "this line of the comment is indented, so rustdoc reads it as Rust code",
                            "indent it less, or fence it with ```text and ```",
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
                "close it with a line of ```",
            ));
        }
        faults
    }

    /// Returns the comment directly above a node that begins its line.
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
                    fragments.insert(name, FragmentFile { file, definition });
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

/// Returns the only definition of a file. More than one is an error, because the file is the unit that is sent.
fn only_definition(file: &SourceFile) -> Result<Definition, Problem> {
    match file.document.definitions.as_slice() {
        [definition] => Ok(definition.clone()),
        [] => Err(Problem::new(&top(&file.path), "the file is empty")),
        definitions => {
            let names: Vec<String> = definitions
                .iter()
                .map(|definition| match definition.name() {
                    Some(name) => format!("`{name}`"),
                    None => "an unnamed one".to_owned(),
                })
                .collect();
            Err(Problem::new(
                &top(&file.path),
                format!(
                    "a query file must have exactly one definition, but this one has {}: {}",
                    definitions.len(),
                    names.join(", ")
                ),
            )
            .with_help("put each operation and each fragment in its own file"))
        }
    }
}

/// Returns the backticks or tildes that begin or end a code block.
fn fence(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|first| "`~".contains(*first))?;
    let rest = text.trim_start_matches(mark);
    let length = text.len() - rest.len();
    // Backticks followed by more backticks are inline code.
    let inline = mark == '`' && rest.contains('`');
    (length >= 3 && !inline).then(|| text.get(..length))?
}

/// Returns the location of a file's first line.
pub(crate) fn top(path: &Path) -> Place {
    Place {
        file: path.to_owned(),
        line: 1,
        column: 1,
    }
}
