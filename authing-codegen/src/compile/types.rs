//! The generator's model of Rust types: a few shapes around a value.

mod scope;

use apollo_compiler::ast;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericArgument, PathArguments, Type};

use crate::config::below;
use crate::names;
pub(crate) use scope::{Inherited, Scope};

/// A type of a field, variable or output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    Option(Box<Shape>),
    List(Box<Shape>),
    Boxed(Box<Shape>),
    Value(Value),
}

/// The value inside the shapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text,
    Int,
    /// An `Int` that is sent and can't be negative.
    Unsigned,
    Float,
    Boolean,
    /// A redacted string.
    Secret,
    /// A configured Rust type of a scalar.
    Scalar(String),
    /// The path of a Rust type in place of a string: relative to the runtime, unless it begins with `crate` or `::`.
    TextType(String),
    /// A type of the `types` module.
    Shared(String),
    /// A type of the same file.
    Local(String),
    /// A name in graphql_client_codegen's output that is not resolved yet.
    Raw(String),
}

impl Value {
    /// Returns a built-in scalar, or else a name that is not resolved yet.
    fn named(name: &str) -> Self {
        match name {
            // graphql_client_codegen writes `Id` in variables.
            "String" | "ID" | "Id" => Self::Text,
            "Int" => Self::Int,
            "Float" => Self::Float,
            "Boolean" => Self::Boolean,
            other => Self::Raw(other.to_owned()),
        }
    }
}

/// The direction of a value. GraphQL's `Int` has 32 bits: enforced for requests, but not for responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Sent,
    Received,
}

