//! Responses that can report a failure in their data.

use crate::error_code::ErrorCode;
use crate::operation::Rejection;

/// The success or failure that a response reports inside its data.
pub trait Verdict: Sized {
    /// Returns the outcome code, if there is one.
    fn code(&self) -> Option<i64>;

    /// Returns whether the operation succeeded, if the response reports it.
    fn status(&self) -> Option<bool>;

    /// Returns the service's message.
    fn message(&self) -> Option<&str>;
}

/// Returns an error for a failure: a code other than 200, or a status of `false`.
pub fn accepted<T: Verdict>(output: T) -> Result<T, Rejection> {
    let code = output
        .code()
        .map(ErrorCode::new)
        .filter(|code| *code != ErrorCode::OK);
    if code.is_none() && output.status() != Some(false) {
        return Ok(output);
    }
    Err(Rejection::Failure {
        code,
        message: output.message().unwrap_or_default().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_other_than_200_or_a_false_status_is_an_error() {
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
            Err(Rejection::Failure { code, .. }) => Err(code.map(ErrorCode::get)),
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
        for (given, status, rejected) in [
            (Some(2004), Some(false), Some(2004)),
            (Some(500), Some(true), Some(500)),
            (Some(2001), None, Some(2001)),
            (None, Some(false), None),
            (Some(200), Some(false), None),
        ] {
            assert_eq!(code(given, status), Err(rejected), "{given:?} {status:?}");
        }
    }
}
