//! The default value of generated enums.

/// Makes the empty unknown value the default: no known value is more likely than another.
#[doc(hidden)]
#[macro_export]
macro_rules! __default_enum {
    ($name:ident) => {
        impl Default for $name {
            /// Returns `Other` with an empty text: not a value of the service.
            fn default() -> Self {
                Self::Other(String::new())
            }
        }
    };
}
