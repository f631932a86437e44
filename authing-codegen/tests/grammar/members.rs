//! The fields and arguments of the schema.

use super::dice::Dice;
use super::names::{self, Names};
use super::schema::{Definition, Member, Schema};
use super::values::{Type, literal};

/// The shapes of types, the usual ones first.
const SHAPES: [&str; 10] = [
    "N", "N!", "[N!]!", "[N]", "[N!]", "[N]!", "N", "N!", "[[N]]", "[[N!]!]!",
];

impl Schema {
    /// Decides, for a name that sounds like a secret, whether it is one. Its type is a string then.
    fn judge(&mut self, dice: &mut Dice<'_>, name: &str, ty: &mut Type) {
        if !names::is_secret(name) {
            return;
        }
        *ty = Type::new("String", dice.pick(&["N", "N", "N!", "[N!]"]));
        if !self.secrets.contains(name) && !self.public.contains(name) {
            let into = if dice.one_in(3) {
                &mut self.public
            } else {
                &mut self.secrets
            };
            into.insert(name.to_owned());
            if self.is_secret(name) && dice.one_in(3) {
                self.encrypted.insert(name.to_owned());
            }
        }
    }

    /// Returns a type that can be sent.
    fn sent(&self, dice: &mut Dice<'_>) -> Type {
        let shape = dice.pick(&SHAPES);
        let mut names = vec!["String", "Int", "Boolean", "Float", "ID"];
        for (name, definition) in &self.types {
            if matches!(
                definition,
                Definition::Scalar | Definition::Enum(_) | Definition::Input { .. }
            ) {
                names.extend([name.as_str(), name.as_str()]);
            }
        }
        Type::new(dice.pick(&names), shape)
    }

    pub(super) fn input(&mut self, dice: &mut Dice<'_>, own: &str) -> Definition {
        let one_of = dice.one_in(4);
        let is_strict = dice.one_in(4);
        let mut names = Names::default();
        let mut fields = Vec::new();
        for _ in 0..dice.between(1, 7) {
            let name = names.member(dice);
            let mut ty = self.sent(dice);
            if !one_of && dice.one_in(8) {
                ty = Type::new(own, dice.pick(&["N", "[N!]", "[N]", "[N!]!"]));
            }
            if is_strict && ty.name != own && !ty.is_required() {
                ty.shape.push('!');
            }
            self.judge(dice, &name, &mut ty);
            let mut default = None;
            if one_of {
                ty = ty.nullable();
            } else if ty.name != own && dice.one_in(4) {
                default = Some(literal(dice, self, &ty, 2));
            }
            fields.push(Member {
                name,
                ty,
                default,
                arguments: Vec::new(),
            });
        }
        Definition::Input { fields, one_of }
    }

    /// Adds the types of responses. Each can have fields of all of them.
    pub(super) fn outputs(&mut self, dice: &mut Dice<'_>, names: Vec<String>) {
        let interface = dice.one_in(6).then(|| "Node".to_owned());
        let mut all = names.clone();
        all.extend(interface.clone());
        for name in &names {
            let mut members = Names::default();
            let leaf = members.free(dice.pick(&["id", "name", "_id", "Self"]).to_owned());
            let ty = Type::new(dice.pick(&["ID", "String", "Int"]), dice.pick(&["N", "N!"]));
            let mut fields = vec![Member {
                name: leaf,
                ty,
                default: None,
                arguments: Vec::new(),
            }];
            if dice.one_in(4) {
                let name = members.free(dice.pick(&["status", "code_", "status"]).to_owned());
                let ty = Type::new("Boolean", dice.pick(&["N", "N!"]));
                fields.push(Member {
                    name,
                    ty,
                    default: None,
                    arguments: Vec::new(),
                });
            }
            for _ in 0..dice.below(6) {
                fields.push(self.output(dice, &mut members, &all, interface.is_some()));
            }
            let implements = interface.clone().filter(|_| dice.one_in(2));
            if implements.is_some() && !fields.iter().any(|field| field.name == "node") {
                let ty = Type::new("Int", "N");
                fields.push(Member {
                    name: "node".to_owned(),
                    ty,
                    default: None,
                    arguments: Vec::new(),
                });
            }
            self.types
                .push((name.clone(), Definition::Object { fields, implements }));
        }
        if let Some(interface) = interface {
            let ty = Type::new("Int", "N");
            let field = Member {
                name: "node".to_owned(),
                ty,
                default: None,
                arguments: Vec::new(),
            };
            self.types
                .push((interface, Definition::Interface(vec![field])));
        }
        if dice.one_in(8) {
            self.types
                .push(("Either".to_owned(), Definition::Union(names)));
        }
    }

