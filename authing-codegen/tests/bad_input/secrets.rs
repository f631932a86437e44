//! Names of secrets that don't exist: a renamed field would lose its protection.

use super::{HEAD, Project, text, with, with_form};

#[test]
fn unknown_sensitive_field_is_rejected() {
    let project = with_form(&format!("# E.\nquery Extra {HEAD} {{ ping }}\n"));
    project.write("schema.graphql", "type Query {\n  ping: Boolean\n}\n");
    project.rejected(&[
        "`Blank.value` is listed in `sensitive`, but the schema has no such field",
        "help: correct `sensitive`",
    ]);
}

#[test]
fn unknown_sensitive_name_is_rejected() {
    for key in ["sensitive", "encrypted"] {
        let project = Project::new();
        project.configure(
            "sensitive = [\"password\", \"token\"]",
            &format!("{key} = [\"password\", \"passwort\"]"),
        );
        project.rejected(&[
            &format!(
                "`passwort` is listed in `{key}`, but no field, argument or variable has this name"
            ),
            &format!("help: correct `{key}` in the configuration"),
        ]);
    }
}

#[test]
fn encrypted_field_must_be_a_string_of_an_input_object() {
    // A response field, an unknown field, and a `Boolean`.
    for name in ["Person.token", "PersonInput.passwort", "PersonInput.new"] {
        let project = Project::new();
        project.configure(
            "sensitive = [\"password\", \"token\"]",
            &format!("encrypted = [\"{name}\"]"),
        );
        project.rejected(&[&format!(
            "`{name}` is listed in `encrypted`, but no input object of the schema has such a string field"
        )]);
    }
}

#[test]
fn variable_sent_as_an_encrypted_field_must_be_marked() {
    let project = Project::new();
    project.configure(
        "sensitive = [\"password\", \"token\"]",
        "encrypted = [\"PersonInput.tags\"]",
    );
    project.write(
        "queries/extra.graphql",
        &format!(
            "# E.\nmutation Extra($tag: String!) {HEAD} {{\n  save(input: {{ _id: \"1\", tags: [$tag] }}) {{\n    type\n  }}\n}}\n"
        ),
    );
    project.rejected(&[
        "`$tag` is sent as `tags`, which is sensitive, but is not marked",
        "queries/extra.graphql:2:16",
        "help: mark it `@encrypted`, `@secret` or `@digits`",
    ]);
}

/// Creates a project with secrets that the configuration does not list, in all positions.
fn unlisted(public: &str) -> Project {
    let project = with(
        "queries/open.graphql",
        &format!(
            "# O.\nmutation Open(\n  $smsCode: String!\n  $text: [ID!]\n  $gate: GateInput!\n) {HEAD} {{\n  \
             open(smsCode: $smsCode, apiKeys: $text, gate: $gate) {{\n    gatePassword\n    salt\n    accessToken\n    \
             inner {{\n      client_secret\n    }}\n    zipCode\n    tokenExpiredAt\n  }}\n}}\n"
        ),
    );
    project.write(
        "schema.graphql",
        "type Query { ping: Boolean }\n\
         type Mutation { open(smsCode: String!, apiKeys: [ID!], gate: GateInput!): Gate }\n\
         type Gate {\n  gatePassword: String\n  salt: String\n  accessToken: String\n  inner: Inner\n  zipCode: String\n  \
         tokenExpiredAt: String\n  password: String\n  token: String\n}\n\
         type Inner { client_secret: String }\n\
         input GateInput {\n  userCredentials: String\n  pass: PassInput\n}\n\
         input PassInput {\n  PASSCODE: [String]\n  codeCount: Int\n}\n",
    );
    let sensitive = "sensitive = [\"password\", \"token\"]";
    project.configure(sensitive, &format!("{sensitive}\npublic = [{public}]"));
    project
}

#[test]
fn text_that_sounds_like_a_secret_must_be_marked_or_public() {
    let mut expected = vec![
        "`$text` is sent as `apiKeys`, which sounds like a secret, but is not marked".to_owned(),
        "--> queries/open.graphql:4:3".to_owned(),
        "`Mutation.open.apiKeys`".to_owned(),
        "`userCredentials` of the input object `GateInput` sounds like a secret".to_owned(),
        "--> schema.graphql:15:3".to_owned(),
        "help: list `GateInput.userCredentials` as `sensitive`, or list it as `public`".to_owned(),
        "`PASSCODE` of the input object `PassInput` sounds like a secret".to_owned(),
    ];
    for name in [
        "$smsCode",
        "gatePassword",
        "salt",
        "accessToken",
        "client_secret",
    ] {
        expected.push(format!("`{name}` sounds like a secret, but is not marked"));
    }
    expected.push("help: mark it `@secret`, or list it as `public`".to_owned());
    let project = unlisted("");
    project.rejected(&expected.iter().map(String::as_str).collect::<Vec<_>>());
    let done = project.run("generate");
    assert_eq!(
        text(&done.stderr).matches("sounds like a secret").count(),
        8
    );
}

