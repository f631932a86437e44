//! `extends`: a target that can't be found or can't be extended, and schemas that inherited fragments and types don't fit.

use std::fs;
use std::process::Command;

use super::{HEAD, Project};

const SCHEMA: &str = "\
type Query { user(by: Order): User }
type Mutation { save(form: Form!): User }
type User { id: String! name: String age: Int born: String token: String home: Home order: Order }
type Home { city: String }
input Form { name: String! key: String password: String inner: Inner list: [String!] one: One }
input Inner { note: String size: Int }
input One { a: String b: String }
enum Order { UP DOWN }
";

const CONFIG: &str = r#"
[[target]]
name = "theirs"
schema = "schema.graphql"
directives = ["../directives.graphql", "../api.graphql"]
queries = "queries"
output = "src"
api = "API.txt"
module = "::theirs::api"
sensitive = ["password", "token"]
encrypted = ["password"]
public = ["Form.key"]

[target.texts]
Timestamp = ["born"]
"#;

const EXTENDS: &str = "extends = { config = \"base/codegen.toml\" }";

/// Creates a project that extends the target in the folder `base`. Its schema is that of the base, but for a change.
pub(crate) fn extending(from: &str, to: &str) -> Project {
    let project = Project::new();
    project.write("base/codegen.toml", CONFIG);
    project.write("base/schema.graphql", SCHEMA);
    for (path, query) in [
        (
            "get_user",
            "query GetUser($by: Order) HEAD { user(by: $by) { ...User } }",
        ),
        (
            "save",
            "mutation Save($form: Form!) HEAD { save(form: $form) { ...User } }",
        ),
        (
            "fragments/User",
            "fragment User on User { id name age born token @secret home { ...Home } order }",
        ),
        ("fragments/Home", "fragment Home on Home { city }"),
    ] {
        let query = query.replace("HEAD", HEAD);
        project.write(
            &format!("base/queries/{path}.graphql"),
            &format!("# Theirs.\n{query}\n"),
        );
    }
    assert!(SCHEMA.contains(from));
    project.write("schema.graphql", &SCHEMA.replace(from, to));
    fs::remove_file(project.0.path().join("queries/ping.graphql")).unwrap();
    let lines = "directives = [\"directives.graphql\", \"api.graphql\"]";
    project.configure(lines, EXTENDS);
    project.configure("sensitive = [\"password\", \"token\"]", "");
    project.write(
        "queries/get_mine.graphql",
        &format!("# Mine.\nquery GetMine($by: Order) {HEAD} {{ user(by: $by) {{ ...User }} }}\n"),
    );
    project
}

/// Adds an operation that sends an inherited input object.
pub(crate) fn sending(project: &Project) {
    let query = format!(
        "# Saves.\nmutation SaveMine($form: Form!) {HEAD} {{ save(form: $form) {{ ...User }} }}\n"
    );
    project.write("queries/save_mine.graphql", &query);
}

fn extended() -> Project {
    extending("", "")
}

#[test]
fn a_target_that_can_not_be_found_is_named() {
    for (extends, reasons) in [
        (
            "{ config = \"missing/codegen.toml\" }",
            vec![
                "codegen.toml: `extends` of the target `test`",
                "missing/codegen.toml: No such file",
            ],
        ),
        (
            "{ config = \"schema.graphql\" }",
            vec!["`extends` of the target `test`", "schema.graphql: "],
        ),
        (
            "{}",
            vec!["it must have either a `package`, such as \"authing-core\", or a `config`"],
        ),
        (
            "{ config = \"base/codegen.toml\", package = \"authing-core\" }",
            vec!["it must have either a `package`"],
        ),
        (
            "{ config = \"base/codegen.toml\", target = \"others\" }",
            vec!["base/codegen.toml has no target named `others`; its targets are: `theirs`"],
        ),
        ("{ folder = \"base\" }", vec!["unknown field `folder`"]),
    ] {
        let project = extended();
        project.configure(EXTENDS, &format!("extends = {extends}"));
        project.rejected(&reasons);
    }
}

