//! Checks of an operation's values before sending.

use crate::bind::InvalidInput;
use crate::secret::Secret;

/// Rejects a value with unset required fields and names all of them. `fields`: each field's name, and whether it is
/// set.
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

/// Rejects an operation that needs at least one of these fields. `fields`: each field's name, and whether it is set.
pub fn require_any(fields: &[(&'static str, bool)]) -> Result<(), InvalidInput> {
    if fields.iter().any(|(_, is_set)| *is_set) {
        return Ok(());
    }
    let Some(((first, _), others)) = fields.split_first() else {
        return Ok(());
    };
    let others: Vec<String> = others.iter().map(|(name, _)| format!("`{name}`")).collect();
    let reason = format!(
        "is required unless one of these is set: {}",
        others.join(", ")
    );
    Err(InvalidInput::new(first, reason))
}

/// Returns whether a text is set, and neither empty nor blank.
pub fn is_text(text: &Option<String>) -> bool {
    text.as_ref().is_some_and(|text| !text.trim().is_empty())
}

/// Returns whether a secret is set, and not empty.
pub fn is_secret(secret: &Option<Secret>) -> bool {
    secret.as_ref().is_some_and(|secret| !secret.is_empty())
}

/// Returns whether a list is set, and not empty.
pub fn has_elements<T>(list: &Option<Vec<T>>) -> bool {
    list.as_ref().is_some_and(|list| !list.is_empty())
}

/// Rejects a required text that is empty or blank. Here and below, [`require_set`] rejects what was not set.
pub fn require_text<'a>(
    field: &'static str,
    text: impl Into<Option<&'a String>>,
) -> Result<(), InvalidInput> {
    reject_empty(
        field,
        text.into().is_some_and(|text| text.trim().is_empty()),
    )
}

/// Rejects a required secret that is empty. Whitespace may be part of a password.
pub fn require_secret<'a>(
    field: &'static str,
    secret: impl Into<Option<&'a Secret>>,
) -> Result<(), InvalidInput> {
    reject_empty(field, secret.into().is_some_and(Secret::is_empty))
}

fn reject_empty(field: &'static str, is_empty: bool) -> Result<(), InvalidInput> {
    if is_empty {
        return Err(InvalidInput::new(field, "must not be empty"));
    }
    Ok(())
}

/// Returns the number of a code of decimal digits.
///
/// The service declares some codes as `Int`, so leading zeros are not transmitted.
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
        .map_err(|_| InvalidInput::new(field, "has too many digits"))
}

/// Rejects a number greater than GraphQL's `Int`, which is a signed 32-bit integer.
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

/// Rejects a required list of texts that is empty, or has an empty or blank element.
pub fn require_texts<'a>(
    field: &'static str,
    texts: impl Into<Option<&'a Vec<String>>>,
) -> Result<(), InvalidInput> {
    let texts = texts.into();
    reject_empty(field, texts.is_some_and(Vec::is_empty))?;
    require_elements(field, texts)
}

/// Rejects a list with an empty or blank element.
pub fn require_elements<'a>(
    field: &'static str,
    texts: impl Into<Option<&'a Vec<String>>>,
) -> Result<(), InvalidInput> {
    let mut texts = texts.into().into_iter().flatten();
    if texts.any(|text| text.trim().is_empty()) {
        return Err(InvalidInput::new(
            field,
            "must not contain an empty element",
        ));
    }
    Ok(())
}

/// Rejects a list that is too long.
pub fn require_at_most(
    field: &'static str,
    list: &[String],
    most: usize,
) -> Result<(), InvalidInput> {
    if list.len() > most {
        let reason = format!("must not contain more than {most} elements");
        return Err(InvalidInput::new(field, reason));
    }
    Ok(())
}

/// Returns the error that `field` is required because `beside` is given.
pub fn missing(field: &'static str, beside: &str) -> InvalidInput {
    InvalidInput::new(field, format!("must be given together with `{beside}`"))
}

