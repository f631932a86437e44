//! The user pool, by either API: the few operations that the commands need.

mod legacy;
mod v2;

use authing_client::v2::ManagementClient;
use authing_client::{Authing, Error};
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt, TryStreamExt};

use crate::args::{Api, FindBy};
use crate::failure::Failure;
use crate::language::language;
use crate::new_user::NewUser;
use crate::output::Columns;
use crate::record::Record;

/// The legacy API has no such operation.
pub(crate) use v2::delete_role;

/// The number of requests in flight at the same time: enough to hide the network's latency, too few to be a burden.
pub(crate) const AT_ONCE: usize = 4;

/// A list, read page by page.
pub(crate) type Records = BoxStream<'static, Result<Record, Error>>;

/// A role that exists.
pub(crate) struct RoleKey {
    /// The id in the legacy API, the code in the v2 API.
    key: String,
    namespace: Option<String>,
}

/// The pool of the environment variables.
pub(crate) enum Pool {
    Legacy(Authing),
    V2(ManagementClient),
}

impl Pool {
    /// Connects with the settings of the environment, so that a wrong id or secret fails before anything else.
    pub(crate) async fn connect(api: Api) -> Result<Self, Error> {
        match api {
            Api::Legacy => {
                let builder = authing_client::Builder::from_env()?;
                builder.connect().await.map(Self::Legacy)
            }
            Api::V2 => {
                let builder =
                    authing_client::v2::ManagementBuilder::from_env()?.language(language());
                builder.connect().await.map(Self::V2)
            }
        }
    }

    pub(crate) fn users(&self) -> Records {
        match self {
            Self::Legacy(authing) => legacy::users(authing),
            Self::V2(management) => v2::users(management),
        }
    }

    pub(crate) async fn count_users(&self) -> Result<u64, Error> {
        let count = match self {
            Self::Legacy(authing) => authing.list_users(1, 1).await?.total_count,
            Self::V2(management) => v2::count_users(management).await?,
        };
        Ok(u64::try_from(count).unwrap_or_default())
    }

    pub(crate) async fn find_user(&self, by: FindBy) -> Result<Option<Record>, Error> {
        match self {
            Self::Legacy(authing) => legacy::find_user(authing, by).await,
            Self::V2(management) => v2::find_user(management, by).await,
        }
    }

    /// Returns the ids of the users whom the command line names, by id or email address. All of them exist, so that a wrong
    /// one is found before anything is changed.
    pub(crate) async fn user_ids(&self, users: &[String]) -> Result<Vec<String>, Failure> {
        let ids = users.iter().map(|user| self.user_id(user));
        stream::iter(ids).buffered(AT_ONCE).try_collect().await
    }

    async fn user_id(&self, user: &str) -> Result<String, Failure> {
        let found = self.find_user(FindBy::user(user.to_owned())).await?;
        let missing = || format!("no user has the id or email address {user}");
        found.map_or_else(|| Err(Failure::NotFound(missing())), |found| Ok(found.id()))
    }

    /// Creates a user with everything that the API takes.
    pub(crate) async fn create_user(&self, user: &NewUser) -> Result<Record, Failure> {
        match self {
            Self::Legacy(authing) => legacy::create_user(authing, user).await,
            Self::V2(management) => {
                let user = management.create_user(user.to_v2()).await?;
                Ok(Record::of(&user))
            }
        }
    }

    pub(crate) async fn delete_users(&self, ids: &[String]) -> Result<(), Error> {
        match self {
            Self::Legacy(authing) => authing.remove_users(ids).await.map(drop),
            Self::V2(management) => management.delete_users(ids).await.map(drop),
        }
    }

    /// Lists the roles of a namespace, which the legacy API does not have.
    pub(crate) fn roles(&self, namespace: Option<String>) -> Records {
        match self {
            Self::Legacy(authing) => legacy::roles(authing),
            Self::V2(management) => v2::roles(management, namespace),
        }
    }

    pub(crate) async fn create_role(
        &self,
        role: &str,
        description: Option<String>,
        namespace: Option<String>,
    ) -> Result<Record, Failure> {
        match self {
            Self::Legacy(authing) => Ok(legacy::create_role(authing, role, description).await?),
            Self::V2(management) => v2::create_role(management, role, description, namespace).await,
        }
    }

    /// Returns the role that the command line names.
    pub(crate) async fn role_key(
        &self,
        role: &str,
        namespace: Option<String>,
    ) -> Result<RoleKey, Failure> {
        let found = match self {
            Self::Legacy(authing) => legacy::role_id(authing, role).await?,
            Self::V2(management) => v2::role_code(management, role, namespace.clone()).await?,
        };
        let missing = || format!("there is no role {role}: `authing roles list` lists them");
        let found = found.map(|key| RoleKey { key, namespace });
        found.ok_or_else(|| Failure::NotFound(missing()))
    }

    pub(crate) async fn assign_role(&self, role: &RoleKey, user_id: &str) -> Result<(), Error> {
        match self {
            Self::Legacy(authing) => authing.assign_role(&*role.key, user_id).await.map(drop),
            Self::V2(management) => v2::assign_role(management, role, user_id).await,
        }
    }

    pub(crate) async fn revoke_role(&self, role: &RoleKey, user_id: &str) -> Result<(), Error> {
        match self {
            Self::Legacy(authing) => authing.remove_role(&*role.key, user_id).await.map(drop),
            Self::V2(management) => v2::revoke_role(management, role, user_id).await,
        }
    }

    pub(crate) fn members(&self, role: &RoleKey) -> Records {
        match self {
            Self::Legacy(authing) => legacy::members(authing, &role.key),
            Self::V2(management) => v2::members(management, role),
        }
    }

    pub(crate) fn user_columns(&self) -> Columns {
        match self {
            Self::Legacy(_) => legacy::USER_COLUMNS,
            Self::V2(_) => v2::USER_COLUMNS,
        }
    }

    pub(crate) fn role_columns(&self) -> Columns {
        match self {
            Self::Legacy(_) => legacy::ROLE_COLUMNS,
            Self::V2(_) => v2::ROLE_COLUMNS,
        }
    }

    pub(crate) fn member_columns(&self) -> Columns {
        match self {
            Self::Legacy(_) => legacy::MEMBER_COLUMNS,
            Self::V2(_) => v2::USER_COLUMNS,
        }
    }
}

/// Returns whether a text has this number of hexadecimal digits, like ids, with 24.
pub(crate) fn is_hexadecimal(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