#[test]
fn one_of_several_targets_must_be_chosen() {
    let project = extended();
    let second = CONFIG
        .replace("\"theirs\"", "\"others\"")
        .replace("\"queries\"", "\"other\"")
        .replace("\"src\"", "\"more\"")
        .replace("API.txt", "MORE.txt");
    project.write("base/codegen.toml", &format!("{CONFIG}{second}"));
    project.rejected(&[
        "base/codegen.toml has several targets; choose one with `target`: `theirs`, `others`",
    ]);
    project.configure(
        EXTENDS,
        "extends = { config = \"base/codegen.toml\", target = \"theirs\" }",
    );
    project.succeeds("generate");
}

#[test]
fn a_target_can_not_extend_itself() {
    for config in ["codegen.toml", "./base/../codegen.toml"] {
        let project = extended();
        project.write(
            "codegen.toml",
            &project.config().replace("base/codegen.toml", config),
        );
        project.rejected(&["`extends` of the target `test`: a target can't extend itself"]);
    }
}

#[test]
fn a_target_that_extends_another_can_not_be_extended() {
    let project = extended();
    // A circle of two, and a chain.
    for config in ["../codegen.toml", "other.toml"] {
        let extends = format!("name = \"theirs\"\nextends = {{ config = \"{config}\" }}");
        project.write(
            "base/codegen.toml",
            &CONFIG.replace("name = \"theirs\"", &extends),
        );
        project.rejected(&[
            "the target `theirs` of base/codegen.toml: it extends another target itself; extend that one directly",
        ]);
    }
}

#[test]
fn a_target_without_a_module_can_not_be_extended() {
    for (module, reason) in [
        (
            "",
            "it has no `module`, so its types can't be used elsewhere; add the Rust path",
        ),
        (
            "module = \"crate::api\"",
            "module = \"crate::api\" has no meaning in other crates",
        ),
        (
            "module = \"the irs\"",
            "module = \"the irs\" is not a valid Rust path",
        ),
    ] {
        let project = extended();
        let config = CONFIG.replace("module = \"::theirs::api\"", module);
        project.write("base/codegen.toml", &config);
        project.rejected(&["base/codegen.toml", reason]);
    }
}

#[test]
fn a_target_of_another_api_can_not_be_extended() {
    let project = extended();
    let api = fs::read_to_string(project.0.path().join("api.graphql")).unwrap();
    project.write(
        "other.graphql",
        &api.replace("legacy::Legacy", "legacy::Modern"),
    );
    project.configure(
        EXTENDS,
        &format!("{EXTENDS}\ndirectives = [\"directives.graphql\", \"other.graphql\"]"),
    );
    project.rejected(&[
        "the `directives` of the target `test` describe the API `::authing_core::legacy::Modern`",
        "the target `theirs`, which it extends, is for `::authing_core::legacy::Legacy`",
        "extend a target of the same API, or remove `directives` to inherit them",
    ]);
    project.configure("other.graphql", "api.graphql");
    project.succeeds("generate");
}

#[test]
fn a_package_must_be_a_dependency() {
    let project = extended();
    project.configure(EXTENDS, "extends = { package = \"theirs\" }");
    project.rejected(&["`extends` of the target `test`: `cargo metadata` failed in .: error: could not find `Cargo.toml`"]);
    let manifest = |dependencies: &str| {
        let package = "[package]\nname = \"ours\"\nedition = \"2024\"\n[dependencies]\n";
        project.write("Cargo.toml", &format!("{package}{dependencies}\n"));
        let done = Command::new("cargo")
            .arg("metadata")
            .current_dir(project.0.path())
            .output();
        assert!(done.unwrap().status.success());
    };
    project.write("src/lib.rs", "");
    project.write("base/src/lib.rs", "");
    manifest("");
    project.rejected(&["no dependency is named `theirs`; run `cargo add theirs`, or give the path of a codegen.toml as `config`"]);

    let theirs = "[package]\nname = \"theirs\"\n";
    project.write("base/Cargo.toml", theirs);
    manifest("theirs = { path = \"base\" }");
    project.succeeds("generate");
    let other = format!("{theirs}[package.metadata.authing-codegen]\nconfig = \"missing.toml\"\n");
    project.write("base/Cargo.toml", &other);
    project.rejected(&["base/missing.toml: No such file"]);
}

