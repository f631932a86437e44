//! The introspection queries: first what a service can tell, then all that it can.

use serde_json::Value;

/// Asks which of the newer parts of introspection there are: what a service does not know, it refuses.
pub(super) const ABILITIES: &str = "query Abilities {
  schema: __type(name: \"__Schema\") { ...Fields }
  type: __type(name: \"__Type\") { ...Fields }
  field: __type(name: \"__Field\") { ...Fields }
  directive: __type(name: \"__Directive\") { ...Fields }
  inputValue: __type(name: \"__InputValue\") { ...Fields }
}
fragment Fields on __Type { fields { name args { name } } }";

/// Asks for everything that a service can tell, by its answer to [`ABILITIES`].
pub(super) fn of_schema(knows: &Value) -> String {
    let field = |ty: &str, name: &str| find(knows.get(ty), "fields", name);
    let has = |ty: &str, name: &str, text: &'static str| match field(ty, name) {
        Some(_) => text,
        None => "",
    };
    let all = |ty: &str, name: &str| match find(field(ty, name), "args", "includeDeprecated") {
        Some(_) => "(includeDeprecated: true)",
        None => "",
    };
    format!(
        "query Introspection {{
  __schema {{
    {schema_description}
    queryType {{ name }} mutationType {{ name }} subscriptionType {{ name }}
    types {{
      kind name description {specified_by} {one_of}
      fields{fields} {{
        name description isDeprecated deprecationReason type {{ ...Ref }}
        args{arguments} {{ ...Input }}
      }}
      inputFields{input_fields} {{ ...Input }}
      interfaces {{ name }}
      enumValues{values} {{ name description isDeprecated deprecationReason }}
      possibleTypes {{ name }}
    }}
    directives {{
      name description locations {repeatable}
      args{directive_arguments} {{ ...Input }}
    }}
  }}
}}
fragment Input on __InputValue {{
  name description defaultValue {deprecated} {deprecation_reason} type {{ ...Ref }}
}}
fragment Ref on __Type {{ {reference} }}",
        schema_description = has("schema", "description", "description"),
        specified_by = has("type", "specifiedByURL", "specifiedByURL"),
        one_of = has("type", "isOneOf", "isOneOf"),
        fields = all("type", "fields"),
        arguments = all("field", "args"),
        input_fields = all("type", "inputFields"),
        values = all("type", "enumValues"),
        repeatable = has("directive", "isRepeatable", "isRepeatable"),
        directive_arguments = all("directive", "args"),
        deprecated = has("inputValue", "isDeprecated", "isDeprecated"),
        deprecation_reason = has("inputValue", "deprecationReason", "deprecationReason"),
        reference = reference(),
    )
}

/// As deep as `[[[Int!]!]!]!`, with room.
fn reference() -> String {
    (0..9).fold("kind name".to_owned(), |inner, _| {
        format!("kind name ofType {{ {inner} }}")
    })
}

fn find<'v>(of: Option<&'v Value>, list: &str, name: &str) -> Option<&'v Value> {
    let mut list = of?.get(list)?.as_array()?.iter();
    list.find(|one| one.get("name").and_then(Value::as_str) == Some(name))
}
