//! Named methods: each on a client that there is, in a folder, and no two of one name.

use std::collections::BTreeMap;

use crate::config::Target;
use crate::error::{Place, Problem};
use crate::model::{MOST_ARGUMENTS, Method, Model, Operation};

/// What is wrong with the methods that the query files ask for.
pub(super) fn faults(target: &Target, model: &Model) -> Vec<Problem> {
    let mut faults = Vec::new();
    let mut taken: BTreeMap<(&str, &str), &Place> = BTreeMap::new();
    for operation in &model.operations {
        for method in &operation.methods {
            faults.extend(homeless(target, method));
            faults.extend(crowded(operation, method));
            for client in &method.on {
                let place = taken.insert((client, &method.name), &method.place);
                faults.extend(place.map(|place| {
                    let name = &method.name;
                    let message = format!("{client} has a method `{name}` already: {place}");
                    Problem::new(&method.place, message)
                        .with_help("give one of them another name with `name`")
                }));
            }
        }
    }
    faults
}

/// Whether a method would take too many arguments on one of its clients.
fn crowded(operation: &Operation, method: &Method) -> Option<Problem> {
    if method.whole {
        return None;
    }
    let arguments = |client: &String| {
        let required = operation.variables.iter().filter(|v| v.is_required());
        let taken = required.filter(|variable| !variable.own_user.contains(client));
        taken.count() + method.with.len()
    };
    let most = method.on.iter().map(arguments).max()?;
    (most > MOST_ARGUMENTS).then(|| {
        let name = &method.name;
        let message =
            format!("`{name}` would take {most} arguments, and {MOST_ARGUMENTS} are the most");
        Problem::new(&method.place, message)
            .with_help("let it take the operation, by `whole: true`, or fewer by `with`")
    })
}

/// Why there is no file for a method, or no type.
fn homeless(target: &Target, method: &Method) -> Option<Problem> {
    let Some(methods) = &target.methods else {
        let message = "the configuration does not say where methods go";
        let help = format!("give the target `{}` `[target.methods]`", target.name);
        return Some(Problem::new(&method.place, message).with_help(help));
    };
    let unknown = method
        .on
        .iter()
        .find(|client| !methods.clients.contains_key(*client));
    if let Some(client) = unknown {
        let message = format!("the configuration has no Rust type for {client}");
        let help = "add it to `methods.clients`";
        return Some(Problem::new(&method.place, message).with_help(help));
    }
    if target.area(&method.place.file).is_some() {
        return None;
    }
    let message = "a method is grouped by the folder of its query file, which this is not in";
    let help = "move the file into a folder of `queries`";
    Some(Problem::new(&method.place, message).with_help(help))
}
