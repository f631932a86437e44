//! `cargo codegen scaffold`: the guesses, the rejected placeholders, and the compilation of the result.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::Project;
use tempfile::TempDir;

const SCHEMA: &str = r#"type Query {
  # People
  person(id: ID!, pool: String!): Person
  "Finds people."
  getPeople(pool: String!, match: Match!, page: Int = 1, first: Boolean): [Person!]
  type: String

  # Places
  place(personId: Int, userPoolId: String): Place
  either: Either
  token(password: String!, code: Int): String
}

type Mutation {
  # People
  save(pool: String!, person: PersonInput!, name: String): Person
}

type Person {
  _id: ID
  id: ID
  name: String
  secret: String
  friends: [Person]
  lives: Place
  with(pet: String!): String
}

type Place {
  name: String
  people: [Person]
  grid: [[Int]]
  cube: [[[Int]]]
  of: Country
}

type Country {
  name: String
  ruler: Ruler
}

type Ruler {
  name: String
}

input PersonInput {
  name: String!
  password: String
  more: Match
}

input Match {
  name: String
}

union Either = Person | Place
"#;

impl Project {
    /// Creates a folder with its own schema and one operation.
    fn with_people() -> Self {
        let project = Self::with_settings(
            r#"
            sensitive = ["secret", "token", "code"]
            encrypted = ["password"]
            user_pool = ["userPoolId"]
            "#,
        );
        project.write("schema.graphql", SCHEMA);
        project.write(
            "queries/folk/person.graphql",
            "# Finds one.\nquery Person(\n  # Whose.\n  $id: ID!\n  $pool: String! @userPool\n)\
             @authing(service: OAUTH, token: USER) {\n  person(id: $id, pool: $pool) {\n    # What friends say.\n    \
             name @rename(to: \"full_name\")\n  }\n}\n",
        );
        project
    }

    fn scaffolds(&self, arguments: &[&str]) -> String {
        let done = self.run(&format!("scaffold {}", arguments.join(" ")));
        assert!(done.status.success(), "{}", err(&done));
        String::from_utf8(done.stdout).unwrap()
    }

