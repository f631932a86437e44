//! The introspection queries: the first asks which parts of introspection a service has, the second for all of them.
//!
//! They have the name that GraphQL's reference implementation uses: some services allow introspection by this name only.

use serde_json::Value;

/// The name of each query.
pub(super) const NAME: &str = "IntrospectionQuery";

/// Queries which newer introspection fields a service supports: it rejects unknown ones.
pub(super) const ABILITIES: &str =
    "query IntrospectionQuery { __schema { types { name fields { name args { name } } } } }";

/// Queries what every service has had since the specification of 2018.
pub(super) fn plain() -> String {
    text(&Value::Null, 7)
}

/// Queries everything that a service supports, according to its response to [`ABILITIES`].
pub(super) fn of_schema(abilities: &Value) -> String {
    text(abilities, 9)
}

/// Returns the query. `depth` is the number of lists and non-nulls that can wrap a type: `[[[Int!]!]!]!` needs seven.
fn text(abilities: &Value, depth: usize) -> String {
    let schema = abilities.get("__schema").unwrap_or(&Value::Null);
    let field = |ty: &str, name: &str| find(find(schema, "types", ty)?, "fields", name);
    let has = |ty: &str, name: &'static str| field(ty, name).map_or("", |_| name);
    let all = |ty: &str, name: &str| {
        let argument = field(ty, name).and_then(|field| find(field, "args", "includeDeprecated"));
        argument.map_or("", |_| "(includeDeprecated: true)")
    };
    let reference = (0..depth).fold("kind name".to_owned(), |inner, _| {
        format!("kind name ofType {{ {inner} }}")
    });
    format!(
        "query IntrospectionQuery {{
  __schema {{
    {schema_description}
    queryType {{ name }} mutationType {{ name }} subscriptionType {{ name }}
    types {{
      kind name description {specified_by} {one_of}
      fields(includeDeprecated: true) {{
        name description isDeprecated deprecationReason type {{ ...TypeRef }}
        args{all_arguments} {{ ...InputValue }}
      }}
      inputFields{all_input_fields} {{ ...InputValue }}
      interfaces {{ name }}
      enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
      possibleTypes {{ name }}
    }}
    directives {{
      name description locations {repeatable} args{all_directive_arguments} {{ ...InputValue }}
    }}
  }}
}}
fragment InputValue on __InputValue {{
  name description defaultValue {deprecated} {reason} type {{ ...TypeRef }}
}}
fragment TypeRef on __Type {{ {reference} }}",
        schema_description = has("__Schema", "description"),
        specified_by = has("__Type", "specifiedByURL"),
        one_of = has("__Type", "isOneOf"),
        all_arguments = all("__Field", "args"),
        all_input_fields = all("__Type", "inputFields"),
        repeatable = has("__Directive", "isRepeatable"),
        all_directive_arguments = all("__Directive", "args"),
        deprecated = has("__InputValue", "isDeprecated"),
        reason = has("__InputValue", "deprecationReason"),
    )
}

/// Returns the element of a list with this name.
fn find<'v>(of: &'v Value, list: &str, name: &str) -> Option<&'v Value> {
    let mut elements = of.get(list)?.as_array()?.iter();
    elements.find(|one| one.get("name").and_then(Value::as_str) == Some(name))
}
