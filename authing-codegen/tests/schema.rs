//! The service's schema is whole, valid, and what the generator compiles.

use apollo_compiler::Schema;

#[test]
fn the_schema_is_valid_and_whole() {
    let text = include_str!("../../schema/authing.graphql");
    let schema = Schema::parse_and_validate(text, "authing.graphql")
        .unwrap_or_else(|error| panic!("{}", error.errors));

    let own = schema
        .types
        .iter()
        .filter(|(_, definition)| !definition.is_built_in());
    // The service's list of 262 has the built-in Boolean, Float, Int and String among them.
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
