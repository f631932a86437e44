//! An operation's file: the value that people make, how it is sent, and the request and response on the wire.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{docs, shared, value};
use crate::config::Target;
use crate::lift::{LiftedOperation, LiftedVariable};
use crate::model::{Kind, Treatment};
use crate::names;
use crate::types::{Direction, Scope, Shape, Value};

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
        variables(operation, scope),
        hidden_debug(),
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
    let token = match model.token.as_str() {
        "OWNER" => quote!(OwnerToken),
        "USER" => quote!(UserToken),
        "ANY" => quote!(AnyToken),
        _ => quote!(NoToken),
    };
    let service = match model.service.as_str() {
        "OAUTH" => quote!(OAuth),
        _ => quote!(Users),
    };
    let kind = match model.kind {
        Kind::Query => quote!(Query),
        Kind::Mutation => quote!(Mutation),
    };
    let root_field = &model.root.name;
    let checks = operation.variables.iter().filter_map(check);
    let bound = operation.variables.iter().map(|variable| {
        let field = names::ident(&variable.model.rust);
        let value = bind(variable);
        quote!(#field: #value)
    });
    let uses_binder = operation.variables.iter().any(|v| {
        matches!(
            v.model.treatment,
            Treatment::UserPool | Treatment::Encrypted
        )
    });
    let binder = if uses_binder {
        format_ident!("binder")
    } else {
        format_ident!("_binder")
    };
    let root = names::ident(&operation.root.rust);
    let payload = if operation.root.shape.is_option() && !operation.output.is_option() {
        quote!(data.#root)
    } else {
        quote!(Some(data.#root))
    };
    quote! {
        impl operation::Operation for #name {
            type Output = #output;
            type Token = token::#token;
            const NAME: &'static str = OPERATION_NAME;
            const DOCUMENT: &'static str = QUERY;
            const ROOT_FIELD: &'static str = #root_field;
            const KIND: operation::OperationKind = operation::OperationKind::#kind;
            const SERVICE: operation::Service = operation::Service::#service;
            fn bind(
                self,
                #binder: &dyn bind::Binder,
            ) -> Result<Self::Variables, bind::BindError> {
                #(#checks)*
                Ok(Variables { #(#bound,)* })
            }
            fn output(data: Self::ResponseData) -> Option<Self::Output> {
                #payload
            }
        }
    }
}

/// What is known of a value before it is sent: a required text must not be empty.
fn check(variable: &LiftedVariable) -> Option<TokenStream> {
    if !variable.is_required() || variable.model.treatment == Treatment::Digits {
        return None;
    }
    let name = &variable.model.rust;
    let field = names::ident(name);
    match &variable.shape {
        Shape::Value(Value::Text) => Some(quote!(support::require_text(#name, &self.#field)?;)),
        Shape::Value(Value::Secret) => Some(quote!(support::require_secret(#name, &self.#field)?;)),
        _ => None,
    }
}

/// The operation's field as the variable's value.
fn bind(variable: &LiftedVariable) -> TokenStream {
    let name = &variable.model.rust;
    let field = names::ident(name);
    let optional = variable.shape.is_option();
    match variable.model.treatment {
        Treatment::Plain => quote!(self.#field),
        Treatment::UserPool if optional => quote!(Some(binder.user_pool_id().to_owned())),
        Treatment::UserPool => quote!(binder.user_pool_id().to_owned()),
        Treatment::Secret if optional => quote!(self.#field.map(Into::into)),
        Treatment::Secret => quote!(self.#field.into()),
        Treatment::Encrypted if optional => quote! {
            self.#field.map(|secret| binder.encrypt(#name, &secret)).transpose()?
        },
        Treatment::Encrypted => quote!(binder.encrypt(#name, &self.#field)?),
        Treatment::Digits if optional => quote! {
            self.#field.map(|code| support::digits(#name, &code)).transpose()?
        },
        Treatment::Digits => quote!(support::digits(#name, &self.#field)?),
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

/// The variables as they go on the wire.
fn variables(operation: &LiftedOperation, scope: &Scope) -> TokenStream {
    let serde = serde_path(scope);
    let line = format!(
        " The variables of [`{}`], as they go on the wire.",
        operation.model.name
    );
    let fields = operation.variables.iter().map(|variable| {
        let (rust, wire) = (&variable.model.rust, &variable.model.wire);
        let docs = docs::comment(&[format!("`${wire}`")]);
        let field = names::ident(rust);
        let plain = match variable.model.treatment {
            Treatment::Plain | Treatment::UserPool => variable.shape.tokens(Direction::Sent, scope),
            Treatment::Encrypted => in_shape(&variable.shape, &quote!(String)),
            Treatment::Secret => in_shape(&variable.shape, &quote!(support::WireSecret)),
            Treatment::Digits => in_shape(&variable.shape, &quote!(i32)),
        };
        let attributes = serialize_attributes(wire, rust, variable.shape.is_option());
        quote!(#docs #attributes pub #field: #plain)
    });
    quote! {
        #[doc = #line]
        #[derive(Clone, support::serde::Serialize)]
        #[serde(crate = #serde)]
        pub struct Variables {
            #(#fields,)*
        }
    }
}

/// How a field is written: under its wire name, and not at all if it was not set.
pub(super) fn serialize_attributes(wire: &str, rust: &str, optional: bool) -> TokenStream {
    let rename = (wire != rust).then(|| quote!(#[serde(rename = #wire)]));
    let skip = optional.then(|| quote!(#[serde(skip_serializing_if = "Option::is_none")]));
    quote!(#rename #skip)
}

fn in_shape(shape: &Shape, value: &TokenStream) -> TokenStream {
    match shape {
        Shape::Option(inner) => {
            let inner = in_shape(inner, value);
            quote!(Option<#inner>)
        }
        Shape::List(inner) => {
            let inner = in_shape(inner, value);
            quote!(Vec<#inner>)
        }
        Shape::Boxed(_) | Shape::Value(_) => value.clone(),
    }
}

/// Variables hold tokens and ciphertexts: nothing of them is shown.
fn hidden_debug() -> TokenStream {
    quote! {
        impl std::fmt::Debug for Variables {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct("Variables").finish_non_exhaustive()
            }
        }
    }
}

fn response(operation: &LiftedOperation, scope: &Scope) -> TokenStream {
    let line = format!(" The `data` of an answer to [`{}`].", operation.model.name);
    let mut root = operation.root.clone();
    root.docs = vec![docs::output(&operation.output).to_owned()];
    let field = shared::field(&root, scope);
    let attributes = shared::received(scope);
    quote! {
        #[doc = #line]
        #attributes
        pub struct ResponseData {
            #field
        }
    }
}

/// Where the derives of serde find it.
pub(super) fn serde_path(scope: &Scope) -> String {
    let path = format!("{}::support::serde", scope.runtime);
    path.replace(' ', "")
}
