//! An operation's file: the value that people make, how it is sent, and the request and response on the wire.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{docs, shared, value, variables};
use crate::config::Target;
use crate::lift::LiftedOperation;
use crate::model::{Kind, Treatment};
use crate::names;
use crate::types::{Direction, Scope};

/// The items of an operation's file.
pub(super) fn items(
    target: &Target,
    operation: &LiftedOperation,
    scope: &Scope,
) -> Vec<TokenStream> {
    let mut items = vec![
        head(operation),
        value::structure(target, operation, scope),
        value::methods(operation, scope),
        implementation(operation, scope),
        query(operation),
        constants(operation),
        variables::structure(operation, scope),
        variables::hidden_debug(),
        response(operation, scope),
    ];
    items.extend(
        operation
            .selections
            .iter()
            .map(|selection| shared::structure(selection, scope)),
    );
    items
}

fn head(operation: &LiftedOperation) -> TokenStream {
    let line = format!(
        " [`{}`], its variables and its answer.",
        operation.model.name
    );
    quote!(#![doc = #line])
}

fn implementation(operation: &LiftedOperation, scope: &Scope) -> TokenStream {
    let model = &operation.model;
    let name = names::ident(&model.name);
    let output = operation.output.tokens(Direction::Received, scope);
    // They were parsed when the directives were read.
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
    let checks = operation.variables.iter().map(variables::check);
    let bound = operation.variables.iter().map(|variable| {
        let field = names::ident(&variable.model.rust);
        let value = variables::bind(variable);
        quote!(#field: #value)
    });
    let secrets = operation
        .variables
        .iter()
        .filter(|variable| variable.is_secret)
        .map(|variable| &variable.model.wire);
    let uses_binder = operation.variables.iter().any(|v| {
        let treatment = v.model.treatment;
        v.is_bound || matches!(treatment, Treatment::UserPool | Treatment::Encrypted)
    });
    let binder = if uses_binder {
        format_ident!("binder")
    } else {
        format_ident!("_binder")
    };
    let root = names::ident(&operation.root.rust);
    let payload = if operation.root.shape.is_option() && !operation.output.is_option() {
        quote!(data.#root.ok_or(operation::Rejection::Null))
    } else {
        quote!(Ok(data.#root))
    };
    let payload = if operation.judged {
        quote!(#payload.and_then(support::accepted))
    } else {
        payload
    };
    quote! {
        impl operation::Operation for #name {
            type Api = #api;
            type Output = #output;
            type Token = #token;
            const NAME: &'static str = OPERATION_NAME;
            const DOCUMENT: &'static str = QUERY;
            const ROOT_FIELD: &'static str = #root_field;
            #response_key
            const KIND: operation::OperationKind = operation::OperationKind::#kind;
            const ENDPOINT: operation::EndpointOf<Self> = #endpoint;
            const SECRETS: &'static [&'static str] = &[#(#secrets),*];
            fn bind(
                self,
                #binder: &dyn bind::Binder,
            ) -> Result<Self::Variables, bind::BindError> {
                #(#checks)*
                Ok(Variables { #(#bound,)* })
            }
            fn output(data: Self::ResponseData) -> Result<Self::Output, operation::Rejection> {
                #payload
            }
        }
    }
}

fn query(operation: &LiftedOperation) -> TokenStream {
    let name = names::ident(&operation.model.name);
    quote! {
        impl support::graphql_client::GraphQLQuery for #name {
            type Variables = Variables;
            type ResponseData = ResponseData;
            fn build_query(
                variables: Self::Variables,
            ) -> support::graphql_client::QueryBody<Self::Variables> {
                support::graphql_client::QueryBody {
                    variables,
                    query: QUERY,
                    operation_name: OPERATION_NAME,
                }
            }
        }
    }
}

fn constants(operation: &LiftedOperation) -> TokenStream {
    let name = &operation.model.name;
    let document = raw_string(&operation.model.document);
    quote! {
        /// The operation's name, as it is sent.
        pub const OPERATION_NAME: &str = #name;
        /// The document, as it is sent.
        pub const QUERY: &str = #document;
    }
}

/// A raw string literal, so that a reviewer sees the document as it is.
fn raw_string(text: &str) -> TokenStream {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
        .parse()
        .unwrap_or_else(|_| quote!(#text))
}

fn response(operation: &LiftedOperation, scope: &Scope) -> TokenStream {
    let line = format!(" The `data` of an answer to [`{}`].", operation.model.name);
    let mut root = operation.root.clone();
    root.docs = vec![docs::output(&operation.output).to_owned()];
    let field = shared::root_field(&root, scope);
    let attributes = shared::received(scope);
    quote! {
        #[doc = #line]
        #attributes
        pub struct ResponseData {
            #field
        }
    }
}
