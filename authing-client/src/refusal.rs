//! Refusals that stand in an answer's data.

use authing_core::ErrorCode;
use authing_core::types::ServiceMessage;

/// What the service said no with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: Option<ErrorCode>,
    pub(crate) message: String,
}

/// Tells a success, whose words are for people, from a refusal: that has a code other than 200, or says false.
pub(crate) fn accept(answer: ServiceMessage) -> Result<(), Refusal> {
    let code = answer
        .code
        .map(ErrorCode::new)
        .filter(|code| *code != ErrorCode::OK);
    if code.is_none() && answer.status != Some(false) {
        return Ok(());
    }
    Err(Refusal {
        code,
        message: answer.message.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(json: &str) -> Result<(), Option<i64>> {
        let answer: ServiceMessage = serde_json::from_str(json).unwrap();
        accept(answer).map_err(|refusal| refusal.code.map(ErrorCode::get))
    }

    #[test]
    fn a_code_or_a_status_says_no() {
        for success in [
            "{}",
            r#"{"message":"ok","code":null,"status":null}"#,
            r#"{"message":"ok","code":200,"status":true}"#,
            r#"{"code":200}"#,
            r#"{"status":true}"#,
        ] {
            assert_eq!(judged(success), Ok(()), "{success}");
        }
        for (refusal, code) in [
            (r#"{"code":2004,"status":false}"#, Some(2004)),
            (r#"{"code":500,"status":true}"#, Some(500)),
            (r#"{"code":2001}"#, Some(2001)),
            (r#"{"status":false}"#, None),
            (r#"{"status":false,"code":200}"#, None),
        ] {
            assert_eq!(judged(refusal), Err(code), "{refusal}");
        }
    }
}
