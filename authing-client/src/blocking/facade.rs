//! Writes the methods that do nothing but wait for the asynchronous ones.

/// Makes methods of their signatures: each waits for the method of the same name of what is `inner`.
///
/// Signature, first paragraph and aliases are those of the asynchronous method; a test compares them, and finds what is
/// missing here.
macro_rules! facade {
    ($(
        $(#[$about:meta])*
        impl $Type:ident {
            $(
                $(#[$method:meta])*
                fn $name:ident(&self $(, $argument:ident: $Argument:ty)* $(,)?) -> Result<$Output:ty, Error>;
            )*
        }
    )*) => {
        $(
            $(#[$about])*
            impl $Type {
                $(
                    $(#[$method])*
                    ///
                    /// # Errors
                    ///
                    #[doc = concat!(
                        "Those of the asynchronous [`", stringify!($name), "`](crate::", stringify!($Type), "::",
                        stringify!($name), "), which has the details, and [`Error::Config`] in an asynchronous task."
                    )]
                    pub fn $name(&self $(, $argument: $Argument)*) -> Result<$Output, Error> {
                        crate::blocking::runtime::wait(self.inner.$name($($argument),*)).map(<$Output>::from)
                    }
                )*
            }
        )*
    };
}
