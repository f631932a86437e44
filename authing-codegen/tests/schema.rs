//! The schemas of both APIs are complete and valid, and every root field is compiled.

use std::collections::BTreeSet;

use apollo_compiler::Schema;

/// A schema, and the public API that is generated from it.
type Api = (&'static str, &'static str);

const LEGACY: Api = (
    include_str!("../../schema/legacy.graphql"),
    include_str!("../../authing-core/API.txt"),
);
const V2: Api = (
    include_str!("../../schema/v2.graphql"),
    include_str!("../../authing-core/API.v2.txt"),
);

#[test]
fn schema_is_valid_and_complete() {
    let schema = Schema::parse_and_validate(LEGACY.0, "legacy.graphql")
        .unwrap_or_else(|error| panic!("{}", error.errors));

    let own = schema
        .types
        .iter()
        .filter(|(_, definition)| !definition.is_built_in());
    // The service lists 262 types, including the built-in Boolean, Float, Int and String.
    assert_eq!(own.count(), 262 - 4);

    let fields = |name: &str| schema.get_object(name).unwrap().fields.len();
    assert_eq!((fields("Query"), fields("Mutation")), (146, 155));

    let default = |field: &str, argument: &str| {
        let field = schema.type_field("Query", field).unwrap();
        let argument = field.argument_by_name(argument).unwrap();
        argument.default_value.as_ref().map(ToString::to_string)
    };
    assert_eq!(
        default("rbacRoleList", "sortBy").as_deref(),
        Some("CREATEDAT_DESC")
    );
    assert_eq!(
        default("orgNodeUserList", "includeChildrenNodes").as_deref(),
        Some("false")
    );
    assert_eq!(default("users", "page"), None);
}

#[test]
fn schema_of_v2_is_valid_and_complete() {
    let schema = Schema::parse_and_validate(V2.0, "v2.graphql")
        .unwrap_or_else(|error| panic!("{}", error.errors));
    let own = schema
        .types
        .values()
        .filter(|definition| !definition.is_built_in());
    // 61 objects, the root types included, 40 inputs, 11 enums and a scalar.
    assert_eq!(own.count(), 113);
    let fields = |name: &str| schema.get_object(name).unwrap().fields.len();
    assert_eq!((fields("Query"), fields("Mutation")), (49, 80));
}

#[test]
fn every_root_field_has_an_operation() {
    for (schema, api) in [LEGACY, V2] {
        let schema = Schema::parse(schema, "schema.graphql").unwrap();
        let fields = ["Query", "Mutation"]
            .into_iter()
            .flat_map(|root| schema.get_object(root).unwrap().fields.keys());
        // `operation User -> Option<User> (query user, users, token any)`
        let operations: BTreeSet<&str> = api
            .lines()
            .filter_map(|line| line.strip_prefix("operation ")?.split_once(" -> "))
            .filter_map(|(_, rest)| {
                rest.split_once(" (")?
                    .1
                    .split_once(',')?
                    .0
                    .split(' ')
                    .nth(1)
            })
            .collect();
        let without: Vec<&str> = fields
            .map(|field| field.as_str())
            .filter(|field| !operations.contains(field))
            .collect();
        assert_eq!(without, [""; 0]);
    }
}
