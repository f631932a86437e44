//! What rustc would reject in generated code, as far as it can be seen without compiling: two things of one name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::{ImplItem, Item, UseTree, Visibility};

/// Panics if a file of generated code has two things of one name.
pub(super) fn check(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            check(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            items(&file.items)
                .unwrap_or_else(|name| panic!("{}: two `{name}`: {text}", path.display()));
        }
    }
}

/// Names that must differ. Adding one twice is an error.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn add(&mut self, name: impl ToString) -> Result<(), String> {
        let name = name.to_string();
        if self.0.insert(name.clone()) {
            Ok(())
        } else {
            Err(name)
        }
    }
}

fn items(items: &[Item]) -> Result<(), String> {
    let (mut types, mut values) = (Names::default(), Names::default());
    for item in items {
        match item {
            Item::Struct(item) => {
                types.add(&item.ident)?;
                let mut fields = Names::default();
                item.fields
                    .iter()
                    .filter_map(|field| field.ident.as_ref())
                    .try_for_each(|name| fields.add(name))?;
            }
            Item::Enum(item) => {
                types.add(&item.ident)?;
                let mut variants = Names::default();
                item.variants
                    .iter()
                    .try_for_each(|variant| variants.add(&variant.ident))?;
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let mut methods = Names::default();
                for item in &item.items {
                    match item {
                        ImplItem::Fn(method) => methods.add(&method.sig.ident)?,
                        ImplItem::Macro(setters) => {
                            self::setters(setters.mac.tokens.clone())
                                .iter()
                                .try_for_each(|name| methods.add(name))?;
                        }
                        _ => {}
                    }
                }
            }
            Item::Use(item) => {
                let mut names = Vec::new();
                used(&item.tree, &mut names);
                names.iter().try_for_each(|name| types.add(name))?;
            }
            Item::Const(item) if item.ident != "_" => values.add(&item.ident)?,
            Item::Fn(item) => values.add(&item.sig.ident)?,
            Item::Mod(item) => {
                // A module and a type have names of different kinds; a public module is named like a type.
                let is_public = matches!(item.vis, Visibility::Public(_));
                types.add(if is_public {
                    item.ident.to_string()
                } else {
                    format!("mod {}", item.ident)
                })?;
                self::items(item.content.as_ref().map_or(&[], |(_, items)| items))?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn used(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => used(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, names)),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(rename) => names.push(rename.rename.to_string()),
        UseTree::Glob(_) => {}
    }
}

/// Returns the names of the methods that `setters!` makes: the first word of each line, and those after commas.
fn setters(tokens: TokenStream) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_next = true;
    for token in tokens {
        match token {
            TokenTree::Ident(name) if is_next => {
                names.push(name.to_string());
                is_next = false;
            }
            TokenTree::Punct(punct) if ";,".contains(punct.as_char()) => is_next = true,
            _ => {}
        }
    }
    names
}