#[test]
fn a_fragment_with_an_inherited_name_is_rejected() {
    let project = extended();
    project.write(
        "queries/fragments/Home.graphql",
        "# Ours.\nfragment Home on Home { city }\n",
    );
    project.rejected(&[
        "the fragment `Home` is inherited already, from base/queries/fragments/Home.graphql",
        "queries/fragments/Home.graphql:2:1",
        "remove this file to use the inherited fragment, or rename the fragment, for example to `OwnHome`",
    ]);
}

#[test]
fn a_schema_without_a_field_of_an_inherited_fragment_is_rejected() {
    for (from, to, message) in [
        (
            " age: Int",
            "",
            "the inherited fragment `User` selects `age`, but the schema's `User` has no such field",
        ),
        (
            "city: String",
            "town: String",
            "the inherited fragment `Home` selects `city`, but the schema's `Home` has no such field",
        ),
        (
            "age: Int",
            "age: String",
            "the schema does not fit the type of the inherited fragment `User`: `age` is `Option<String>` here, but `Option<i64>` there",
        ),
        (
            "id: String!",
            "id: String",
            "the schema does not fit the type of the inherited fragment `User`: `id` is `Option<String>` here, but `String` there",
        ),
        (
            "name: String a",
            "name: [String] a",
            "the schema does not fit the type of the inherited fragment `User`: `name` is `Vec<String>` here",
        ),
    ] {
        let place = if message.contains("`Home`") {
            "Home"
        } else {
            "User"
        };
        extending(from, to).rejected(&[
            message,
            &format!("base/queries/fragments/{place}.graphql:2:"),
            &format!("use a fragment of your own in place of `{place}`"),
        ]);
    }
    let other = SCHEMA.replace("User", "Person");
    extending(SCHEMA, &other)
        .rejected(&["the inherited fragment `User` is on `User`, but the schema has no such type"]);
}

#[test]
fn a_schema_that_an_inherited_input_object_does_not_fit_is_rejected() {
    for (from, to, input, reason) in [
        (" key: String", "", "Form", "the schema has no field `key`"),
        (
            "key: String",
            "key: Int",
            "Form",
            "`key` is `Int` in the schema, but `String` in the inherited type",
        ),
        (
            "key: String",
            "key: String!",
            "Form",
            "`key` is `String!` in the schema, but `String` in the inherited type",
        ),
        (
            "list: [String!]",
            "list: [Int!]",
            "Form",
            "`list` is `[Int!]` in the schema",
        ),
        (
            "input Form {",
            "input Form { more: Int!",
            "Form",
            "the schema requires `more`, which the inherited type does not have",
        ),
        (
            "size: Int",
            "size: Float",
            "Inner",
            "`size` is `Float` in the schema",
        ),
        (
            "input One",
            "input One @oneOf",
            "One",
            "only one of the two schemas has it `@oneOf`",
        ),
    ] {
        let project = extending(from, to);
        project.succeeds("generate");
        sending(&project);
        project.rejected(&[
            &format!("the inherited type of the input object `{input}` can't be used: {reason}"),
            "schema.graphql:",
            &format!("help: to generate a type for it, name it in the configuration: [target.names] {input} = \"…\""),
        ]);
    }
}

