//! A target in memory: what its files say, and what they are compiled to.

pub(crate) mod inherited;

use crate::check::unsupported;
use crate::check::validate;
use crate::compile::extract::{self, Base, Library};
use crate::config::Target;
use crate::error::{Error, Problem};
use crate::input::schema::{self, Schemas};
use crate::input::source::{self, Sources};
use crate::model::{self, Api, Model};
use crate::rules;

/// A compiled target.
pub(crate) struct Project<'t> {
    target: &'t Target,
    schemas: Schemas,
    pub(crate) sources: Sources,
    api: Api,
    pub(crate) model: Model,
    pub(crate) library: Library,
}

impl<'t> Project<'t> {
    /// Compiles a target, after the one that it extends.
    pub(crate) fn compile(target: &'t Target) -> Result<Self, Error> {
        Self::on(target, Self::base(target)?.as_ref())
    }

    /// Compiles the target that a target extends.
    pub(crate) fn base(target: &'t Target) -> Result<Option<Self>, Error> {
        let base = target.base.as_deref();
        base.map(|base| Self::on(base, None)).transpose()
    }

    fn on(target: &'t Target, base: Option<&Project<'_>>) -> Result<Self, Error> {
        let schemas = schema::read(target)?;
        let mut sources = source::read(target)?;
        if let Some(base) = base {
            inherited::lend(&base.sources, &mut sources)?;
            inherited::reject_unknown(&schemas, &sources)?;
        }
        validate::against(&schemas, &sources)?;
        let lender = base.map(Project::as_base);
        let lender = lender.as_ref();
        let unsent = |on: &str, field: &str| {
            lender.is_some_and(|base| base.lacks(target, &schemas, on, field))
        };
        Problem::none(unsupported::faults(target, &unsent, &schemas, &sources))?;
        let api = model::api(target, &schemas)?;
        if let Some(base) = base {
            base.reject_other_api(&api, target)?;
        }
        let model = model::build(&api, &schemas, &sources)?;
        Problem::none(rules::faults(target, &unsent, &schemas, &sources, &model))?;
        let (library, faults) = extract::extract(target, lender, &schemas, &model)?;
        Problem::none(faults)?;
        Ok(Self {
            target,
            schemas,
            sources,
            api,
            model,
            library,
        })
    }

    /// Returns it as the base of another target.
    pub(crate) fn as_base(&self) -> Base<'_> {
        Base {
            target: self.target,
            schemas: &self.schemas,
            library: &self.library,
        }
    }

    /// Reports a target that extends this one, but describes another API.
    pub(crate) fn reject_other_api(&self, api: &Api, of: &Target) -> Result<(), Error> {
        if api.path == self.api.path {
            return Ok(());
        }
        let message = format!(
            "the `directives` of the target `{}` describe the API `{}`, but the target `{}`, which it extends, is for `{}`",
            of.name, api.path, self.target.name, self.api.path
        );
        let help = "extend a target of the same API, or remove `directives` to inherit them";
        Problem::none(vec![Problem::nowhere(message).with_help(help)])
    }
}
