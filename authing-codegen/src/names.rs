//! From the service's names to Rust's.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::Span;
use syn::Ident;

/// What makes an operation or an input object: no setter can have this name.
pub(crate) const CONSTRUCTOR: &str = "new";

/// A name in snake case, in which `OAuth` is one word: `OAuthApp` is `oauth_app`.
pub(crate) fn snake_case(name: &str) -> String {
    name.replace("OAuth", "Oauth")
        .replace("oAuth", "oauth")
        .to_snake_case()
}

/// The Rust name of a field or variable: `lastIP` is `last_ip`, `_id` is `id`.
pub(crate) fn field(wire: &str) -> String {
    snake_case(wire)
}

/// The name that serde's `camelCase` makes of a field's: `user_id` is `userId`.
pub(crate) fn camel_case(rust: &str) -> String {
    let mut camel = String::new();
    let mut upper = false;
    for letter in rust.chars() {
        if letter == '_' {
            // Nothing precedes the first word, whose letter stays small.
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

/// The setter of a field that takes an option.
pub(crate) fn maybe(rust: &str) -> String {
    format!("maybe_{rust}")
}

/// The method that clears a field.
pub(crate) fn clear(rust: &str) -> String {
    format!("clear_{rust}")
}

/// The method that leaves, clears or sets a field.
pub(crate) fn patch(rust: &str) -> String {
    format!("patch_{rust}")
}

/// The name of the constant with a fragment's text: `UserPage` is `USER_PAGE_FRAGMENT`.
pub(crate) fn fragment_constant(fragment: &str) -> String {
    format!("{}_FRAGMENT", snake_case(fragment).to_uppercase())
}

/// The Rust name of a type: `providerType` is `ProviderType`.
pub(crate) fn type_name(wire: &str) -> String {
    wire.to_upper_camel_case()
}

/// An identifier, escaped where the name is a keyword.
pub(crate) fn ident(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        // A keyword since edition 2024, which syn takes for a name.
        Ok(_) if name == "gen" => Ident::new_raw(name, Span::call_site()),
        Ok(ident) => ident,
        // These four can't be raw identifiers.
        Err(_) if ["self", "Self", "super", "crate", "_"].contains(&name) => {
            Ident::new(&format!("{name}_"), Span::call_site())
        }
        Err(_) => Ident::new_raw(name, Span::call_site()),
    }
}

/// Whether a name can be a type or an enum's value in Rust as it is written.
pub(crate) fn is_type_name(name: &str) -> bool {
    name == type_name(name) && syn::parse_str::<Ident>(name).is_ok()
}

/// Why the generated code has no room for a type of this name, if it hasn't.
pub(crate) fn reserved(name: &str) -> Option<&'static str> {
    // What the generated code takes from the prelude, unqualified; `S` and `D` are its type parameters.
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
        return Some("is a name that the generated code uses for something else");
    }
    // The file would be `mod.rs`, or of no module.
    let module = ["Crate", "Mod", "Self", "Super"].contains(&name);
    module.then_some("gives a file that can't be a module")
}

/// Whether a name can be a field in Rust as it is written.
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
