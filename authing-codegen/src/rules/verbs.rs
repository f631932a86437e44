//! Operations are verb phrases, and types nouns: a name begins with one of the configuration's verbs.

use crate::config::Target;
use crate::error::Problem;
use crate::model::Model;

/// The operations whose names don't.
pub(super) fn faults(target: &Target, model: &Model) -> Vec<Problem> {
    if target.verbs.is_empty() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for operation in &model.operations {
        let name = &operation.name;
        if target.verb(name).is_none() {
            let message = format!("the operation's name `{name}` does not begin with a verb");
            let help = format!(
                "begin it with one of `verbs` in the configuration: {}",
                target.verbs.join(", ")
            );
            faults.push(Problem::new(&operation.place, message).with_help(help));
        }
    }
    faults
}