#[test]
fn text_that_is_public_needs_no_mark() {
    let project = unlisted(
        r#""Mutation.open.smsCode", "Mutation.open.apiKeys", "GateInput.userCredentials", "PASSCODE", "gatePassword",
           "Gate.salt", "accessToken", "Inner.client_secret""#,
    );
    project.succeeds("generate");
}

#[test]
fn a_field_that_is_public_is_no_secret_although_its_name_is_sensitive() {
    let public = r#""Mutation.open.smsCode", "Mutation.open.apiKeys", "GateInput.userCredentials", "PASSCODE",
        "gatePassword", "Gate.salt", "accessToken", "Inner.client_secret""#;
    let project = |public: &str| {
        let project = unlisted(public);
        let query = format!(
            "# P.\nmutation OpenPlain($gate: GateInput!) {HEAD} {{\n  open(smsCode: \"1\", apiKeys: [], gate: $gate) \
             {{\n    password\n  }}\n}}\n"
        );
        project.write("queries/open_plain.graphql", &query);
        project
    };
    project(public).rejected(&["`password` is sensitive but not marked"]);
    project(&format!(r#"{public}, "Gate.password""#)).succeeds("generate");
}

#[test]
fn invalid_public_name_is_rejected() {
    for (name, reason) in [
        ("Gate.secret", "the schema has no such field"),
        ("Mutation.open.code", "the schema has no such field"),
        ("passwort", "no field, argument or variable has this name"),
        ("token", "it is also `sensitive`"),
        ("Gate.zipCode", "it does not sound like a secret anyway"),
    ] {
        unlisted(&format!("{name:?}")).rejected(&[
            &format!("`{name}` is listed in `public`, but {reason}"),
            "help: correct `public` in the configuration",
        ]);
    }
}

#[test]
fn scaffold_marks_text_that_sounds_like_a_secret() {
    let project = unlisted("");
    std::fs::remove_file(project.0.path().join("queries/open.graphql")).unwrap();
    project.succeeds("scaffold open --area gates");
    let files: String = project.files().into_values().collect();
    for marked in [
        "$smsCode: String! @secret\n",
        "$apiKeys: [ID!] @secret\n",
        "gatePassword @secret\n",
        "salt @secret\n",
        "accessToken @secret\n",
        "client_secret @secret\n",
        "zipCode\n",
    ] {
        assert!(files.contains(marked), "{marked:?} is not in {files}");
    }
}

/// Creates a project whose secrets are scalars of the schema, with this Rust type.
fn scalars(rust: &str) -> Project {
    let project = with(
        "queries/open.graphql",
        &format!(
            "# O.\nmutation Open(\n  $token: Text! @secret\n  $gate: GateInput\n) {HEAD} {{\n  \
             open(token: $token, gate: $gate) {{\n    password @secret\n  }}\n}}\n"
        ),
    );
    project.write(
        "schema.graphql",
        "scalar Text\ntype Query { ping: Boolean }\ntype Gate { password: Text }\n\
         type Mutation { open(token: Text!, gate: GateInput): Gate }\n\
         input GateInput {\n  password: Text\n}\n",
    );
    let sensitive = "sensitive = [\"password\", \"token\"]";
    project.configure(
        sensitive,
        &format!("{sensitive}\nscalars = {{ Text = {rust:?} }}"),
    );
    project
}

#[test]
fn a_scalar_that_is_a_string_can_be_a_secret() {
    let project = scalars("String");
    project.succeeds("generate");
    let api = std::fs::read_to_string(project.0.path().join("API.txt")).unwrap();
    for expected in [
        "Open.token: Secret",
        "OpenOpen.password: Option<Secret>",
        "GateInput.password: Option<Secret>",
    ] {
        assert!(api.contains(expected), "{expected} is not in {api}");
    }
}

#[test]
fn a_sensitive_field_that_can_not_be_redacted_is_rejected() {
    let project = scalars("::serde_json::Value");
    project.write(
        "queries/open.graphql",
        &format!(
            "# O.\nmutation Open(\n  $gate: GateInput\n) {HEAD} {{\n  open(token: \"\", gate: $gate) {{ open }}\n}}\n"
        ),
    );
    project.write(
        "schema.graphql",
        "scalar Text\ntype Query { ping: Boolean }\ntype Gate { open: Boolean }\n\
         type Mutation { open(token: Text!, gate: GateInput): Gate }\n\
         input GateInput {\n  password: Text\n}\n",
    );
    project.rejected(&[
        "`password` of the input object `GateInput` is sensitive, but is not a string",
        "--> schema.graphql:6:3",
        "help: if `Text` is sent as a string, its Rust type must be `String`",
    ]);
}
