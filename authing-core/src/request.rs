//! The body of a GraphQL request.

use crate::operation::Operation;

/// Appends the JSON of [`build_query`](graphql_client::GraphQLQuery::build_query) to `body`. Faster than with serde alone:
/// the document, which is most of the body, is escaped only once.
///
/// # Errors
///
/// If a variable can't be written as JSON.
pub fn write<O: Operation>(variables: &O::Variables, body: &mut Vec<u8>) -> serde_json::Result<()> {
    body.extend_from_slice(b"{\"variables\":");
    serde_json::to_writer(&mut *body, variables)?;
    body.extend_from_slice(O::after_variables().as_bytes());
    Ok(())
}

#[cfg(test)]
#[cfg(feature = "legacy")]
mod tests {
    use graphql_client::GraphQLQuery;

    use super::*;
    use crate::bind::{BindError, Binder};
    use crate::legacy::operations::GetUser;
    use crate::secret::Secret;

    struct Pool;

    impl Binder for Pool {
        fn user_pool_id(&self) -> &str {
            "the \"pool\""
        }

        fn encrypt(&self, _: &'static str, _: &Secret) -> Result<String, BindError> {
            unreachable!("no passwords")
        }
    }

    #[test]
    fn a_body_is_what_serde_would_write() {
        let variables = GetUser::new("the\nid").bind(&Pool).unwrap();
        let mut body = b"before ".to_vec();
        write::<GetUser>(&variables, &mut body).unwrap();
        let by_serde = serde_json::to_string(&GetUser::build_query(variables)).unwrap();
        assert_eq!(
            String::from_utf8(body).unwrap(),
            format!("before {by_serde}")
        );
    }
}
