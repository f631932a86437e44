//! Repairs a schema with empty types, references to skipped parts or to types of the wrong kind, interfaces that are not
//! implemented, or defaults of the wrong type.

use std::collections::{BTreeSet, HashMap};

use apollo_compiler::ast::{
    Definition, Document, FieldDefinition, InputValueDefinition, SchemaDefinition, Type,
};
use apollo_compiler::{Name, Node};

use super::places::{Kinds, Place};
use super::{SCALARS, Skipped, defaults};
use crate::input::schema::fits;

/// The definitions of types by name.
type Types<'a> = HashMap<Name, &'a Definition>;

/// Skips invalid parts until the rest is valid.
pub(super) fn repair(
    mut schema: SchemaDefinition,
    definitions: &mut Vec<Definition>,
    skipped: &mut Skipped,
) -> SchemaDefinition {
    for name in undefined(&schema, definitions) {
        if skipped.types.insert(name.clone()) {
            skipped.warn(&name, "it is used, but not defined");
        }
    }
    let kinds = Kinds::new(definitions);
    loop {
        for definition in &mut *definitions {
            without_skipped(definition, &kinds, skipped);
        }
        let before = definitions.len();
        definitions.retain(|definition| {
            let Some(name) = definition.name() else {
                return true;
            };
            // A type whose required field is gone can't be sent.
            if skipped.types.contains(name) && definition.as_directive_definition().is_none() {
                return false;
            }
            let Some(lacks) = emptiness(definition) else {
                return true;
            };
            skipped.warn(name, lacks);
            skipped.types.insert(name.clone());
            false
        });
        if definitions.len() == before {
            break;
        }
    }
    schema.root_operations.retain(|root| {
        let reason = kinds.misplaced(Place::Root, &root.1, skipped);
        if let Some(reason) = &reason {
            skipped.warn(&format!("schema.{}", root.0), reason);
        }
        reason.is_none()
    });
    while let Some((at, interface, reason)) = unimplemented_interface(definitions) {
        let Some(definition) = definitions.get_mut(at) else {
            break;
        };
        let name = definition.name().cloned();
        let coordinate = format!(
            "{} implements {interface}",
            name.as_deref().unwrap_or_default()
        );
        skipped.warn(&coordinate, &reason);
        interfaces_mut(definition, |interfaces| {
            interfaces.retain(|one| *one != interface)
        });
    }
    without_wrong_defaults(definitions, skipped);
    schema
}

/// Returns the types that are used without a definition. Some services hide types from some callers, but not their uses.
fn undefined(schema: &SchemaDefinition, definitions: &[Definition]) -> BTreeSet<Name> {
    let mut used: BTreeSet<&Name> = schema.root_operations.iter().map(|root| &root.1).collect();
    for definition in definitions {
        used.extend(interfaces(definition));
        let (inputs, members) = match definition {
            Definition::InputObjectTypeDefinition(ty) => (&*ty.fields, &[][..]),
            Definition::DirectiveDefinition(directive) => (&*directive.arguments, &[][..]),
            Definition::UnionTypeDefinition(ty) => (&[][..], &*ty.members),
            _ => (&[][..], &[][..]),
        };
        let fields = fields_of(definition).iter();
        let arguments = fields.clone().flat_map(|field| &field.arguments);
        let types = arguments.chain(inputs).map(|input| &*input.ty);
        let types = types.chain(fields.map(|field| &field.ty));
        used.extend(types.map(Type::inner_named_type).chain(members));
    }
    let types = by_name(definitions);
    let is_defined = |name: &Name| types.contains_key(name) || SCALARS.contains(&name.as_str());
    let undefined = used.into_iter().filter(|name| !is_defined(name));
    undefined.cloned().collect()
}

/// Returns what a definition lacks to be valid.
fn emptiness(definition: &Definition) -> Option<&'static str> {
    match definition {
        Definition::ObjectTypeDefinition(ty) if ty.fields.is_empty() => Some("it has no fields"),
        Definition::InterfaceTypeDefinition(ty) if ty.fields.is_empty() => Some("it has no fields"),
        Definition::InputObjectTypeDefinition(ty) if ty.fields.is_empty() => {
            Some("it has no fields")
        }
        Definition::UnionTypeDefinition(ty) if ty.members.is_empty() => Some("it has no members"),
        Definition::EnumTypeDefinition(ty) if ty.values.is_empty() => Some("it has no values"),
        _ => None,
    }
}

