//! What a target generates with the fragments and types of the target that it extends.

use std::fs;

use super::extends::{extending, sending};
use super::{HEAD, text};

/// Asserts that a text has these parts, with any line breaks.
#[track_caller]
fn contains(text: &str, parts: &[&str]) {
    let plain = |text: &str| -> String { text.split_whitespace().collect() };
    for part in parts {
        assert!(
            plain(text).contains(&plain(part)),
            "{part:?} is not in:\n{text}"
        );
    }
}

#[test]
fn inherited_types_are_used_and_not_generated_again() {
    let project = extending("", "");
    sending(&project);
    let saved = project.generated("src/operations/save_mine.rs");
    contains(
        &saved,
        &[
            "type Output = ::theirs::api::types::User;",
            "form: ::theirs::api::types::Form,",
            "::theirs::api::types::USER_FRAGMENT, ::theirs::api::types::HOME_FRAGMENT",
            // The base encrypts a field of it.
            "support::Bind::bind(self.form, \"form\", binder)?",
            "const SECRETS: &'static [&'static str] = &[\"form\"];",
        ],
    );
    assert!(!saved.contains("use super"), "{saved}");
    assert!(!project.0.path().join("src/types/shared.rs").exists());
    contains(
        &project.generated("API.txt"),
        &[
            "inherited ::theirs::api::types::Form (Form)\n",
            "inherited ::theirs::api::types::User (User)\n",
        ],
    );
    let done = project.run("check");
    assert_eq!(
        text(&done.stdout),
        "test: 2 operations, 0 types; up to date\n"
    );
}

#[test]
fn fragment_for_an_older_schema_keeps_the_inherited_type() {
    let project = extending(" age: Int", "");
    project.write(
        "queries/get_mine.graphql",
        &format!("# Mine.\nquery GetMine {HEAD} {{ user {{ ...OldUser }} }}\n"),
    );
    project.write(
        "queries/fragments/OldUser.graphql",
        "# A user.\nfragment OldUser on User @sharedType(name: \"User\") { id name home { ...Home } }\n",
    );
    contains(
        &project.generated("src/operations/get_mine.rs"),
        &[
            "type Output = ::theirs::api::types::User;",
            "types::OLD_USER_FRAGMENT, ::theirs::api::types::HOME_FRAGMENT",
        ],
    );
    contains(
        &project.generated("src/types/shared.rs"),
        &["pub const OLD_USER_FRAGMENT"],
    );
    project.write(
        "queries/fragments/OldUser.graphql",
        "# A user.\nfragment OldUser on User @sharedType(name: \"User\") { name }\n",
    );
    project.rejected(&[
        "`OldUser` can't share the type of `User`: its required field `id` is not selected here",
    ]);
}

#[test]
fn fragment_on_another_type_keeps_the_inherited_type() {
    let project = extending(
        "type Home {",
        "type Guest { id: String! name: String } extend type Query { guest: Guest } type Home {",
    );
    let query = format!("# A guest.\nquery GetMine {HEAD} {{ guest {{ ...Guest }} }}\n");
    project.write("queries/get_mine.graphql", &query);
    let fragment = "# A guest.\nfragment Guest on Guest @sharedType(name: \"User\") { id name }\n";
    project.write("queries/fragments/Guest.graphql", fragment);
    let schema = fs::read_to_string(project.0.path().join("schema.graphql")).unwrap();
    for (from, to) in [("User", "User"), ("User", "Person")] {
        project.write("schema.graphql", &schema.replace(from, to));
        contains(
            &project.generated("src/operations/get_mine.rs"),
            &["type Output = ::theirs::api::types::User;"],
        );
    }
}

#[test]
fn input_object_with_a_name_of_its_own_is_generated() {
    let project = extending("key: String password", "key: Int more: String password");
    sending(&project);
    project.write(
        "codegen.toml",
        &format!("{}\n[target.names]\nForm = \"OurForm\"\n", project.config()),
    );
    contains(
        &project.generated("src/types/shared.rs"),
        &[
            "pub struct OurForm",
            "more: Option<String>",
            "inner: Option<::theirs::api::types::Inner>",
            // Inherited settings apply to it.
            "password: Option<secret::Secret>",
            "password: support::Bind::bind(self.password, \"password\", binder)?",
        ],
    );
}

