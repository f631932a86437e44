//! Operation names are verb phrases and type names are nouns: an operation name begins with one of the configured verbs.

use crate::config::Target;
use crate::error::Problem;
use crate::model::Model;

/// Reports operations whose names don't begin with a verb.
pub(super) fn faults(target: &Target, model: &Model) -> Vec<Problem> {
    if target.verbs.is_empty() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for operation in &model.operations {
        let name = &operation.name;
        if target.verb(name).is_none() {
            let message = format!("the operation name `{name}` does not begin with a verb");
            let help = format!(
                "begin the name with one of `verbs` in the configuration: {}",
                target.verbs.join(", ")
            );
            faults.push(Problem::new(&operation.place, message).with_help(help));
        }
    }
    faults
}
