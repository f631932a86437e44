//! Names that are valid in GraphQL and troublesome in Rust.

use std::collections::BTreeSet;

use super::dice::Dice;

/// Names of fields, arguments, variables and enum values.
const MEMBERS: &str = "self Self SELF super crate gen async try type match dyn union new New NEW build yield box macro_rules static \
    auto default true_ where impl fn raw safe name Name NAME na_me naMe _name name_ _name_ __ id _id ID Id i_d iD _ \
    _1 _2d _2D _4D_PLUS _self self_ _crate field field_1 value Value other Other OTHER unknown Unknown UNKNOWN \
    Unrecognized ASC asc Asc A_B AB aB a_b A_B_C ABC fooBar FOO_BAR foo_bar FooBar foo__bar fooBAR A1 A_1 a1B2 A1_B \
    maybe_name maybeName clear_name clearName patch_name patchName name_2 id_2 oAuth OAuth o_auth oauthApp OAuthApp \
    variables operation operations types bind binder secret support data output serde core std alloc execute stream \
    own_id clone into from default_ list total code status message createdAt user userName user_name thing find \
    find_user User list_users createdAt page count metadata operationName query";

/// Names that sound like secrets.
pub(super) const SECRETS: &[&str] = &[
    "password",
    "token",
    "code",
    "secret",
    "apiKey",
    "access_token",
    "pin",
    "PASSWORD",
];

/// Names of types, operations and fragments.
const TYPES: &str = "User USER user User_ _User UserName User_Name Gen gen Async Try Type Match Other Unknown Value Iterator \
    PartialEq Eq Hash Serialize Deserialize Sync Sized Copy Drop Fn ToString AsRef TryFrom Secret Operation \
    ResponseData Output Binder Bind T E O F A B AB A_B ABC Find FindUser GetUser ListUsers CreateOAuthApp OAuthApp \
    OauthApp Shared shared Types Operations A1 Client Session Error Page Cow Item Paged PhantomData Future Never Str \
    Bool I32 Payload Root One Maybe List Rows Core Std";

/// Names of types that the generator rejects without a name in the configuration.
const RESERVED: &str = "Self self Crate crate Super Mod mod Option Vec Box Result Ok Err Some None Debug Default Clone Send From Into \
    IntoIterator Variables Wire D S _2d _1 _";

/// Names that only one kind of thing can have.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// Reserves names.
    pub(super) fn with(taken: &[&str]) -> Self {
        Self(taken.iter().map(|name| (*name).to_owned()).collect())
    }

    /// Returns a free name of a member.
    pub(super) fn member(&mut self, dice: &mut Dice<'_>) -> String {
        let plain = !dice.one_in(3);
        let secret = dice.pick(SECRETS);
        let name = if dice.one_in(12) && !self.0.contains(secret) {
            secret.to_owned()
        } else if plain && dice.one_in(2) {
            format!(
                "{}{}",
                dice.pick(&["first", "second", "third"]),
                dice.pick(&["Thing", "_part", "Bit", ""])
            )
        } else {
            pick(dice, MEMBERS).to_owned()
        };
        // Reserved for introspection.
        let name = if name.starts_with("__") {
            format!("x{name}")
        } else {
            name
        };
        self.free(name)
    }

    /// Returns a free name of a type.
    pub(super) fn ty(&mut self, dice: &mut Dice<'_>, suffix: &str) -> String {
        let name = type_name(dice);
        let suffix = if dice.one_in(3) { "" } else { suffix };
        self.free(format!("{name}{suffix}"))
    }

    /// Returns a free name in upper camel case.
    pub(super) fn camel(&mut self, dice: &mut Dice<'_>, suffix: &str) -> String {
        let name = if dice.one_in(12) {
            type_name(dice)
        } else {
            let camel: Vec<&str> = TYPES.split(' ').filter(|name| is_camel(name)).collect();
            dice.pick(&camel)
        };
        let suffix = if dice.one_in(2) { "" } else { suffix };
        self.free(format!("{name}{suffix}"))
    }

    /// Returns a free name that begins with another and a member's name, like the type of a selection.
    pub(super) fn compound(&mut self, dice: &mut Dice<'_>, members: &BTreeSet<&str>) -> String {
        let names: Vec<&String> = self.0.iter().filter(|name| is_camel(name)).collect();
        let first = dice.element(&names).map(|name| name.to_string());
        let members: Vec<&str> = members.iter().copied().collect();
        let words = dice
            .pick(&members)
            .split('_')
            .filter(|word| !word.is_empty());
        let words = words.map(|word| word[..1].to_uppercase() + &word[1..]);
        let name = words.fold(first.unwrap_or_default(), |name, word| name + &word);
        self.free(name)
    }

    /// Reserves a name, with a number if it is taken.
    pub(super) fn free(&mut self, name: String) -> String {
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        let free = names.find(|name| !self.0.contains(name)).unwrap_or(name);
        self.0.insert(free.clone());
        free
    }
}

fn pick(dice: &mut Dice<'_>, of: &'static str) -> &'static str {
    let names: Vec<&str> = of.split(' ').collect();
    dice.pick(&names)
}

fn type_name(dice: &mut Dice<'_>) -> &'static str {
    if dice.one_in(30) {
        pick(dice, RESERVED)
    } else {
        pick(dice, TYPES)
    }
}

fn is_camel(name: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    letters[0].is_ascii_uppercase()
        && letters.iter().all(char::is_ascii_alphanumeric)
        && !letters
            .windows(2)
            .any(|two| two.iter().all(char::is_ascii_uppercase))
}

/// Returns whether a name is one of those that sound like secrets.
pub(super) fn is_secret(name: &str) -> bool {
    SECRETS.contains(&name)
}