#[test]
fn field_that_only_this_schema_has_does_not_change_an_inherited_type() {
    // In this schema, `Inner` has something to encrypt, and is recursive; its inherited type has not and is not.
    let project = extending("note: String", "note: String password: String again: Form");
    sending(&project);
    let other = format!(
        "# Other.\nmutation SaveInner($inner: Inner, $outer: Outer) {HEAD} {{ other(inner: $inner, outer: $outer) }}\n"
    );
    project.write("queries/other.graphql", &other);
    let schema = fs::read_to_string(project.0.path().join("schema.graphql")).unwrap();
    let more = "extend type Mutation { other(inner: Inner, outer: Outer): Int }\ninput Outer { inner: Inner }\n";
    project.write("schema.graphql", &format!("{schema}{more}"));
    let sent = project.generated("src/operations/save_inner.rs");
    contains(&sent, &["inner: Option<::theirs::api::types::Inner>"]);
    assert!(
        !sent.contains("Bind::bind") && !sent.contains("SECRETS"),
        "{sent}"
    );
    let outer = project.generated("src/types/shared.rs");
    contains(&outer, &["inner: Option<::theirs::api::types::Inner>"]);
    assert!(
        !outer.contains("Box<") && !outer.contains("Wire"),
        "{outer}"
    );
    contains(
        &project.generated("API.txt"),
        &["types::Inner (Inner, without password, again)\n"],
    );
}

#[test]
fn inherited_verdict_is_judged() {
    let project = extending(
        "type Home {",
        "type Done { code: Int } type More { code: Int } extend type Mutation { finish: Done more: More } type Home {",
    );
    let schema = fs::read_to_string(project.0.path().join("schema.graphql")).unwrap();
    project.write("base/schema.graphql", &schema);
    for (path, query) in [
        (
            "base/queries/finish",
            format!("mutation Finish {HEAD} {{ finish {{ ...Done }} }}"),
        ),
        (
            "base/queries/more",
            format!("mutation More {HEAD} {{ more {{ ...MoreDone }} }}"),
        ),
        (
            "base/queries/fragments/Done",
            "fragment Done on Done @verdict { code }".to_owned(),
        ),
        (
            "base/queries/fragments/MoreDone",
            "fragment MoreDone on More @sharedType(name: \"Done\") { code }".to_owned(),
        ),
        (
            "queries/own_more",
            format!("mutation OwnMore {HEAD} {{ more {{ ...MoreDone }} }}"),
        ),
    ] {
        project.write(
            &format!("{path}.graphql"),
            &format!("# Finishes.\n{query}\n"),
        );
    }
    contains(
        &project.generated("src/operations/own_more.rs"),
        &[
            "type Output = ::theirs::api::types::Done;",
            "::theirs::api::types::MORE_DONE_FRAGMENT",
            "data.output().and_then(support::accepted)",
        ],
    );
}

#[test]
fn inherited_settings_apply_to_new_types() {
    let project = extending(
        "type Home {",
        "type Child { born: String token: String } extend type Query { child: Child } type Home {",
    );
    let query = format!("# Child.\nquery GetChild {HEAD} {{ child {{ born token @secret }} }}\n");
    project.write("queries/child.graphql", &query);
    contains(
        &project.generated("src/operations/get_child.rs"),
        &[
            "pub born: Option<::authing_core::Timestamp>",
            "pub token: Option<secret::Secret>",
        ],
    );
    // Settings of its own take precedence.
    project.write(
        "codegen.toml",
        &format!(
            "{}\n[target.texts]\nJsonText = [\"born\"]\n",
            project.config()
        ),
    );
    contains(
        &project.generated("src/operations/get_child.rs"),
        &["pub born: Option<::authing_core::JsonText>"],
    );
    // An inherited fragment keeps its type.
    contains(
        &project.generated("src/operations/get_mine.rs"),
        &["type Output = ::theirs::api::types::User;"],
    );
}

#[test]
fn rust_paths_in_another_crate_are_written_from_here() {
    let project = extending("born: String", "born: Date");
    let edit = |path: &str, from: &str, to: &str| {
        let text = fs::read_to_string(project.0.path().join(path)).unwrap();
        assert!(text.contains(from), "{text}");
        project.write(path, &text.replace(from, to));
    };
    edit("base/schema.graphql", "born: String", "born: Date");
    edit(
        "base/codegen.toml",
        "Timestamp = [\"born\"]",
        "\"crate::City\" = [\"city\"]\n[target.scalars]\nDate = \"Option<crate::Date>\"",
    );
    edit("base/codegen.toml", "\"::theirs::api\"", "\"theirs::api\"");
    edit("base/schema.graphql", "enum", "scalar Date enum");
    edit("schema.graphql", "enum", "scalar Date enum");
    edit("api.graphql", "legacy::Legacy", "crate::Api");
    let query = format!("# Mine.\nquery GetMine {HEAD} {{ user {{ born home {{ city }} }} }}\n");
    project.write("queries/get_mine.graphql", &query);
    contains(
        &project.generated("src/operations/get_mine.rs"),
        &[
            "type Api = ::theirs::Api;",
            "pub born: Option<Option<::theirs::Date>>",
            "pub city: Option<::theirs::City>",
        ],
    );
}

#[test]
fn a_method_on_a_client_of_another_crate_is_rejected() {
    let project = extending("", "");
    sending(&project);
    let head = HEAD.replace("@authing", "@method(on: [CLIENT]) @authing");
    let query =
        format!("# Saves.\nmutation Save($form: Form!) {head} {{ save(form: $form) {{ id }} }}\n");
    project.write("queries/forms/save.graphql", &query);
    project.rejected(&[
        "the configuration has no folder for methods",
        "no crate can add methods to another one's clients",
    ]);
}

