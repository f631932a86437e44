//! The two resolvers for all types: the root calls a handler, a node returns the fields of a JSON value, or calls the
//! handler that a field has.

use std::cell::RefCell;
use std::collections::HashMap;

use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::{JsonMap, JsonValue};
use apollo_compiler::{Schema, schema::Type};

use super::api::{Handler, Nested, Served};
use super::call::{Args, HandlerResult, Parent, Sender};
use super::response::{RootFieldError, RootFieldErrors};
use super::unset::without_unset;
use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;

/// Everything that the resolvers of one request share.
pub(super) struct Context<'a> {
    pub(super) pool: &'a Pool,
    pub(super) sender: &'a Sender<'a>,
    pub(super) handlers: &'a HashMap<&'static str, &'static Handler>,
    pub(super) nested: &'a HashMap<&'static str, &'static Nested>,
    pub(super) reported: fn(ApiError) -> ApiError,
    /// The request's variables, coerced to their types.
    pub(super) variables: &'a JsonMap,
    pub(super) field_errors: &'a RefCell<RootFieldErrors>,
    pub(super) serves_unused_fields: bool,
    /// The fields that were served only because the emulator serves unused fields, too.
    pub(super) emulated: &'a RefCell<Vec<&'static str>>,
}

impl Context<'_> {
    fn arguments(&self, info: &ResolveInfo<'_>) -> JsonMap {
        let written = info.field_selections().first();
        without_unset(info.arguments(), written, self.variables)
    }

    /// Reports what a handler returned.
    fn outcome<'a>(
        &'a self,
        field: &str,
        handled: HandlerResult,
        info: &'a ResolveInfo<'a>,
    ) -> Result<ResolvedValue<'a>, FieldError> {
        match handled {
            Ok(value) => {
                tracing::debug!(field, "handled");
                Ok(self.resolved(value.into(), &info.field_definition().ty, info.schema()))
            }
            Err(error) => {
                let error = (self.reported)(error);
                tracing::debug!(field, code = error.code, "rejected");
                Err(self.field_error(RootFieldError::Api(error)))
            }
        }
    }

    fn field_error(&self, error: RootFieldError) -> FieldError {
        let message = self.field_errors.borrow_mut().remember(error);
        FieldError { message }
    }

    /// Resolves a JSON value as a value of this type.
    fn resolved<'a>(
        &'a self,
        value: JsonValue,
        ty: &'a Type,
        schema: &'a Schema,
    ) -> ResolvedValue<'a> {
        match value {
            JsonValue::Array(items) if ty.is_list() => {
                let item = ty.item_type();
                ResolvedValue::list(
                    items
                        .into_iter()
                        .map(move |value| self.resolved(value, item, schema)),
                )
            }
            // A scalar may be an object too; only an object type has fields to select.
            JsonValue::Object(fields) if schema.get_object(ty.inner_named_type()).is_some() => {
                ResolvedValue::object(Node {
                    type_name: ty.inner_named_type().as_str(),
                    fields,
                    context: self,
                })
            }
            value => ResolvedValue::Leaf(value),
        }
    }
}

/// The root of a query or a mutation: finds the handlers of its fields by name.
pub(super) struct Root<'a> {
    pub(super) type_name: &'a str,
    pub(super) context: &'a Context<'a>,
}

impl ObjectValue for Root<'_> {
    fn type_name(&self) -> &str {
        self.type_name
    }

    fn resolve_field<'a>(
        &'a self,
        info: &'a ResolveInfo<'a>,
    ) -> Result<ResolvedValue<'a>, FieldError> {
        let field = format!("{}.{}", self.type_name, info.field_name());
        let Some(handler) = self.context.handlers.get(field.as_str()) else {
            tracing::warn!(field, "not supported yet");
            let message = format!("authing-emulator does not support {field} yet");
            return Err(self
                .context
                .field_error(RootFieldError::Unsupported(message)));
        };
        if handler.served == Served::OnRequest {
            if !self.context.serves_unused_fields {
                tracing::warn!(field, "not supported without `--serve-unused-fields`");
                let message = format!(
                    "authing-emulator does not support {field} without `--serve-unused-fields`"
                );
                return Err(self
                    .context
                    .field_error(RootFieldError::Unsupported(message)));
            }
            self.context.emulated.borrow_mut().push(handler.field);
        }
        let arguments = self.context.arguments(info);
        let Context { pool, sender, .. } = *self.context;
        let call = handler.token.call(pool, sender, Args(&arguments));
        let handled = call.and_then(|call| handler.handle.handle(&call));
        self.context.outcome(&field, handled, info)
    }
}

/// An object in a handler's result.
struct Node<'a> {
    type_name: &'a str,
    fields: JsonMap,
    context: &'a Context<'a>,
}

impl ObjectValue for Node<'_> {
    fn type_name(&self) -> &str {
        self.type_name
    }

    fn resolve_field<'a>(
        &'a self,
        info: &'a ResolveInfo<'a>,
    ) -> Result<ResolvedValue<'a>, FieldError> {
        if !self.context.nested.is_empty() {
            let field = format!("{}.{}", self.type_name, info.field_name());
            if let Some(nested) = self.context.nested.get(field.as_str()) {
                let parent = Parent {
                    pool: self.context.pool,
                    args: Args(&self.context.arguments(info)),
                    object: Args(&self.fields),
                };
                return self.context.outcome(&field, (nested.handle)(&parent), info);
            }
        }
        // Fields that the result doesn't have are null, which the schema allows nearly everywhere.
        let value = self
            .fields
            .get(info.field_name())
            .cloned()
            .unwrap_or_default();
        Ok(self
            .context
            .resolved(value, &info.field_definition().ty, info.schema()))
    }
}
