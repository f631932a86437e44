//! Blocking methods from the signatures of asynchronous ones.

/// Defines methods from their signatures: each blocks on the method of the same name of `inner`, a client of `$module`.
///
/// Signature, first paragraph and aliases are the same as those of the asynchronous method.
macro_rules! facade {
    ($module:literal; $(
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
                        "The errors of the asynchronous [`", stringify!($name), "`](", $module, "::", stringify!($Type), "::",
                        stringify!($name), "), which has the details, and [`Error::BlockingInAsync`] in an asynchronous task."
                    )]
                    pub fn $name(&self $(, $argument: $Argument)*) -> Result<$Output, Error> {
                        $crate::blocking::runtime::wait(self.inner.$name($($argument),*)).map(<$Output>::from)
                    }
                )*
            }
        )*
    };
}

pub(super) use facade;
