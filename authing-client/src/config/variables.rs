//! The names of environment variables: those that clients read, and those that are mistaken for them.

use std::collections::BTreeSet;

use super::spelling::{distance, letters};
use crate::error::Error;

/// Names of variables.
type Names = &'static [&'static str];

/// The variables that one kind of client reads.
pub(crate) struct Variables {
    /// Its own variables.
    own: Names,
    /// Variables of other SDKs for Authing, and those that this client reads in their place: the first of them, unless
    /// the program already sets one.
    foreign: &'static [(Names, Names)],
}

/// The variables that every client reads.
const COMMON: Names = &[
    "AUTHING_PUBLIC_KEY",
    "AUTHING_PUBLIC_KEY_FILE",
    "AUTHING_ROOT_CERTIFICATE_FILE",
    "AUTHING_CLIENT_CERTIFICATE_FILE",
    "AUTHING_PROXY",
    "AUTHING_USER_AGENT",
    "AUTHING_CONNECT_TIMEOUT",
    "AUTHING_TIMEOUT",
    "AUTHING_POOL_IDLE_TIMEOUT",
    "AUTHING_CALL_TIMEOUT",
    "AUTHING_MAX_CONCURRENT_REQUESTS",
    "AUTHING_MAX_RESPONSE_BYTES",
    "AUTHING_ALLOW_PLAIN_HTTP",
];

/// The variables of [`Authing`](crate::Authing).
pub(crate) const LEGACY: Variables = Variables {
    own: &[
        "AUTHING_USER_POOL_ID",
        "AUTHING_SECRET",
        "AUTHING_HOST",
        "AUTHING_USERS_URL",
        "AUTHING_OAUTH_URL",
        "AUTHING_CDN_URL",
        "AUTHING_UPLOAD_URL",
    ],
    foreign: &[
        (HOSTS, &["AUTHING_HOST", "AUTHING_USERS_URL"]),
        (APP_HOST, &["AUTHING_HOST", "AUTHING_USERS_URL"]),
        (POOL_IDS, &["AUTHING_USER_POOL_ID"]),
        (CLIENT_ID, &["AUTHING_USER_POOL_ID"]),
        (POOL_SECRETS, &["AUTHING_SECRET"]),
        (CLIENT_SECRET, &["AUTHING_SECRET"]),
    ],
};

/// The variables of the v2 API's client that manages a user pool.
pub(crate) const MANAGEMENT: Variables = Variables {
    own: &["AUTHING_USER_POOL_ID", "AUTHING_SECRET", "AUTHING_HOST"],
    foreign: &[
        (HOSTS, &["AUTHING_HOST"]),
        (APP_HOST, &["AUTHING_HOST"]),
        (LEGACY_URLS, &["AUTHING_HOST"]),
        (POOL_IDS, &["AUTHING_USER_POOL_ID"]),
        (POOL_SECRETS, &["AUTHING_SECRET"]),
    ],
};

/// The variables of the v2 API's client of an app.
pub(crate) const APP: Variables = Variables {
    own: &[
        "AUTHING_APP_ID",
        "AUTHING_APP_SECRET",
        "AUTHING_APP_HOST",
        "AUTHING_WEBSOCKET_HOST",
        "AUTHING_HOST",
    ],
    foreign: &[
        (HOSTS, &["AUTHING_APP_HOST", "AUTHING_HOST"]),
        (LEGACY_URLS, &["AUTHING_APP_HOST", "AUTHING_HOST"]),
        (CLIENT_ID, &["AUTHING_APP_ID"]),
        (CLIENT_SECRET, &["AUTHING_APP_SECRET"]),
    ],
};

const HOSTS: Names = &[
    "AUTHING_APP_DOMAIN",
    "AUTHING_API_HOST",
    "AUTHING_BASE_URL",
    "AUTHING_DOMAIN",
    "AUTHING_ENDPOINT",
    "AUTHING_GRAPHQL_ENDPOINT",
    "AUTHING_RESTAPI_HOST",
    "AUTHING_SERVER",
    "AUTHING_URL",
];
const APP_HOST: Names = &["AUTHING_APP_HOST"];
const LEGACY_URLS: Names = &["AUTHING_USERS_URL", "AUTHING_OAUTH_URL"];
const CLIENT_ID: Names = &["AUTHING_CLIENT_ID"];
const CLIENT_SECRET: Names = &["AUTHING_CLIENT_SECRET"];
const POOL_IDS: Names = &[
    "AUTHING_ACCESS_KEY_ID",
    "AUTHING_POOL_ID",
    "AUTHING_USERPOOL_ID",
];
const POOL_SECRETS: Names = &[
    "AUTHING_ACCESS_KEY_SECRET",
    "AUTHING_POOL_SECRET",
    "AUTHING_USERPOOL_SECRET",
    "AUTHING_USER_POOL_SECRET",
];