#[test]
fn clients_may_have_types_of_the_same_name() {
    let project = extending("", "");
    sending(&project);
    let methods = r#"
        [target.methods]
        folder = "methods"
        clients = { CLIENT = "crate::Client", SESSION = "crate::session::Client" }
        runtime = "::authing_core"
        operations = "crate::operations"
        types = "crate::types"
        error = "crate::Error"
    "#;
    project.write("codegen.toml", &format!("{}{methods}", project.config()));
    let head = HEAD.replace("@authing", "@method(on: [CLIENT, SESSION]) @authing");
    let query =
        format!("# Saves.\nmutation Save($form: Form!) {head} {{ save(form: $form) {{ id }} }}\n");
    project.write("queries/forms/save.graphql", &query);
    contains(
        &project.generated("methods/forms.rs"),
        &["impl crate::Client {", "impl crate::session::Client {"],
    );
}

#[test]
fn methods_and_samples_name_inherited_types() {
    let project = extending("", "");
    sending(&project);
    let methods = r#"
        [target.methods]
        folder = "methods"
        clients = { CLIENT = "crate::Client", SESSION = "crate::Session" }
        runtime = "::authing_core"
        operations = "crate::operations"
        types = "crate::types"
        error = "crate::Error"

        [target.samples]
        file = "samples.rs"
        operations = "crate::operations"
        types = "crate::types"
        functions = { NONE = "owner" }
    "#;
    project.write("codegen.toml", &format!("{}{methods}", project.config()));
    let head = HEAD.replace("@authing", "@method(on: [CLIENT]) @authing");
    let query = format!(
        "# Saves.\nmutation SaveMine($form: Form!) {head} {{ save(form: $form) {{ ...User }} }}\n"
    );
    fs::remove_file(project.0.path().join("queries/save_mine.graphql")).unwrap();
    project.write("queries/forms/save_mine.graphql", &query);
    let methods = project.generated("methods/forms.rs");
    contains(
        &methods,
        &[
            "form: ::theirs::api::types::Form",
            "Result<::theirs::api::types::User, Error>",
        ],
    );
    assert!(!methods.contains("use crate::types;"), "{methods}");
    contains(
        &project.generated("samples.rs"),
        &[
            "::theirs::api::types::Form::new(values.text(\"name\"))",
            ".inner(::theirs::api::types::Inner::new()",
        ],
    );
}

#[test]
fn scaffold_uses_inherited_fragments() {
    let project = extending(
        "type Home {",
        "type Flat { size: Int home: Home owner: User } extend type Query { flat(password: String, order: Order): Flat } type Home {",
    );
    project.succeeds("scaffold flat --area flats");
    let made: Vec<_> = project.files().into_keys().collect();
    for inherited in ["User", "Home"] {
        let path = project
            .0
            .path()
            .join(format!("queries/fragments/{inherited}.graphql"));
        assert!(!made.contains(&path));
    }
    let read = |path: &str| fs::read_to_string(project.0.path().join(path)).unwrap();
    contains(
        &read("queries/fragments/Flat.graphql"),
        &["...User", "...Home"],
    );
    contains(
        &read("queries/flats/flat.graphql"),
        &["$password: String @encrypted"],
    );
}

#[test]
fn scaffold_skips_root_fields_that_the_base_has_operations_for() {
    let done = extending("", "").run("scaffold --missing");
    assert_eq!(text(&done.stdout), "every root field has an operation\n");
}

#[test]
fn scaffold_makes_a_fragment_if_the_inherited_one_does_not_fit() {
    let project = extending("city: String", "town: String");
    let query = format!("# Mine.\nquery GetMine {HEAD} {{ user {{ id }} }}\n");
    project.write("queries/get_mine.graphql", &query);
    let schema = fs::read_to_string(project.0.path().join("schema.graphql")).unwrap();
    project.write(
        "schema.graphql",
        &format!("{schema}extend type Query {{ home: Home }}\n"),
    );
    project.succeeds("scaffold home --area homes");
    let made = fs::read_to_string(
        project
            .0
            .path()
            .join("queries/fragments/HomeFields.graphql"),
    );
    contains(&made.unwrap(), &["fragment HomeFields on Home {", "town"]);
}

#[test]
fn diff_compares_the_effects_on_what_is_inherited() {
    let project = extending("", "");
    let schema = fs::read_to_string(project.0.path().join("schema.graphql")).unwrap();
    project.write("new.graphql", &schema.replace(" age: Int", ""));
    let done = project.run("diff schema.graphql new.graphql");
    contains(&text(&done.stdout), &["User.age", "GetMine"]);
    project.write(
        "new.graphql",
        &schema.replace("type Home {", "type Home { zip: String "),
    );
    project.succeeds("diff schema.graphql new.graphql");
    assert!(!project.0.path().join("src/types/shared.rs").exists());
}
