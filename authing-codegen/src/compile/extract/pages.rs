//! Finds the operations with pages, and the list in their output.

use super::{Library, SharedType, Struct, TypedField, TypedOperation};
use crate::compile::types::{Shape, Value};
use crate::config::Pages;
use crate::error::Problem;
use crate::model::{Field, Kind, Model, Selection};

/// The pages of a list operation.
pub(crate) struct Paged {
    /// The Rust names of the variables.
    pub(crate) page: String,
    pub(crate) count: String,
    /// The number of the first page, if known.
    pub(crate) first: Option<u32>,
    /// Whether the output can be absent.
    pub(crate) is_optional: bool,
    pub(crate) list: PagedList,
}

/// The list in the output.
pub(crate) struct PagedList {
    /// The path from the output to the page.
    pub(crate) path: Vec<TypedField>,
    /// The field of the list, unless the page itself is the list.
    pub(crate) field: Option<String>,
    pub(crate) total: Option<String>,
    pub(crate) item: Shape,
    pub(crate) id: Id,
}

/// The part of an item that identifies it.
pub(crate) enum Id {
    /// The item itself.
    Item,
    Field(String),
    Nothing,
}

const WAY_OUT: &str =
    "if its pages can't be streamed, state the reason: `@noStream(reason: \"…\")`";

/// Returns the pages of an operation, if it has a page variable, or the reason why they can't be streamed.
pub(super) fn paged(
    pages: Option<&Pages>,
    model: &Model,
    library: &Library,
    operation: &TypedOperation,
) -> Result<Option<Paged>, Problem> {
    let variable = |wire: &str| {
        operation
            .variables
            .iter()
            .find(|one| one.model.wire == wire)
    };
    let page = pages.and_then(|pages| Some((pages, variable(&pages.page)?)));
    let Some((pages, page)) = page else {
        return match operation.model.no_stream {
            Some(_) => Err(Problem::new(
                &operation.model.place,
                "`@noStream` requires a page variable",
            )
            .with_help("its name is `page` in `[target.pages]` of the configuration")),
            None => Ok(None),
        };
    };
    if operation.model.no_stream.is_some() {
        return Ok(None);
    }
    let fault = |message: String| Problem::new(&page.model.place, message).with_help(WAY_OUT);
    let name = &pages.page;
    let Some(count) = variable(&pages.count) else {
        let wanted = &pages.count;
        return Err(fault(format!("`${name}` requires `${wanted}`")));
    };
    for one in [page, count] {
        if !one.model.unsigned {
            let message = format!("`${}` is not marked `@unsigned`", one.model.wire);
            return Err(Problem::new(&one.model.place, message).with_help(WAY_OUT));
        }
    }
    let first = page.model.default.map(u32::try_from).transpose();
    let first = first.map_err(|_| fault(format!("the default of `${name}` is negative")))?;
    if operation.model.kind == Kind::Mutation {
        return Err(fault(format!("a mutation has a variable `${name}`")));
    }
    let root = std::slice::from_ref(&operation.model.root);
    let mut paths = Vec::new();
    taking(name, model, root, &mut Vec::new(), &mut paths);
    let [path] = paths.as_slice() else {
        let message = format!(
            "`${name}` is an argument of {} fields, not of one",
            paths.len()
        );
        return Err(fault(message));
    };
    let finder = Finder { library, operation };
    let list = finder.list(pages, path).map_err(fault)?;
    Ok(Some(Paged {
        page: page.model.rust.clone(),
        count: count.model.rust.clone(),
        first,
        is_optional: operation.output.is_option(),
        list,
    }))
}

/// The ways, by their keys, to the fields that a variable is an argument of.
fn taking<'m>(
    variable: &str,
    model: &'m Model,
    fields: &'m [Field],
    way: &mut Vec<&'m str>,
    ways: &mut Vec<Vec<String>>,
) {
    for field in fields {
        way.push(&field.wire);
        if field.takes.iter().any(|taken| taken == variable) {
            ways.push(way.iter().map(|&key| key.to_owned()).collect());
        }
        let inner = match &field.selection {
            Selection::Leaf => &[],
            Selection::Fields(fields) => fields.as_slice(),
            Selection::Fragment(name) => {
                let fragment = model.fragments.get(name);
                fragment.map_or(&[] as &[_], |fragment| &fragment.fields)
            }
        };
        taking(variable, model, inner, way, ways);
        way.pop();
    }
}

struct Finder<'a> {
    library: &'a Library,
    operation: &'a TypedOperation,
}

impl Finder<'_> {
    /// Returns the list at the end of a way, or why there is none.
    fn list(&self, pages: &Pages, way: &[String]) -> Result<PagedList, String> {
        let mut at = self.operation.root.clone();
        let mut path = Vec::new();
        for key in way.iter().skip(1) {
            let field = self.structure(&at.shape).and_then(|one| by_wire(one, key));
            let inside = field.filter(|_| !at.shape.is_list());
            at = inside
                .ok_or_else(|| format!("`{key}` is inside a list"))?
                .clone();
            path.push(at.clone());
        }
        let (mut field, mut total) = (None, None);
        let mut items = at.shape.clone();
        if !at.shape.is_list() {
            let page = self.structure(&at.shape);
            let named = |name: &String| page.and_then(|page| by_name(page, name));
            let list = named(&pages.list).filter(|field| field.shape.is_list());
            let list = list.ok_or_else(|| {
                format!(
                    "`{}` has no list `{}` that is selected",
                    at.wire, pages.list
                )
            })?;
            field = Some(list.rust.clone());
            items = list.shape.clone();
            let mut totals = pages.total.iter().filter_map(named);
            let number = totals.find(|field| *field.shape.value() == Value::Int);
            total = number.map(|field| field.rust.clone());
        }
        if items.is_list_of_lists() {
            return Err(format!("`{}` is a list of lists", at.wire));
        }
        let item = match items.required() {
            Shape::List(item) => *item,
            item => item,
        };
        Ok(PagedList {
            path,
            field,
            total,
            id: self.id(pages, &item),
            item,
        })
    }

    fn id(&self, pages: &Pages, item: &Shape) -> Id {
        if *item.value() == Value::Text {
            return Id::Item;
        }
        let Some(item) = self.structure(item) else {
            return Id::Nothing;
        };
        let mut ids = pages.id.iter().filter_map(|name| by_name(item, name));
        match ids.find(|field| *field.shape.value() == Value::Text && !field.shape.is_list()) {
            Some(field) => Id::Field(field.rust.clone()),
            None => Id::Nothing,
        }
    }

    /// Returns the struct that an object is read into.
    fn structure(&self, shape: &Shape) -> Option<&Struct> {
        let name = match shape.value() {
            Value::Shared(name) => match self.library.types.get(name)? {
                SharedType::Fragment { main, .. } => return Some(main),
                _ => return None,
            },
            Value::Local(name) => name,
            _ => return None,
        };
        let inner = self.library.types.values().flat_map(SharedType::inner);
        let own = self.operation.selections.iter();
        own.chain(inner).find(|one| one.name == *name)
    }
}

fn by_wire<'s>(of: &'s Struct, wire: &str) -> Option<&'s TypedField> {
    of.fields.iter().find(|field| field.wire == wire)
}

fn by_name<'s>(of: &'s Struct, name: &str) -> Option<&'s TypedField> {
    of.fields.iter().find(|field| field.name == name)
}