/// Joins the list to the one string that the service takes for it.
pub fn comma_separated(
    field: &'static str,
    list: &Vec<String>,
    max: Option<usize>,
) -> Result<String, InvalidInput> {
    require_texts(field, list)?;
    if let Some(max) = max {
        require_at_most(field, list, max)?;
    }
    if list.iter().any(|text| text.contains(',')) {
        return Err(InvalidInput::new(
            field,
            "must not contain an element with a comma",
        ));
    }
    Ok(list.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_above_i32_max_is_rejected() {
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
    fn all_unset_fields_are_named() {
        let check = |id, name, kind| {
            let fields = [("id", id), ("name", name), ("kind", kind)];
            require_set("CreateThing", &fields).map_err(|error| (error.field, error.to_string()))
        };
        assert_eq!(check(true, true, true), Ok(()));
        let one = "`name` is required: set it with `CreateThing::name`";
        assert_eq!(check(true, false, true), Err(("name", one.to_owned())));
        let all = "`id` is required: set it with `CreateThing::id`; also missing: `name`, `kind`";
        assert_eq!(check(false, false, false), Err(("id", all.to_owned())));
    }

    #[test]
    fn one_field_of_several_is_enough_if_it_is_not_empty() {
        let check = |email: &str, ids: &[u8], secret: Option<&str>| {
            let ids = Some(ids.to_vec());
            require_any(&[
                ("email", is_text(&Some(email.to_owned()))),
                ("ids", has_elements(&ids)),
                ("code", is_secret(&secret.map(Secret::from))),
            ])
        };
        assert_eq!(check("a", &[], None), Ok(()));
        assert_eq!(check("", &[1], None), Ok(()));
        assert_eq!(check("", &[], Some(" ")), Ok(()));
        for (email, secret) in [("", None), (" ", Some(""))] {
            let error = check(email, &[], secret).unwrap_err();
            let text = "`email` is required unless one of these is set: `ids`, `code`";
            assert_eq!((error.field, &*error.to_string()), ("email", text));
        }
    }

    #[test]
    fn blank_text_is_rejected_but_a_blank_password_is_allowed() {
        assert_eq!(
            require_text("email", &"  ".to_owned())
                .unwrap_err()
                .to_string(),
            "`email` must not be empty"
        );
        assert!(require_secret("password", &Secret::from("  ")).is_ok());
        assert!(require_secret("password", &Secret::from("")).is_err());
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
    fn a_required_list_has_elements_and_no_blank_ones() {
        let check = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
            require_texts("ids", &texts).map_err(|error| error.to_string())
        };
        assert_eq!(check(&["a", "b"]), Ok(()));
        assert_eq!(check(&[]), Err("`ids` must not be empty".to_owned()));
        for blank in ["", " ", "\t"] {
            assert_eq!(
                check(&["a", blank]),
                Err("`ids` must not contain an empty element".to_owned())
            );
        }
    }

    #[test]
    fn a_list_that_is_too_long_is_rejected() {
        let ids = vec!["a".to_owned(); 3];
        assert!(require_at_most("ids", &ids, 3).is_ok());
        assert_eq!(
            require_at_most("ids", &ids, 2).unwrap_err().to_string(),
            "`ids` must not contain more than 2 elements"
        );
    }

    #[test]
    fn a_comma_separated_list_keeps_its_elements() {
        let join = |list: &[&str], max| {
            let list: Vec<String> = list.iter().map(|&text| text.to_owned()).collect();
            comma_separated("ids", &list, max).map_err(|error| error.to_string())
        };
        assert_eq!(join(&["a", "b"], Some(2)).as_deref(), Ok("a,b"));
        assert_eq!(join(&["a", "b", "c"], None).as_deref(), Ok("a,b,c"));
        for (list, reason) in [
            (&[][..], "must not be empty"),
            (&["a", " "], "must not contain an empty element"),
            (&["a", "b,c"], "must not contain an element with a comma"),
            (&["a", "b", "c"], "must not contain more than 2 elements"),
        ] {
            assert_eq!(join(list, Some(2)), Err(format!("`ids` {reason}")));
        }
    }
}
