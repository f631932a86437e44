//! The methods of the builders that create blocking clients.

/// Defines `build_blocking` of a builder, and `connect_blocking` if the builder has `connect`.
macro_rules! blocking_builder {
    ($Builder:ty => $Client:ty $(, $(#[$alias:meta])* connect)?) => {
        /// # Blocking clients
        ///
        /// Feature `blocking`.
        impl $Builder {
            /// Creates a [blocking client](crate::blocking), like [`build`](Self::build), without sending anything.
            ///
            /// # Errors
            ///
            /// The errors of [`build`](Self::build).
            pub fn build_blocking(self) -> Result<$Client, $crate::Error> {
                self.build().map(<$Client>::new)
            }

            $(
                /// Creates a [blocking client](crate::blocking) and fetches its own token, like [`connect`](Self::connect),
                /// so that a wrong id or secret fails immediately.
                ///
                /// # Errors
                ///
                /// The errors of [`connect`](Self::connect), and
                /// [`Error::BlockingInAsync`](crate::Error::BlockingInAsync) in an asynchronous task.
                $(#[$alias])*
                pub fn connect_blocking(self) -> Result<$Client, $crate::Error> {
                    $crate::blocking::runtime::wait(self.connect()).map(<$Client>::new)
                }
            )?
        }
    };
}

pub(super) use blocking_builder;
