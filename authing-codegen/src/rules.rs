//! Project rules that the schema does not cover: secrets are marked, methods have a client, operation names are verb phrases,
//! and the names in the configuration exist.

mod configuration;
pub(crate) mod flow;
mod methods;
mod naming;
mod rest;
mod secrets;
mod verbs;

use crate::config::Target;
use crate::error::Problem;
use crate::input::schema::Schemas;
use crate::input::source::Sources;
use crate::model::Model;

/// Returns every violation of the rules.
pub(crate) fn faults(
    target: &Target,
    unsent: &dyn Fn(&str, &str) -> bool,
    schemas: &Schemas,
    sources: &Sources,
    model: &Model,
) -> Vec<Problem> {
    let mut faults = configuration::faults(target, schemas, model);
    faults.extend(secrets::faults(target, unsent, schemas, sources, model));
    faults.extend(methods::faults(target, model));
    faults.extend(naming::faults(target, schemas, model));
    faults.extend(verbs::faults(target, model));
    faults.extend(rest::faults(schemas, model));
    faults
}
