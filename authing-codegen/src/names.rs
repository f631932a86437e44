//! Converts the service's names to Rust names.

pub(crate) mod words;

use heck::{ToLowerCamelCase as _, ToSnakeCase as _, ToUpperCamelCase as _};
use proc_macro2::Span;
use syn::Ident;
use syn::ext::IdentExt as _;

/// The constructor of an operation or input object; no setter can have this name.
pub(crate) const CONSTRUCTOR: &str = "new";

/// Converts a name to snake case, with `OAuth` as one word: `OAuthApp` becomes `oauth_app`.
pub(crate) fn snake_case(name: &str) -> String {
    name.replace("OAuth", "Oauth")
        .replace("oAuth", "oauth")
        .to_snake_case()
}

/// The keywords that can't be raw identifiers.
const NEVER_RAW: [&str; 4] = ["Self", "crate", "self", "super"];

/// Returns the Rust name of a field or variable: `lastIP` becomes `last_ip`, `_id` becomes `id`, `self` becomes `self_`, and
/// `_2d` becomes `field_2d`.
pub(crate) fn field(wire: &str) -> String {
    let name = snake_case(wire);
    if NEVER_RAW.contains(&name.as_str()) {
        format!("{name}_")
    } else if name.is_empty() {
        "field".to_owned()
    } else if begins_with_a_digit(&name) {
        format!("field_{name}")
    } else {
        name
    }
}

fn begins_with_a_digit(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Converts a field's name to camel case: `user_id` becomes `userId`.
pub(crate) fn camel_case(rust: &str) -> String {
    rust.to_lower_camel_case()
}

/// Returns a field's name with a number, for one whose name is taken: `id_2`.
pub(crate) fn numbered(rust: &str, number: usize) -> String {
    format!("{}_{number}", rust.trim_end_matches('_'))
}

/// Returns the name of a field's setter that takes an option.
pub(crate) fn maybe(rust: &str) -> String {
    format!("maybe_{rust}")
}

/// Returns the name of the method that clears a field.
pub(crate) fn clear(rust: &str) -> String {
    format!("clear_{rust}")
}

/// Returns the name of the method that keeps, clears or sets a field.
pub(crate) fn patch(rust: &str) -> String {
    format!("patch_{rust}")
}

/// Returns the name of the constant with a fragment's text: `USER_PAGE_FRAGMENT` for `UserPage`.
pub(crate) fn fragment_constant(fragment: &str) -> String {
    format!("{}_FRAGMENT", snake_case(fragment).to_uppercase())
}

/// Returns the Rust name of a type: `providerType` becomes `ProviderType`.
pub(crate) fn type_name(wire: &str) -> String {
    wire.to_upper_camel_case()
}

/// Returns the Rust name of an enum's value: `NEWEST_FIRST` becomes `NewestFirst`, and `_2D` becomes `Value2d`.
pub(crate) fn variant(wire: &str) -> String {
    let name = type_name(wire);
    if name.is_empty() || begins_with_a_digit(&name) || NEVER_RAW.contains(&name.as_str()) {
        format!("Value{name}")
    } else {
        name
    }
}

/// Returns an identifier, escaped if the name is a keyword.
pub(crate) fn ident(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        // A keyword since edition 2024, but syn accepts it as an identifier.
        Ok(_) if name == "gen" => Ident::new_raw(name, Span::call_site()),
        Ok(ident) => ident,
        Err(_) if NEVER_RAW.contains(&name) => Ident::new(&format!("{name}_"), Span::call_site()),
        Err(_) => Ident::new_raw(name, Span::call_site()),
    }
}

/// Returns whether a name is valid, unchanged, as a Rust type or enum variant.
pub(crate) fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
        && !NEVER_RAW.contains(&name)
}