/// Removes references to types that are skipped, or that can't be where they are.
fn without_skipped(definition: &mut Definition, kinds: &Kinds, skipped: &mut Skipped) {
    let name = definition.name().cloned();
    let name = name.as_deref().unwrap_or_default();
    match definition {
        Definition::ObjectTypeDefinition(ty) => {
            fields(&mut ty.make_mut().fields, name, kinds, skipped);
        }
        Definition::InterfaceTypeDefinition(ty) => {
            fields(&mut ty.make_mut().fields, name, kinds, skipped);
        }
        Definition::UnionTypeDefinition(ty) => {
            ty.make_mut().members.retain(|member| {
                let coordinate = format!("{name} = {member}");
                stays(
                    kinds.misplaced(Place::Member, member, skipped),
                    &coordinate,
                    skipped,
                )
            });
        }
        Definition::InputObjectTypeDefinition(ty) => {
            let ty = ty.make_mut();
            let at = |field: &str| format!("{}.{field}", ty.name);
            if !inputs(&mut ty.fields, &at, kinds, skipped) {
                skipped.warn(&ty.name, "it can't be given without that field");
                skipped.types.insert(ty.name.clone());
            }
        }
        Definition::DirectiveDefinition(directive) => {
            let at = |argument: &str| format!("@{name}({argument}:)");
            inputs(&mut directive.make_mut().arguments, &at, kinds, skipped);
        }
        _ => {}
    }
    interfaces_mut(definition, |interfaces| {
        interfaces.retain(|interface| {
            let coordinate = format!("{name} implements {interface}");
            stays(
                kinds.misplaced(Place::Interface, interface, skipped),
                &coordinate,
                skipped,
            )
        });
    });
}

/// Warns of the reason why a part can't stay, if there is one.
fn stays(reason: Option<String>, coordinate: &str, skipped: &mut Skipped) -> bool {
    if let Some(reason) = &reason {
        skipped.warn(coordinate, reason);
    }
    reason.is_none()
}

fn fields(fields: &mut Vec<Node<FieldDefinition>>, of: &str, kinds: &Kinds, skipped: &mut Skipped) {
    fields.retain_mut(|field| {
        let coordinate = format!("{of}.{}", field.name);
        let reason = kinds.misplaced(Place::Field, field.ty.inner_named_type(), skipped);
        if !stays(reason, &coordinate, skipped) {
            return false;
        }
        let is_wrong = |argument: &Node<InputValueDefinition>| {
            let ty = argument.ty.inner_named_type();
            kinds.misplaced(Place::Input, ty, skipped).is_some()
        };
        if !field.arguments.iter().any(is_wrong) {
            return true;
        }
        let at = |argument: &str| format!("{coordinate}({argument}:)");
        let can_be_asked_for = inputs(&mut field.make_mut().arguments, &at, kinds, skipped);
        if !can_be_asked_for {
            skipped.warn(&coordinate, "it can't be selected without that argument");
        }
        can_be_asked_for
    });
}

/// Removes the parts whose type can't be there; returns whether all of them were optional.
fn inputs(
    inputs: &mut Vec<Node<InputValueDefinition>>,
    coordinate: &dyn Fn(&str) -> String,
    kinds: &Kinds,
    skipped: &mut Skipped,
) -> bool {
    let mut all_optional = true;
    inputs.retain(|input| {
        let reason = kinds.misplaced(Place::Input, input.ty.inner_named_type(), skipped);
        let stays = stays(reason, &coordinate(&input.name), skipped);
        all_optional &= stays || !input.is_required();
        stays
    });
    all_optional
}

fn interfaces(of: &Definition) -> &[Name] {
    match of {
        Definition::ObjectTypeDefinition(ty) => &ty.implements_interfaces,
        Definition::InterfaceTypeDefinition(ty) => &ty.implements_interfaces,
        _ => &[],
    }
}

fn interfaces_mut(of: &mut Definition, change: impl FnOnce(&mut Vec<Name>)) {
    match of {
        Definition::ObjectTypeDefinition(ty) => change(&mut ty.make_mut().implements_interfaces),
        Definition::InterfaceTypeDefinition(ty) => change(&mut ty.make_mut().implements_interfaces),
        _ => {}
    }
}

fn fields_of(definition: &Definition) -> &[Node<FieldDefinition>] {
    match definition {
        Definition::ObjectTypeDefinition(ty) => &ty.fields,
        Definition::InterfaceTypeDefinition(ty) => &ty.fields,
        _ => &[],
    }
}

