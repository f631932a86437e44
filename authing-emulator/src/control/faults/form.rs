//! Faults as JSON, for programs that can't call the library.

use std::fmt;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use super::{Body, Effect, Fault};

/// A fault as an operator posts and reads it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FaultForm {
    pub(crate) kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    #[serde(default, skip_serializing_if = "is_false")]
    until_cleared: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    after_executing: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delay_millis: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Kind {
    Delay,
    Reset,
    Cut,
    Truncated,
    Garbage,
    Status,
    ApiError,
}

impl Kind {
    pub(crate) const ALL: [Self; 7] = [
        Self::Delay,
        Self::Reset,
        Self::Cut,
        Self::Truncated,
        Self::Garbage,
        Self::Status,
        Self::ApiError,
    ];
}

/// The name of the kind in JSON.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl FaultForm {
    /// Returns the fault, or an error that names the wrong field.
    pub(crate) fn fault(self) -> Result<Fault, String> {
        self.check_fields()?;
        let mut fault = match self.kind {
            Kind::Delay if self.delay_millis.is_none() => {
                return Err("`delayMillis` is required".to_owned());
            }
            Kind::Delay => Fault::new(Effect::Delay),
            Kind::Reset => Fault::reset(),
            Kind::Cut => Fault::cut(),
            Kind::Truncated => Fault::truncated(),
            Kind::Garbage => Fault::garbage(),
            Kind::Status => Fault::new(self.status_effect()?),
            Kind::ApiError => {
                let code = self.code.ok_or("`code` is required")?;
                let message = self.message.unwrap_or_else(|| "rejected".to_owned());
                Fault::api_error(code, message)
            }
        };
        fault.delay = Duration::from_millis(self.delay_millis.unwrap_or_default());
        fault.on = self.on;
        fault.after_executing |= self.after_executing;
        fault.times = match (self.times, self.until_cleared) {
            (Some(_), true) => {
                return Err("`times` and `untilCleared` exclude each other".to_owned());
            }
            (_, true) => None,
            (Some(0), _) => return Err("`times` must be greater than zero".to_owned()),
            (times, _) => Some(times.unwrap_or(1)),
        };
        Ok(fault)
    }

    fn status_effect(&self) -> Result<Effect, String> {
        let number = self.status.ok_or("`status` is required")?;
        let status = StatusCode::from_u16(number)
            .ok()
            .filter(|_| (200..600).contains(&number))
            .ok_or_else(|| format!("`status` must be from 200 to 599, not {number}"))?;
        let body = match (&self.body, &self.content_type) {
            (None, Some(_)) => return Err("`contentType` requires a `body`".to_owned()),
            (None, None) => None,
            (Some(_), Some(content_type)) if HeaderValue::from_str(content_type).is_err() => {
                return Err("`contentType` is not a valid content type".to_owned());
            }
            (Some(text), content_type) => Some(Body {
                content_type: content_type
                    .clone()
                    .unwrap_or_else(|| "text/plain; charset=utf-8".to_owned()),
                text: text.clone(),
            }),
        };
        Ok(Effect::Status {
            status,
            retry_after: self.retry_after.map(Duration::from_secs),
            body,
        })
    }

    /// A field that the kind does not use is an error.
    fn check_fields(&self) -> Result<(), String> {
        let (status, api_error) = (Kind::Status, Kind::ApiError);
        for (name, given, kind) in [
            ("status", self.status.is_some(), status),
            ("retryAfter", self.retry_after.is_some(), status),
            ("contentType", self.content_type.is_some(), status),
            ("body", self.body.is_some(), status),
            ("code", self.code.is_some(), api_error),
            ("message", self.message.is_some(), api_error),
        ] {
            if given && self.kind != kind {
                return Err(format!(
                    "`{name}` is only for faults of the kind \"{kind}\""
                ));
            }
        }
        Ok(())
    }
}

impl From<&Fault> for FaultForm {
    fn from(fault: &Fault) -> Self {
        let mut form = Self {
            kind: Kind::Delay,
            on: fault.on.clone(),
            times: fault.times,
            until_cleared: fault.times.is_none(),
            after_executing: fault.after_executing,
            delay_millis: (!fault.delay.is_zero())
                .then(|| u64::try_from(fault.delay.as_millis()).unwrap_or(u64::MAX)),
            status: None,
            retry_after: None,
            content_type: None,
            body: None,
            code: None,
            message: None,
        };
        form.kind = match &fault.effect {
            Effect::Delay => Kind::Delay,
            Effect::Reset => Kind::Reset,
            Effect::Cut => Kind::Cut,
            Effect::Truncated => Kind::Truncated,
            Effect::Garbage => Kind::Garbage,
            Effect::Status {
                status,
                retry_after,
                body,
            } => {
                form.status = Some(status.as_u16());
                form.retry_after = retry_after.map(whole_seconds);
                form.content_type = body.as_ref().map(|body| body.content_type.clone());
                form.body = body.as_ref().map(|body| body.text.clone());
                Kind::Status
            }
            Effect::ApiError { code, message } => {
                form.code = Some(*code);
                form.message = Some(message.clone());
                Kind::ApiError
            }
        };
        form
    }
}

/// Returns the seconds for a header, rounded up.
pub(crate) fn whole_seconds(time: Duration) -> u64 {
    time.as_secs()
        .saturating_add(u64::from(time.subsec_nanos() > 0))
}
