//! The request and the response of an operation.

use serde_json::Value;

/// Implements `GraphQLQuery` (the operation, its wire variables and the reading of its root field) and `Request`.
#[doc(hidden)]
#[macro_export]
macro_rules! __graphql_query {
    ($operation:ident, $variables:ident, $payload:ident, $item:ty) => {
        impl $crate::support::graphql_client::GraphQLQuery for $operation {
            type Variables = $variables;
            type ResponseData = $crate::support::Root<$operation, $crate::support::$payload<$item>>;

            fn build_query(
                variables: $variables,
            ) -> $crate::support::graphql_client::QueryBody<$variables> {
                $crate::support::graphql_client::QueryBody {
                    variables,
                    query: <$operation as $crate::Operation>::DOCUMENT,
                    operation_name: <$operation as $crate::Operation>::NAME,
                }
            }
        }

        impl $crate::support::Request for $operation {
            fn after_variables() -> &'static str {
                static TEXT: ::std::sync::OnceLock<::std::string::String> =
                    ::std::sync::OnceLock::new();
                TEXT.get_or_init(|| {
                    $crate::support::after_variables(
                        <$operation as $crate::Operation>::DOCUMENT,
                        <$operation as $crate::Operation>::NAME,
                    )
                })
            }
        }
    };
}

/// Writes what follows the variables.
#[must_use]
pub fn after_variables(document: &str, name: &str) -> String {
    let [document, name] = [document, name].map(|text| Value::from(text).to_string());
    format!(r#","query":{document},"operationName":{name}}}"#)
}
