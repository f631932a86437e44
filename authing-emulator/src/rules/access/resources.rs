//! Resources, and the namespaces in which they, roles and policies are.

use crate::rules::access::roles::coded::{self, DEFAULT_NAMESPACE};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::store::access::{self, GRANTS};
use crate::store::resources::{Action, NAMESPACES, Namespace, RESOURCES, Resource, key};
use crate::store::{Read, numbers, policies};

/// The kinds of resources.
const KINDS: [&str; 5] = ["DATA", "API", "MENU", "UI", "BUTTON"];

/// A namespace's code or id.
#[derive(Clone, Copy)]
pub(crate) enum Named<'a> {
    Code(&'a str),
    Id(&'a str),
}

/// What is given of a new or changed resource.
#[derive(Default)]
pub(crate) struct Given<'a> {
    pub(crate) kind: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) api_identifier: Option<&'a str>,
    pub(crate) actions: Option<Vec<Action>>,
}

pub(crate) fn known(
    transaction: &impl Read,
    namespace: &str,
    code: &str,
) -> Result<Resource, ApiError> {
    let resource = RESOURCES.get(transaction, &key(namespace, code))?;
    resource.ok_or_else(|| {
        Code::Internal.saying(
            "权限分组内没有此资源",
            "there is no such resource in this namespace",
        )
    })
}

pub(crate) fn create(
    pool: &Pool,
    namespace: &str,
    code: &str,
    given: Given<'_>,
) -> Result<Resource, ApiError> {
    let mut resource = Resource {
        id: pool.new_id(),
        namespace: namespace.to_owned(),
        code: code.to_owned(),
        kind: "DATA".to_owned(),
        description: None,
        api_identifier: None,
        actions: Vec::new(),
        created_at: pool.date(),
        updated_at: pool.date(),
    };
    apply(&mut resource, given)?;
    pool.store.write(|transaction| {
        let key = key(namespace, code);
        if RESOURCES.get(transaction, &key)?.is_some() {
            return Err(Code::Internal.saying(
                "资源 code 已存在",
                "there is a resource with this code already",
            ));
        }
        RESOURCES.put(transaction, &key, &resource)?;
        Ok(resource)
    })
}

pub(crate) fn change(
    pool: &Pool,
    namespace: &str,
    code: &str,
    given: Given<'_>,
) -> Result<Resource, ApiError> {
    pool.store.write(|transaction| {
        let mut resource = known(transaction, namespace, code)?;
        apply(&mut resource, given)?;
        resource.updated_at = pool.date();
        RESOURCES.put(transaction, &key(namespace, code), &resource)?;
        Ok(resource)
    })
}

fn apply(resource: &mut Resource, given: Given<'_>) -> Result<(), ApiError> {
    if let Some(kind) = given.kind {
        if !KINDS.contains(&kind) {
            return Err(Code::Internal.saying(
                format!("`type` 只能是 {}", KINDS.join("、")),
                format!("`type` must be one of {}", KINDS.join(", ")),
            ));
        }
        kind.clone_into(&mut resource.kind);
    }
    for (field, text) in [
        (&mut resource.description, given.description),
        (&mut resource.api_identifier, given.api_identifier),
    ] {
        if let Some(text) = text {
            *field = Some(text.to_owned());
        }
    }
    if let Some(actions) = given.actions {
        resource.actions = actions;
    }
    Ok(())
}

/// Deletes a resource, and what anyone may do with it.
pub(crate) fn delete(pool: &Pool, namespace: &str, code: &str) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        known(transaction, namespace, code)?;
        for grant in access::on(transaction, namespace, code)? {
            GRANTS.delete(transaction, &grant.key())?;
        }
        Ok(RESOURCES.delete(transaction, &key(namespace, code))?)
    })
}

pub(crate) fn create_namespace(
    pool: &Pool,
    code: &str,
    name: &str,
    description: Option<&str>,
) -> Result<Namespace, ApiError> {
    pool.store.write(|transaction| {
        let all = NAMESPACES.all(transaction)?;
        if code == DEFAULT_NAMESPACE || all.iter().any(|namespace| namespace.code == code) {
            return Err(Code::Internal.saying(
                "权限分组 code 已存在",
                "there is a namespace with this code already",
            ));
        }
        let ids = all.iter().map(|namespace| namespace.id);
        let namespace = Namespace {
            id: numbers::next(transaction, "namespaces", ids)?,
            code: code.to_owned(),
            name: name.to_owned(),
            description: description.map(str::to_owned),
        };
        NAMESPACES.put(transaction, code, &namespace)?;
        Ok(namespace)
    })
}

/// Changes the namespace with this id or code. What is in it keeps its place, so that the code can't be changed.
pub(crate) fn change_namespace(
    pool: &Pool,
    named: Named<'_>,
    name: Option<&str>,
    description: Option<&str>,
) -> Result<Namespace, ApiError> {
    pool.store.write(|transaction| {
        let mut namespace = known_namespace(transaction, named)?;
        if let Some(name) = name {
            name.clone_into(&mut namespace.name);
        }
        if let Some(description) = description {
            namespace.description = Some(description.to_owned());
        }
        NAMESPACES.put(transaction, &namespace.code, &namespace)?;
        Ok(namespace)
    })
}

/// Deletes a namespace with everything in it: roles, policies, resources, and who may do what with them.
pub(crate) fn delete_namespace(pool: &Pool, named: Named<'_>) -> Result<(), ApiError> {
    if let Named::Code(DEFAULT_NAMESPACE) = named {
        return Err(Code::NamespaceNotDeletable.into());
    }
    pool.store.write(|transaction| {
        let code = known_namespace(transaction, named)?.code;
        for role in coded::all(transaction, Some(&code))? {
            coded::remove(transaction, &role)?;
        }
        policies::forget_in(transaction, &code)?;
        access::forget_all_in(transaction, &code)?;
        for resource in RESOURCES.under(transaction, &key(&code, ""))? {
            RESOURCES.delete(transaction, &key(&resource.namespace, &resource.code))?;
        }
        Ok(NAMESPACES.delete(transaction, &code)?)
    })
}

fn known_namespace(transaction: &impl Read, named: Named<'_>) -> Result<Namespace, ApiError> {
    let found = match named {
        Named::Code(code) => NAMESPACES.get(transaction, code)?,
        Named::Id(id) => {
            let mut all = NAMESPACES.all(transaction)?.into_iter();
            all.find(|namespace| namespace.id.to_string() == id)
        }
    };
    Ok(found.ok_or(Code::UnknownNamespace)?)
}
