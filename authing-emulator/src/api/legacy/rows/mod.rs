//! The rows of the table: which root field does what with which collection.

pub(super) mod apps;
pub(super) mod collaborators;
pub(super) mod connectors;
pub(super) mod group_metadata;
pub(super) mod invitations;
pub(super) mod orgs;
pub(super) mod pools;
pub(super) mod rbac;
pub(super) mod rules;
pub(super) mod saml;
pub(super) mod settings;
mod user_pages;
pub(super) mod webhooks;

use self::user_pages::users_page;