/// Returns the first interface that a type declares but does not implement.
fn unimplemented_interface(definitions: &[Definition]) -> Option<(usize, Name, String)> {
    let types = by_name(definitions);
    definitions.iter().enumerate().find_map(|(at, definition)| {
        let own = interfaces(definition);
        own.iter().find_map(|interface| {
            // Of an unknown type, the schema's validation says more.
            let of = types.get(interface)?;
            let missing = interfaces(of).iter().find(|one| !own.contains(one));
            let reason = match missing {
                Some(missing) => Some(format!(
                    "it does not implement `{missing}`, as `{interface}` does"
                )),
                None => not_implemented(definition, of, &types),
            };
            Some((at, interface.clone(), reason?))
        })
    })
}

fn not_implemented(of: &Definition, interface: &Definition, types: &Types<'_>) -> Option<String> {
    fields_of(interface).iter().find_map(|wanted| {
        let field = fields_of(of).iter().find(|field| field.name == wanted.name);
        let Some(field) = field else {
            return Some(format!("the field `{}` is missing", wanted.name));
        };
        let takes = |argument: &Node<InputValueDefinition>| {
            let own = field.arguments.iter().find(|own| own.name == argument.name);
            own.is_some_and(|own| own.ty == argument.ty)
        };
        let is_optional = |own: &Node<InputValueDefinition>| {
            !own.is_required()
                || wanted
                    .arguments
                    .iter()
                    .any(|argument| argument.name == own.name)
        };
        let is_alike = is_subtype(&field.ty, &wanted.ty, types)
            && wanted.arguments.iter().all(takes)
            && field.arguments.iter().all(is_optional);
        (!is_alike).then(|| {
            format!(
                "the field `{}` has another type or other arguments",
                wanted.name
            )
        })
    })
}

fn is_subtype(ty: &Type, of: &Type, types: &Types<'_>) -> bool {
    match (ty, of) {
        (Type::NonNullNamed(ty), Type::NonNullNamed(of) | Type::Named(of))
        | (Type::Named(ty), Type::Named(of)) => ty == of || is_possible(ty, of, types),
        (Type::NonNullList(ty), Type::NonNullList(of) | Type::List(of))
        | (Type::List(ty), Type::List(of)) => is_subtype(ty, of, types),
        _ => false,
    }
}

fn is_possible(ty: &Name, of: &Name, types: &Types<'_>) -> bool {
    match types.get(of) {
        Some(Definition::UnionTypeDefinition(of)) => of.members.contains(ty),
        Some(Definition::InterfaceTypeDefinition(_)) => {
            types.get(ty).is_some_and(|ty| interfaces(ty).contains(of))
        }
        _ => false,
    }
}

fn by_name(definitions: &[Definition]) -> Types<'_> {
    let types = definitions
        .iter()
        .filter(|one| one.as_directive_definition().is_none());
    types
        .filter_map(|one| Some((one.name()?.clone(), one)))
        .collect()
}

fn without_wrong_defaults(definitions: &mut [Definition], skipped: &mut Skipped) {
    let mut document = Document::new();
    document.definitions = definitions.to_vec();
    // What else is wrong with it, its validation says.
    let schema = document.to_schema().unwrap_or_else(|error| error.partial);
    let mut check = |at: String, input: &mut Node<InputValueDefinition>| {
        let Some(default) = &input.default_value else {
            return;
        };
        let ty = input.ty.inner_named_type();
        // Of an unknown type, the schema's validation says more.
        let is_known = schema.types.contains_key(ty) || SCALARS.contains(&ty.as_str());
        if is_known && !fits(default, &input.ty, &schema) {
            let reason = format!("it is not a value of the type `{}`", input.ty);
            let text = default.serialize().no_indent().to_string();
            skipped
                .warnings
                .push(defaults::warning(&at, &text, &reason));
            input.make_mut().default_value = None;
        }
    };
    for definition in definitions {
        let name = definition.name().cloned();
        let name = name.as_deref().unwrap_or_default();
        let fields = match definition {
            Definition::ObjectTypeDefinition(ty) => &mut ty.make_mut().fields,
            Definition::InterfaceTypeDefinition(ty) => &mut ty.make_mut().fields,
            Definition::InputObjectTypeDefinition(ty) => {
                for field in &mut ty.make_mut().fields {
                    check(format!("{name}.{}", field.name), field);
                }
                continue;
            }
            Definition::DirectiveDefinition(directive) => {
                for argument in &mut directive.make_mut().arguments {
                    check(format!("@{name}({}:)", argument.name), argument);
                }
                continue;
            }
            _ => continue,
        };
        for field in fields {
            let of = field.name.clone();
            for argument in &mut field.make_mut().arguments {
                check(format!("{name}.{of}({}:)", argument.name), argument);
            }
        }
    }
}