/// The variables of all kinds of clients, even of those not compiled: none is mistaken for another client's.
const ALL: &[&Variables] = &[&LEGACY, &MANAGEMENT, &APP];

/// In front of every variable of this SDK.
const PREFIX: &str = "AUTHING";

impl Variables {
    /// Returns whether clients of this kind read the variable.
    pub(crate) fn read(&self, name: &str) -> bool {
        self.names().any(|read| read == name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.own.iter().chain(COMMON).copied()
    }

    /// Rejects a variable that is mistaken for one that this client reads, if that one is not set: without
    /// it, the secret could go to the public service.
    pub(crate) fn reject_mistaken(&self, set: &BTreeSet<String>) -> Result<(), Error> {
        let is_set = |ours: &&str| set.contains(*ours);
        for name in set {
            match self.foreign_like(name) {
                Some((_, ours)) if ours.iter().any(is_set) => {}
                Some((other, [ours, ..])) if other == name && is_ours(name) => {
                    let reason = format!(
                        "must be set if `{other}` is, which this client does not read: otherwise it would call the public service"
                    );
                    return Err(Error::config(ours, reason));
                }
                Some((other, [ours, ..])) if other == name => {
                    let reason = format!("is a variable of another SDK: set `{ours}` instead");
                    return Err(Error::config(other, reason));
                }
                Some((_, [ours, ..])) => return Err(misspelled(ours, name)),
                _ if is_ours(name) => {}
                _ => {
                    if let Some(ours) = self.nearest(name).filter(|ours| !set.contains(*ours)) {
                        return Err(misspelled(ours, name));
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns the variable of another SDK with this name, or with its letters, and ours.
    fn foreign_like(&self, name: &str) -> Option<(&'static str, Names)> {
        let exact = self.foreign().find(|(other, _)| *other == name);
        let mut foreign = self.foreign();
        exact.or_else(|| foreign.find(|(other, _)| letters(other) == letters(name)))
    }

    /// Returns each variable of another SDK, and ours.
    fn foreign(&self) -> impl Iterator<Item = (&'static str, Names)> {
        let groups = self.foreign.iter();
        groups.flat_map(|(names, ours)| names.iter().map(move |name| (*name, *ours)))
    }

    /// Returns the variable that a name is a misspelling of.
    fn nearest(&self, name: &str) -> Option<&'static str> {
        let letters = letters(name);
        let near = self.names().filter_map(|ours| {
            let other = self::letters(ours);
            let tolerated = if other.len() - PREFIX.len() < 8 { 1 } else { 2 };
            // Without it, the name sounds as if the value were the text of the file.
            let shorter = other.strip_suffix(&['F', 'I', 'L', 'E']);
            let distances = [Some(&*other), shorter].into_iter().flatten();
            let distance = distances.map(|other| distance(&letters, other)).min()?;
            (distance <= tolerated).then_some((distance, ours))
        });
        near.min().map(|(_, ours)| ours)
    }
}

/// Returns whether some client of this SDK reads the variable.
fn is_ours(name: &str) -> bool {
    ALL.iter().any(|client| client.read(name))
}

fn misspelled(ours: &'static str, name: &str) -> Error {
    let name = name.escape_debug();
    let reason = format!("is not set, but `{name}` is, which is not read: rename it");
    Error::config(ours, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected(names: &[&str]) -> Option<String> {
        rejected_by(&LEGACY, names)
    }

    fn rejected_by(client: &Variables, names: &[&str]) -> Option<String> {
        let set = names.iter().map(ToString::to_string).collect();
        let error = client.reject_mistaken(&set).err()?;
        Some(error.to_string())
    }

    #[test]
    fn a_url_of_another_client_does_not_leave_the_host_to_its_default() {
        for (client, name, ours) in [
            (&LEGACY, "AUTHING_APP_HOST", "AUTHING_HOST"),
            (&MANAGEMENT, "AUTHING_APP_HOST", "AUTHING_HOST"),
            (&MANAGEMENT, "AUTHING_USERS_URL", "AUTHING_HOST"),
            (&APP, "AUTHING_OAUTH_URL", "AUTHING_APP_HOST"),
        ] {
            let error = rejected_by(client, &[name]).unwrap();
            assert!(
                error.starts_with(&format!("`{ours}` must be set if `{name}` is")),
                "{error}"
            );
            assert_eq!(rejected_by(client, &[name, "AUTHING_HOST"]), None, "{name}");
        }
        let private = ["AUTHING_USERS_URL", "AUTHING_DOMAIN"];
        assert!(rejected_by(&MANAGEMENT, &private).is_some());
    }

    #[test]
    fn every_client_rejects_variables_of_other_sdks_and_reads_its_own() {
        for client in ALL {
            for (name, ours) in client.foreign() {
                assert!(rejected_by(client, &[name]).is_some(), "{name}");
                for ours in ours {
                    assert_eq!(rejected_by(client, &[name, ours]), None, "{name}");
                }
            }
            assert_eq!(
                rejected_by(client, &client.names().collect::<Vec<_>>()),
                None
            );
        }
    }

    #[test]
    fn a_misspelled_variable_is_rejected_if_ours_is_not_set() {
        for (name, ours) in [
            ("AUTHING_SECRETS", "AUTHING_SECRET"),
            ("AUTHING_SERCET", "AUTHING_SECRET"),
            ("authing_secret", "AUTHING_SECRET"),
            ("Authing_Secret", "AUTHING_SECRET"),
            ("AUTHINGSECRET", "AUTHING_SECRET"),
            ("AUTHING-SECRET", "AUTHING_SECRET"),
            ("AUTHNG_SECRET", "AUTHING_SECRET"),
            ("AUTHING__SECRET", "AUTHING_SECRET"),
            ("AUTHING_SECRET_", "AUTHING_SECRET"),
            ("AUTHING_USERPOOLID", "AUTHING_USER_POOL_ID"),
            ("AUTHING_USER_POOL", "AUTHING_USER_POOL_ID"),
            ("authing_userpool_id", "AUTHING_USER_POOL_ID"),
            ("AUTHING_HOTS", "AUTHING_HOST"),
            ("AUTHING_HOSTS", "AUTHING_HOST"),
            ("AUTHING_USERS_URI", "AUTHING_USERS_URL"),
            ("AUTHING_USER_URL", "AUTHING_USERS_URL"),
            ("AUTHING_O_AUTH_URL", "AUTHING_OAUTH_URL"),
            ("AUTHING_PUBLICKEY", "AUTHING_PUBLIC_KEY"),
            (
                "AUTHING_ROOT_CERTIFICATES_FILE",
                "AUTHING_ROOT_CERTIFICATE_FILE",
            ),
            ("AUTHING_ROOT_CERTIFICATE", "AUTHING_ROOT_CERTIFICATE_FILE"),
            (
                "AUTHING_CLIENT_CERTIFICATES",
                "AUTHING_CLIENT_CERTIFICATE_FILE",
            ),
            ("AUTHING_TIME_OUT", "AUTHING_TIMEOUT"),
        ] {
            let error = rejected(&[name]);
            let expected =
                format!("`{ours}` is not set, but `{name}` is, which is not read: rename it");
            assert_eq!(error, Some(expected), "{name}");
            assert_eq!(rejected(&[name, ours]), None, "{name}");
        }
    }

    #[test]
    fn a_variable_of_another_sdk_is_rejected_if_ours_is_not_set() {
        for (name, ours) in LEGACY.foreign().filter(|(name, _)| !is_ours(name)) {
            let expected = format!(
                "`{name}` is a variable of another SDK: set `{}` instead",
                ours[0]
            );
            assert_eq!(rejected(&[name]), Some(expected));
            for ours in ours {
                assert_eq!(rejected(&[name, ours]), None, "{name}");
            }
        }
        for name in ["authing_app_host", "AUTHING_APPHOST", "AUTHINGAPPHOST"] {
            let expected =
                format!("`AUTHING_HOST` is not set, but `{name}` is, which is not read: rename it");
            assert_eq!(rejected(&[name]), Some(expected));
        }
    }

    #[test]
    fn other_variables_are_allowed() {
        for name in [
            "AUTHING_ADMIN_EMAIL",
            "AUTHING_APP_ID",
            "AUTHING_APP_SECRET",
            "AUTHING_BROWSER_REQUIRED",
            "AUTHING_EMULATOR_HOST",
            "AUTHING_EMULATOR_SECRET",
            "AUTHING_EMULATOR_USER_POOL_ID",
            "AUTHING_LOGOUT_URL",
            "AUTHING_PEERS_REQUIRED",
            "AUTHING_PORT",
            "AUTHING_REDIRECT_URI",
            "AUTHING_USERNAME",
            "AUTHING",
            "AUTH_HOST",
            "AUTH_SECRET",
            "HOST",
            "SECRET",
            "VITE_AUTHING_HOST",
            "",
        ] {
            assert_eq!(rejected(&[name]), None);
        }
        assert_eq!(rejected(&LEGACY.names().collect::<Vec<_>>()), None);
    }

    #[test]
    fn a_name_with_a_line_break_is_shown_in_one_line() {
        let error = rejected(&["AUTHING_SECRET\n"]).unwrap();
        assert!(error.contains(r"`AUTHING_SECRET\n`"), "{error}");
    }
}
