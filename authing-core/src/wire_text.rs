//! Handwritten enums whose values are texts on the wire.

/// Implements an enum's text on the wire, by which it is written, read and shown.
///
/// `$field` and `$reason` are of the error for another text.
macro_rules! wire_text {
    ($Enum:ident { $($Variant:ident: $text:literal),+ $(,)? }, $field:literal, $reason:literal) => {
        impl $Enum {
            /// Returns the value on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Variant => $text,)+
                }
            }
        }

        impl ::std::fmt::Display for $Enum {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $Enum {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        /// Parses the value on the wire.
        impl ::std::str::FromStr for $Enum {
            type Err = $crate::InvalidInput;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$Variant),)+
                    _ => Err($crate::InvalidInput::new($field, $reason)),
                }
            }
        }
    };
}

pub(crate) use wire_text;

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro is for public enums")]
mod tests {
    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Kind {
        Id,
        ExternalId,
    }

    wire_text!(
        Kind {
            Id: "id",
            ExternalId: "externalId"
        },
        "kind",
        "must be `id` or `externalId`"
    );

    #[test]
    fn a_value_is_written_and_shown_as_its_text_and_read_from_it() {
        for (kind, text) in [(Kind::Id, "id"), (Kind::ExternalId, "externalId")] {
            assert_eq!(serde_json::to_value(kind).unwrap(), text);
            assert_eq!(kind.to_string(), text);
            assert_eq!(text.parse(), Ok(kind));
        }
        for unknown in ["", "Id", " id", "externalid"] {
            let error = unknown.parse::<Kind>().unwrap_err();
            assert_eq!(error.to_string(), "`kind` must be `id` or `externalId`");
        }
    }
}
