//! The parameters of a request, in a query string or a form.

use super::error::{ErrorCode, OAuthError};

/// The parameters. No `Debug`, because some are secret.
#[derive(Default)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(encoded).into_owned();
        // An empty parameter counts as omitted (RFC 6749, section 3.1).
        Self(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        let (_, value) = pairs.find(|(known, _)| known == name)?;
        Some(value)
    }

    pub(crate) fn required(&self, name: &str) -> Result<&str, OAuthError> {
        self.get(name)
            .ok_or_else(|| ErrorCode::InvalidRequest.saying(format!("`{name}` is required")))
    }

    /// Rejects one of these parameters if it is given twice: programs would differ in which one they see.
    pub(crate) fn check_unique(&self, names: &[&str]) -> Result<(), OAuthError> {
        let count = |name: &&&str| self.0.iter().filter(|(known, _)| known == **name).count();
        match names.iter().find(|name| count(name) > 1) {
            None => Ok(()),
            Some(name) => Err(ErrorCode::InvalidRequest.saying(format!("`{name}` is given twice"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_parameters_are_omitted_and_duplicates_are_found() {
        let parameters = Parameters::parse(b"a=1+2&b=&c=%E4%BD%A0&a=3");
        assert_eq!(parameters.get("a"), Some("1 2"));
        assert_eq!(parameters.get("b"), None);
        assert_eq!(parameters.get("c"), Some("\u{4f60}"));
        assert!(parameters.required("b").is_err());
        assert!(parameters.check_unique(&["b", "c"]).is_ok());
        assert!(parameters.check_unique(&["c", "a"]).is_err());
    }
}
