//! The service's schema is complete and valid, and every root field is compiled.

use std::collections::BTreeSet;

use apollo_compiler::Schema;

#[test]
fn schema_is_valid_and_complete() {
    let text = include_str!("../../schema/legacy.graphql");
    let schema = Schema::parse_and_validate(text, "legacy.graphql")
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
fn every_root_field_has_an_operation() {
    let text = include_str!("../../schema/legacy.graphql");
    let schema = Schema::parse(text, "legacy.graphql").unwrap();
    let fields = ["Query", "Mutation"]
        .into_iter()
        .flat_map(|root| schema.get_object(root).unwrap().fields.keys());
    // `operation User -> Option<User> (query user, users, token any)`
    let operations: BTreeSet<&str> = include_str!("../../authing-core/API.txt")
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
