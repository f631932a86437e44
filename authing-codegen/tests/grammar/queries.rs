//! The query files.

use super::dice::Dice;
use super::names::Names;
use super::schema::{Definition, Member, Schema};
use super::selections::{Variable, Writer};
use super::texts;

/// The query files, and what they use.
pub(super) struct Queries {
    /// Their paths and their texts.
    pub(super) files: Vec<(String, String)>,
    /// Whether one requests a named method.
    pub(super) has_methods: bool,
}

/// Returns operations, and the fragments that they spread.
pub(super) fn queries(dice: &mut Dice<'_>, schema: &Schema) -> Queries {
    let mut writer = Writer {
        schema,
        fragments: Vec::new(),
        fragment_names: Names::default(),
        variables: None,
        variable_names: Names::default(),
    };
    let mut names = Names::default();
    let mut files = Vec::new();
    let mut has_methods = false;
    for index in 0..dice.between(1, 4) {
        let area = dice.pick(&["", "", "", "users/", "gen/", "people/"]);
        let extension = dice.pick(&["graphql", "graphql", "gql"]);
        let path = format!("{area}operation_{index}.{extension}");
        let may_have_method = !area.is_empty() || dice.one_in(20);
        let text = operation(dice, &mut writer, &mut names, may_have_method);
        has_methods |= text.contains("@method");
        files.push((path, text));
    }
    let fragments = writer.fragments.into_iter();
    files.extend(fragments.map(|one| (format!("fragments/{}.graphql", one.name), one.text)));
    Queries { files, has_methods }
}

fn operation(
    dice: &mut Dice<'_>,
    writer: &mut Writer<'_>,
    names: &mut Names,
    may_have_method: bool,
) -> String {
    let schema = writer.schema;
    let mutation = schema.mutation.as_ref().filter(|_| dice.one_in(2));
    let (kind, on) = match mutation {
        Some(on) => ("mutation", on),
        None => ("query", &schema.query),
    };
    let roots = schema.fields(on).unwrap_or_default();
    let is_abstract = |root: &&Member| {
        matches!(
            schema.get(&root.ty.name),
            Some(Definition::Interface(_) | Definition::Union(_))
        )
    };
    let usual: Vec<&Member> = roots.iter().filter(|root| !is_abstract(root)).collect();
    let root = dice.element(&usual).copied().unwrap_or(&roots[0]);
    let name = match dice.below(20) {
        0 => names.ty(dice, "Thing"),
        1..4 => names.compound(dice, &schema.members()),
        _ => names.camel(dice, "Thing"),
    };
    writer.variables = Some(Vec::new());
    writer.variable_names = Names::default();
    let alias = dice.one_in(6).then(|| Names::default().member(dice));
    let alias = alias.map(|alias| format!("{alias}: ")).unwrap_or_default();
    let arguments = writer.arguments(dice, &root.arguments);
    let nullable = if !root.ty.is_required() && !root.ty.is_list() && dice.one_in(4) {
        " @nullable"
    } else {
        ""
    };
    let inner = if writer.is_leaf(&root.ty) {
        String::new()
    } else {
        format!(" {{\n{}  }}", writer.selections(dice, &root.ty.name, 4))
    };
    let no_stream = schema.has_pages && dice.one_in(2);
    let variables = writer.variables.take().unwrap_or_default();
    let no_stream = no_stream && variables.iter().any(|one| one.name == "page");
    let no_stream = if no_stream {
        " @noStream(reason: \"it`s \\r <no> [link]\")"
    } else {
        ""
    };
    let service = dice.pick(&["USERS", "OAUTH"]);
    let token = dice.pick(&["OWNER", "NONE", "USER", "ANY"]);
    let search = if dice.one_in(6) {
        ", alias: [\"x y\", \"find-me\"]"
    } else {
        ""
    };
    let since = if dice.one_in(8) {
        ", since: \"2.0 [a] <b> \\r\""
    } else {
        ""
    };
    let method = if may_have_method {
        method(dice, &variables)
    } else {
        String::new()
    };
    let comment = texts::comment(dice, "");
    let comment = if comment.chars().any(char::is_alphanumeric) {
        comment
    } else {
        format!("# Does it.\n{comment}")
    };
    let variables = self::variables(dice, &variables);
    format!(
        "{comment}{kind} {name}{variables} @authing(service: {service}, token: {token}{search}{since}){no_stream}{method} {{\n  {alias}{}{arguments}{nullable}{inner}\n}}\n",
        root.name
    )
}

fn variables(dice: &mut Dice<'_>, variables: &[Variable]) -> String {
    if variables.is_empty() {
        return String::new();
    }
    let lines = variables.iter().map(|variable| {
        let Variable {
            name,
            ty,
            default,
            marks,
        } = variable;
        let default = default
            .as_ref()
            .map(|value| format!(" = {value}"))
            .unwrap_or_default();
        let marks: String = marks.iter().map(|mark| format!(" {mark}")).collect();
        let comment = if dice.one_in(4) {
            texts::comment(dice, "  ")
        } else {
            String::new()
        };
        format!("{comment}  ${name}: {}{default}{marks}\n", ty.text())
    });
    format!("(\n{})", lines.collect::<String>())
}

/// Returns the directive of a named method, or nothing.
fn method(dice: &mut Dice<'_>, variables: &[Variable]) -> String {
    if !dice.one_in(3) {
        return String::new();
    }
    let mut given = format!(
        "on: {}",
        dice.pick(&["[CLIENT]", "SESSION", "[CLIENT, SESSION]"])
    );
    let required = variables
        .iter()
        .filter(|one| one.ty.is_required() && one.default.is_none())
        .count();
    let optional = variables
        .iter()
        .filter(|one| !one.ty.is_required() || one.default.is_some());
    let filled_in = |one: &&Variable| one.marks.iter().any(|mark| mark == "@userPool");
    let mut optional = optional.filter(|one| !filled_in(one));
    if required > 4 || dice.one_in(4) {
        given += ", whole: true";
    } else if let Some(with) = optional.next().filter(|_| required < 4 && dice.one_in(2)) {
        given += &format!(", with: [\"{}\"]", with.name);
    }
    if dice.one_in(4) {
        given += &format!(", docs: {}", texts::string(texts::markdown(dice)));
    }
    format!(" @method({given})")
}
