//! What a target's settings say about a name. Settings of its own take precedence over those that it inherits, except that a
//! string stays a secret whatever else is said about it.

use super::{Pages, Target};
use crate::names;
use crate::names::words;

/// Returns whether a list of `name`, `Type.field` and `Type.field.argument` entries matches this field of a type, this argument
/// of a `Type.field`, or this name alone.
fn has(names: &[String], on: Option<&str>, name: &str) -> bool {
    names.iter().any(|one| match one.rsplit_once('.') {
        Some((ty, field)) => on == Some(ty) && field == name,
        None => one == name,
    })
}

impl Target {
    /// Returns it, and the target that it extends.
    fn and_base(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.base.as_deref())
    }

    /// Returns the Rust path of the configured type of a string in responses. A `Type.field` entry takes precedence over a name.
    pub(crate) fn text_type(&self, on: &str, name: &str) -> Option<String> {
        let own = format!("{on}.{name}");
        self.and_base()
            .find_map(|target| target.text_of(&own).or_else(|| target.text_of(name)))
    }

    /// Returns the Rust path of the configured type of a string in an input object, which has a `Type.field` entry of its own.
    pub(crate) fn input_text_type(&self, on: &str, name: &str) -> Option<String> {
        let own = format!("{on}.{name}");
        self.and_base().find_map(|target| target.text_of(&own))
    }

    fn text_of(&self, entry: &str) -> Option<String> {
        let mut types = self.texts.iter();
        let (path, _) = types.find(|(_, names)| names.iter().any(|name| name == entry))?;
        Some(self.below_runtime(path))
    }

    /// Returns whether a list of the target's own secrets matches. If the target lists this `Type.field` as `public`, only the
    /// same entry does.
    fn has_secret(&self, secrets: &[String], on: Option<&str>, name: &str) -> bool {
        let is_listed =
            |names: &[String]| on.is_some_and(|on| names.contains(&format!("{on}.{name}")));
        has(secrets, on, name) && (is_listed(secrets) || !is_listed(&self.public))
    }

    /// Returns whether a string with this name is a secret: a field of this type, if the type is known.
    pub(crate) fn is_sensitive(&self, on: Option<&str>, name: &str) -> bool {
        self.and_base()
            .any(|target| target.has_secret(&target.sensitive, on, name))
            || self.is_encrypted(on, name)
    }

    /// Returns whether `sensitive` has an entry.
    pub(crate) fn lists_as_sensitive(&self, entry: &String) -> bool {
        self.and_base()
            .any(|target| target.sensitive.contains(entry))
    }

    /// Returns the part of a string's name that sounds like a secret, unless the configuration says what it is.
    pub(crate) fn sounds_secret(&self, on: Option<&str>, name: &str) -> Option<&'static str> {
        let is_known = self.is_sensitive(on, name) || self.is_public(on, name);
        words::secret(name).filter(|_| !is_known)
    }

    /// Returns whether a string with this name is a secret, or sounds like one.
    pub(crate) fn is_secret(&self, on: Option<&str>, name: &str) -> bool {
        self.is_sensitive(on, name) || self.sounds_secret(on, name).is_some()
    }

    /// Returns whether the configuration says that a string with this name is no secret.
    pub(crate) fn is_public(&self, on: Option<&str>, name: &str) -> bool {
        self.and_base().any(|target| has(&target.public, on, name))
    }

    /// Returns whether the service requires a string with this name, or this field of the type, to be encrypted.
    pub(crate) fn is_encrypted(&self, on: Option<&str>, name: &str) -> bool {
        self.and_base()
            .any(|target| target.has_secret(&target.encrypted, on, name))
    }

    /// Returns whether a type of the schema is a string: `String`, `ID`, or a scalar whose Rust type is `String`.
    pub(crate) fn is_text(&self, ty: &str) -> bool {
        ["ID", "String"].contains(&ty) || self.scalar(ty).is_some_and(|rust| rust == "String")
    }

    /// Returns the configured Rust type of a scalar.
    pub(crate) fn scalar(&self, ty: &str) -> Option<&String> {
        self.and_base().find_map(|target| target.scalars.get(ty))
    }

    /// Returns the scalars that have a configured Rust type.
    pub(crate) fn scalars(&self) -> impl Iterator<Item = &String> {
        self.and_base().flat_map(|target| target.scalars.keys())
    }

    /// Returns the API's names for the pages of lists.
    pub(crate) fn pages(&self) -> Option<&Pages> {
        self.and_base().find_map(|target| target.pages.as_ref())
    }

    /// Returns whether a variable with this name is the user pool id.
    pub(crate) fn is_user_pool(&self, name: &str) -> bool {
        let mut names = self.and_base().flat_map(|target| &target.user_pool);
        names.any(|one| one == name)
    }

    /// Returns the configured verb that an operation name begins with.
    pub(crate) fn verb(&self, name: &str) -> Option<&str> {
        let begins = |verb: &&String| {
            name.strip_prefix(verb.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_lowercase))
        };
        self.verbs.iter().find(begins).map(String::as_str)
    }

    /// Returns whether its own settings name a type of the schema, or a member of the type.
    pub(crate) fn names_itself(&self, wire: &str) -> bool {
        let of = |entry: &String| entry.split('.').next() == Some(wire);
        self.names.keys().any(of)
    }

    /// Returns the Rust name of an input object or enum of the schema.
    pub(crate) fn type_name(&self, wire: &str) -> String {
        self.given(wire).unwrap_or_else(|| names::type_name(wire))
    }

    /// Returns the Rust name of an enum value.
    pub(crate) fn variant(&self, of: &str, value: &str) -> String {
        let given = self.given(&format!("{of}.{value}"));
        given.unwrap_or_else(|| names::variant(value))
    }

    /// Returns the Rust name of a field of an input object.
    pub(crate) fn input_field(&self, of: &str, field: &str) -> String {
        let given = self.given(&format!("{of}.{field}"));
        given.unwrap_or_else(|| names::field(field))
    }

    fn given(&self, entry: &str) -> Option<String> {
        self.and_base()
            .find_map(|target| target.names.get(entry))
            .cloned()
    }
}
