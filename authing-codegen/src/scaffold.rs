//! Draft query files for root fields that have none, complete except for their descriptions.
//!
//! They contain everything that can be derived or guessed: all arguments as variables, fragments for the types that have none,
//! directives of the same names in other query files. Comments are not guessed: they are the schema's descriptions, or those of
//! the same field in another fragment; so are the renames of fields. The description of the operation is a placeholder comment
//! that `check` and `generate` reject, so that nothing is generated without a review.

mod area;
mod fragments;
mod learned;
mod operation;
mod plan;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use apollo_compiler::ast::{FieldDefinition, OperationType};

use crate::check::validate;
use crate::config::Target;
use crate::error::{Error, Problem};
use crate::input::schema;
use crate::input::schema::Schemas;
use crate::input::source;
use crate::input::source::Sources;
use crate::project::Project;
use crate::project::inherited;
use crate::{model, names};
use fragments::Fragments;
use learned::Learned;
use operation::Maker;

/// The query files to scaffold.
#[derive(Debug, Clone)]
pub struct Request {
    /// Root fields of the schema. If empty, all that no operation selects yet.
    pub fields: Vec<String>,
    /// The folder, inside `queries`, to write to. Default: the folder of the operations from the same section of the schema.
    pub area: Option<String>,
    /// The number of nested objects that a new fragment selects, including the operation's own.
    pub depth: usize,
}

/// Query files to be written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Scaffold {
    /// The files with their texts.
    pub files: BTreeMap<PathBuf, String>,
    /// Notes about skipped items, with the reasons.
    pub notes: Vec<String>,
}

impl Scaffold {
    /// Writes the files.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if a file already exists (then none is written), or if one can't be written.
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

/// Creates the query files of root fields, in memory.
///
/// # Errors
///
/// [`Error::Invalid`] for a root field that does not exist or whose type is not supported, and for all problems in the schema
/// and the existing query files.
pub fn scaffold(target: &Target, request: &Request) -> Result<Scaffold, Error> {
    let schemas = schema::read(target)?;
    // Before the query files: their problems would hide a typo.
    reject_unknown(&schemas, request)?;
    // A new project has no folder of query files yet.
    let mut sources = if target.path(&target.queries).exists() {
        source::read(target)?
    } else {
        Sources::default()
    };
    sources.may_be_drafts = true;
    let base = Project::base(target)?;
    if let Some(base) = &base {
        inherited::lend_usable(&base.sources, &mut sources, &schemas)?;
    }
    validate::without_unused(&schemas, &sources)?;
    let api = model::api(target, &schemas)?;
    if let Some(base) = &base {
        base.reject_other_api(&api, target)?;
    }
    let model = model::build(&api, &schemas, &sources)?;
    let learned = Learned::of(target, &schemas, base.as_ref(), &model);
    let areas = area::Areas::read(target, &model)?;
    let maker = Maker::new(target, &schemas, &api, &learned, &areas);
    let mut faults = Vec::new();
    let mut notes = Vec::new();
    let roots = roots(&schemas, &learned, request, &mut notes);
    let types = roots
        .iter()
        .map(|root| root.definition.ty.inner_named_type().as_str());
    let fragments = Fragments::new(target, &schemas, &learned, types, request.depth);
    let mut files = BTreeMap::new();
    let mut names = learned.operations.clone();
    for root in &roots {
        let made = maker.operation(root, &mut names, &fragments);
        let folder = request.area.clone().or_else(|| areas.of(&root.coordinate));
        match (made, folder) {
            (_, Some(folder)) if !is_area(&folder) => faults.push(Problem::nowhere(format!(
                "the folder `{folder}` of the query file of `{}` can't be a module in `queries`: choose another with --area, in \
                 snake case",
                root.definition.name
            ))),
            (Ok((name, text)), Some(folder)) => {
                let file = format!("{}.graphql", names::snake_case(&name));
                files.insert(target.path(&target.queries).join(folder).join(file), text);
            }
            // With `--missing`, fields that fail are skipped; a field requested by name must succeed.
            (Err(problem), _) if request.fields.is_empty() => notes.push(problem.message),
            (Err(problem), _) => faults.push(problem),
            (_, None) => faults.push(Problem::nowhere(format!(
                "can't infer the folder for the query file of `{}`; choose one with --area",
                root.definition.name
            ))),
        }
    }
    Problem::none(faults)?;
    let folder = target.path(&target.queries).join("fragments");
    for (name, text) in fragments.made {
        files.insert(folder.join(format!("{name}.graphql")), text);
    }
    notes.extend(fragments.notes);
    Ok(Scaffold { files, notes })
}

/// Returns whether a folder is in `queries`, and can be a module with its name.
fn is_area(folder: &str) -> bool {
    let mut names = Path::new(folder).components();
    let first = names.next().map(|first| first.as_os_str().to_str());
    first.is_none_or(|first| first.is_some_and(names::is_area))
        && names.all(|one| matches!(one, Component::Normal(_)))
}

/// A field of the schema's query or mutation type.
struct Root<'s> {
    kind: OperationType,
    /// The query or mutation type.
    on: &'s str,
    definition: &'s FieldDefinition,
    /// `Query.users`.
    coordinate: String,
}

fn reject_unknown(schemas: &Schemas, request: &Request) -> Result<(), Error> {
    let all = all_roots(schemas);
    let is_unknown = |wanted: &&String| {
        !all.iter()
            .any(|root| root.definition.name == wanted.as_str())
    };
    let unknown = request.fields.iter().filter(is_unknown);
    let faults = unknown
        .map(|wanted| Problem::nowhere(format!("the schema has no root field `{wanted}`")))
        .collect();
    Problem::none(faults)
}

fn all_roots(schemas: &Schemas) -> Vec<Root<'_>> {
    let mut all = Vec::new();
    for kind in [OperationType::Query, OperationType::Mutation] {
        let ty = schemas.service.root_operation(kind);
        let Some(ty) = ty.and_then(|ty| schemas.service.get_object(ty)) else {
            continue;
        };
        all.extend(ty.fields.values().map(|field| Root {
            kind,
            on: &ty.name,
            definition: field,
            coordinate: format!("{}.{}", ty.name, field.name),
        }));
    }
    all
}

fn roots<'s>(
    schemas: &'s Schemas,
    learned: &Learned,
    request: &Request,
    notes: &mut Vec<String>,
) -> Vec<Root<'s>> {
    let mut all = all_roots(schemas);
    if !request.fields.is_empty() {
        all.retain(|root| {
            let mut wanted = request.fields.iter();
            wanted.any(|wanted| root.definition.name == wanted.as_str())
        });
        return all;
    }
    all.retain(|root| {
        if learned.roots.contains(&root.coordinate) {
            return false;
        }
        let is_deprecated = root.definition.directives.has("deprecated");
        if is_deprecated {
            notes.push(format!(
                "skipped `{}`: it is deprecated; `scaffold {}` creates it",
                root.coordinate, root.definition.name
            ));
        }
        !is_deprecated
    });
    all
}
