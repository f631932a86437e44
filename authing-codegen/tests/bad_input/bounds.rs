//! Messages are short however wrong the input is.

use super::{HEAD, Project, text, with};

/// Runs a command that fails, and returns its message.
fn message(project: &Project, command: &str) -> String {
    let done = project.run(command);
    assert!(!done.status.success());
    let message = text(&done.stderr);
    assert!(message.len() < 30_000, "{} bytes", message.len());
    message
}

/// Returns how many problems a message has.
fn count(message: &str) -> usize {
    message
        .lines()
        .filter(|line| line.starts_with("error: "))
        .count()
}

#[test]
fn introspection_response_as_schema_is_recognized() {
    let project = Project::new();
    let json = format!(
        r#"{{"data":{{"__schema":{{"types":[{}]}}}}}}"#,
        "[1],".repeat(5000) + "[]"
    );
    project.write("schema.graphql", &json);
    for command in ["generate", "check", "diff - other.graphql", "scaffold ping"] {
        project.write("other.graphql", "type Query { a: Int }");
        let message = message(&project, command);
        assert!(
            message.contains("is JSON, not a schema") && message.contains(" fetch --from "),
            "{command}: {message}"
        );
    }
}

#[test]
fn schema_in_one_line_has_short_messages() {
    let project = Project::new();
    let types: String = (0..5000)
        .map(|number| format!("type T{number} {{ a: Missing{number} }} "))
        .collect();
    project.write(
        "schema.graphql",
        &format!("type Query {{ a: Int }} {types}"),
    );
    let message = message(&project, "generate");
    assert_eq!(count(&message), 20, "{message}");
    assert!(message.ends_with("\nand 4980 more\n"), "{message}");
    assert!(message.lines().all(|line| line.len() < 1000), "{message}");
}

#[test]
fn query_files_have_twenty_problems_in_all() {
    let project = Project::new();
    for number in 0..30 {
        let fields: String = (0..30).map(|field| format!("missing{field} ")).collect();
        project.write(
            &format!("queries/extra{number}.graphql"),
            &format!("# E.\nquery Extra{number} {HEAD} {{ {fields} }}\n"),
        );
    }
    let message = message(&project, "generate");
    assert_eq!(count(&message), 20, "{message}");
    // 30 files with 20 marked problems each, and 10 that are the same in all files.
    assert!(message.ends_with("\nand 590 more\n"), "{message}");

    let rubbish = "]".repeat(50_000);
    let project = with(
        "queries/extra.graphql",
        &format!("query Extra {{ {rubbish}"),
    );
    let message = self::message(&project, "generate");
    assert!(count(&message) <= 20, "{message}");
}

#[test]
fn long_names_are_truncated() {
    let name = "a".repeat(200_000);
    for query in [
        format!("query Extra {HEAD} {{ {name} }}"),
        format!("query Extra${name} {HEAD} {{ ping }}"),
        format!("query E{name} {HEAD} {{ ping ping2: ping }}"),
        format!("query {name} {HEAD} {{ ping }}"),
        format!("subscription E{name} {HEAD} {{ ping }}"),
        format!(
            "query Extra @authing(service: USERS, token: NONE, alias: [\"{name} \"]) {{ ping }}"
        ),
        format!("query Extra(${name}: Int) {HEAD} {{ ping }}"),
    ] {
        let query = format!("# E.\n{query}\n");
        message(&with("queries/extra.graphql", &query), "generate");
    }
    let project = Project::new();
    for schema in [
        format!("type Query {{ ping({name}: Int): Boolean }}"),
        format!("type Query {{ ping(a: {name}): Boolean }}"),
        format!("type Query {{ ping: Boolean @{name} }} {name}"),
        format!("type Query {{ ping: Boolean }} \"{name} type A {{ b: Int }}"),
    ] {
        project.write("schema.graphql", &schema);
        let done = project.run("generate");
        assert!(done.stderr.len() < 30_000, "{} bytes", done.stderr.len());
        let done = project.run("diff schema.graphql");
        let size = done.stderr.len() + done.stdout.len();
        assert!(size < 30_000, "{size} bytes");
    }
}

#[test]
fn configuration_in_one_line_has_a_short_message() {
    let project = Project::new();
    let names = r#""name", "#.repeat(50_000);
    project.write(
        "codegen.toml",
        &format!("target = [{{ name = [{names}] = }}]"),
    );
    let message = message(&project, "generate");
    assert!(message.contains("codegen.toml"), "{message}");
}

#[test]
fn unsuitable_aliases_are_rejected() {
    for (alias, reason) in [
        (
            "Extra",
            "the alias `Extra` of `Extra` is the operation's name",
        ),
        ("", "the alias `` of `Extra` is empty"),
        (" a", "the alias ` a` of `Extra` has whitespace around it"),
        (r#"a\"b"#, r#"the alias `a\"b` of `Extra` has a quote"#),
        ("it's", "of `Extra` has a quote"),
        (
            r"a\nb",
            r"the alias `a\nb` of `Extra` has a quote, or whitespace",
        ),
        (r#"a", "a"#, "the alias `a` of `Extra` is there twice"),
    ] {
        let query = format!(
            "# E.\nquery Extra @authing(service: USERS, token: NONE, alias: [\"{alias}\"]) {{ ping }}\n"
        );
        with("queries/extra.graphql", &query).rejected(&[reason, "--> queries/extra.graphql:2:1"]);
    }
}
