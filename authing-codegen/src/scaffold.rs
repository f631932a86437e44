//! First query files for root fields that have none: complete, but for what only people know.
//!
//! Everything that can be known or guessed is written: all arguments as variables, fragments for the types that have none,
//! directives and comments that other query files have for the same names. What the operation does is left as a comment
//! that `check` and `generate` refuse, so that nothing gets in that nobody has looked at.

mod area;
mod fragments;
mod learned;
mod operation;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use apollo_compiler::ast::OperationType;

use crate::config::Target;
use crate::error::{Error, Problem};
use crate::schema::Schemas;
use crate::source::Sources;
use crate::{model, names, schema, source};
use fragments::Fragments;
use learned::Learned;

/// What is to be scaffolded.
#[derive(Debug, Clone)]
pub struct Request {
    /// Root fields of the schema. None: all that no operation selects yet.
    pub fields: Vec<String>,
    /// The folder below the query files; without it, that of the operations of the same section of the schema.
    pub area: Option<String>,
    /// How many objects a new fragment reaches into, the operation's own included.
    pub depth: usize,
}

/// Query files that can be written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Scaffold {
    /// The files with their texts.
    pub files: BTreeMap<PathBuf, String>,
    /// What was left out, and why.
    pub notes: Vec<String>,
}

impl Scaffold {
    /// Writes the files.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if one is there already, before any is written, or if one can't be written.
    pub fn write(&self) -> Result<(), Error> {
        for path in self.files.keys() {
            if path.exists() {
                let there = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
                return Err(Error::io(path, there));
            }
        }
        for (path, text) in &self.files {
            let io = |error| Error::io(path, error);
            fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).map_err(io)?;
            let mut file = fs::File::create_new(path).map_err(io)?;
            file.write_all(text.as_bytes()).map_err(io)?;
        }
        Ok(())
    }
}

/// Makes the query files of root fields, in memory.
///
/// # Errors
///
/// [`Error::Invalid`] for a root field that there isn't, or whose type the generator can't read, and for everything that is
/// wrong with the schema and the query files that are there.
pub fn scaffold(target: &Target, request: &Request) -> Result<Scaffold, Error> {
    let schemas = schema::read(target)?;
    // A new project has no folder of query files yet.
    let sources = if target.path(&target.queries).exists() {
        source::read(target)?
    } else {
        Sources::default()
    };
    let api = model::api(target, &schemas)?;
    let model = model::build(&api, &sources)?;
    let learned = Learned::of(target, &schemas, &sources, &model);
    let areas = area::Areas::read(target, &schemas, &model)?;
    let mut fragments = Fragments::new(target, &schemas, &learned, request.depth);
    let mut files = BTreeMap::new();
    let mut names = learned.operations.clone();
    let mut faults = Vec::new();
    for root in roots(&schemas, &learned, request, &mut faults) {
        let made = operation::Maker {
            target,
            schemas: &schemas,
            api: &api,
            learned: &learned,
            areas: &areas,
        }
        .operation(&root, &mut names, &mut fragments);
        let folder = request.area.clone().or_else(|| areas.of(&root.coordinate));
        match (made, folder) {
            (Ok((name, text)), Some(folder)) => {
                let file = format!("{}.graphql", names::snake_case(&name));
                files.insert(target.path(&target.queries).join(folder).join(file), text);
            }
            // Of all that there is, what can be; of what was asked for by name, everything.
            (Err(problem), _) if request.fields.is_empty() => fragments.notes.push(problem.message),
            (Err(problem), _) => faults.push(problem),
            (_, None) => faults.push(Problem::nowhere(format!(
                "where the query file of `{}` belongs can't be guessed: give --area",
                root.name
            ))),
        }
    }
    Problem::none(faults)?;
    let folder = target.path(&target.queries).join("fragments");
    for (name, text) in fragments.made {
        files.insert(folder.join(format!("{name}.graphql")), text);
    }
    Ok(Scaffold {
        files,
        notes: fragments.notes,
    })
}

/// A field of the schema's type of queries or mutations.
struct Root {
    kind: OperationType,
    name: String,
    /// `Query.users`.
    coordinate: String,
}

fn roots(
    schemas: &Schemas,
    learned: &Learned,
    request: &Request,
    faults: &mut Vec<Problem>,
) -> Vec<Root> {
    let mut all = Vec::new();
    for kind in [OperationType::Query, OperationType::Mutation] {
        let ty = schemas.service.root_operation(kind);
        let Some(ty) = ty.and_then(|ty| schemas.service.get_object(ty)) else {
            continue;
        };
        all.extend(ty.fields.keys().map(|field| Root {
            kind,
            name: field.to_string(),
            coordinate: format!("{}.{field}", ty.name),
        }));
    }
    if request.fields.is_empty() {
        all.retain(|root| !learned.roots.contains(&root.coordinate));
        return all;
    }
    for wanted in &request.fields {
        if !all.iter().any(|root| root.name == *wanted) {
            faults.push(Problem::nowhere(format!(
                "the schema has no root field `{wanted}`"
            )));
        }
    }
    all.retain(|root| request.fields.contains(&root.name));
    all
}
