//! Every operation of the workspace, with everything that it can carry.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use authing_client::operations::{
    AssignRole, AuthorizedApps, BindSocialLogin, ChangeMfa, ChangePassword, CheckLoginStatus,
    ClientInfo, CreateRole, DecodeToken, GetOwnerToken, ListUsers, LogOut, LoginByEmail,
    LoginByLdap, LoginByPhoneCode, LoginByPhonePassword, LoginByUsername, LoginHistoryOfUser,
    QueryMfa, RefreshToken, Register, RegisterByPhone, RemoveRole, RemoveUsers,
    RevokeAuthorizedApp, Roles, RolesOfUser, SendChangeEmailCode, SendResetPasswordEmail,
    SendVerificationEmail, SocialBindings, SocialProviders, UnbindEmail, UnbindSocialLogin,
    UpdateEmail, UpdatePhone, UpdateRole, UpdateUser, UploadToken, User, UserPoolSettings,
    UsersByIds, UsersOfRole, VerifyResetPasswordCode,
};
use authing_client::{AcceptsOwner, AcceptsUser, Operation};

/// What the operations are filled with.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// In every text.
    pub text: &'a str,
    /// In every password, token and code.
    pub secret: &'a str,
    /// In every code that is a number on the wire.
    pub code: &'a str,
}

/// What is done with each of them.
pub trait Visitor {
    /// One that the client sends.
    fn owner<O>(&mut self, operation: O)
    where
        O: Operation<Token: AcceptsOwner> + Debug + Clone;

    /// One that only a session sends.
    fn user<O>(&mut self, operation: O)
    where
        O: Operation<Token: AcceptsUser> + Debug + Clone;
}