    /// Removes fragments of omitted operations that no scaffolded one needs.
    fn remove_unused_fragments(&self) {
        let said = err(&self.run("check"));
        let mut lines = said.lines();
        while let Some(line) = lines.next() {
            if line.starts_with("error: no operation uses the fragment") {
                let place = lines.next().unwrap().trim_start_matches("  --> ");
                let path = self.path(place.split(':').next().unwrap());
                fs::remove_file(&path).unwrap();
                // Fragments that shared its type have one of their own.
                let name = path.file_stem().unwrap().to_str().unwrap();
                let shared = format!(" @sharedType(name: \"{name}\")");
                for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
                    let other = entry.unwrap().path();
                    let text = fs::read_to_string(&other).unwrap();
                    fs::write(&other, text.replace(&shared, "")).unwrap();
                }
            }
        }
    }

    /// Replaces the placeholder comments, like a reviewer.
    fn write_comments(&self) {
        let mut files = self.files();
        files.retain(|path, _| path.starts_with(self.path("queries")));
        for (path, text) in files {
            fs::write(path, text.replace("# TODO: ", "# ")).unwrap();
        }
    }
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn treatment_of_names_is_learned_from_existing_files() {
    let project = Project::with_people();
    let said = project.scaffolds(&["getPeople"]);
    assert_eq!(
        project.read("queries/folk/people.graphql"),
        "# Finds people.
#
# TODO: describe its effect, documentation and errors. The service and the token are guesses.
query People(
  $pool: String! @userPool
  $match: Match!
  $page: Int = 1
  $first: Boolean
) @authing(service: OAUTH, token: USER, alias: [\"getPeople\"]) {
  getPeople(pool: $pool, match: $match, page: $page, first: $first) {
    ...Person
  }
}
"
    );
    assert_eq!(
        project.read("queries/fragments/Person.graphql"),
        "# TODO: describe `Person`.
fragment Person on Person {
  _id
  id @rename(to: \"id_2\")
  name
  secret @secret
  friends {
    _id
    id @rename(to: \"id_2\")
    name
  }
  lives {
    ...Place
  }
}
"
    );
    // A field with an enclosing type selects only leaves.
    assert!(
        project
            .read("queries/fragments/Place.graphql")
            .contains("people {\n    _id\n")
    );
    assert!(
        said.contains("skipped `Person.with`: it has required arguments"),
        "{said}"
    );
    assert!(
        said.contains("skipped `Place.cube`: it is a list of lists of lists, `[[[Int]]]`"),
        "{said}"
    );
    assert!(
        project
            .read("queries/fragments/Place.graphql")
            .contains("\n  grid\n")
    );
}

/// The comment and the name of the `id` of a person are false for another `id`.
#[test]
fn comments_and_renames_of_other_types_are_not_copied() {
    let project = Project::with_people();
    let schema = project.read("schema.graphql");
    let schema = schema.replace("type Query {", "type Query { map(id: ID!): Country");
    project.write("schema.graphql", &schema);
    project.write(
        "queries/fragments/Place.graphql",
        "# Ours.\nfragment Place on Place {\n  # On the sign.\n  name @rename(to: \"sign\")\n}\n",
    );
    project.write(
        "queries/places/place.graphql",
        "# Ours.\nquery P @authing(service: USERS, token: ANY) {\n  place {\n    ...Place\n  }\n}\n",
    );
    project.scaffolds(&["map", "--area", "places"]);
    let map = project.read("queries/places/map.graphql");
    assert!(map.contains("(\n  $id: ID!\n)"), "{map}");
    let country = project.fragment("Country");
    assert!(country.contains("{\n  name\n"), "{country}");
}

#[test]
fn secrets_are_marked_and_objects_with_passwords_become_variables() {
    let project = Project::with_people();
    project.scaffolds(&["save", "token"]);
    let save = project.read("queries/folk/save.graphql");
    // `name` is also an argument, and keeps its name.
    for line in [
        "  $person_name: String!\n",
        "  $password: String @encrypted\n",
        "  $more: Match\n",
        "  $name: String\n",
        "person: { name: $person_name, password: $password, more: $more }",
    ] {
        assert!(save.contains(line), "{line}{save}");
    }
    let token = project.read("queries/places/token.graphql");
    assert!(
        token.contains("$password: String! @encrypted\n  $code: Int @digits\n"),
        "{token}"
    );
    assert!(
        token.contains("token(password: $password, code: $code) @secret\n"),
        "{token}"
    );
}

#[test]
fn descriptions_with_odd_characters_become_comments() {
    let project = Project::with_people();
    let schema = project.read("schema.graphql");
    let described = schema.replace(
        "type Query {",
        "type Query { \"a\\rb\\u2028c [d]\\n    e\" odd(\"f\\rg\" h: Int): Odd ",
    );
    project.write(
        "schema.graphql",
        &format!("{described}\n\"i\\rj\" type Odd {{ \"k\\rl\" m: Int }}\n"),
    );
    project.scaffolds(&["odd", "--area", "odd"]);
    project.write_comments();
    project.succeeds("generate");
}

#[test]
fn placeholder_comments_are_rejected_until_replaced() {
    let project = Project::with_people();
    let said = project.scaffolds(&["--missing"]);
    assert!(
        said.contains("`either` can't be scaffolded: its type is an interface or a union"),
        "{said}"
    );
    for command in ["check", "generate"] {
        let done = project.run(command);
        assert_eq!(done.status.code(), Some(1));
        let said = err(&done);
        assert!(
            said.contains("this comment is still a placeholder\n  --> queries/"),
            "{said}"
        );
    }
    assert!(!project.path("src").exists());
    project.write_comments();
    project.succeeds("generate");
    assert!(
        project
            .read("API.txt")
            .contains("operation Save.password: Option<Secret>")
    );
    let said = project.scaffolds(&["save", "--area", "elsewhere"]);
    assert!(said.contains("save_operation.graphql"), "{said}");
}

#[test]
fn drafts_do_not_prevent_further_ones() {
    let project = Project::with_people();
    project.scaffolds(&["getPeople"]);
    project.scaffolds(&["place"]);
    let place = project.read("queries/places/place.graphql");
    assert!(place.contains("...Place\n"), "{place}");
    // A problem of an existing file does not hide a typo.
    project.write("queries/folk/broken.graphql", "query {");
    let said = err(&project.run("scaffold palce"));
    assert!(said.contains("no root field `palce`"), "{said}");
}

#[test]
fn depth_limits_nested_selections() {
    let project = Project::with_people();
    let said = project.scaffolds(&["place", "--depth", "2"]);
    assert!(
        said.contains(
            "skipped `Country.ruler`: it is nested too deeply below `Country`; see --depth"
        ),
        "{said}"
    );
    assert!(!project.path("queries/fragments/Ruler.graphql").exists());
}

#[test]
fn project_without_query_files_can_be_scaffolded() {
    let project = Project::with_people();
    fs::remove_dir_all(project.path("queries")).unwrap();
    project.scaffolds(&["place", "--area", "folk"]);
    let place = project.read("queries/folk/place.graphql");
    assert!(place.contains("$userPoolId: String @userPool\n"), "{place}");
}

#[test]
fn existing_file_is_kept_and_unknown_field_is_reported() {
    let project = Project::with_people();
    project.write(
        "queries/fragments/Place.graphql",
        "# Ours.\nfragment Place on Place {\n  name\n}\n",
    );
    project.write(
        "queries/folk/place.graphql",
        "# Ours.\nquery P @authing(service: USERS, token: ANY) {\n  place {\n    ...Place\n  }\n}\n",
    );
    let before = project.read("queries/folk/place.graphql");
    let done = project.run("scaffold place --area folk");
    assert!(err(&done).contains("place.graphql: "), "{}", err(&done));
    assert_eq!(project.read("queries/folk/place.graphql"), before);

    let done = project.run("scaffold palce");
    assert!(
        err(&done).contains("the schema has no root field `palce`"),
        "{}",
        err(&done)
    );
    assert_eq!(done.status.code(), Some(1));
}

#[test]
fn a_folder_that_can_not_be_a_module_is_rejected() {
    let project = Project::with_people();
    let before = project.files();
    for area in [
        "self",
        "Folk",
        "kebab-case",
        "2fa",
        "mod",
        "登录",
        "../folk",
        "folk/../../x",
        "/folk",
    ] {
        let done = project.run(&format!("scaffold place --area {area}"));
        let expected =
            format!("the folder `{area}` of the query file of `place` can't be a module");
        assert!(err(&done).contains(&expected), "{}", err(&done));
        assert!(before == project.files(), "{area}");
    }
}

/// A project with this schema in place of its own, and no query files.
fn project(schema: &str) -> Project {
    let project = Project::with_people();
    fs::remove_dir_all(project.path("queries")).unwrap();
    project.write("schema.graphql", schema);
    let config = project.read("codegen.toml");
    let lists = ["sensitive", "encrypted"].map(|list| format!("{list} = "));
    let lines = config.lines();
    let lines = lines.filter(|line| !lists.iter().any(|list| line.trim().starts_with(list)));
    project.write("codegen.toml", &lines.collect::<Vec<_>>().join("\n"));
    project
}

impl Project {
    fn fragment(&self, name: &str) -> String {
        self.read(&format!("queries/fragments/{name}.graphql"))
    }

    fn compiles(&self) {
        self.write_comments();
        self.succeeds("generate");
    }
}

#[test]
fn the_list_of_a_root_field_is_selected_though_it_was_met_deep_before() {
    let project = project(
        "type Query { user: User, roles: PaginatedRoles } \
         type User { id: ID, org: Org } type Org { id: ID, node: Node } type Node { id: ID, roles: PaginatedRoles } \
         type PaginatedRoles { totalCount: Int, list: [Role] } type Role { id: ID, title: String }",
    );
    project.scaffolds(&["--missing", "--area", "all"]);
    let roles = project.fragment("PaginatedRoles");
    assert!(roles.contains("  list {\n    ...Role\n  }\n"), "{roles}");
    project.compiles();
}

#[test]
fn a_page_lists_whole_objects_that_have_pages_of_each_other() {
    let schema = "type Query { role: Role, user: User, roles: Roles, users: Users } \
                  type Role { id: ID, users: Users } type User { id: ID, roles: Roles } \
                  type Roles { total: Int, list: [Role] } type Users { total: Int, list: [User] }";
    let project = project(schema);
    project.scaffolds(&["--missing", "--area", "all"]);
    assert!(project.fragment("Roles").contains("...Role\n"));
    assert!(project.fragment("Users").contains("...User\n"));
    assert!(
        project
            .fragment("User")
            .contains("  roles {\n    total\n  }\n")
    );
    project.compiles();
}

#[test]
fn objects_that_hold_each_other_are_selected_from_the_root_down() {
    let project = project(
        "type Query { a: A } type A { id: ID, b: B } type B { id: ID, c: C } type C { id: ID, a: A, b: B, only: Only } \
         type Only { c: C }",
    );
    let said = project.scaffolds(&["a", "--area", "all"]);
    assert!(project.fragment("A").contains("...B\n"));
    assert!(project.fragment("B").contains("...C\n"));
    let last = project.fragment("C");
    assert!(
        last.contains("  a {\n    id\n  }\n  b {\n    id\n  }\n"),
        "{last}"
    );
    assert!(last.contains("...Only\n"), "{last}");
    assert!(
        project.fragment("Only").contains("  c {\n    id\n  }\n"),
        "{said}"
    );
    project.compiles();
}

#[test]
fn no_fragment_selects_more_than_the_depth_though_each_type_is_a_roots() {
    const TYPES: usize = 300;
    let mut schema = String::from("type Query {");
    for number in 0..TYPES {
        schema.push_str(&format!(
            " get{number}: T{number} list{number}: Page{number}"
        ));
    }
    schema.push_str(" }\n");
    for number in 0..TYPES {
        let next = (number + 1) % TYPES;
        schema.push_str(&format!(
            "type T{number} {{ id: ID, next: T{next} }} type Page{number} {{ list: [T{number}] }}\n"
        ));
    }
    let project = project(&schema);
    project.scaffolds(&["--missing", "--area", "all", "--depth", "3"]);
    let mut depth = 0;
    for number in (0..TYPES).rev() {
        let fragment = project.fragment(&format!("T{number}"));
        let spread = format!("...T{}\n", (number + 1) % TYPES);
        depth = if fragment.contains(&spread) {
            depth + 1
        } else {
            1
        };
        assert!(depth <= 3, "T{number}");
        assert!(fragment.contains("  next {\n"), "{fragment}");
        let page = project.fragment(&format!("Page{number}"));
        assert!(page.contains(&format!("...T{number}\n")), "{page}");
    }
    project.compiles();
}

#[test]
fn variables_are_not_named_like_the_constructor_or_another_setter() {
    let project = project("type Query { find(new: Int, maybeName: Int, name: Int): Int }");
    project.scaffolds(&["find", "--area", "all"]);
    let find = project.read("queries/all/find.graphql");
    for renamed in [
        "$new: Int @rename(to: \"new_2\")\n",
        "$maybeName: Int @rename(to: \"maybe_name_2\")\n",
    ] {
        assert!(find.contains(renamed), "{find}");
    }
    project.compiles();
}

#[test]
fn received_lists_that_nest_too_deep_are_skipped() {
    let project = project(
        "type Query { cube: [[[Int]]] find(in: In = {a: 1, b: [2]}, grid: [[Int]]): [[Int]] } input In { a: Int b: [Int] }",
    );
    let said = project.scaffolds(&["--missing", "--area", "all"]);
    let skipped = "`cube` can't be scaffolded: it is a list of lists of lists, `[[[Int]]]`";
    assert!(said.contains(skipped), "{said}");
    let find = project.read("queries/all/find.graphql");
    assert!(
        find.contains("(\n  $in: In = {a: 1, b: [2]}\n  $grid: [[Int]]\n)"),
        "{find}"
    );
    project.compiles();
}

#[test]
fn a_type_below_a_field_that_is_cut_gets_no_fragment() {
    let project = project(
        "type Query { a: A, c: C } type A { id: ID, x: X } type X { id: ID, c: C } type C { id: ID }",
    );
    project.scaffolds(&["--missing", "--area", "all", "--depth", "2"]);
    assert!(project.fragment("A").contains(
        "  x {
    id
  }
"
    ));
    assert!(!project.path("queries/fragments/X.graphql").exists());
    project.compiles();
}

#[test]
fn a_type_of_which_nothing_can_be_selected_is_skipped_wherever_it_is_held() {
    let project = project(
        "type Query { a: A, bad: Bad } type A { id: ID, bad: Bad } type Bad { worse: Worse } \
         type Worse { cube: [[[Int]]], find(id: ID!): A, bad: Bad }",
    );
    let said = project.scaffolds(&["--missing", "--area", "all"]);
    for line in [
        "skipped `A.bad`: no field of `Bad` can be selected",
        "`bad` can't be scaffolded: no field of its type can be selected",
    ] {
        assert!(said.contains(line), "{said}");
    }
    project.compiles();
}

#[test]
fn deprecated_fields_and_arguments_are_skipped() {
    let project = project(
        "type Query { \
           person(id: ID!, old: Int @deprecated, must: Int! = 1 @deprecated, input: In): Person \
           former: Person @deprecated(reason: \"Use person.\") \
         } \
         type Person { id: ID, mail: String @deprecated, house: House @deprecated, friend: Person } \
         type House { id: ID } \
         input In { userPoolId: String, nick: String @deprecated }",
    );
    let said = project.scaffolds(&["--missing", "--area", "all"]);
    let person = project.fragment("Person");
    assert!(
        !person.contains("mail") && !person.contains("house"),
        "{person}"
    );
    assert!(!project.path("queries/fragments/House.graphql").exists());
    let query = project.read("queries/all/person.graphql");
    assert!(
        !query.contains("$old") && !query.contains("nick"),
        "{query}"
    );
    for line in [
        "skipped `Person.mail`: it is deprecated",
        "skipped `Query.former`: it is deprecated; `scaffold former` creates it",
    ] {
        assert!(said.contains(line), "{said}");
    }
    project.write_comments();
    let said = project.scaffolds(&["former", "--area", "all"]);
    assert!(said.contains("former.graphql"), "{said}");
    project.compiles();
}

#[test]
fn fragments_that_spread_themselves_are_rejected() {
    let used = "query A @authing(service: USERS, token: ANY) {\n  a {\n    ...One\n  }\n}\n";
    for (query, message) in [
        (Some(used), "fragment"),
        (None, "these fragments spread themselves: `One`, `Two`"),
    ] {
        let project = project("type Query { a: A, b: A } type A { id: ID, a: A }");
        for (name, other) in [("One", "Two"), ("Two", "One")] {
            let text = format!("# A.\nfragment {name} on A {{\n  id\n  ...{other}\n}}\n");
            project.write(&format!("queries/fragments/{name}.graphql"), &text);
        }
        if let Some(query) = query {
            project.write("queries/a.graphql", &format!("# A.\n{query}"));
        }
        let done = project.run("scaffold b --area all");
        let said = err(&done);
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(said.contains(message), "{said}");
        assert!(
            said.contains("--> queries/fragments/One.graphql:2:1"),
            "{said}"
        );
    }
}

#[test]
fn fragments_nested_too_deep_are_rejected() {
    let project = project("type Query { a: A } type A { id: ID }");
    for number in 0..3000 {
        let text = format!(
            "# A.\nfragment F{number} on A {{\n  id\n  ...F{}\n}}\n",
            number + 1
        );
        project.write(&format!("queries/fragments/F{number}.graphql"), &text);
    }
    project.write(
        "queries/fragments/F3000.graphql",
        "# A.\nfragment F3000 on A {\n  id\n}\n",
    );
    for command in ["scaffold a --area all", "check"] {
        let done = project.run(command);
        assert_eq!(done.status.code(), Some(1), "{}", err(&done));
    }
    let said = err(&project.run("scaffold a --area all"));
    assert!(
        said.contains("`F2900` nests more than 100 fragments"),
        "{said}"
    );
}

/// Scaffolds all missing operations of the service's schema, with some of its query files, and compiles them together.
fn scaffolds_the_service_with(kept: impl Fn(&str) -> bool, arguments: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let project = Project(TempDir::new().unwrap());
    let mut folders = vec![PathBuf::from("queries"), PathBuf::from("schema")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            if root.join(&path).is_dir() {
                folders.push(path);
            } else if !path.starts_with("queries") || kept(path.to_str().unwrap()) {
                let text = fs::read_to_string(root.join(&path)).unwrap();
                project.write(path.to_str().unwrap(), &text);
            }
        }
    }
    let config = fs::read_to_string(root.join("codegen.toml")).unwrap();
    // The service's names of mutations need not begin with a verb; a reviewer of the scaffolded files adds one.
    let (before, after) = config.split_once("verbs = [").unwrap();
    let (_, after) = after.split_once(']').unwrap();
    // Not every folder of query files exists.
    let (after, _) = after.split_once("[target.areas]").unwrap();
    let config = format!("{before}{after}");
    // Neither do the logins that a client's `login` sends.
    let lines = config
        .lines()
        .filter(|line| !line.starts_with("\"legacy::LoginOperation\""));
    let lines: Vec<&str> = lines.collect();
    project.write("codegen.toml", &lines.join("\n"));
    let said = project.scaffolds(&[&["--missing"], arguments].concat());
    assert!(said.contains("created: "), "{said}");
    assert!(!said.contains("can't be scaffolded"), "{said}");
    project.write_comments();
    project.remove_unused_fragments();
    project.succeeds("generate");
    let said = project.scaffolds(&["--missing"]);
    assert_eq!(said, "every root field has an operation\n");
}

#[test]
fn every_root_field_of_the_service_can_be_scaffolded_and_compiled() {
    scaffolds_the_service_with(
        |path| path == "queries/legacy/tokens/check_login_expired.graphql",
        &["--area", "all"],
    );
}

#[test]
fn scaffolded_files_compile_with_existing_files() {
    for half in [0, 1] {
        let in_half = |path: &str| path.len() % 2 == half;
        // A fragment on `User` shares its type: it can be used where that one is.
        let shared = "queries/legacy/users/get_openid_profile.graphql";
        let is_kept = |path: &str| path.starts_with("queries/legacy/fragments/") || path == shared;
        scaffolds_the_service_with(|path| is_kept(path) || in_half(path), &[]);
    }
}
