//! What is checked of an operation's values before they are sent.

use crate::bind::InvalidInput;
use crate::secret::Secret;

/// Refuses a value of which something required was not set, and names all of that: each field's name, and whether it is set.
pub fn require_set(of: &str, fields: &[(&'static str, bool)]) -> Result<(), InvalidInput> {
    let missing = fields.iter().filter(|(_, is_set)| !is_set);
    let missing: Vec<&'static str> = missing.map(|(field, _)| *field).collect();
    let Some((first, others)) = missing.split_first() else {
        return Ok(());
    };
    let mut reason = format!("is required: set it with `{of}::{first}`");
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
        reason.push_str("; also missing: ");
        reason.push_str(&others.join(", "));
    }
    Err(InvalidInput::new(first, reason))
}

/// Refuses a required text that is empty or blank.
pub fn require_text(field: &'static str, text: &str) -> Result<(), InvalidInput> {
    if text.trim().is_empty() {
        return Err(InvalidInput::new(field, "must not be empty"));
    }
    Ok(())
}

/// Refuses a required secret that is empty. Blanks may be part of a password.
pub fn require_secret(field: &'static str, secret: &Secret) -> Result<(), InvalidInput> {
    if secret.is_empty() {
        return Err(InvalidInput::new(field, "must not be empty"));
    }
    Ok(())
}

/// The number that a code of decimal digits stands for.
///
/// The service declares some codes as `Int`, so that a leading zero does not reach it; that is its contract.
pub fn digits(field: &'static str, code: &Secret) -> Result<i32, InvalidInput> {
    require_secret(field, code)?;
    if !code.expose().bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidInput::new(
            field,
            "must consist of the digits 0 to 9",
        ));
    }
    code.expose()
        .parse()
        .map_err(|_| InvalidInput::new(field, "has more digits than the service can read"))
}

/// Refuses a number that is greater than GraphQL's `Int`, which has 32 bits and a sign.
pub fn require_int(
    field: &'static str,
    number: impl Into<Option<u32>>,
) -> Result<(), InvalidInput> {
    if number
        .into()
        .is_some_and(|number| i32::try_from(number).is_err())
    {
        let reason = format!("must not be greater than {}", i32::MAX);
        return Err(InvalidInput::new(field, reason));
    }
    Ok(())
}

/// Refuses a required list of texts that is empty, or has an element that is empty or blank.
pub fn require_texts(field: &'static str, texts: &[String]) -> Result<(), InvalidInput> {
    if texts.is_empty() {
        return Err(InvalidInput::new(field, "must not be empty"));
    }
    require_elements(field, texts)
}

/// Refuses a list with an element that is empty or blank.
pub fn require_elements(field: &'static str, texts: &[String]) -> Result<(), InvalidInput> {
    if texts.iter().any(|text| text.trim().is_empty()) {
        return Err(InvalidInput::new(
            field,
            "must not have an element that is empty",
        ));
    }
    Ok(())
}

/// That `field` must be given too, because `beside` is.
pub fn missing(field: &'static str, beside: &str) -> InvalidInput {
    InvalidInput::new(field, format!("must be given beside `{beside}`"))
}

/// The list as the one text that the service takes for it.
pub fn comma_separated(
    field: &'static str,
    list: &[String],
    max: Option<usize>,
) -> Result<String, InvalidInput> {
    require_texts(field, list)?;
    if let Some(max) = max
        && list.len() > max
    {
        return Err(InvalidInput::new(
            field,
            format!("must not have more than {max} elements"),
        ));
    }
    if list.iter().any(|text| text.contains(',')) {
        return Err(InvalidInput::new(
            field,
            "must not have an element with a comma in it",
        ));
    }
    Ok(list.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_above_32_bits_with_a_sign_is_refused() {
        assert!(require_int("page", None).is_ok());
        assert!(require_int("page", 2_147_483_647).is_ok());
        assert_eq!(
            require_int("page", Some(2_147_483_648))
                .unwrap_err()
                .to_string(),
            "`page` must not be greater than 2147483647"
        );
    }

    #[test]
    fn all_that_was_not_set_is_named() {
        let refused = |id, name, kind| {
            let fields = [("id", id), ("name", name), ("kind", kind)];
            require_set("CreateThing", &fields).map_err(|error| (error.field, error.to_string()))
        };
        assert_eq!(refused(true, true, true), Ok(()));
        let one = "`name` is required: set it with `CreateThing::name`";
        assert_eq!(refused(true, false, true), Err(("name", one.to_owned())));
        let all = "`id` is required: set it with `CreateThing::id`; also missing: `name`, `kind`";
        assert_eq!(refused(false, false, false), Err(("id", all.to_owned())));
    }

    #[test]
    fn blank_text_is_refused_but_a_blank_password_is_the_users_own_business() {
        assert_eq!(
            require_text("email", "  ").unwrap_err().to_string(),
            "`email` must not be empty"
        );
        assert!(require_secret("password", &"  ".into()).is_ok());
        assert!(require_secret("password", &"".into()).is_err());
    }

    #[test]
    fn a_code_is_digits_and_fits_a_graphql_int() {
        assert_eq!(digits("code", &"0042".into()), Ok(42));
        for bad in ["", "12a4", "-123", "+123", " 123", "１２３", "99999999999"] {
            let error = digits("code", &bad.into()).unwrap_err();
            assert_eq!(error.field, "code");
            assert!(
                bad.is_empty() || !error.to_string().contains(bad),
                "{error}"
            );
        }
    }

    #[test]
    fn a_required_list_has_elements_and_none_is_blank() {
        let check = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
            require_texts("ids", &texts).map_err(|error| error.to_string())
        };
        assert_eq!(check(&["a", "b"]), Ok(()));
        assert_eq!(check(&[]), Err("`ids` must not be empty".to_owned()));
        for blank in ["", " ", "\t"] {
            assert_eq!(
                check(&["a", blank]),
                Err("`ids` must not have an element that is empty".to_owned())
            );
        }
    }

    #[test]
    fn a_comma_separated_list_is_what_its_elements_were() {
        let join = |list: &[&str], max| {
            let list: Vec<String> = list.iter().map(|&text| text.to_owned()).collect();
            comma_separated("ids", &list, max).map_err(|error| error.to_string())
        };
        assert_eq!(join(&["a", "b"], Some(2)).as_deref(), Ok("a,b"));
        assert_eq!(join(&["a", "b", "c"], None).as_deref(), Ok("a,b,c"));
        for (list, reason) in [
            (&[][..], "must not be empty"),
            (&["a", " "], "must not have an element that is empty"),
            (&["a", "b,c"], "must not have an element with a comma in it"),
            (&["a", "b", "c"], "must not have more than 2 elements"),
        ] {
            assert_eq!(join(list, Some(2)), Err(format!("`ids` {reason}")));
        }
    }
}
