//! Collaborators, who may administer the pool at the service, and what they may do.

use redb::{ReadTransaction, WriteTransaction};
use serde_json::{Value, json};

use crate::api::legacy::objects::act::Act::{Create, Delete, Find, List, ListBy, Update};
use crate::api::legacy::objects::act::Reply;
use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::objects::{Kind, Moment, Object, text};
use crate::api::legacy::pool::pool_object;
use crate::api::legacy::user_object::seen_by_all;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::users::lookup;
use crate::store::objects::{self, COLLABORATOR};
use crate::store::users;

const PERMISSIONS: Kind = Kind::new(
    "collaboratorPermissions",
    "协作权限",
    "permission of collaborators",
);
const COLLABORATIONS: Kind = Kind::new(objects::COLLABORATIONS, "协作关系", "collaboration")
    .unknown(Code::UnknownCollaboration)
    .fit(fit)
    .show(show);

rows! { ROWS Always;
    Query queryCollaborativeUserPoolByUserId Owner
        ListBy(&COLLABORATIONS, COLLABORATOR, "userId", Shape::Page(1));
    Query queryCollaboratorsByUserPoolId Owner List(&COLLABORATIONS, Shape::Page(1));
    Query queryCollaborationByUserPoolIdAndUserId Owner
        Find(&COLLABORATIONS, COLLABORATOR, "userId");
    Query queryCollaboratorPermissions Owner permissions;
    Query queryPermissionList Owner List(&PERMISSIONS, Shape::Whole);
    Mutation addCollaborator Owner Create(&COLLABORATIONS);
    Mutation updateCollaborator Owner Update(&COLLABORATIONS, "collaborationId");
    Mutation removeCollaborator Owner Delete(&COLLABORATIONS, "collaborationId", Reply::Deleted);
    Mutation addPermission Owner Create(&PERMISSIONS);
}

fn fit(
    _: &Pool,
    transaction: &WriteTransaction,
    collaboration: &mut Object,
    moment: Moment,
) -> Result<(), ApiError> {
    let user = text(collaboration, COLLABORATOR);
    lookup::known(transaction, user)?;
    for descriptor in descriptors(collaboration) {
        PERMISSIONS.known(transaction, text(&descriptor, "permissionId"))?;
    }
    let mut others = COLLABORATIONS.all(transaction)?.into_iter();
    if moment == Moment::Created && others.any(|other| text(&other, COLLABORATOR) == user) {
        return Err(Code::CollaboratorExists.into());
    }
    Ok(())
}

fn descriptors(collaboration: &Object) -> Vec<Object> {
    let list = collaboration
        .get("permissionDescriptors")
        .and_then(Value::as_array);
    let list = list.into_iter().flatten();
    list.filter_map(Value::as_object).cloned().collect()
}

fn show(pool: &Pool, read: &ReadTransaction, collaboration: &mut Object) -> Result<(), ApiError> {
    let user = users::by_id(read, text(collaboration, COLLABORATOR))?;
    let user = user
        .map(|user| seen_by_all(pool, read, &user))
        .transpose()?;
    let mut shown = Vec::new();
    for mut descriptor in descriptors(collaboration) {
        let permission = PERMISSIONS.get(read, text(&descriptor, "permissionId"))?;
        let name = permission.and_then(|mut permission| permission.remove("name"));
        descriptor.insert("name".to_owned(), name.unwrap_or_default());
        shown.push(descriptor);
    }
    collaboration.insert("collaborator".to_owned(), user.unwrap_or_default());
    collaboration.insert("userPool".to_owned(), pool_object(pool)?);
    collaboration.insert("permissionDescriptors".to_owned(), json!(shown));
    Ok(())
}

/// Returns what a collaborator may do, by the collaboration or by the user.
fn permissions(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let (id, user) = (call.args.text("collaborationId"), call.args.text("userId"));
    let all = COLLABORATIONS.all(&read)?.into_iter();
    let mut found = all.filter(|each| {
        id.is_none_or(|id| text(each, "_id") == id)
            && user.is_none_or(|user| text(each, COLLABORATOR) == user)
    });
    let found = found.next().ok_or_else(|| COLLABORATIONS.missing())?;
    let shown = COLLABORATIONS.shown(call.pool, &read, found)?;
    Ok(json!({
        "collaborator": shown.get("collaborator"),
        "list": shown.get("permissionDescriptors"),
    }))
}
