//! The answer to an introspection query, with room for what older services leave out.

use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Data {
    #[serde(rename = "__schema")]
    pub(super) schema: SchemaAnswer,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SchemaAnswer {
    pub(super) description: Option<String>,
    pub(super) query_type: Named,
    pub(super) mutation_type: Option<Named>,
    pub(super) subscription_type: Option<Named>,
    pub(super) types: Vec<TypeAnswer>,
    #[serde(default)]
    pub(super) directives: Vec<DirectiveAnswer>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TypeAnswer {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    #[serde(rename = "specifiedByURL")]
    pub(super) specified_by: Option<String>,
    pub(super) is_one_of: Option<bool>,
    pub(super) fields: Option<Vec<FieldAnswer>>,
    pub(super) input_fields: Option<Vec<InputAnswer>>,
    pub(super) interfaces: Option<Vec<Named>>,
    pub(super) enum_values: Option<Vec<ValueAnswer>>,
    pub(super) possible_types: Option<Vec<Named>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FieldAnswer {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) args: Vec<InputAnswer>,
    pub(super) r#type: Reference,
    #[serde(default)]
    pub(super) is_deprecated: bool,
    pub(super) deprecation_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InputAnswer {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) r#type: Reference,
    pub(super) default_value: Option<String>,
    #[serde(default)]
    pub(super) is_deprecated: bool,
    pub(super) deprecation_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ValueAnswer {
    pub(super) name: String,
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) is_deprecated: bool,
    pub(super) deprecation_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DirectiveAnswer {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) locations: Vec<String>,
    pub(super) args: Vec<InputAnswer>,
    #[serde(default)]
    pub(super) is_repeatable: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reference {
    pub(super) kind: String,
    pub(super) name: Option<String>,
    pub(super) of_type: Option<Box<Reference>>,
}
