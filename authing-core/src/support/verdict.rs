//! Responses that can hold a refusal in their data.

use crate::error_code::ErrorCode;
use crate::operation::Rejection;

/// What a response says of its own success, where the service can refuse inside the data.
pub trait Verdict: Sized {
    /// The outcome's code, if it has one.
    fn code(&self) -> Option<i64>;

    /// Whether it succeeded, if it says so.
    fn status(&self) -> Option<bool>;

    /// The service's words.
    fn message(&self) -> Option<&str>;
}

/// Tells a success from a refusal, which has a code other than 200, or a status of `false`.
pub fn accepted<T: Verdict>(output: T) -> Result<T, Rejection> {
    let code = output
        .code()
        .map(ErrorCode::new)
        .filter(|code| *code != ErrorCode::OK);
    if code.is_none() && output.status() != Some(false) {
        return Ok(output);
    }
    Err(Rejection::Refused {
        code,
        message: output.message().unwrap_or_default().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_or_a_status_refuses() {
        struct Said(Option<i64>, Option<bool>);

        impl Verdict for Said {
            fn code(&self) -> Option<i64> {
                self.0
            }

            fn status(&self) -> Option<bool> {
                self.1
            }

            fn message(&self) -> Option<&str> {
                Some("no")
            }
        }

        let code = |code, status| match accepted(Said(code, status)) {
            Ok(_) => Ok(()),
            Err(Rejection::Refused { code, .. }) => Err(code.map(ErrorCode::get)),
            Err(other) => panic!("{other:?}"),
        };
        for (given, status) in [
            (None, None),
            (Some(200), Some(true)),
            (Some(200), None),
            (None, Some(true)),
        ] {
            assert_eq!(code(given, status), Ok(()), "{given:?} {status:?}");
        }
        for (given, status, refused) in [
            (Some(2004), Some(false), Some(2004)),
            (Some(500), Some(true), Some(500)),
            (Some(2001), None, Some(2001)),
            (None, Some(false), None),
            (Some(200), Some(false), None),
        ] {
            assert_eq!(code(given, status), Err(refused), "{given:?} {status:?}");
        }
    }
}
