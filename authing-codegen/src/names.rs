//! Converts the service's names to Rust names.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::Span;
use syn::Ident;

/// The constructor of an operation or input object; no setter can have this name.
pub(crate) const CONSTRUCTOR: &str = "new";

/// Converts a name to snake case, with `OAuth` as one word: `OAuthApp` becomes `oauth_app`.
pub(crate) fn snake_case(name: &str) -> String {
    name.replace("OAuth", "Oauth")
        .replace("oAuth", "oauth")
        .to_snake_case()
}

/// Returns the Rust name of a field or variable: `lastIP` becomes `last_ip`, `_id` becomes `id`.
pub(crate) fn field(wire: &str) -> String {
    snake_case(wire)
}

/// Converts a field name like serde's `camelCase`: `user_id` becomes `userId`.
pub(crate) fn camel_case(rust: &str) -> String {
    let mut camel = String::new();
    let mut upper = false;
    for letter in rust.chars() {
        if letter == '_' {
            // The first word stays in lower case.
            upper = !camel.is_empty();
        } else if upper {
            camel.push(letter.to_ascii_uppercase());
            upper = false;
        } else {
            camel.push(letter);
        }
    }
    camel
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

/// Returns an identifier, escaped if the name is a keyword.
pub(crate) fn ident(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        // A keyword since edition 2024, but syn accepts it as an identifier.
        Ok(_) if name == "gen" => Ident::new_raw(name, Span::call_site()),
        Ok(ident) => ident,
        // These four can't be raw identifiers.
        Err(_) if ["self", "Self", "super", "crate", "_"].contains(&name) => {
            Ident::new(&format!("{name}_"), Span::call_site())
        }
        Err(_) => Ident::new_raw(name, Span::call_site()),
    }
}

/// Returns whether a name is valid, unchanged, as a Rust type or enum variant.
pub(crate) fn is_type_name(name: &str) -> bool {
    name == type_name(name) && syn::parse_str::<Ident>(name).is_ok()
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

/// Returns whether a name is valid, unchanged, as a Rust field.
pub(crate) fn is_field_name(name: &str) -> bool {
    name == field(name) && syn::parse_str::<Ident>(&format!("{name}_")).is_ok()
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
        ] {
            assert_eq!(field(wire), rust, "{wire}");
        }
        assert_eq!(fragment_constant("OAuthApp"), "OAUTH_APP_FRAGMENT");
        assert_eq!(type_name("OAuthApp"), "OAuthApp");
        assert_eq!(type_name("providerType"), "ProviderType");
        assert_eq!(type_name("isAdConenctorAlive"), "IsAdConenctorAlive");
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
        for bad in ["Self", "2fa", "", "model"] {
            assert!(!is_type_name(bad), "{bad}");
        }
    }

    #[test]
    fn a_rename_must_be_a_field_name() {
        assert!(is_field_name("user_pool_id"));
        assert!(is_field_name("type"));
        for bad in ["userPoolId", "User", "user-pool", "1st", ""] {
            assert!(!is_field_name(bad), "{bad}");
        }
    }
}