/// Returns the reason that the generated code can't have a type with this name, if there is one.
pub(crate) fn reserved(name: &str) -> Option<&'static str> {
    // Names that the generated code uses unqualified from the prelude; `S` and `D` are its type parameters.
    const USED: [&str; 20] = [
        "Box",
        "Clone",
        "D",
        "Debug",
        "Default",
        "Err",
        "From",
        "Into",
        "IntoIterator",
        "None",
        "Ok",
        "Option",
        "Result",
        "S",
        "Send",
        "Some",
        "String",
        "Variables",
        "Vec",
        "Wire",
    ];
    if USED.contains(&name) {
        return Some("conflicts with a name that the generated code uses");
    }
    // The file would be `mod.rs`, or have an invalid module name.
    let module = ["Crate", "Mod", "Self", "Super"].contains(&name);
    module.then_some("can't be the name of a module")
}

/// Returns the way out for a name of the schema that can't be the name in Rust: `wire` is a type, `Type.field` or `Enum.VALUE`.
pub(crate) fn help(wire: &str) -> String {
    let key = if wire.contains('.') {
        format!("{wire:?}")
    } else {
        wire.to_owned()
    };
    format!("name it in the configuration: [target.names] {key} = \"…\"")
}

/// Returns several names as a phrase: "`a`, `b` and `c`".
pub(crate) fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}

/// Returns whether a name is valid, unchanged, as a Rust field.
pub(crate) fn is_field_name(name: &str) -> bool {
    name == field(name) && syn::parse_str::<Ident>(&format!("{name}_")).is_ok()
}

/// Returns whether a folder of query files can be a module with its name.
pub(crate) fn is_area(name: &str) -> bool {
    // Rust finds a module's file by its name only if that is ASCII. Four names can't be raw identifiers; `mod.rs` and `by_area`
    // already exist.
    name.is_ascii()
        && is_field_name(name)
        && ident(name).unraw() == name
        && !matches!(name, "mod" | "by_area")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_services_odd_names_become_rusts() {
        for (wire, rust) in [
            ("_id", "id"),
            ("id", "id"),
            ("lastIP", "last_ip"),
            ("MFACode", "mfa_code"),
            ("client_id", "client_id"),
            ("clientId", "client_id"),
            ("showWXMPQRCode", "show_wxmpqr_code"),
            ("oAuthAppId", "oauth_app_id"),
            ("useOAuth", "use_oauth"),
            ("self", "self_"),
            ("_super", "super_"),
            ("self_", "self_"),
            ("type", "type"),
            ("_2d", "field_2d"),
            ("__", "field"),
        ] {
            assert_eq!(field(wire), rust, "{wire}");
        }
        assert_eq!(fragment_constant("OAuthApp"), "OAUTH_APP_FRAGMENT");
        assert_eq!(type_name("OAuthApp"), "OAuthApp");
        assert_eq!(type_name("providerType"), "ProviderType");
        assert_eq!(type_name("isAdConenctorAlive"), "IsAdConenctorAlive");
        for (wire, rust) in [
            ("NEWEST_FIRST", "NewestFirst"),
            ("A_B_POSITIVE", "ABPositive"),
            ("_2D", "Value2d"),
            ("_", "Value"),
            ("self", "ValueSelf"),
            ("gen", "Gen"),
        ] {
            assert_eq!(variant(wire), rust, "{wire}");
            assert!(is_type_name(rust), "{rust}");
        }
    }

    #[test]
    fn keywords_are_escaped() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("gen").to_string(), "r#gen");
        assert_eq!(ident("self").to_string(), "self_");
        assert_eq!(ident("email").to_string(), "email");
    }

    #[test]
    fn names_that_the_generated_code_uses_are_reserved() {
        for name in ["Option", "Variables", "Mod", "Self"] {
            assert!(reserved(name).is_some(), "{name}");
        }
        assert_eq!(reserved("Model"), None);
        assert!(is_type_name("Model"));
        for bad in ["Self", "2fa", "", "model", "Two_words", "_Model"] {
            assert!(!is_type_name(bad), "{bad}");
        }
    }

    #[test]
    fn a_rename_must_be_a_field_name() {
        assert!(is_field_name("user_pool_id"));
        assert!(is_field_name("type"));
        for bad in [
            "userPoolId",
            "User",
            "user-pool",
            "1st",
            "",
            "_",
            "self",
            "_id",
        ] {
            assert!(!is_field_name(bad), "{bad}");
        }
    }
}
