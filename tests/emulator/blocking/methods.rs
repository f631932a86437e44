//! The blocking client has each method of the asynchronous one, with the same arguments, output, summary and aliases.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Expr, ExprLit, FnArg, Ident, ImplItem, ImplItemFn, Item, ItemImpl, Lit, Meta,
    Signature, Token, TraitItemFn, Type, Visibility, braced,
};

/// What of a method is the same in both clients.
#[derive(Debug, PartialEq, Eq)]
struct Method {
    arguments: Vec<String>,
    generics: String,
    output: String,
    summary: String,
    aliases: BTreeSet<String>,
}

/// By type and name, for example `Session::user`.
type Methods = BTreeMap<String, Method>;

const TYPES: [&str; 3] = ["Authing", "Session", "Login"];

/// Those that differ, and how.
const DIFFERENT: [(&str, &str); 2] = [
    ("Authing::preflight", "gives an error in a task"),
    (
        "Session::authing",
        "makes a client, where the other has one to lend",
    ),
];

#[test]
fn both_clients_have_the_same_methods() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../authing-client/src");
    let (blocking, asynchronous): (Vec<_>, Vec<_>) = files(&source)
        .into_iter()
        .partition(|path| path.strip_prefix(&source).unwrap().starts_with("blocking"));
    let (mut blocking, mut asynchronous) = (methods(&blocking), methods(&asynchronous));
    // The methods are found at all.
    assert!(asynchronous.len() > 60, "{}", asynchronous.len());

    // A stream has another name where it is an iterator.
    asynchronous.remove("Authing::users_stream").unwrap();
    blocking.remove("Authing::users_iter").unwrap();
    for (name, how) in DIFFERENT {
        let (other, here) = (asynchronous.remove(name), blocking.remove(name));
        assert_ne!(other.unwrap().output, here.unwrap().output, "{name} {how}");
    }
    for (name, method) in &asynchronous {
        assert_eq!(blocking.get(name), Some(method), "{name}, in src/blocking/");
    }
    let more: Vec<_> = blocking
        .keys()
        .filter(|name| !asynchronous.contains_key(*name))
        .collect();
    assert!(more.is_empty(), "only in src/blocking/: {more:?}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn methods(files: &[PathBuf]) -> Methods {
    let mut methods = Methods::new();
    for file in files {
        let file = syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap();
        for item in file.items {
            match item {
                Item::Impl(item) if item.trait_.is_none() => add_impl(&mut methods, &item),
                Item::Macro(item) if item.mac.path.is_ident("facade") => {
                    let facade: Facade = item.mac.parse_body().unwrap();
                    for (type_name, method) in facade.0 {
                        add(&mut methods, &type_name, &method.attrs, &method.sig);
                    }
                }
                _ => {}
            }
        }
    }
    methods
}

fn add_impl(methods: &mut Methods, item: &ItemImpl) {
    let Type::Path(path) = &*item.self_ty else {
        return;
    };
    let Some(name) = path.path.get_ident() else {
        return;
    };
    let is_public = |method: &&ImplItemFn| matches!(method.vis, Visibility::Public(_));
    let functions = item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    });
    for method in functions.filter(is_public) {
        add(methods, name, &method.attrs, &method.sig);
    }
}

fn add(methods: &mut Methods, type_name: &Ident, attributes: &[Attribute], signature: &Signature) {
    if !TYPES.iter().any(|name| type_name == name) {
        return;
    }
    let arguments = signature.inputs.iter().map(|argument| match argument {
        FnArg::Receiver(receiver) => text(receiver),
        FnArg::Typed(argument) => text(argument),
    });
    let generics = &signature.generics;
    let method = Method {
        arguments: arguments.collect(),
        generics: format!("{} {}", text(generics), text(&generics.where_clause)),
        output: text(&signature.output),
        summary: summary(attributes),
        aliases: attributes.iter().filter_map(alias).collect(),
    };
    let name = format!("{type_name}::{}", signature.ident);
    assert!(methods.insert(name, method).is_none());
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

/// The first paragraph of the documentation.
fn summary(attributes: &[Attribute]) -> String {
    let lines = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(line),
                    ..
                }) => Some(line.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        });
    let paragraph: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    paragraph.join(" ")
}

fn alias(attribute: &Attribute) -> Option<String> {
    let Meta::List(list) = &attribute.meta else {
        return None;
    };
    list.path.is_ident("doc").then(|| list.tokens.to_string())
}

/// What is between the braces of `facade! { … }`.
struct Facade(Vec<(Ident, TraitItemFn)>);

impl Parse for Facade {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut methods = Vec::new();
        while !input.is_empty() {
            input.call(Attribute::parse_outer)?;
            input.parse::<Token![impl]>()?;
            let name: Ident = input.parse()?;
            let body;
            braced!(body in input);
            while !body.is_empty() {
                methods.push((name.clone(), body.parse()?));
            }
        }
        Ok(Self(methods))
    }
}
