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
    text("", "", "", "", "", "", 7)
}

/// Queries everything that a service supports, according to its response to [`ABILITIES`].
pub(super) fn of_schema(abilities: &Value) -> String {
    let types = abilities
        .get("__schema")
        .and_then(|schema| schema.get("types"));
    let field = |ty: &str, name: &str| {
        let ty = types?.as_array()?.iter().find(|one| is_named(one, ty))?;
        find(ty, "fields", name)
    };
    let has = |ty: &str, name: &'static str| field(ty, name).map_or("", |_| name);
    let all = |ty: &str, name: &str| {
        let argument = field(ty, name).and_then(|field| find(field, "args", "includeDeprecated"));
        argument.map_or("", |_| "(includeDeprecated: true)")
    };
    let of_type = [has("__Type", "specifiedByURL"), has("__Type", "isOneOf")].join(" ");
    let of_input = [
        has("__InputValue", "isDeprecated"),
        has("__InputValue", "deprecationReason"),
    ]
    .join(" ");
    text(
        has("__Schema", "description"),
        &of_type,
        all("__Field", "args"),
        all("__Type", "inputFields"),
        &format!(
            "{} args{}",
            has("__Directive", "isRepeatable"),
            all("__Directive", "args")
        ),
        &of_input,
        9,
    )
}

/// Returns the query. `depth` is the number of lists and non-nulls that can wrap a type: `[[[Int!]!]!]!` needs seven.
fn text(
    of_schema: &str,
    of_type: &str,
    of_field_args: &str,
    of_input_fields: &str,
    of_directive: &str,
    of_input: &str,
    depth: usize,
) -> String {
    let of_directive = if of_directive.is_empty() {
        "args"
    } else {
        of_directive
    };
    let reference = (0..depth).fold("kind name".to_owned(), |inner, _| {
        format!("kind name ofType {{ {inner} }}")
    });
    format!(
        "query IntrospectionQuery {{
  __schema {{
    {of_schema}
    queryType {{ name }} mutationType {{ name }} subscriptionType {{ name }}
    types {{
      kind name description {of_type}
      fields(includeDeprecated: true) {{
        name description isDeprecated deprecationReason type {{ ...TypeRef }}
        args{of_field_args} {{ ...InputValue }}
      }}
      inputFields{of_input_fields} {{ ...InputValue }}
      interfaces {{ name }}
      enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
      possibleTypes {{ name }}
    }}
    directives {{
      name description locations {of_directive} {{ ...InputValue }}
    }}
  }}
}}
fragment InputValue on __InputValue {{
  name description defaultValue {of_input} type {{ ...TypeRef }}
}}
fragment TypeRef on __Type {{ {reference} }}"
    )
}

fn find<'v>(of: &'v Value, list: &str, name: &str) -> Option<&'v Value> {
    of.get(list)?
        .as_array()?
        .iter()
        .find(|one| is_named(one, name))
}

fn is_named(one: &Value, name: &str) -> bool {
    one.get("name").and_then(Value::as_str) == Some(name)
}
