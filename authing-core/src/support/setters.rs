//! The setters of a value, one line per field.

use crate::secret::Secret;

/// Defines by-value setters inside an `impl` block: one line per field, with its input type and the names of its
/// methods.
///
/// - `id(text);` is required: a setter.
/// - `groups([text]), maybe_groups;` is optional: a setter, and one that takes an `Option`.
/// - `note(text), maybe_note, clear_note, patch_note;` can also be cleared: its field is an `Option<Option<_>>`.
///
/// The input type is `text`, `secret`, a type, or a list of these in brackets; it is converted to the field's type by
/// `into`. A list of lists is a type, which follows `secret` if its elements are secrets. A name that is a keyword is followed by
/// its form in links: `r#type "type" (text), maybe_type;`.
#[doc(hidden)]
#[macro_export]
macro_rules! __setters {
    ($($(#[$docs:meta])* $name:ident $($link:literal)? ($($given:tt)+) $(, $more:ident)*;)+) => {$(
        $crate::__setter! { ($($given)+) [$(#[$docs])*] $name [$($link)?] $($more)* }
    )+};
}

/// A setter's name in a link.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter_link {
    ($name:ident []) => {
        concat!("[`", stringify!($name), "`](Self::", stringify!($name), ")")
    };
    ($name:ident [$link:literal]) => {
        concat!("[`", $link, "`](Self::", $link, ")")
    };
}

/// The methods of one field: first, the input type becomes a parameter's type and a conversion.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ((text) $($of:tt)+) => {
        $crate::__setter! { @ (impl Into<String>, Into::into) $($of)+ }
    };
    ((secret) $($of:tt)+) => {
        $crate::__setter! { @ (impl Into<$crate::secret::Secret>, $crate::support::secret) $($of)+ }
    };
    ((secret $given:ty) $($of:tt)+) => {
        $crate::__setter! { @ ($given, $crate::support::Convert::convert) $($of)+ }
    };
    (([text]) $($of:tt)+) => {
        $crate::__setter! {
            @ (impl IntoIterator<Item = impl Into<String>>, $crate::support::each) $($of)+
        }
    };
    (([secret]) $($of:tt)+) => {
        $crate::__setter! {
            @ (impl IntoIterator<Item = impl Into<$crate::secret::Secret>>, $crate::support::secrets)
            $($of)+
        }
    };
    (([$item:ty]) $($of:tt)+) => {
        $crate::__setter! { @ (impl IntoIterator<Item = $item>, $crate::support::each) $($of)+ }
    };
    (($given:ty) $($of:tt)+) => {
        $crate::__setter! { @ ($given, Into::into) $($of)+ }
    };

    (@ ($given:ty, $into:path) [$(#[$docs:meta])*] $name:ident $link:tt) => {
        $(#[$docs])*
        ///
        /// Required: nothing is sent without it.
        pub fn $name(mut self, $name: $given) -> Self {
            self.$name = Some($into($name));
            self
        }
    };
    (@ ($given:ty, $into:path) [$(#[$docs:meta])*] $name:ident $link:tt $maybe:ident) => {
        $(#[$docs])*
        pub fn $name(mut self, $name: $given) -> Self {
            self.$name = Some($into($name));
            self
        }

        #[doc = concat!("Calls ", $crate::__setter_link!($name $link), " if there is a value.")]
        pub fn $maybe(self, $name: Option<$given>) -> Self {
            match $name {
                Some(value) => self.$name(value),
                None => self,
            }
        }
    };
    (
        @ ($given:ty, $into:path) [$(#[$docs:meta])*]
        $name:ident $link:tt $maybe:ident $clear:ident $patch:ident
    ) => {
        $(#[$docs])*
        pub fn $name(mut self, $name: $given) -> Self {
            self.$name = Some(Some($into($name)));
            self
        }

        #[doc = concat!("Calls ", $crate::__setter_link!($name $link), " if there is a value.")]
        pub fn $maybe(self, $name: Option<$given>) -> Self {
            match $name {
                Some(value) => self.$name(value),
                None => self,
            }
        }

        #[doc = concat!("Clears what ", $crate::__setter_link!($name $link), " sets, by sending `null`.")]
        pub fn $clear(mut self) -> Self {
            self.$name = Some(None);
            self
        }

        #[doc = concat!(
            "Leaves ", $crate::__setter_link!($name $link),
            " as it is for `None`, clears it for `Some(None)`, and sets it for `Some(Some(_))`."
        )]
        pub fn $patch(self, $name: Option<Option<$given>>) -> Self {
            match $name {
                Some(Some(value)) => self.$name(value),
                Some(None) => self.$clear(),
                None => self,
            }
        }
    };
}

/// Converts each element to the field's element type.
pub fn each<T>(list: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    list.into_iter().map(Into::into).collect()
}

/// Converts a secret to the field's type: unchanged, or a [`WireSecret`](super::WireSecret).
pub fn secret<T: From<Secret>>(secret: impl Into<Secret>) -> T {
    T::from(secret.into())
}

/// Converts each secret in the same way.
pub fn secrets<T: From<Secret>>(list: impl IntoIterator<Item = impl Into<Secret>>) -> Vec<T> {
    list.into_iter().map(secret).collect()
}

/// A secret, or a container of secrets, that becomes the same container of the field's type.
pub trait Convert<T> {
    /// Converts each secret.
    fn convert(self) -> T;
}

impl<T: From<Secret>> Convert<T> for Secret {
    fn convert(self) -> T {
        self.into()
    }
}

impl<T, S: Convert<T>> Convert<Option<T>> for Option<S> {
    fn convert(self) -> Option<T> {
        self.map(Convert::convert)
    }
}

impl<T, S: Convert<T>> Convert<Vec<T>> for Vec<S> {
    fn convert(self) -> Vec<T> {
        self.into_iter().map(Convert::convert).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::secret::Secret;
    use crate::support::{WireSecret, setters};

    #[derive(Debug, Default)]
    struct Form {
        id: Option<String>,
        r#type: Option<Box<u8>>,
        flags: Option<Vec<bool>>,
        tokens: Option<Vec<WireSecret>>,
        grid: Option<Vec<Vec<u8>>>,
        codes: Option<Vec<Vec<WireSecret>>>,
        code: Option<WireSecret>,
        note: Option<Option<Secret>>,
    }

    #[expect(
        unreachable_pub,
        dead_code,
        reason = "the macro writes public methods, and not all are called"
    )]
    impl Form {
        setters! {
            /// The id.
            id(text);
            /// Boxed.
            r#type "type" (u8), maybe_type;
            /// A list.
            flags([bool]), maybe_flags;
            /// A list of secrets.
            tokens([secret]), maybe_tokens;
            /// A list of lists.
            grid(Vec<Vec<u8>>), maybe_grid;
            /// A list of lists of secrets.
            codes(secret Vec<Vec<Secret>>), maybe_codes;
            /// A secret.
            code(secret), maybe_code;
            /// A note.
            note(secret), maybe_note, clear_note, patch_note;
        }
    }

    #[test]
    fn a_setter_converts_its_input() {
        let value = Form::default()
            .id("1")
            .r#type(2)
            .flags([true])
            .note("hunter2")
            .tokens(["eyJ"])
            .grid(vec![vec![1], vec![]])
            .codes(vec![vec!["1".into()], vec![]]);
        assert_eq!(value.id.as_deref(), Some("1"));
        assert_eq!(value.r#type, Some(Box::new(2)));
        assert_eq!(value.flags, Some(vec![true]));
        assert_eq!(value.tokens.map(|tokens| tokens.len()), Some(1));
        assert_eq!(value.grid, Some(vec![vec![1], vec![]]));
        let codes = serde_json::to_string(&value.codes).unwrap();
        assert_eq!(codes, r#"[["1"],[]]"#);
        assert_eq!(value.note, Some(Some("hunter2".into())));
    }

    #[test]
    fn no_value_leaves_the_field_unchanged() {
        let set = || Form::default().r#type(2).flags([true]);
        let value = set().maybe_type(None).maybe_flags(None::<[bool; 1]>);
        assert_eq!(
            (value.r#type, value.flags),
            (Some(Box::new(2)), Some(vec![true]))
        );
        let value = set().maybe_type(Some(3)).maybe_flags(Some([false]));
        assert_eq!(
            (value.r#type, value.flags),
            (Some(Box::new(3)), Some(vec![false]))
        );
        let value = Form::default().maybe_type(None).maybe_tokens(Some(["eyJ"]));
        assert!(value.r#type.is_none() && value.tokens.is_some());
    }

    #[test]
    fn a_patch_leaves_clears_or_sets() {
        let patched =
            |patch: Option<Option<&str>>| Form::default().note("old").patch_note(patch).note;
        assert_eq!(patched(None), Some(Some("old".into())));
        assert_eq!(patched(Some(None)), Some(None));
        assert_eq!(patched(Some(Some("new"))), Some(Some("new".into())));
        assert_eq!(Form::default().patch_note(None::<Option<&str>>).note, None);
        assert_eq!(
            Form::default().maybe_note(None::<&str>).clear_note().note,
            Some(None)
        );
        assert_eq!(
            Form::default().maybe_note(Some("new")).note,
            Some(Some("new".into()))
        );
    }
}
