//! From the service's names to Rust's.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::Span;
use syn::Ident;

/// The Rust name of a field or variable: `lastIP` is `last_ip`, `_id` is `id`.
pub(crate) fn field(wire: &str) -> String {
    wire.to_snake_case()
}

/// The Rust name of a type: `providerType` is `ProviderType`.
pub(crate) fn type_name(wire: &str) -> String {
    wire.to_upper_camel_case()
}

/// An identifier, escaped where the name is a keyword.
pub(crate) fn ident(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(ident) => ident,
        // These four can't be raw identifiers.
        Err(_) if ["self", "Self", "super", "crate", "_"].contains(&name) => {
            Ident::new(&format!("{name}_"), Span::call_site())
        }
        Err(_) => Ident::new_raw(name, Span::call_site()),
    }
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
        ] {
            assert_eq!(field(wire), rust, "{wire}");
        }
        assert_eq!(type_name("providerType"), "ProviderType");
        assert_eq!(type_name("isAdConenctorAlive"), "IsAdConenctorAlive");
    }

    #[test]
    fn keywords_are_escaped() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("self").to_string(), "self_");
        assert_eq!(ident("email").to_string(), "email");
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