impl Shape {
    /// Parses a type of graphql_client_codegen's output.
    pub(crate) fn parse(ty: &Type) -> Self {
        let Type::Path(path) = ty else {
            return Self::Value(Value::Raw(quote!(#ty).to_string()));
        };
        let Some(segment) = path.path.segments.last() else {
            return Self::Value(Value::Raw(String::new()));
        };
        let inner = match &segment.arguments {
            PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                Some(GenericArgument::Type(inner)) => Some(Box::new(Self::parse(inner))),
                _ => None,
            },
            _ => None,
        };
        match (segment.ident.to_string().as_str(), inner) {
            ("Option", Some(inner)) => Self::Option(inner),
            ("Vec", Some(inner)) => Self::List(inner),
            // It boxes the option; we box the value inside, so that `None` can be left out. A list needs no box.
            ("Box", Some(inner)) => match *inner {
                Self::Option(inside) if inside.is_list() => Self::Option(inside),
                Self::Option(inside) => Self::Option(Box::new(Self::Boxed(inside))),
                list if list.is_list() => list,
                inner => Self::Boxed(Box::new(inner)),
            },
            (name, _) => Self::Value(Value::named(name)),
        }
    }

    /// Returns the shape of a field of an input object, with a name in place of its inner type. Its lists have no `null`; a type
    /// that holds itself is boxed, unless a list does that.
    pub(crate) fn sent(ty: &ast::Type, name: &str, is_recursive: bool) -> Self {
        let value = || {
            let value = Self::Value(Value::named(name));
            if is_recursive {
                Self::Boxed(Box::new(value))
            } else {
                value
            }
        };
        match ty {
            ast::Type::Named(_) => Self::Option(Box::new(value())),
            ast::Type::NonNullNamed(_) => value(),
            ast::Type::List(inner) => Self::Option(Box::new(Self::sent_list(inner, name))),
            ast::Type::NonNullList(inner) => Self::sent_list(inner, name),
        }
    }

    fn sent_list(element: &ast::Type, name: &str) -> Self {
        Self::List(Box::new(Self::sent(element, name, false).required()))
    }

    pub(crate) fn value(&self) -> &Value {
        match self {
            Self::Option(inner) | Self::List(inner) | Self::Boxed(inner) => inner.value(),
            Self::Value(value) => value,
        }
    }

    /// Returns the same shape around another value.
    pub(crate) fn with_value(self, value: Value) -> Self {
        match self {
            Self::Option(inner) => Self::Option(Box::new(inner.with_value(value))),
            Self::List(inner) => Self::List(Box::new(inner.with_value(value))),
            Self::Boxed(inner) => Self::Boxed(Box::new(inner.with_value(value))),
            Self::Value(_) => Self::Value(value),
        }
    }

    pub(crate) fn is_option(&self) -> bool {
        matches!(self, Self::Option(_))
    }

    /// Returns the shape inside an `Option`, or itself.
    pub(crate) fn required(self) -> Self {
        match self {
            Self::Option(inner) => *inner,
            other => other,
        }
    }

    /// Returns the shape, inside an `Option` if it is optional.
    pub(crate) fn optional_if(self, optional: bool) -> Self {
        if optional && !self.is_option() {
            Self::Option(Box::new(self))
        } else {
            self
        }
    }

    /// Returns whether it is a list or an optional list.
    pub(crate) fn is_list(&self) -> bool {
        match self {
            Self::Option(inner) => inner.is_list(),
            Self::List(_) => true,
            Self::Boxed(_) | Self::Value(_) => false,
        }
    }

    /// Returns a list of it, optional if it is optional.
    pub(crate) fn into_list(self) -> Self {
        match self {
            Self::Option(inner) => Self::Option(Box::new(inner.into_list())),
            other => Self::List(Box::new(other)),
        }
    }

    /// Returns whether it is a list of lists or an optional one.
    pub(crate) fn is_list_of_lists(&self) -> bool {
        match self {
            Self::Option(inner) => inner.is_list_of_lists(),
            Self::List(inner) => inner.is_list(),
            Self::Boxed(_) | Self::Value(_) => false,
        }
    }

    /// Returns the type of a received list. `null` is read as empty and `null` elements are skipped, so neither is in the type.
    ///
    /// The exception is a nested list: the position of an element is significant, so a `null` is kept.
    pub(crate) fn tolerant_list(self) -> Self {
        match self.required() {
            Self::List(inner) => Self::List(Box::new(inner.required())),
            other => other,
        }
    }

    /// Returns the type of a sent list. Its elements are never `null`.
    pub(crate) fn strict_list(self) -> Self {
        match self {
            Self::Option(inner) => Self::Option(Box::new(inner.strict_list())),
            Self::List(inner) => Self::List(Box::new(inner.required().strict_list())),
            other => other,
        }
    }

    /// Returns the Rust type.
    pub(crate) fn tokens(&self, direction: Direction, scope: &Scope) -> TokenStream {
        match self {
            Self::Option(inner) => {
                let inner = inner.tokens(direction, scope);
                quote!(Option<#inner>)
            }
            Self::List(inner) => {
                let inner = inner.tokens(direction, scope);
                quote!(Vec<#inner>)
            }
            Self::Boxed(inner) => {
                let inner = inner.tokens(direction, scope);
                quote!(Box<#inner>)
            }
            Self::Value(value) => value.tokens(direction, scope),
        }
    }

    /// Returns the Rust type as text, without paths.
    pub(crate) fn text(&self, direction: Direction) -> String {
        match self {
            Self::Option(inner) => format!("Option<{}>", inner.text(direction)),
            Self::List(inner) => format!("Vec<{}>", inner.text(direction)),
            Self::Boxed(inner) => format!("Box<{}>", inner.text(direction)),
            Self::Value(value) => value.text(direction),
        }
    }
}

impl Value {
    fn tokens(&self, direction: Direction, scope: &Scope) -> TokenStream {
        match self {
            Self::Text => quote!(String),
            Self::Float => quote!(f64),
            Self::Boolean => quote!(bool),
            Self::Unsigned => quote!(u32),
            Self::Int => match direction {
                Direction::Sent => quote!(i32),
                Direction::Received => quote!(i64),
            },
            Self::Secret => quote!(secret::Secret),
            Self::Scalar(rust) => rust.parse().unwrap_or_default(),
            Self::TextType(path) => below(&scope.runtime_path(), path)
                .parse()
                .unwrap_or_default(),
            Self::Shared(name) => scope.shared(name),
            Self::Local(name) | Self::Raw(name) => {
                let name = names::ident(name);
                quote!(#name)
            }
        }
    }

    fn text(&self, direction: Direction) -> String {
        match self {
            Self::Text => "String".to_owned(),
            Self::Float => "f64".to_owned(),
            Self::Boolean => "bool".to_owned(),
            Self::Unsigned => "u32".to_owned(),
            Self::Int => match direction {
                Direction::Sent => "i32".to_owned(),
                Direction::Received => "i64".to_owned(),
            },
            Self::Secret => "Secret".to_owned(),
            Self::TextType(path) => path.rsplit("::").next().unwrap_or(path).to_owned(),
            Self::Scalar(name) | Self::Shared(name) | Self::Local(name) | Self::Raw(name) => {
                name.clone()
            }
        }
    }
}