#[test]
fn a_schema_that_inherited_types_fit_is_accepted() {
    for (from, to) in [
        ("key: String", "key: ID more: Int! = 5 even: One"),
        ("name: String! key", "name: String key"),
        ("list: [String!]", "list: [String]"),
        ("size: Int", "size: Int! = 3"),
        // Fields that are never sent.
        (
            "size: Int",
            "size: Int table: [[Int]] pin: String more: Other } input Other { code: String",
        ),
        ("UP DOWN", "UP ASIDE"),
        ("name: String age", "name: String! more: Int age"),
        ("name: String age", "name: ID age"),
    ] {
        let project = extending(from, to);
        sending(&project);
        project.succeeds("generate");
    }
}

#[test]
fn an_inherited_type_that_lacks_protection_is_rejected() {
    for (key, entry) in [
        ("sensitive", "note"),
        ("sensitive", "Inner.note"),
        ("encrypted", "Inner.note"),
    ] {
        let project = extended();
        sending(&project);
        project.configure(
            "api = \"API.txt\"",
            &format!("api = \"API.txt\"\n{key} = [\"{entry}\"]"),
        );
        project.rejected(&[
            &format!("the inherited type of the input object `Inner` can't be used: `note` is `{key}` here, but not in the inherited type"),
        ]);
    }
    let project = extended();
    project.configure(
        "api = \"API.txt\"",
        "api = \"API.txt\"\nsensitive = [\"city\"]",
    );
    project.rejected(&[
        "`city` is sensitive but not marked",
        "base/queries/fragments/Home.graphql:2:",
        "mark it `@secret` in a fragment of your own, in place of the inherited `Home`",
    ]);
}

#[test]
fn inherited_secrets_are_secrets_without_being_listed_again() {
    let door = "type Door { token: String key: String } extend type Query { own(token: String): String door: Door } type Home {";
    let project = extending("type Home {", door);
    for (query, message) in [
        (
            "query GetOwn($token: String) HEAD { own(token: $token) }",
            "`$token` is sensitive but not marked",
        ),
        (
            "query GetDoor HEAD { door { token } }",
            "`token` is sensitive but not marked",
        ),
        // Only `Form.key` is public.
        (
            "query GetDoor HEAD { door { key } }",
            "`key` sounds like a secret, but is not marked",
        ),
    ] {
        let query = query.replace("HEAD", HEAD);
        project.write("queries/own.graphql", &format!("# Own.\n{query}\n"));
        project.rejected(&[message, "queries/own.graphql:2:"]);
    }
    project.configure(
        "api = \"API.txt\"",
        "api = \"API.txt\"\npublic = [\"Door.key\", \"token\"]",
    );
    project.rejected(&["`token` is listed in `public`, but it is also `sensitive`"]);
    project.configure(", \"token\"", ", \"Door.token\"");
    project.write(
        "queries/own.graphql",
        &format!("# Own.\nquery GetDoor {HEAD} {{ door {{ token key }} }}\n"),
    );
    project.rejected(&["`token` is sensitive but not marked"]);
}

#[test]
fn a_new_type_with_the_name_of_an_inherited_one_is_rejected() {
    // The fragment `User` has an `Order`.
    let project = extending(
        "type Home {",
        "type Place { city: String } extend type Query { place: Place } type Home {",
    );
    let query = format!("# Place.\nquery GetPlace {HEAD} {{ place {{ ...Order }} }}\n");
    project.write("queries/place.graphql", &query);
    project.write(
        "queries/fragments/Order.graphql",
        "# Place.\nfragment Order on Place { city }\n",
    );
    project.rejected(&[
        "`Order` would be the name of a new type and of an inherited one, which is used, too",
        "queries/fragments/Order.graphql:2:1",
        "rename the fragment, for example to `OwnOrder`",
    ]);
}

#[test]
fn inherited_settings_need_not_fit_the_schema() {
    // No field has the name `born`.
    let project = extending("born: String ", "");
    project.write(
        "queries/get_mine.graphql",
        &format!("# Mine.\nquery GetMine {HEAD} {{ user {{ name }} }}\n"),
    );
    project.succeeds("generate");
}
