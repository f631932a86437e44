//! The maximum size of a user's names. The service must have one, but no source says which.

use crate::rules::api_error::{ApiError, Code};
use crate::store::users::{Name, User};

/// Of a name by which a user is found, in characters.
const NAME: usize = 256;

/// Rejects a user with a name that is too long.
pub(crate) fn check(user: &User) -> Result<(), ApiError> {
    for name in user.names() {
        if name.text().chars().count() > NAME {
            let (chinese, english) = in_words(name);
            return Err(Code::Internal.saying(
                format!("{chinese}过长，最多 {NAME} 个字符"),
                format!("the {english} is too long: at most {NAME} characters are allowed"),
            ));
        }
    }
    Ok(())
}

/// Returns what a name is, in Chinese and English.
fn in_words(name: Name<'_>) -> (&'static str, &'static str) {
    match name {
        Name::Email(_) => ("邮箱", "email"),
        Name::Phone(_) => ("手机号", "phone"),
        Name::Username(_) => ("用户名", "username"),
        Name::External(_) => ("外部 ID", "external id"),
        Name::Unionid(_) => ("unionid ", "unionid"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(user: &User) -> Option<String> {
        check(user)
            .err()
            .map(|error| error.message.english().to_owned())
    }

    #[test]
    fn a_long_name_is_rejected() {
        let named = |length| User {
            username: Some("名".repeat(length)),
            ..User::default()
        };
        assert_eq!(error(&named(NAME)), None);
        let expected = "the username is too long: at most 256 characters are allowed";
        assert_eq!(error(&named(NAME + 1)).as_deref(), Some(expected));
    }
}
