//! Faults that a test suite asks for: what a network, a gateway or a broken service does to requests.

mod form;
mod queue;

use std::time::Duration;

use axum::http::StatusCode;

pub(crate) use form::{FaultForm, whole_seconds};
pub(crate) use queue::Faults;

/// Something that goes wrong with a request, for the program under test to cope with.
///
/// A fault waits in a queue until a request comes that it is for; each request meets the first such fault, and no other.
/// Unless said otherwise it hits the next request, whichever that is, and then is used up.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use authing_emulator::{Emulator, Fault, StatusCode};
/// use std::time::Duration;
///
/// let emulator = Emulator::start().await?;
/// // The next two logins meet a gateway without a service behind it; the third works.
/// emulator.inject(Fault::status(StatusCode::BAD_GATEWAY).on("login").times(2));
/// // A user is registered, but whoever asked for it never learns.
/// emulator.inject(Fault::reset().on("register").after_executing());
/// // Everything takes its time from now on.
/// emulator.inject(Fault::delay(Duration::from_millis(200)).until_cleared());
/// assert_eq!(emulator.faults().len(), 3);
/// emulator.clear_faults();
/// # Ok::<_, authing_emulator::StartError>(()) }).unwrap();
/// ```
///
/// The addresses under `/operator`, `/messages` and the page for people meet no faults; what is asked on `/explore` does,
/// and so does the introspection with which that page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a fault does nothing until it is injected"]
pub struct Fault {
    pub(crate) effect: Effect,
    pub(crate) delay: Duration,
    pub(crate) on: Option<String>,
    /// How many requests it hits; any number, if there is none.
    pub(crate) times: Option<u32>,
    pub(crate) after_executing: bool,
}

/// What the client gets to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The answer, only later.
    Delay,
    /// No answer: the connection is reset.
    Reset,
    /// An answer that breaks off in its middle.
    Cut,
    /// An answer with half of its JSON.
    Truncated,
    /// An answer that is no JSON, though it says so.
    Garbage,
    /// A gateway's answer.
    Status {
        status: StatusCode,
        retry_after: Option<Duration>,
        body: Option<Body>,
    },
    /// The service's error.
    Refusal { code: u16, message: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) content_type: String,
    pub(crate) text: String,
}

impl Effect {
    /// Whether it is something done to an answer, which there must be, then.
    fn needs_an_answer(&self) -> bool {
        matches!(self, Self::Cut | Self::Truncated)
    }
}

impl Fault {
    /// The request waits so long, by the machine's clock, before it is executed and answered.
    ///
    /// A client that gives up meanwhile leaves it unexecuted; with [`after_executing`](Self::after_executing) it is the
    /// answer that waits.
    pub fn delay(time: Duration) -> Self {
        Self::new(Effect::Delay).delayed(time)
    }

    /// The connection is reset without an answer: before the request is executed, so that it may safely be sent again,
    /// or with [`after_executing`](Self::after_executing) when all is done and only the answer is lost.
    pub fn reset() -> Self {
        Self::new(Effect::Reset)
    }

    /// The request is executed, and the connection closed in the middle of the answer's body.
    pub fn cut() -> Self {
        Self::new(Effect::Cut)
    }

    /// The request is executed, and the answer has only the first half of its JSON, as if that were all.
    pub fn truncated() -> Self {
        Self::new(Effect::Truncated)
    }

    /// An answer that claims to be JSON and is not.
    pub fn garbage() -> Self {
        Self::new(Effect::Garbage)
    }

    /// An answer with that status, as a gateway before the service gives it: a short HTML page, unless
    /// [`body`](Self::body) says otherwise. A status below 200 can't end a request and is answered as 500.
    pub fn status(status: StatusCode) -> Self {
        let (retry_after, body) = (None, None);
        Self::new(Effect::Status {
            status,
            retry_after,
            body,
        })
    }

    /// Status 429, with a `Retry-After` of so many seconds, a part of one counting as a whole.
    pub fn too_many_requests(retry_after: Duration) -> Self {
        Self::status(StatusCode::TOO_MANY_REQUESTS).retry_after(retry_after)
    }

    /// The service's own error, in its form: in a GraphQL answer the error object, elsewhere `{"code","message"}`. For
    /// codes that the emulator gives only if it is set to, such as 1000 "server busy", or never, such as 2002 "monthly
    /// quota used up".
    pub fn refusal(code: u16, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::new(Effect::Refusal { code, message })
    }

    fn new(effect: Effect) -> Self {
        Self {
            after_executing: effect.needs_an_answer(),
            effect,
            delay: Duration::ZERO,
            on: None,
            times: Some(1),
        }
    }

    /// The body of an answer with a [`status`](Self::status), and its content type. Other faults have no use for it.
    pub fn body(mut self, content_type: impl Into<String>, text: impl Into<String>) -> Self {
        if let Effect::Status { body, .. } = &mut self.effect {
            *body = Some(Body {
                content_type: content_type.into(),
                text: text.into(),
            });
        }
        self
    }

    /// A `Retry-After` header of so many seconds for an answer with a [`status`](Self::status). A part of a second counts
    /// as a whole one. Other faults have no use for it.
    pub fn retry_after(mut self, time: Duration) -> Self {
        if let Effect::Status { retry_after, .. } = &mut self.effect {
            *retry_after = Some(time);
        }
        self
    }

    /// Lets the client wait so long, by the machine's clock, before the fault strikes.
    pub fn delayed(mut self, time: Duration) -> Self {
        self.delay = time;
        self
    }

    /// Hits only requests of that name: a root field (`login`), an operation name (`LoginByEmail`), or outside GraphQL
    /// the name in the path: `send_smscode`, `send_register_smscode`, `status`, `cdn`, `upload`, `captcha`,
    /// `verify_email`. Default: any request.
    pub fn on(mut self, name: impl Into<String>) -> Self {
        self.on = Some(name.into());
        self
    }

    /// Hits so many requests. Default: one. None at all does nothing.
    pub fn times(mut self, requests: u32) -> Self {
        self.times = Some(requests);
        self
    }

    /// Hits every request until the faults are cleared. Those behind it in the queue wait for requests that it is not
    /// for.
    pub fn until_cleared(mut self) -> Self {
        self.times = None;
        self
    }

    /// Executes the request before the fault strikes: what it changes is changed, and the answer is lost or late. Without
    /// it, faults strike first, but for [`cut`](Self::cut) and [`truncated`](Self::truncated), which need an answer.
    pub fn after_executing(mut self) -> Self {
        self.after_executing = true;
        self
    }
}
