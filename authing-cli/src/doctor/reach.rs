//! The way to a service, step by step: what the outcome of one request says about each.

use authing_client::{Error, TransportErrorKind};
use authing_connect::proxy;
use url::Url;

use super::report::Report;
use crate::failure::Failure;

/// The checks of one URL, in the order of the way to it.
const CHECKS: [&str; 4] = ["proxy", "connection", "TLS", "service"];

/// How far a request has come.
#[derive(PartialEq, Eq)]
enum Stage {
    Connection,
    Tls,
    Service,
    Done,
}

/// Reports the way to `url`, to which the request with this outcome went. Returns whether the service responded as an Authing does.
///
/// `name` is in front of the checks, if there are several services.
pub(super) fn report(
    report: &mut Report,
    name: &str,
    url: &str,
    outcome: Result<(), &Error>,
) -> Result<bool, Failure> {
    let [proxy, connection, tls, service] = CHECKS.map(|check| named(name, check));
    via(report, &proxy, url)?;
    let stage = stage(outcome);
    let explained = outcome.err().map(|error| error.report().to_string());
    let explained = explained.unwrap_or_default();
    match stage {
        Stage::Connection => report.fail(
            &connection,
            &format!(
                "{explained}; check the host in the AUTHING_… variables, the network and the proxy"
            ),
        )?,
        _ => report.ok(&connection, url)?,
    }
    match stage {
        _ if url.starts_with("http://") => report.skip(&tls, "the URL is plain http")?,
        Stage::Connection => report.skip_all(&[&tls])?,
        Stage::Tls => report.fail(&tls, &explained)?,
        _ => report.ok(&tls, "the certificate is trusted and has the host's name")?,
    }
    match stage {
        Stage::Connection | Stage::Tls => report.skip_all(&[&service])?,
        Stage::Service => report.fail(
            &service,
            &format!(
                "{explained}; check that this URL is the service's, and speaks the API of `--api`"
            ),
        )?,
        Stage::Done => report.ok(&service, "it responds")?,
    }
    Ok(stage == Stage::Done)
}

/// Returns a check's name among those of several services.
fn named(name: &str, check: &str) -> String {
    match name {
        "" => check.to_owned(),
        name => format!("{name} {check}"),
    }
}

/// Returns the names of all checks of a URL.
pub(super) fn names(name: &str) -> [String; 4] {
    CHECKS.map(|check| named(name, check))
}

fn stage(outcome: Result<(), &Error>) -> Stage {
    match outcome {
        Ok(()) | Err(Error::CredentialsRejected { .. }) => Stage::Done,
        Err(Error::Transport { source, .. }) => match source.kind() {
            TransportErrorKind::Tls => Stage::Tls,
            TransportErrorKind::Connect => Stage::Connection,
            TransportErrorKind::Timeout if !source.may_have_been_sent() => Stage::Connection,
            _ => Stage::Service,
        },
        Err(_) => Stage::Service,
    }
}

/// Reports the proxy by the client's own rules. The client has read the variables without an error.
fn via(report: &mut Report, check: &str, url: &str) -> Result<(), Failure> {
    let Ok(url) = url.parse::<Url>() else {
        return report.skip(check, "the URL can't be read");
    };
    let found = match proxy::variable("AUTHING_PROXY") {
        Some(given) => proxy::given(&url, "AUTHING_PROXY", given.trim(), true, proxy::variable),
        None => proxy::of(&url, true, proxy::variable),
    };
    match found {
        Ok(Some(proxy)) => report.ok(check, &format!("through {proxy}")),
        Ok(None) => report.ok(check, "none, directly"),
        Err(error) => report.fail(check, &error.to_string()),
    }
}
