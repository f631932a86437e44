//! Settings from environment variables.

use std::env::{self, VarError};
use std::path::PathBuf;
use std::time::Duration;

use authing_core::Secret;

use super::setting::{Pem, Setting};
use crate::error::Error;
use crate::invisible::{is_blank, is_padded};

/// The lookup of variables. A variable that is set must have a value: if an empty one counted as unset, a deployment
/// with a typo in its configuration would send its secret to the public service.
pub(crate) struct Environment<G>(G);

impl Environment<fn(&str) -> Result<String, VarError>> {
    /// The process's environment.
    pub(crate) fn of_the_process() -> Self {
        Self(|name| env::var(name))
    }
}

impl<G: Fn(&str) -> Result<String, VarError>> Environment<G> {
    #[cfg(test)]
    pub(crate) fn from_fn(get: G) -> Self {
        Self(get)
    }

    pub(crate) fn text(&self, name: &'static str) -> Result<Option<Setting<String>>, Error> {
        match (self.0)(name) {
            Ok(value) if is_blank(&value) => Err(Error::config(
                name,
                "must not be empty: unset it, or give it a value",
            )),
            Ok(value) if is_quoted(value.trim()) => Err(Error::config(
                name,
                "has quotes around it, which are part of its value: remove them",
            )),
            Ok(value) => Ok(Some(Setting::new(name, value))),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => Err(Error::config(name, "is not UTF-8")),
        }
    }

    pub(crate) fn required(&self, name: &'static str) -> Result<Setting<String>, Error> {
        self.text(name)?
            .ok_or_else(|| Error::config(name, "must be set"))
    }

    /// Rejects another SDK's variable if the equivalent variable of this SDK is not set: whoever sets it expects it to
    /// work.
    pub(crate) fn reject_in_place_of(
        &self,
        other: &'static str,
        ours: &[&'static str],
    ) -> Result<(), Error> {
        let is_set = |name: &str| !matches!((self.0)(name), Err(VarError::NotPresent));
        match ours.first() {
            Some(first) if is_set(other) && !ours.iter().any(|name| is_set(name)) => {
                let reason = format!("is a variable of another SDK: set `{first}` instead");
                Err(Error::config(other, reason))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn boolean(&self, name: &'static str) -> Result<Option<bool>, Error> {
        let parsed = |text: &str| match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => None,
        };
        let setting = self.parsed(name, "must be `true` or `false`", parsed)?;
        Ok(setting.map(|setting| setting.value))
    }

    pub(crate) fn number(&self, name: &'static str) -> Result<Option<Setting<usize>>, Error> {
        self.parsed(name, "must be a whole number", |text| text.parse().ok())
    }

    pub(crate) fn seconds(&self, name: &'static str) -> Result<Option<Setting<Duration>>, Error> {
        let reason = "must be a number of seconds above zero, such as `10` or `2.5`";
        self.parsed(name, reason, |text| {
            let duration = Duration::try_from_secs_f64(text.parse().ok()?).ok()?;
            (!duration.is_zero()).then_some(duration)
        })
    }

    /// A PEM text in one variable, or the path of its file in another variable.
    pub(crate) fn pem(
        &self,
        text: &'static str,
        file: &'static str,
    ) -> Result<Option<Setting<Pem>>, Error> {
        match (self.text(text)?, self.pem_file(file)?) {
            (Some(_), Some(file)) => {
                let reason = format!("can't be set together with {text}");
                Err(Error::config(file.name, reason))
            }
            (Some(text), None) => Ok(Some(Setting::new(
                text.name,
                Pem::Text(Secret::new(text.value)),
            ))),
            (None, file) => Ok(file),
        }
    }

    pub(crate) fn pem_file(&self, name: &'static str) -> Result<Option<Setting<Pem>>, Error> {
        match self.text(name)? {
            Some(path) if is_padded(&path.value) => {
                Err(Error::config(name, "has whitespace around it"))
            }
            path => Ok(path.map(|path| Setting::new(name, Pem::File(PathBuf::from(path.value))))),
        }
    }

    /// The errors never show the value: it may be a secret in the wrong variable.
    fn parsed<T>(
        &self,
        name: &'static str,
        reason: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<Setting<T>>, Error> {
        let Some(setting) = self.text(name)? else {
            return Ok(None);
        };
        match parse(setting.value.trim()) {
            Some(value) => Ok(Some(Setting::new(name, value))),
            None => Err(Error::config(name, reason)),
        }
    }
}

fn is_quoted(text: &str) -> bool {
    text.len() > 1
        && ['"', '\'']
            .into_iter()
            .any(|quote| text.starts_with(quote) && text.ends_with(quote))
}
