//! Validation of ids, email addresses, phone numbers and passwords.

use crate::crypto::ids::is_object_id;
use crate::rules::api_error::text::Text;
use crate::rules::api_error::{ApiError, Code};

/// Returns an id in the form in which it is stored, or the error of the service's database for a malformed id.
pub(crate) fn id(text: Option<&str>) -> Result<String, ApiError> {
    match text {
        Some(id) if is_object_id(id) => Ok(id.to_lowercase()),
        _ => Err(Code::Internal.with_message(Text::verbatim(format!(
            "Cast to ObjectId failed for value {:?} at path \"_id\"",
            text.unwrap_or_default()
        )))),
    }
}

/// Rejects a new code that is empty, or that another thing of this kind has. The service's own code for the latter is not known.
pub(crate) fn new_code(code: &str, [zh, en]: [&str; 2], is_taken: bool) -> Result<(), ApiError> {
    if code.is_empty() {
        return Err(Code::ParameterMissing.saying("`code` 不能为空", "`code` must not be empty"));
    }
    if is_taken {
        return Err(Code::Internal.saying(
            format!("{zh} `{code}` 已存在"),
            format!("there is a {en} `{code}` already"),
        ));
    }
    Ok(())
}

/// Returns an email address in the form in which it is stored: lower case, because case is ignored.
pub(crate) fn email(text: &str) -> Result<String, ApiError> {
    let malformed = || Code::MalformedEmail.into();
    let (local, domain) = text.rsplit_once('@').ok_or_else(malformed)?;
    let no_part_empty = |dotted: &str| !dotted.split('.').any(str::is_empty);
    let is_well_formed = text.len() <= 254
        && !local.is_empty()
        && domain.contains('.')
        && no_part_empty(domain)
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
        && !local.contains('@');
    if is_well_formed {
        Ok(text.to_lowercase())
    } else {
        Err(malformed())
    }
}

/// The same for a user's new email address, which has another error code.
pub(crate) fn new_email(text: &str) -> Result<String, ApiError> {
    email(text).map_err(|_| Code::MalformedNewEmail.into())
}

/// Checks a phone number: 6 to 15 digits, with an optional leading `+`.
pub(crate) fn phone(text: &str) -> Result<&str, ApiError> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    if (6..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(Code::PhoneOrEmail.into())
    }
}

/// Checks a password: at least 6 characters.
pub(crate) fn new_password(text: &str) -> Result<&str, ApiError> {
    if text.chars().count() < 6 {
        return Err(Code::ShortPassword.into());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_emails_are_rejected() {
        assert_eq!(
            email("Test.User+tag@TestMail.com").unwrap(),
            "test.user+tag@testmail.com"
        );
        assert!(email("用户@例子.中国").is_ok());
        for malformed in [
            "", "a", "a@", "@b.cn", "a@b", "a b@c.cn", "a@b..cn", "a@.cn", "a@b.cn.", "a@b@c.cn",
            "a@b.cn\n",
        ] {
            assert_eq!(email(malformed).unwrap_err().code, 2003, "{malformed}");
        }
    }

    #[test]
    fn malformed_phones_are_rejected() {
        assert!(phone("13800000000").is_ok() && phone("+8613800000000").is_ok());
        for malformed in [
            "",
            "+",
            "12345",
            "1380000000a",
            "1234567890123456",
            "138 0000 0000",
            "１３８００００",
        ] {
            assert_eq!(phone(malformed).unwrap_err().code, 2028, "{malformed}");
        }
    }

    #[test]
    fn passwords_count_characters_not_bytes() {
        assert!(new_password("密码密码密码").is_ok());
        assert_eq!(new_password("密码密码密").unwrap_err().code, 2029);
    }
}
