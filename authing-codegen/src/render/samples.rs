//! Sample values of every operation: one with all fields set, one with the required fields only.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::compile::extract::{
    Library, SharedType, Struct, TypedField, TypedOperation, TypedVariable,
};
use crate::compile::types::{Shape, Value};
use crate::config::Samples;
use crate::error::{Error, Problem};
use crate::model::Treatment;
use crate::names;

/// How many input objects are nested in a sample: each level can multiply its length.
const NESTED: usize = 6;

/// The fields that a sample sets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Least,
    Full,
}

/// Returns the items of the samples' file: the list, and two functions for each operation.
///
/// Each sample is a separate function because an unoptimized function reserves stack space for every step of every chain of
/// setters in it.
///
/// # Errors
///
/// [`Error::Invalid`] for operations whose token has no function.
pub(super) fn items(samples: &Samples, library: &Library) -> Result<Vec<TokenStream>, Error> {
    let mut functions = BTreeMap::new();
    let mut faults = Vec::new();
    for operation in &library.operations {
        match samples.functions.get(&operation.model.token.value) {
            Some(function) => {
                functions.insert(function.as_str(), names::ident(function));
            }
            None => faults.push(without_function(operation)),
        }
    }
    Problem::none(faults)?;
    let writer = Writer {
        operations: samples.operations.parse().unwrap_or_default(),
        types: samples.types.parse().unwrap_or_default(),
        functions: &samples.functions,
        library,
    };
    let entries = library.operations.iter().map(|operation| {
        let name = &operation.model.name;
        let (least, full) = (
            function(operation, Extent::Least),
            function(operation, Extent::Full),
        );
        quote!(Entry { name: #name, least: #least, full: #full })
    });
    let mut items = vec![
        quote!(
            //! Sample values of every operation.
        ),
        imports(functions.into_values()),
        quote! {
            /// Every operation, sorted by name.
            pub static OPERATIONS: &[Entry] = &[#(#entries),*];
        },
    ];
    for operation in &library.operations {
        items.extend(writer.sample(operation, Extent::Least));
        items.extend(writer.sample(operation, Extent::Full));
    }
    Ok(items)
}

fn imports(functions: impl Iterator<Item = syn::Ident>) -> TokenStream {
    quote!(
        use super::{Entry, Sample, Values, #(#functions),*};
    )
}

fn without_function(operation: &TypedOperation) -> Problem {
    let token = &operation.model.token.value;
    let message = format!("the samples have no function for operations with the token `{token}`");
    Problem::new(&operation.model.place, message).with_help(format!(
        "add one to the configuration: [target.samples] functions = {{ {token} = \"…\" }}"
    ))
}

fn function(operation: &TypedOperation, extent: Extent) -> syn::Ident {
    let name = names::snake_case(&operation.model.name);
    match extent {
        Extent::Least => format_ident!("least_{name}"),
        Extent::Full => format_ident!("full_{name}"),
    }
}

struct Writer<'a> {
    operations: TokenStream,
    types: TokenStream,
    functions: &'a BTreeMap<String, String>,
    library: &'a Library,
}

impl Writer<'_> {
    /// Returns nothing if the operation's token has no function.
    fn sample(&self, operation: &TypedOperation, extent: Extent) -> Option<TokenStream> {
        let function = function(operation, extent);
        let taken_by = names::ident(self.functions.get(&operation.model.token.value)?);
        let operations = &self.operations;
        let name = names::ident(&operation.model.name);
        let given = |variable: &&TypedVariable| !variable.is_filled_in();
        let fields = operation.variables.iter().filter(given).map(|variable| {
            let value = self.value(
                &variable.shape,
                &variable.model.wire,
                variable.model.treatment,
                &[],
            );
            (
                variable.model.rust.as_str(),
                variable.is_required(),
                Some(value),
            )
        });
        let path = quote!(#operations::#name);
        let also = operation.model.at_least_one.first().map(String::as_str);
        let value = built(&path, fields, operation.by_setters(), extent, also);
        let values = if value.to_string().contains("values .") {
            quote!(values)
        } else {
            quote!(_values)
        };
        Some(quote! {
            fn #function(#values: &dyn Values) -> Box<dyn Sample> {
                #taken_by(#value)
            }
        })
    }

    /// Returns the value of a parameter of this shape. `inside` are the input objects that contain it.
    fn value(
        &self,
        shape: &Shape,
        name: &str,
        treatment: Treatment,
        inside: &[&str],
    ) -> TokenStream {
        match shape {
            Shape::Option(inner) | Shape::Boxed(inner) => {
                self.value(inner, name, treatment, inside)
            }
            Shape::List(inner) if inner.is_list() => {
                let rows = self.rows(inner, name, treatment, inside);
                quote!(vec![#rows])
            }
            Shape::List(inner) if self.is_left_out(inner, inside) => quote!([]),
            Shape::List(inner) => {
                let element = self.value(inner, name, treatment, inside);
                quote!([#element])
            }
            Shape::Value(value) => match value {
                Value::Text => quote!(values.text(#name)),
                Value::Int => quote!(values.int(#name)),
                Value::Unsigned => quote!(values.unsigned(#name)),
                Value::Float => quote!(values.float(#name)),
                Value::Boolean => quote!(values.flag(#name)),
                Value::Secret if treatment == Treatment::Digits => quote!(values.digits(#name)),
                Value::Secret => quote!(values.secret(#name)),
                Value::Scalar(_) | Value::TextType(_) => quote!(Default::default()),
                Value::Shared(ty) | Value::Local(ty) | Value::Raw(ty) => self.shared(ty, inside),
            },
        }
    }

    /// Returns the value of an inner list, or its elements, without a conversion.
    fn rows(
        &self,
        shape: &Shape,
        name: &str,
        treatment: Treatment,
        inside: &[&str],
    ) -> TokenStream {
        match shape {
            Shape::List(inner) if self.is_left_out(inner, inside) => quote!(vec![]),
            Shape::List(inner) => {
                let element = self.rows(inner, name, treatment, inside);
                quote!(vec![#element])
            }
            Shape::Value(Value::Secret) => quote!(values.secret(#name).into()),
            other => self.value(other, name, treatment, inside),
        }
    }

    fn is_inside(&self, shape: &Shape, inside: &[&str]) -> bool {
        matches!(shape.value(), Value::Shared(name) if inside.contains(&name.as_str()))
    }

    /// Returns whether an optional value is left out: one that would nest an input object in itself, or too deep.
    fn is_left_out(&self, shape: &Shape, inside: &[&str]) -> bool {
        let is_input = || {
            matches!(shape.value(), Value::Shared(name) if matches!(
                self.library.types.get(name),
                Some(SharedType::Input(_) | SharedType::OneOf { .. })
            ))
        };
        self.is_inside(shape, inside) || inside.len() >= NESTED && is_input()
    }

    fn shared(&self, name: &str, inside: &[&str]) -> TokenStream {
        let types = self.library.inherited.module(&self.types, name);
        let ident = names::ident(name);
        match self.library.types.get_key_value(name) {
            Some((name, SharedType::Input(input))) => {
                let inside = [inside, &[name.as_str()]].concat();
                self.input(&quote!(#types::#ident), input, &inside)
            }
            Some((name, SharedType::OneOf { input, .. })) => {
                let inside = [inside, &[name.as_str()]].concat();
                // One that would nest it in itself never ends, except in a list, which is empty then.
                let ends = |field: &&TypedField| !self.is_inside(&field.shape, &inside);
                let field = input.fields.iter().find(ends);
                let list = || input.fields.iter().find(|field| field.shape.is_list());
                let field = field.or_else(list);
                let built = field.map(|field| {
                    let (wire, rust) = (&field.wire, names::ident(&field.rust));
                    let value = self.value(&field.shape, wire, Treatment::Plain, &inside);
                    quote!(#rust(#value))
                });
                quote!(#types::#ident::#built)
            }
            Some((_, SharedType::Enum(of))) => {
                let variant = of.variants.first().map(|one| names::ident(&one.rust));
                quote!(#types::#ident::#variant)
            }
            // Other values are not sent.
            _ => quote!(#types::#ident),
        }
    }

    /// Returns an input object, without optional fields that would nest it in itself or too deep.
    fn input(&self, path: &TokenStream, input: &Struct, inside: &[&str]) -> TokenStream {
        let fields = input.fields.iter().map(|field| {
            let required = field.is_required();
            let wanted = required || !self.is_left_out(&field.shape, inside);
            let value =
                wanted.then(|| self.value(&field.shape, &field.wire, Treatment::Plain, inside));
            (field.rust.as_str(), required, value)
        });
        built(path, fields, input.by_setters(), Extent::Full, None)
    }
}

/// Returns the constructor call, followed by a setter for each other required field, or in a full sample for each field with a
/// value. `also` is set in any case.
fn built<'f>(
    path: &TokenStream,
    fields: impl Iterator<Item = (&'f str, bool, Option<TokenStream>)>,
    by_setters: bool,
    extent: Extent,
    also: Option<&str>,
) -> TokenStream {
    let is_argument = |required: bool| required && !by_setters;
    let (given, set): (Vec<_>, Vec<_>) =
        fields.partition(|(_, required, _)| is_argument(*required));
    let arguments = given.iter().filter_map(|(_, _, value)| value.as_ref());
    let setters = set
        .iter()
        .filter(|(name, required, _)| *required || extent == Extent::Full || also == Some(*name))
        .filter_map(|(name, _, value)| {
            let (name, value) = (names::ident(name), value.as_ref()?);
            Some(quote!(.#name(#value)))
        });
    quote!(#path::new(#(#arguments),*)#(#setters)*)
}
