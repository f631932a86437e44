//! The default value of generated enums.

/// Makes the empty unknown value the default: no known value is more likely than another.
#[doc(hidden)]
#[macro_export]
macro_rules! __default_enum {
    ($name:ident, $unknown:ident) => {
        impl Default for $name {
            #[doc = concat!("Returns `", stringify!($unknown), "` with an empty text: not a value of the service.")]
            fn default() -> Self {
                Self::$unknown(String::new())
            }
        }
    };
}
