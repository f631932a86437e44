//! The file of an operation: its public type, its trait implementation, and the wire types of the request and response.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{paged, shared, value, variables};
use crate::compile::extract::TypedOperation;
use crate::compile::types::{Direction, Scope, Shape};
use crate::model::{Kind, Treatment};
use crate::names;

/// Returns the items of an operation's file.
pub(super) fn items(operation: &TypedOperation, scope: &Scope) -> Vec<TokenStream> {
    let mut items = vec![
        value::structure(operation, scope),
        value::methods(operation, scope),
        implementation(operation, scope),
        query(operation, scope),
    ];
    items.extend(paged::implementation(operation, scope));
    items.extend(variables::structure(operation, scope));
    items.extend(
        operation
            .selections
            .iter()
            .map(|selection| shared::structure(selection, scope)),
    );
    items
}

fn implementation(operation: &TypedOperation, scope: &Scope) -> TokenStream {
    let model = &operation.model;
    let operation_name = &model.name;
    let name = names::ident(operation_name);
    let output = operation.output.tokens(Direction::Received, scope);
    // They were validated when the directives were read.
    let path = |path: &str| path.parse::<TokenStream>().unwrap_or_default();
    let (api, token) = (path(&model.api), path(&model.token.path));
    let endpoint = path(&model.endpoint.path);
    let kind = match model.kind {
        Kind::Query => quote!(Query),
        Kind::Mutation => quote!(Mutation),
    };
    let root_field = &model.root.name;
    let alias = &model.root.wire;
    let response_key =
        (alias != root_field).then(|| quote!(const RESPONSE_KEY: &'static str = #alias;));
    let bind = bind(operation);
    let secrets: Vec<_> = operation
        .variables
        .iter()
        .filter(|variable| variable.is_secret)
        .map(|variable| &variable.model.wire)
        .collect();
    let secrets = (!secrets.is_empty())
        .then(|| quote!(const SECRETS: &'static [&'static str] = &[#(#secrets),*];));
    let judged = operation
        .judged
        .then(|| quote!(.and_then(support::accepted)));
    let sent = sent(operation, scope);
    let traits = model.implements.iter().map(|path_of| path(path_of));
    quote! {
        #(impl #traits for #name {})*
        impl operation::Operation for #name {
            type Api = #api;
            type Output = #output;
            type Token = #token;
            const NAME: &'static str = #operation_name;
            #sent
            const ROOT_FIELD: &'static str = #root_field;
            #response_key
            const KIND: operation::OperationKind = operation::OperationKind::#kind;
            const ENDPOINT: operation::EndpointOf<Self> = #endpoint;
            #secrets
            #bind
            fn output(data: Self::ResponseData) -> Result<Self::Output, operation::Rejection> {
                data.output()#judged
            }
        }
    }
}

/// Returns the constant that says how an operation is sent: its document, or its REST path.
fn sent(operation: &TypedOperation, scope: &Scope) -> TokenStream {
    match &operation.model.rest {
        Some(rest) => {
            let method = format_ident!("{}", rest.method.to_lowercase());
            let path = &rest.path;
            let output = rest.elsewhere().map(|output| {
                let output = format_ident!("{output}");
                quote!(.output(rest::RestOutput::#output))
            });
            quote!(const REST: Option<rest::Rest> = Some(rest::Rest::#method(#path)#output);)
        }
        None => {
            let document = document(operation, scope);
            quote!(const DOCUMENT: &'static str = #document;)
        }
    }
}

/// Returns the method that checks an operation and makes the variables on the wire of it.
fn bind(operation: &TypedOperation) -> TokenStream {
    let by_setter = operation.variables.iter().filter(|v| v.by_setter);
    let by_setter = by_setter.map(|v| v.model.rust.as_str());
    let required = value::require_set(&operation.model.name, by_setter);
    let at_least_one = variables::at_least_one(operation);
    let checks = operation.variables.iter().map(variables::check);
    let uses_binder = operation.variables.iter().any(|v| {
        let treatment = v.model.treatment;
        v.is_bound || matches!(treatment, Treatment::UserPool | Treatment::Encrypted)
    });
    let binder = if uses_binder {
        format_ident!("binder")
    } else {
        format_ident!("_binder")
    };
    let bound = if variables::are_as_given(operation) {
        quote!(self)
    } else {
        let bound = operation.variables.iter().map(|variable| {
            let field = names::ident(&variable.model.rust);
            let value = variables::bind(variable);
            quote!(#field: #value)
        });
        quote!(Variables { #(#bound,)* })
    };
    quote! {
        fn bind(
            self,
            #binder: &dyn bind::Binder,
        ) -> Result<Self::Variables, bind::BindError> {
            #required
            #at_least_one
            #(#checks)*
            Ok(#bound)
        }
    }
}

/// Returns the items that graphql_client requires.
fn query(operation: &TypedOperation, scope: &Scope) -> TokenStream {
    let name = names::ident(&operation.model.name);
    let variables = if variables::are_as_given(operation) {
        name.clone()
    } else {
        format_ident!("Variables")
    };
    let (payload, item) = match &operation.output {
        Shape::List(rows) => match &**rows {
            Shape::List(cell) => ("Rows", &**cell),
            item => ("List", item),
        },
        Shape::Option(item) => ("Maybe", &**item),
        item => ("One", item),
    };
    let payload = names::ident(payload);
    let item = item.tokens(Direction::Received, scope);
    quote!(support::graphql_query!(#name, #variables, #payload, #item);)
}

/// Returns the operation's own text, and the fragments that it uses.
fn document(operation: &TypedOperation, scope: &Scope) -> TokenStream {
    let own = raw_string(&operation.model.text);
    if operation.model.reached.is_empty() {
        return own;
    }
    let fragments = operation.model.reached.iter();
    let fragments = fragments.map(|fragment| scope.shared(&names::fragment_constant(fragment)));
    quote!(support::document!(#own, #(#fragments),*))
}

/// Returns a raw string literal, so that a reviewer sees the document unescaped; but not if it has characters that are invisible,
/// some of which rustc rejects.
pub(super) fn raw_string(text: &str) -> TokenStream {
    let is_visible = |one: char| one == '\n' || !one.escape_debug().to_string().starts_with("\\u");
    if !text.chars().all(is_visible) {
        return quote!(#text);
    }
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
        .parse()
        .unwrap_or_else(|_| quote!(#text))
}