    fn output(
        &mut self,
        dice: &mut Dice<'_>,
        members: &mut Names,
        objects: &[String],
        interfaces: bool,
    ) -> Member {
        let name = members.member(dice);
        let mut ty = self.sent(dice);
        let is_input = matches!(self.get(&ty.name), Some(Definition::Input { .. }));
        if is_input || dice.one_in(4) {
            let count = if interfaces && !dice.one_in(8) {
                objects.len() - 1
            } else {
                objects.len()
            };
            ty.name = objects[dice.below(count)].clone();
        }
        if dice.one_in(20) {
            ty.shape = dice.pick(&["[[N]]", "[[N!]!]!", "[[N]!]"]).to_owned();
        }
        self.judge(dice, &name, &mut ty);
        let arguments = if dice.one_in(6) {
            self.arguments(dice, 2)
        } else {
            Vec::new()
        };
        Member {
            name,
            ty,
            default: None,
            arguments,
        }
    }

    fn arguments(&mut self, dice: &mut Dice<'_>, most: usize) -> Vec<Member> {
        let mut names = Names::default();
        let mut arguments = Vec::new();
        for _ in 0..dice.below(most + 1) {
            let name = names.member(dice);
            let mut ty = self.sent(dice);
            self.judge(dice, &name, &mut ty);
            let default = dice.one_in(5).then(|| literal(dice, self, &ty, 2));
            arguments.push(Member {
                name,
                ty,
                default,
                arguments: Vec::new(),
            });
        }
        arguments
    }

    /// Adds the root types. Their fields have arguments.
    pub(super) fn roots(&mut self, dice: &mut Dice<'_>) {
        let objects: Vec<String> = self
            .types
            .iter()
            .filter(|(_, one)| matches!(one, Definition::Object { .. }))
            .map(|(name, _)| name.clone())
            .collect();
        for root in std::iter::once(self.query.clone()).chain(self.mutation.clone()) {
            let mut names = Names::default();
            let mut fields = Vec::new();
            for _ in 0..dice.between(1, 4) {
                let mut field = self.output(dice, &mut names, &objects, false);
                if self.is_secret(&field.name) || self.public.contains(&field.name) {
                    field.name = names.free("plain".to_owned());
                }
                field.arguments = self.arguments(dice, 6);
                if dice.one_in(8) {
                    self.page(dice, &mut field, &objects);
                }
                fields.push(field);
            }
            self.types.push((
                root,
                Definition::Object {
                    fields,
                    implements: None,
                },
            ));
        }
    }

    /// Makes a root field return pages.
    fn page(&mut self, dice: &mut Dice<'_>, field: &mut Member, objects: &[String]) {
        let member = |name: &str, ty: Type| Member {
            name: name.to_owned(),
            ty,
            default: None,
            arguments: Vec::new(),
        };
        let item = &objects[dice.below(objects.len())];
        let list = Type::new(item, dice.pick(&["[N!]!", "[N]", "[N!]"]));
        if dice.one_in(3) {
            field.ty = list;
        } else {
            let name = format!("{item}Pages{}", self.types.len());
            let total = member(
                dice.pick(&["total", "totalCount"]),
                Type::new("Int", dice.pick(&["N", "N!"])),
            );
            let fields = vec![total, member("list", list)];
            field.ty = Type::new(&name, dice.pick(&["N", "N!"]));
            self.types.push((
                name,
                Definition::Object {
                    fields,
                    implements: None,
                },
            ));
        }
        field
            .arguments
            .retain(|argument| !["page", "count"].contains(&argument.name.as_str()));
        for name in ["page", "count"] {
            field
                .arguments
                .push(member(name, Type::new("Int", dice.pick(&["N", "N!"]))));
        }
    }
}
