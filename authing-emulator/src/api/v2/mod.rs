//! The v2 API of 2020-2023: the handler of each root field that an SDK's method uses, and the token it requires.

mod access;
mod account;
mod input;
mod orgs;
mod output;
pub(crate) mod rest;
mod settings;
mod users;

use crate::engine::api::{ApiDefinition, Nested};
use crate::rules::api_error::{ApiError, Code};

/// The folder `schema` of this crate links to the workspace's, so a package has the files.
const SDL: &str = include_str!("../../../schema/v2.graphql");

/// The API.
pub(crate) static V2: ApiDefinition = ApiDefinition::new("v2.graphql", SDL, HANDLERS)
    .nested(NESTED)
    .reported(reported);

/// An expired code has no code of its own here.
pub(crate) fn reported(error: ApiError) -> ApiError {
    match error.code {
        code if code == Code::VerificationExpired.number() => ApiError {
            code: Code::Internal.number(),
            ..error
        },
        _ => error,
    }
}

handlers! {
    // Tokens
    Query accessToken NotRequired account::tokens::access_token;
    Query checkLoginStatus NotRequired account::tokens::check_login_status;
    Mutation refreshToken Any account::tokens::refresh_token;
    Mutation refreshAccessToken Owner account::tokens::refresh_access_token;
    Query qiniuUptoken Any account::tokens::upload_token;
    // Login
    Mutation loginByEmail PoolOrApp account::login::by_email;
    Mutation loginByUsername PoolOrApp account::login::by_username;
    Mutation loginByPhonePassword PoolOrApp account::login::by_phone_password;
    Mutation loginByPhoneCode PoolOrApp account::login::by_phone_code;
    Mutation loginBySubAccount PoolOrApp account::login::by_sub_account;
    // Registration
    Mutation registerByEmail PoolOrApp account::register::by_email;
    Mutation registerByUsername PoolOrApp account::register::by_username;
    Mutation registerByPhoneCode PoolOrApp account::register::by_phone_code;
    // Passwords
    Query checkPasswordStrength PoolOrApp account::passwords::check_strength;
    Mutation resetPassword PoolOrApp account::passwords::reset;
    Mutation resetPasswordByFirstLoginToken PoolOrApp account::passwords::reset_first;
    Mutation resetPasswordByForceResetToken PoolOrApp account::passwords::reset_forced;
    Mutation updatePassword User account::passwords::update;
    // Emails and phones
    Mutation sendEmail PoolOrApp account::contacts::send_email;
    Mutation sendFirstLoginVerifyEmail Owner account::contacts::send_first_login_verify_email;
    Mutation updateEmail User account::contacts::update_email;
    Mutation updatePhone User account::contacts::update_phone;
    Mutation bindEmail User account::contacts::bind_email;
    Mutation bindPhone User account::contacts::bind_phone;
    Mutation unbindEmail User account::contacts::unbind_email;
    Mutation unbindPhone User account::contacts::unbind_phone;
    // Multi-factor authentication
    Query queryMfa Any account::mfa::query_mfa;
    Mutation changeMfa Any account::mfa::change_mfa;
    // Users
    Query user Any users::find::user;
    Query userBatch Owner users::find::user_batch;
    Query users Owner users::find::users;
    Query archivedUsers Owner users::find::archived_users;
    Query searchUser Owner users::find::search_user;
    Query isUserExists PoolOrApp users::find::is_user_exists;
    Query findUser Owner users::find::find_user;
    Mutation createUser Owner users::change::create_user;
    Mutation updateUser Any users::change::update_user;
    Mutation deleteUser Owner users::change::delete_user;
    Mutation deleteUsers Owner users::change::delete_users;
    // Custom data
    Query udf Owner users::custom_data::udf;
    Query udv Any users::custom_data::udv;
    Query udfValueBatch Owner users::custom_data::udf_value_batch;
    Mutation setUdf Owner users::custom_data::set_udf;
    Mutation removeUdf Owner users::custom_data::remove_udf;
    Mutation setUdv Any users::custom_data::set_udv;
    Mutation setUdvBatch Any users::custom_data::set_udv_batch;
    Mutation setUdfValueBatch Owner users::custom_data::set_udf_value_batch;
    Mutation removeUdv Any users::custom_data::remove_udv;
    // Roles
    Query role Owner access::roles::role;
    Query roles Owner access::roles::roles;
    Mutation createRole Owner access::roles::create_role;
    Mutation updateRole Owner access::roles::update_role;
    Mutation deleteRole Owner access::roles::delete_role;
    Mutation deleteRoles Owner access::roles::delete_roles;
    Mutation assignRole Owner access::roles::assign_role;
    Mutation revokeRole Owner access::roles::revoke_role;
    // Groups
    Query group Owner access::groups::group;
    Query groups Owner access::groups::groups;
    Mutation createGroup Owner access::groups::create_group;
    Mutation updateGroup Owner access::groups::update_group;
    Mutation deleteGroups Owner access::groups::delete_groups;
    Mutation addUserToGroup Owner access::groups::add_user_to_group;
    Mutation removeUserFromGroup Owner access::groups::remove_user_from_group;
    // Policies
    Query policy Owner access::policies::policy;
    Query policies Owner access::policies::policies;
    Query policyAssignments Owner access::policies::policy_assignments;
    Mutation createPolicy Owner access::policies::create_policy;
    Mutation updatePolicy Owner access::policies::update_policy;
    Mutation deletePolicy Owner access::policies::delete_policy;
    Mutation deletePolicies Owner access::policies::delete_policies;
    Mutation addPolicyAssignments Owner access::policies::add_policy_assignments;
    Mutation removePolicyAssignments Owner access::policies::remove_policy_assignments;
    Mutation enablePolicyAssignment Owner access::policies::enable_policy_assignment;
    Mutation disbalePolicyAssignment Owner access::policies::disable_policy_assignment;
    // Resources
    Query isActionAllowed Owner access::resources::is_action_allowed;
    Query authorizedResources Owner access::resources::authorized_resources;
    Query authorizedTargets Owner access::resources::authorized_targets;
    Mutation allow Owner access::resources::allow;
    Mutation authorizeResource Owner access::resources::authorize_resource;
    // Organizations
    Query org Owner orgs::org;
    Query orgs Owner orgs::orgs;
    Query nodeById Owner orgs::node_by_id;
    Query nodeByCode Owner orgs::node_by_code;
    Query childrenNodes Owner orgs::children_nodes;
    Query rootNode Owner orgs::root_node;
    Query isRootNode Owner orgs::is_root_node;
    Query searchNodes Owner orgs::search_nodes;
    Mutation createOrg Owner orgs::create_org;
    Mutation deleteOrg Owner orgs::delete_org;
    Mutation addNode Owner orgs::add_node;
    Mutation addNodeV2 Owner orgs::add_node_v2;
    Mutation updateNode Owner orgs::update_node;
    Mutation deleteNode Owner orgs::delete_node;
    Mutation moveNode Owner orgs::move_node;
    Mutation addMember Owner orgs::people::add_member;
    Mutation removeMember Owner orgs::people::remove_member;
    Mutation moveMembers Owner orgs::people::move_members;
    Mutation setMainDepartment Owner orgs::people::set_main_department;
    // The user pool
    Query userpool Owner settings::userpool;
    Query userpools Owner settings::userpools;
    Query whitelist Owner settings::whitelist;
    Mutation addWhitelist Owner settings::add_whitelist;
    Mutation removeWhitelist Owner settings::remove_whitelist;
    Mutation updateUserpool Owner settings::update_userpool;
}

/// One line per field: its type and name, and its handler.
macro_rules! nested {
    ($($object:ident $field:ident $($handler:ident)::+;)*) => {
        const NESTED: &[Nested] = &[$(Nested {
            field: concat!(stringify!($object), ".", stringify!($field)),
            handle: $($handler)::+,
        }),*];
    };
}

nested! {
    User roles users::nested::roles;
    User groups users::nested::groups;
    User departments users::nested::departments;
    User authorizedResources users::nested::authorized_resources;
    User customData users::nested::custom_data;
    User mainDepartmentId users::nested::main_department_id;
    User mainDepartmentCode users::nested::main_department_code;
    Role users access::roles::users_of;
    Role parent access::roles::parent_of;
    Role authorizedResources access::roles::authorized_resources_of;
    Group users access::groups::users_of;
    Group authorizedResources access::groups::authorized_resources_of;
    Policy assignments access::policies::assignments_of;
    Policy assignmentsCount access::policies::assignments_count;
    Node users orgs::people::users_of;
    Node roles orgs::people::roles_of;
    Node authorizedResources orgs::people::authorized_resources_of;
}
