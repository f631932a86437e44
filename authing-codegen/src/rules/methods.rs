//! Checks the named methods: each has a known client and a folder, and names are unique.

use std::collections::BTreeMap;

use crate::config::Target;
use crate::error::{Place, Problem};
use crate::model::{MOST_ARGUMENTS, Method, Model, Operation};
use crate::names;

/// Returns the problems of the methods that the query files request.
pub(super) fn faults(target: &Target, model: &Model) -> Vec<Problem> {
    let mut faults = Vec::new();
    let mut taken: BTreeMap<(&str, &str), &Place> = BTreeMap::new();
    for operation in &model.operations {
        faults.extend(sent_twice(target, operation));
        for method in &operation.methods {
            faults.extend(misplaced(target, method));
            faults.extend(crowded(operation, method));
            faults.extend(never_sent(operation, method));
            for client in &method.on {
                let place = taken.insert((client, &method.name), &method.place);
                faults.extend(place.map(|place| {
                    let name = &method.name;
                    let message = format!("{client} already has a method `{name}`, from {place}");
                    Problem::new(&method.place, message)
                        .with_help("name each client in one `@method` of the operation only")
                }));
            }
        }
    }
    faults.extend(unused_senders(target, model));
    faults
}

/// Reports an operation that two methods of a client would send.
fn sent_twice(target: &Target, operation: &Operation) -> Option<Problem> {
    let senders = &target.methods.as_ref()?.senders;
    let mut known = target.senders_of(senders, &operation.implements);
    let ((one, _), (other, _)) = (known.next()?, known.next()?);
    let name = &operation.name;
    let message = format!("`{name}` implements `{one}` and `{other}`, which are both in `senders`");
    Some(Problem::new(&operation.place, message).with_help("implement one of them"))
}

/// Reports senders of a trait that no operation implements.
fn unused_senders(target: &Target, model: &Model) -> Vec<Problem> {
    let methods = target.methods.iter();
    let senders = methods.flat_map(|methods| methods.senders.keys());
    let operations = model.operations.iter();
    let traits: Vec<&String> = operations.flat_map(|one| &one.implements).collect();
    let unused = senders.filter(|name| !traits.contains(&&target.below_runtime(name)));
    let problem = |name| {
        let message = format!("`{name}` is listed in `senders`, but no operation implements it");
        Problem::nowhere(message).with_help("correct `senders` in the configuration")
    };
    unused.map(problem).collect()
}

/// Reports a method that would take too many arguments on one of its clients.
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
            format!("`{name}` would take {most} arguments, but the maximum is {MOST_ARGUMENTS}");
        Problem::new(&method.place, message)
            .with_help("use `whole: true`, or fewer variables in `with`")
    })
}

/// Reports a method that sets none of the variables at least one of which must be set.
fn never_sent(operation: &Operation, method: &Method) -> Option<Problem> {
    let wanted = &operation.at_least_one;
    let sets_one = || method.with.iter().any(|name| wanted.contains(name));
    if wanted.is_empty() || method.whole || sets_one() {
        return None;
    }
    let name = &method.name;
    let wanted = names::listed(wanted);
    let message = format!("`{name}` sets none of {wanted}, so that it is always rejected");
    let help = "use `whole: true`, or one of them in `with`";
    Some(Problem::new(&method.place, message).with_help(help))
}

/// Reports a method without a file or a client type.
fn misplaced(target: &Target, method: &Method) -> Option<Problem> {
    let Some(methods) = &target.methods else {
        let message = "the configuration has no folder for methods";
        let help = match target.base {
            // Its clients are another crate's types.
            Some(_) => {
                "remove `@method`: no crate can add methods to another one's clients; their `execute` sends the operation".to_owned()
            }
            None => format!("add `[target.methods]` to the target `{}`", target.name),
        };
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
    let message = "the query file of a method must be in a folder of `queries`";
    let help = "move the file into a folder, which becomes the module of its methods";
    Some(Problem::new(&method.place, message).with_help(help))
}
