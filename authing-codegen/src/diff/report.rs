//! Reports: text for people, JSON for programs, Markdown for a pull request.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::{SHOWN, shown};

use super::touch::Effect;
use super::{Class, Diff, RejectedOperation, Role, TouchedItem, TouchingChange};

/// The maximum number of names in a line; the others are counted.
const NAMES: usize = 8;

/// A reason, with the operations that it concerns.
type Reason = (String, Option<String>);

impl Diff {
    /// Returns the changes as text for a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.summary());
        for one in &self.changes {
            let change = &one.change;
            text.push_str(&format!(
                "\n{}: {} [{}]\n",
                change.class, change.message, change.kind
            ));
            for line in operations(one) {
                text.push_str(&format!("  operations: {line}\n"));
            }
            for line in rust(one) {
                text.push_str(&format!("  Rust: {line}\n"));
            }
        }
        for (title, reasons) in self.rejections() {
            text.push_str(&format!("\n{title}:\n"));
            for (reason, names) in reasons {
                text.push_str(&format!("  {reason}\n"));
                text.extend(names.map(|names| format!("    {names}\n")));
            }
        }
        text
    }

    /// Returns the changes as Markdown for a pull request's description.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("**{}**\n", self.summary());
        for class in [Class::Breaking, Class::Dangerous, Class::Safe] {
            if self.count(class) > 0 {
                text.push_str(&format!(
                    "\n### {} ({})\n\n",
                    title(class),
                    self.count(class)
                ));
            }
            for one in self.changes.iter().filter(|one| one.change.class == class) {
                let change = &one.change;
                text.push_str(&format!("- {} (`{}`)\n", change.message, change.kind));
                for line in operations(one) {
                    text.push_str(&format!("  - operations: {line}\n"));
                }
                for line in rust(one) {
                    text.push_str(&format!("  - Rust: {line}\n"));
                }
            }
        }
        for (title, reasons) in self.rejections() {
            text.push_str(&format!("\n### {title}\n\n"));
            for (reason, names) in reasons {
                text.push_str(&format!("- {reason}\n"));
                text.extend(names.map(|names| format!("  - {names}\n")));
            }
        }
        text
    }

    /// Returns the changes as JSON: one object, with the fields of [`Diff`] and a `summary` that counts each class.
    #[must_use]
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Report<'a> {
            summary: BTreeMap<&'a str, usize>,
            #[serde(flatten)]
            diff: &'a Diff,
        }
        let report = Report {
            summary: BTreeMap::from([
                ("breaking", self.count(Class::Breaking)),
                ("dangerous", self.count(Class::Dangerous)),
                ("safe", self.count(Class::Safe)),
            ]),
            diff: self,
        };
        // Only strings and numbers: serializing them can't fail.
        let mut json = serde_json::to_string_pretty(&report).unwrap_or_default();
        json.push('\n');
        json
    }

    fn summary(&self) -> String {
        if self.changes.is_empty() {
            return "no change".to_owned();
        }
        let parts = [Class::Breaking, Class::Dangerous, Class::Safe]
            .map(|class| format!("{} {class}", self.count(class)));
        let changes = if self.changes.len() == 1 {
            "change"
        } else {
            "changes"
        };
        format!("{} {changes}: {}", self.changes.len(), parts.join(", "))
    }

    /// What is rejected, under titles: the reasons, with the operations that a schema rejects for them.
    fn rejections(&self) -> Vec<(&'static str, Vec<Reason>)> {
        let faults = shown(&self.faults).into_iter().map(|fault| (fault, None));
        let mut rejections = vec![
            (
                "The new schema rejects these operations; their query files must change",
                by_reason(&self.rejected_by_new),
            ),
            (
                "The old schema rejects these operations already; the effect of the changes on them is unknown",
                by_reason(&self.rejected_by_old),
            ),
            (
                "With the new schema, the generator rejects this in the query files",
                faults.collect(),
            ),
        ];
        rejections.retain(|(_, reasons)| !reasons.is_empty());
        rejections
    }
}

/// Returns the first reasons with the names of their operations, and the number of the others.
fn by_reason(rejected: &[RejectedOperation]) -> Vec<Reason> {
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for operation in rejected {
        for reason in &operation.reasons {
            let names = reasons.entry(reason).or_default();
            names.push(format!("`{}`", operation.name));
        }
    }
    let more = reasons.len().saturating_sub(SHOWN);
    let first = reasons.into_iter().take(SHOWN);
    first
        .map(|(reason, names)| (reason.to_owned(), Some(some(&names))))
        .chain((more > 0).then(|| (format!("and {more} more"), None)))
        .collect()
}

fn title(class: Class) -> &'static str {
    match class {
        Class::Breaking => "Breaking",
        Class::Dangerous => "Dangerous",
        Class::Safe => "Safe",
    }
}

/// Returns a line for each way in which operations use what has changed.
fn operations(change: &TouchingChange) -> Vec<String> {
    let mut by_role: BTreeMap<Role, Vec<String>> = BTreeMap::new();
    for operation in &change.operations {
        for role in &operation.roles {
            let names = by_role.entry(*role).or_default();
            names.push(format!("`{}`", operation.name));
        }
    }
    by_role
        .into_iter()
        .map(|(role, names)| match names.len() {
            1 => format!("{} ({})", some(&names), role.noun()),
            count => format!("{count}: {} ({})", some(&names), role.noun()),
        })
        .collect()
}

/// Returns a line for each effect on items; unchanged items are skipped.
fn rust(change: &TouchingChange) -> Vec<String> {
    let named = |wanted: &Effect| -> Vec<String> {
        let items = change.rust.iter().filter(|item| item.effect == *wanted);
        items.map(|item| format!("`{}`", item.item)).collect()
    };
    let mut lines = Vec::new();
    for (effect, one, many) in [
        (Effect::GoesAway, "goes away", "go away"),
        (Effect::Appears, "is new", "are new"),
        (
            Effect::Blocked,
            "can't be generated until its query file changes",
            "can't be generated until their query files change",
        ),
    ] {
        let names = named(&effect);
        match names.len() {
            0 => {}
            1 => lines.push(format!("{} {one}", some(&names))),
            _ => lines.push(format!("{} {many}", some(&names))),
        }
    }
    for TouchedItem { item, effect } in &change.rust {
        if let Effect::Becomes(new) = effect {
            lines.push(format!("`{item}` becomes `{new}`"));
        }
    }
    lines
}

/// Returns the first names, and the number of the others.
fn some(names: &[String]) -> String {
    let first: Vec<&str> = names.iter().take(NAMES).map(String::as_str).collect();
    match names.len().saturating_sub(first.len()) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}
