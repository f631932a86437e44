//! The default of a service's enum.

/// Makes the empty unknown value the default: no value of the service's own is likelier than another.
#[doc(hidden)]
#[macro_export]
macro_rules! __default_enum {
    ($name:ident) => {
        impl Default for $name {
            /// `Other` with an empty text: no value of the service.
            fn default() -> Self {
                Self::Other(String::new())
            }
        }
    };
}
