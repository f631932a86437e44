//! Faults that a test suite injects: network, gateway and server failures.

mod form;
mod queue;

use std::time::Duration;

use axum::http::StatusCode;

pub(crate) use form::{FaultForm, Kind, whole_seconds};
pub(crate) use queue::Faults;

/// A failure that the emulator simulates for a request, to test how the program under test handles it.
///
/// Faults are queued. Each request meets the first fault in the queue that applies to it, and no other. By default a
/// fault applies to the next request of any kind, and is then used up.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use authing_emulator::{Emulator, Fault, StatusCode};
/// use std::time::Duration;
///
/// let emulator = Emulator::start().await?;
/// // The next two logins meet a gateway whose service is down; the third works.
/// emulator.inject(Fault::status(StatusCode::BAD_GATEWAY).on("login").times(2));
/// // A user is registered, but the client never gets the response.
/// emulator.inject(Fault::reset().on("register").after_executing());
/// // Every response is slow from now on.
/// emulator.inject(Fault::delay(Duration::from_millis(200)).until_cleared());
/// assert_eq!(emulator.faults().len(), 3);
/// emulator.clear_faults();
/// # Ok::<_, authing_emulator::StartError>(()) }).unwrap();
/// ```
///
/// Requests to `/operator`, `/messages` and the web page meet no faults, nor do documents that are run on `/explore`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a fault does nothing until it is injected"]
pub struct Fault {
    pub(crate) effect: Effect,
    pub(crate) delay: Duration,
    pub(crate) on: Option<String>,
    /// The number of requests it applies to; `None`: unlimited.
    pub(crate) times: Option<u32>,
    pub(crate) after_executing: bool,
}

/// The effect that the client sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The response is delayed.
    Delay,
    /// There is no response: the connection is reset.
    Reset,
    /// The response ends in the middle of its body.
    Cut,
    /// The response has only half of its JSON.
    Truncated,
    /// The response claims to be JSON and is not.
    Garbage,
    /// The response of a gateway.
    Status {
        status: StatusCode,
        retry_after: Option<Duration>,
        body: Option<Body>,
    },
    /// The service's error.
    ApiError { code: u16, message: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) content_type: String,
    pub(crate) text: String,
}

impl Effect {
    /// Returns whether the fault changes a response, which requires that the request is executed.
    fn needs_response(&self) -> bool {
        matches!(self, Self::Cut | Self::Truncated)
    }
}

impl Fault {
    /// Delays the request by this time, by the machine's clock, before it is executed.
    ///
    /// If the client disconnects meanwhile, the request is not executed. With
    /// [`after_executing`](Self::after_executing) the response is delayed instead.
    pub fn delay(time: Duration) -> Self {
        Self::new(Effect::Delay).delayed(time)
    }

    /// Resets the connection without a response: before the request is executed, so that it is safe to retry, or with
    /// [`after_executing`](Self::after_executing) once it is executed, so that only the response is lost.
    pub fn reset() -> Self {
        Self::new(Effect::Reset)
    }

    /// Executes the request, and closes the connection in the middle of the response body.
    pub fn cut() -> Self {
        Self::new(Effect::Cut)
    }

    /// Executes the request, and sends only the first half of the response's JSON, as if it were complete.
    pub fn truncated() -> Self {
        Self::new(Effect::Truncated)
    }

    /// Sends a response that claims to be JSON and is not.
    pub fn garbage() -> Self {
        Self::new(Effect::Garbage)
    }

    /// Sends a response with this status, like a gateway in front of the service: a short HTML page, unless
    /// [`body`](Self::body) sets another one. A status below 200 is not a final response; 500 is sent instead.
    pub fn status(status: StatusCode) -> Self {
        let (retry_after, body) = (None, None);
        Self::new(Effect::Status {
            status,
            retry_after,
            body,
        })
    }

    /// Sends status 429 with a `Retry-After` header of this time, rounded up to whole seconds.
    pub fn too_many_requests(retry_after: Duration) -> Self {
        Self::status(StatusCode::TOO_MANY_REQUESTS).retry_after(retry_after)
    }

    /// Sends an API error in the service's form: in a GraphQL response the error object, elsewhere
    /// `{"code","message"}`. For codes that the emulator returns only with certain settings, such as 1000 "server
    /// busy", or never, such as 2002 "monthly quota used up".
    pub fn api_error(code: u16, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::new(Effect::ApiError { code, message })
    }

    fn new(effect: Effect) -> Self {
        Self {
            after_executing: effect.needs_response(),
            effect,
            delay: Duration::ZERO,
            on: None,
            times: Some(1),
        }
    }

    /// Sets the body and content type of a response with a [`status`](Self::status). Other faults ignore it.
    pub fn body(mut self, content_type: impl Into<String>, text: impl Into<String>) -> Self {
        if let Effect::Status { body, .. } = &mut self.effect {
            *body = Some(Body {
                content_type: content_type.into(),
                text: text.into(),
            });
        }
        self
    }

    /// Sets the `Retry-After` header of a response with a [`status`](Self::status), rounded up to whole seconds. Other
    /// faults ignore it.
    pub fn retry_after(mut self, time: Duration) -> Self {
        if let Effect::Status { retry_after, .. } = &mut self.effect {
            *retry_after = Some(time);
        }
        self
    }

    /// Delays the fault by this time, by the machine's clock.
    pub fn delayed(mut self, time: Duration) -> Self {
        self.delay = time;
        self
    }

    /// Applies only to requests with this name: a root field (`login`), an operation name (`LoginByEmail`), or outside
    /// GraphQL the name in the path: `send_smscode`, `send_register_smscode`, `status`, `cdn`, `upload`, `captcha`,
    /// `verify_email`, `sms_send`, `password_by_phone_code`, `well_known`, and those of [the OpenID
    /// provider](crate#the-openid-provider). Default: any request.
    pub fn on(mut self, name: impl Into<String>) -> Self {
        self.on = Some(name.into());
        self
    }

    /// Applies to this many requests. Default: one. Zero disables the fault.
    pub fn times(mut self, requests: u32) -> Self {
        self.times = Some(requests);
        self
    }

    /// Applies to every request until the faults are cleared. Faults after it in the queue meet only requests that it
    /// does not apply to.
    pub fn until_cleared(mut self) -> Self {
        self.times = None;
        self
    }

    /// Executes the request before the fault occurs: its changes take effect, and the response is lost or late. Without
    /// it, faults occur before execution, except [`cut`](Self::cut) and [`truncated`](Self::truncated), which need a
    /// response.
    pub fn after_executing(mut self) -> Self {
        self.after_executing = true;
        self
    }
}
