//! Settings from environment variables.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use authing_core::Secret;

use super::setting::{Pem, Setting};
use super::variables::Variables;
use crate::error::Error;
use crate::exact;

/// The environment variables. One that is set must have a value: if an empty one counted as unset, a deployment with a
/// typo in its configuration would send its secret to the public service.
pub(crate) struct Environment {
    set: BTreeMap<String, OsString>,
    variables: &'static Variables,
}

impl Environment {
    /// Returns the process's environment, for a client that reads these variables.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] for a variable that is mistaken for one of them.
    pub(crate) fn of_the_process(variables: &'static Variables) -> Result<Self, Error> {
        Self::new(variables, env::vars_os())
    }

    pub(crate) fn new(
        variables: &'static Variables,
        set: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, Error> {
        let set = set.into_iter().filter_map(|(name, value)| {
            let name = name.into_string().ok()?;
            // On Windows, names that differ only in capitals are the same.
            let name = if cfg!(windows) {
                name.to_ascii_uppercase()
            } else {
                name
            };
            Some((name, value))
        });
        let mut set: BTreeMap<_, _> = set.collect();
        variables.reject_mistaken(&set.keys().cloned().collect())?;
        set.retain(|name, _| variables.read(name));
        Ok(Self { set, variables })
    }

    /// Returns a variable's value without what is invisible around it.
    pub(crate) fn text(&self, name: &'static str) -> Result<Option<Setting<String>>, Error> {
        debug_assert!(self.variables.read(name), "{name} is not listed");
        let Some(value) = self.set.get(name) else {
            return Ok(None);
        };
        let Some(value) = value.to_str() else {
            return Err(Error::config(name, "is not UTF-8"));
        };
        match exact::trim(value) {
            "" => Err(Error::config(
                name,
                "must not be empty: unset it, or give it a value",
            )),
            value if exact::is_quoted(value) => Err(Error::config(name, exact::QUOTED)),
            value => Ok(Some(Setting::new(name, value))),
        }
    }

    pub(crate) fn required(&self, name: &'static str) -> Result<Setting<String>, Error> {
        self.text(name)?
            .ok_or_else(|| Error::config(name, "must be set"))
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

    /// Returns a PEM text in one variable, or the path of its file in another variable.
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
        let path = self.text(name)?;
        Ok(path.map(|path| Setting::new(name, Pem::File(PathBuf::from(path.value)))))
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
        match parse(&setting.value) {
            Some(value) => Ok(Some(Setting::new(name, value))),
            None => Err(Error::config(name, reason)),
        }
    }
}
