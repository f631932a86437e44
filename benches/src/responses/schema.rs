//! The v2 API's schema as its service sends it: the official Python SDK fetches it before each call.

use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::JsonMap;
use apollo_compiler::{ExecutableDocument, Schema, introspection};

use crate::Failure;

const SDL: &str = include_str!("../../../schema/v2.graphql");

/// Selects what GraphQL clients read of a schema.
const QUERY: &str = "
{
  __schema {
    queryType { name }
    mutationType { name }
    subscriptionType { name }
    directives { name description locations args { ...Input } }
    types {
      kind name description
      fields(includeDeprecated: true) { name description isDeprecated deprecationReason args { ...Input } type { ...Type } }
      inputFields { ...Input }
      interfaces { ...Type }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      possibleTypes { ...Type }
    }
  }
}
fragment Input on __InputValue { name description defaultValue type { ...Type } }
fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
";

/// Returns the response to an introspection.
pub(super) fn introspected() -> Result<String, Failure> {
    let schema = Schema::parse_and_validate(SDL, "v2.graphql").map_err(|it| it.to_string())?;
    let document = ExecutableDocument::parse_and_validate(&schema, QUERY, "introspection.graphql")
        .map_err(|it| it.to_string())?;
    let readable = |error: apollo_compiler::request::RequestError| error.message().to_string();
    let operation = document.operations.get(None).map_err(readable)?;
    let none = coerce_variable_values(&schema, operation, &JsonMap::new()).map_err(readable)?;
    let implementers = schema.implementers_map();
    let response =
        introspection::partial_execute(&schema, &implementers, &document, operation, &none)
            .map_err(readable)?;
    Ok(serde_json::to_string(&response)?)
}
