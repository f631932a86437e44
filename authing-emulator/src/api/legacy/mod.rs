//! The legacy API of 2019-2020: the handler of each root field, and the token it requires.

mod apps;
mod contacts;
mod login;
mod metadata;
mod mfa;
mod more_users;
pub(crate) mod objects;
mod pool;
mod roles;
mod rows;
mod sign_in;
mod social;
mod tokens;
mod user_object;
mod users;

use crate::engine::api::{ApiDefinition, Handler};
use crate::engine::call::{Args, Call};

/// The folder `schema` of this crate links to the workspace's, so that a package has the files.
const SDL: &str = include_str!("../../../schema/legacy.graphql");

/// The API.
pub(crate) static LEGACY: ApiDefinition = ApiDefinition::new("legacy.graphql", SDL, HANDLERS)
    .tables(TABLES)
    .nested(rows::rbac::NESTED);

/// Returns the fields of the input object, or else the arguments: some root fields have the one, and some the other.
fn input<'a>(call: &Call<'a>) -> Args<'a> {
    let mut inputs = ["input", "options", "client"].into_iter();
    let input = inputs.find_map(|name| call.args.object(name));
    input.unwrap_or(call.args)
}

/// The fields that are rows of tables, and others that few programs use.
const TABLES: &[&[Handler]] = &[
    metadata::ROWS,
    more_users::ROWS,
    sign_in::ROWS,
    rows::apps::ROWS,
    rows::collaborators::ROWS,
    rows::connectors::ROWS,
    rows::group_metadata::REST,
    rows::group_metadata::ROWS,
    rows::invitations::ROWS,
    rows::orgs::REST,
    rows::orgs::ROWS,
    rows::pools::ROWS,
    rows::rbac::ROWS,
    rows::rules::ROWS,
    rows::saml::ROWS,
    rows::settings::REST,
    rows::settings::ROWS,
    rows::webhooks::ROWS,
];

handlers! {
    // Login and tokens
    Query getAccessTokenByAppSecret NotRequired tokens::access_token_by_app_secret;
    Query getClientWhenSdkInit NotRequired tokens::client_when_sdk_init;
    Query checkLoginStatus NotRequired tokens::check_login_status;
    Query decodeJwtToken NotRequired tokens::decode_jwt_token;
    Mutation refreshToken Owner tokens::refresh_token;
    Mutation login NotRequired login::login;
    Mutation LoginByLDAP NotRequired login::login_by_ldap;
    // Users
    Query user Any users::user;
    Query users Any users::users;
    Query userPatch Owner users::user_patch;
    Query searchUser Any users::search_user;
    Query userExist Any users::user_exist;
    Mutation register NotRequired users::register;
    Mutation createUser Owner users::register;
    Mutation updateUser Any users::update_user;
    Mutation removeUsers Any users::remove_users;
    Query qiNiuUploadToken Any users::qi_niu_upload_token;
    // Email, phone and password
    Query checkPhoneCode Any contacts::check_phone_code;
    Mutation sendChangeEmailVerifyCode Any contacts::send_change_email_verify_code;
    Mutation updateEmail Any contacts::update_email;
    Mutation sendVerifyEmail NotRequired contacts::send_verify_email;
    Mutation unbindEmail Any contacts::unbind_email;
    Mutation updatePhone Any contacts::update_phone;
    Mutation sendResetPasswordEmail NotRequired contacts::send_reset_password_email;
    Mutation verifyResetPasswordVerifyCode NotRequired
        contacts::verify_reset_password_verify_code;
    Mutation changePassword NotRequired contacts::change_password;
    // Multi-factor authentication
    Query queryMFA Any mfa::query_mfa;
    Mutation changeMFA User mfa::change_mfa;
    // Social logins
    Query ReadOauthList NotRequired social::read_oauth_list;
    Query notBindOAuthList Any social::not_bind_oauth_list;
    Query bindedOAuthList Any social::binded_oauth_list;
    Mutation bindOtherOAuth Any social::bind_other_oauth;
    Mutation unbindOtherOAuth Any social::unbind_other_oauth;
    // Apps
    Query GetUserAuthorizedApps Any apps::get_user_authorized_apps;
    Mutation RevokeUserAuthorizedApp Any apps::revoke_user_authorized_app;
    // Roles
    Query clientRoles Any roles::client_roles;
    Query userGroup Any roles::user_group;
    Query queryRoleByUserId Any roles::query_role_by_user_id;
    Mutation createRole Owner roles::create_role;
    Mutation updateRole Owner roles::update_role;
    Mutation updatePermissions Owner roles::update_permissions;
    Mutation assignUserToRole Owner roles::assign_user_to_role;
    Mutation removeUserFromGroup Owner roles::remove_user_from_group;
    // The user pool
    Query getUserPoolSettings Any pool::get_user_pool_settings;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_registered_handler_is_in_the_schema() {
        let by_field = LEGACY.handlers_by_field().unwrap();
        assert_eq!(by_field.len(), LEGACY.handlers().count());
    }
}