/// Shows every operation to `visitor`. That none is missing, and none of what they can carry, is for
/// [`wire_names`] to check.
pub fn visit_every_operation(values: Values<'_>, visitor: &mut impl Visitor) {
    let Values { text, secret, code } = values;
    visitor.owner(AssignRole::new(text, text));
    visitor.owner(AuthorizedApps::new(text).page(7).count(7));
    visitor.owner(ChangePassword::new(text, secret, secret));
    visitor.owner(
        ClientInfo::new(secret)
            .return_user_id(true)
            .timestamp(text)
            .signature(secret)
            .nonce(7),
    );
    visitor.owner(CreateRole::new(text).description(text));
    visitor.owner(DecodeToken::new(secret));
    visitor.owner(GetOwnerToken::new(secret));
    visitor.owner(ListUsers::new().page(7).count(7));
    visitor.owner(LogOut::new(text));
    visitor.owner(
        LoginByEmail::new(text, secret)
            .verify_code(text)
            .mfa_code(secret)
            .last_ip(text)
            .browser(text)
            .device(text),
    );
    visitor.owner(LoginByLdap::new(text, secret).browser(text));
    visitor.owner(
        LoginByPhoneCode::new(text, code)
            .mfa_code(secret)
            .last_ip(text)
            .browser(text)
            .device(text),
    );
    visitor.owner(
        LoginByPhonePassword::new(text, secret)
            .verify_code(text)
            .mfa_code(secret)
            .last_ip(text)
            .browser(text)
            .device(text),
    );
    visitor.owner(
        LoginByUsername::new(text, secret)
            .verify_code(text)
            .mfa_code(secret)
            .last_ip(text)
            .browser(text)
            .device(text),
    );
    visitor.owner(LoginHistoryOfUser::new(text));
    visitor.owner(QueryMfa::new(text));
    visitor.owner(RefreshToken::new(text));
    visitor.owner(
        Register::new(text, secret)
            .username(text)
            .phone(text)
            .force_login(true)
            .nickname(text)
            .company(text)
            .photo(text)
            .browser(text)
            .device(text)
            .last_ip(text)
            .oauth(text)
            .unionid(text)
            .openid(text)
            .register_method(text)
            .name(text)
            .given_name(text)
            .family_name(text)
            .middle_name(text)
            .profile(text)
            .preferred_username(text)
            .website(text)
            .gender(text)
            .birthdate(text)
            .zoneinfo(text)
            .locale(text)
            .address(text)
            .formatted(text)
            .street_address(text)
            .locality(text)
            .region(text)
            .postal_code(text)
            .country(text)
            .keep_password(true)
            .invitation_code(text),
    );
    visitor.owner(
        RegisterByPhone::new(text, secret, secret)
            .username(text)
            .email(text)
            .force_login(true)
            .nickname(text)
            .company(text)
            .photo(text)
            .browser(text)
            .device(text)
            .last_ip(text)
            .oauth(text)
            .unionid(text)
            .openid(text)
            .register_method(text)
            .name(text)
            .given_name(text)
            .family_name(text)
            .middle_name(text)
            .profile(text)
            .preferred_username(text)
            .website(text)
            .gender(text)
            .birthdate(text)
            .zoneinfo(text)
            .locale(text)
            .address(text)
            .formatted(text)
            .street_address(text)
            .locality(text)
            .region(text)
            .postal_code(text)
            .country(text)
            .keep_password(true)
            .invitation_code(text),
    );
    visitor.owner(RemoveRole::new(text, text));
    visitor.owner(RemoveUsers::new([text]).operator(text));
    visitor.owner(RevokeAuthorizedApp::new(text, text));
    visitor.owner(Roles::new().page(7).count(7));
    visitor.owner(RolesOfUser::new(text));
    visitor.owner(SendChangeEmailCode::new(text));
    visitor.owner(SendResetPasswordEmail::new(text));
    visitor.owner(SendVerificationEmail::new(text));
    visitor.owner(SocialBindings::new(text));
    visitor.owner(SocialProviders::new().use_guard(true));
    visitor.owner(
        UpdateEmail::new(text, secret)
            .old_email(text)
            .old_code(secret),
    );
    visitor.owner(
        UpdatePhone::new(text, secret)
            .old_phone(text)
            .old_code(secret),
    );
    visitor.owner(
        UpdateRole::new(text, text)
            .description(text)
            .permissions(text),
    );
    visitor.owner(
        UpdateUser::new(text)
            .email(text)
            .email_verified(true)
            .username(text)
            .nickname(text)
            .phone(text)
            .company(text)
            .photo(text)
            .oauth(text)
            .browser(text)
            .password(secret)
            .old_password(secret)
            .token(secret)
            .token_expired_at(text)
            .logins_count(7)
            .last_login_at(text)
            .last_ip(text)
            .signed_up_at(text)
            .blocked(true)
            .is_deleted(true),
    );
    visitor.owner(UploadToken::new());
    visitor.owner(User::new(text));
    visitor.owner(UserPoolSettings::new());
    visitor.owner(UsersByIds::new([text]));
    visitor.owner(UsersOfRole::new(text).page(7).count(7));
    visitor.owner(VerifyResetPasswordCode::new(text, secret));
    visitor.user(BindSocialLogin::new(text, text, text).user_id(text));
    visitor.user(ChangeMfa::new(text, true).refresh_key(true));
    visitor.user(CheckLoginStatus::new().token(secret));
    visitor.user(UnbindEmail::new().user_id(text));
    visitor.user(UnbindSocialLogin::new(text).user_id(text));
}

/// The names of every operation and of all the variables that it can carry, as the generated list of them has them.
///
/// # Errors
///
/// The list can't be read.
pub fn wire_names() -> std::io::Result<BTreeMap<String, BTreeSet<String>>> {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../authing-core/API.txt");
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in fs::read_to_string(list)?.lines() {
        // `operation Name -> …`, or `operation Name.field: Type (wireName: …`.
        let Some(operation) = line.strip_prefix("operation ") else {
            continue;
        };
        let name = operation.split([' ', '.']).next().unwrap_or_default();
        let variables = names.entry(name.to_owned()).or_default();
        if let Some((_, wire)) = operation.split_once(" (")
            && let Some((wire, _)) = wire.split_once(": ")
        {
            variables.insert(wire.to_owned());
        }
    }
    Ok(names)
}
