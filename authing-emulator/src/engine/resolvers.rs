//! The two resolvers for all types: the root calls a handler, a node returns the fields of a JSON value.

use std::cell::RefCell;
use std::collections::HashMap;

use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::{JsonMap, JsonValue};
use apollo_compiler::{Schema, schema::Type};

use super::api::{Handler, Token};
use super::call::{Args, Call, Sender};
use super::response::{RootFieldError, RootFieldErrors};
use super::unset::without_unset;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::caller::Caller;
use crate::rules::pool::Pool;
use crate::rules::tokens;

/// The root of a query or a mutation: finds the handlers of its fields by name.
pub(super) struct Root<'a> {
    pub(super) type_name: &'a str,
    pub(super) pool: &'a Pool,
    pub(super) sender: &'a Sender<'a>,
    pub(super) handlers: &'a HashMap<&'static str, &'static Handler>,
    /// The request's variables, coerced to their types.
    pub(super) variables: &'a JsonMap,
    pub(super) field_errors: &'a RefCell<RootFieldErrors>,
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
        let Some(handler) = self.handlers.get(field.as_str()) else {
            tracing::warn!(field, "not supported yet");
            let message = format!("authing-emulator does not support {field} yet");
            return Err(self.field_error(RootFieldError::Unsupported(message)));
        };
        let written = info.field_selections().first();
        let arguments = without_unset(info.arguments(), written, self.variables);
        match self.call(handler, Args(&arguments)) {
            Ok(value) => {
                tracing::debug!(field, "handled");
                Ok(resolved(
                    value.into(),
                    &info.field_definition().ty,
                    info.schema(),
                ))
            }
            Err(error) => {
                tracing::debug!(field, code = error.code, "rejected");
                Err(self.field_error(RootFieldError::Api(error)))
            }
        }
    }
}

impl Root<'_> {
    fn call(&self, handler: &Handler, args: Args<'_>) -> Result<serde_json::Value, ApiError> {
        let call = Call {
            pool: self.pool,
            args,
            caller: self.caller(handler.token)?,
            sender: self.sender,
        };
        (handler.handle)(&call)
    }

    fn caller(&self, required: Token) -> Result<Option<Caller>, ApiError> {
        if required == Token::NotRequired {
            return Ok(None);
        }
        let token = self.sender.token.ok_or(Code::NotLoggedIn)?;
        let caller = tokens::identify(self.pool, token)?.caller;
        match required {
            Token::Owner if !caller.is_owner() => {
                Err(Code::NotAllowed.saying("the owner's token is required"))
            }
            Token::User if caller.is_owner() => {
                Err(Code::NotAllowed.saying("a user's token is required"))
            }
            _ => Ok(Some(caller)),
        }
    }

    fn field_error(&self, error: RootFieldError) -> FieldError {
        let message = self.field_errors.borrow_mut().remember(error);
        FieldError { message }
    }
}

/// An object in a handler's result.
struct Node<'a> {
    type_name: &'a str,
    fields: JsonMap,
}

impl ObjectValue for Node<'_> {
    fn type_name(&self) -> &str {
        self.type_name
    }

    fn resolve_field<'a>(
        &'a self,
        info: &'a ResolveInfo<'a>,
    ) -> Result<ResolvedValue<'a>, FieldError> {
        // Fields that the result doesn't have are null, which the schema allows nearly everywhere.
        let value = self
            .fields
            .get(info.field_name())
            .cloned()
            .unwrap_or_default();
        Ok(resolved(value, &info.field_definition().ty, info.schema()))
    }
}

/// Resolves a JSON value as a value of this type.
fn resolved<'a>(value: JsonValue, ty: &'a Type, schema: &'a Schema) -> ResolvedValue<'a> {
    match value {
        JsonValue::Array(items) if ty.is_list() => {
            let item = ty.item_type();
            ResolvedValue::list(
                items
                    .into_iter()
                    .map(move |value| resolved(value, item, schema)),
            )
        }
        // A scalar may be an object too; only an object type has fields to select.
        JsonValue::Object(fields) if schema.get_object(ty.inner_named_type()).is_some() => {
            ResolvedValue::object(Node {
                type_name: ty.inner_named_type().as_str(),
                fields,
            })
        }
        value => ResolvedValue::Leaf(value),
    }
}
