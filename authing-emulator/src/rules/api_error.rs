//! The service's errors: a code, a message, and sometimes data.

pub(crate) mod text;

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use self::text::{Language, Text};
use crate::store::StoreError;

/// An error that a rule returns.
///
/// `Debug` omits the data, which may contain a token.
#[derive(Clone, PartialEq)]
pub(crate) struct ApiError {
    pub(crate) code: u16,
    pub(crate) message: Text,
    /// Additional data, such as the URL of a captcha. Null is sent, not omitted.
    pub(crate) data: Option<Value>,
}

/// An error in one language: on the wire, the `message` object of a GraphQL error, or the body of a REST response.
#[derive(Serialize)]
pub(crate) struct Worded<'a> {
    pub(crate) code: u16,
    pub(crate) message: &'a str,
    data: &'a Option<Value>,
}

impl ApiError {
    pub(crate) fn in_language(&self, language: Language) -> Worded<'_> {
        Worded {
            code: self.code,
            message: self.message.in_language(language),
            data: &self.data,
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.code)
            .field("message", &self.message.english())
            .finish_non_exhaustive()
    }
}

/// Declares the codes, each with its number and its default message in both languages.
macro_rules! codes {
    ($($name:ident = $number:literal $chinese:literal, $english:literal;)*) => {
        /// The service's codes that the emulator returns.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $($name = $number),* }

        impl Code {
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            pub(crate) fn message(self) -> Text {
                match self { $(Self::$name => Text::new($chinese, $english)),* }
            }
        }
    };
}

codes! {
    Valid = 200 "已登录", "logged in";
    Internal = 500 "服务器内部错误", "internal error";
    Busy = 1000 "请求过于频繁，请稍后再试", "too many requests, try later";
    NotAllowed = 1001 "没有权限", "not allowed";
    MfaRequired = 1635 "需要 MFA 验证码", "an MFA code is required";
    AppMfaRequired = 1636 "应用要求多因素认证", "the app requires a second factor";
    FirstPasswordRequired = 1639 "首次登录需要设置密码", "a password must be set at the first login";
    CaptchaRequired = 2000 "登录失败次数过多，请输入图形验证码", "too many failed logins: a captcha is required";
    VerificationWrong = 2001 "验证码不正确", "the verification code is wrong";
    MalformedEmail = 2003 "邮箱格式不正确", "the email address is malformed";
    UnknownUser = 2004 "用户不存在", "there is no such user";
    Blocked = 2005 "账号已被锁定", "the user is locked";
    WrongPassword = 2006 "密码不正确", "the password is wrong";
    PoolMissing = 2010 "缺少用户池 ID", "the user pool id is missing";
    UnknownPool = 2011 "用户池不存在", "there is no such user pool";
    UserSearchType = 2015 "不支持的用户搜索类型", "there is no such kind of user search";
    Undecryptable = 2016 "密码解密失败，请使用用户池的公钥加密", "the password could not be decrypted: encrypt it with the pool's public key";
    FieldReadOnly = 2018 "用户不能修改此字段", "a user may not change this field";
    NotLoggedIn = 2020 "尚未登录", "not logged in";
    ChallengeInvalid = 2021 "mfaToken 无效或已过期，请重新登录", "the MFA token is wrong or has expired: log in again";
    LinkExpired = 2023 "链接已过期", "the link has expired";
    UserExists = 2026 "用户已存在", "the user already exists";
    PhoneOrEmail = 2028 "缺少手机号或邮箱，或格式不正确", "the phone number or email address is missing or malformed";
    ShortPassword = 2029 "密码长度不能少于 6 位", "the password is shorter than 6 characters";
    TooManyUsers = 2030 "一次最多查询 80 个用户", "at most 80 users may be asked for at once";
    RegistrationClosed = 2031 "已禁止注册", "registration is closed";
    PasswordRequired = 2032 "请输入密码", "a password is required";
    PhoneTaken = 2035 "手机号已被其他用户绑定", "the phone number belongs to another user";
    OldEmailWrong = 2037 "旧邮箱不正确", "the old email address is not the user's";
    OldPhoneWrong = 2038 "旧手机号不正确", "the old phone number is not the user's";
    EmailNotVerified = 2042 "邮箱未验证，不能登录", "the email address must be verified before a login";
    PasswordLocked = 2057 "密码错误次数过多，请稍后再试", "too many wrong passwords: try later";
    PasswordOutOfDate = 2058 "密码已过期，请设置新密码", "the password is out of date: a new one must be set";
    RegisteringTooOften = 2100 "注册过于频繁，请稍后再试", "too many registrations from this IP address, try later";
    EmailTaken = 2200 "邮箱已被其他用户绑定", "the email address belongs to another user";
    OldPasswordRequired = 2201 "缺少旧密码", "the old password is required";
    NotOwnData = 2202 "只能查看和修改自己的数据", "users may only see and change their own data";
    OldPasswordWrong = 2203 "旧密码不正确", "the old password is wrong";
    MalformedNewEmail = 2204 "邮箱格式不正确", "the email address is malformed";
    RegisterInClientMissing = 2205 "缺少 registerInClient", "registerInClient is missing";
    TokenExpired = 2206 "登录信息已过期", "the login has expired";
    TokenWrong = 2207 "登录信息有误", "the token is wrong";
    SameEmail = 2208 "新邮箱与旧邮箱相同", "the new email address is the old one";
    MayNotDelete = 2209 "没有权限删除此用户", "this user may not be deleted by the caller";
    DeletionFailed = 2210 "删除失败，用户不存在", "the deletion failed: there is no such user";
    SocialKindBound = 2213 "已绑定过此类社交账号", "an account of this kind is bound already";
    SocialAccountTaken = 2215 "此社交账号已被其他用户绑定", "this social account is bound to another user";
    SocialNotBound = 2216 "尚未绑定此类社交账号", "no account of this kind is bound";
    LastLoginWay = 2217 "不能解绑唯一的登录方式", "the last way to log in can't be unbound";
    NoEmail = 2219 "用户没有绑定邮箱", "the user has no email address";
    UnknownApp = 2221 "应用不存在", "there is no such app";
    DomainTaken = 2223 "域名已被其他应用使用", "another app has this domain";
    EmailReadOnly = 2225 "邮箱不能在此修改，需要验证码", "the email address can't be changed here: it requires a code";
    PhoneReadOnly = 2226 "手机号不能在此修改，需要验证码", "the phone number can't be changed here: it requires a code";
    SameNewEmail = 2229 "新邮箱与旧邮箱相同", "the new email address is the old one";
    SamePhone = 2230 "新手机号与旧手机号相同", "the new phone number is the old one";
    ParameterMissing = 2231 "缺少参数", "a parameter is missing";
    VerificationExpired = 2300 "验证码已过期", "the verification code has expired";
    NamespaceNotDeletable = 3003 "此权限分组不能删除", "this namespace can't be deleted";
    UnknownNamespace = 3005 "权限分组不存在", "there is no such namespace";
    CollaboratorExists = 3620 "此用户已是协作者", "the user is a collaborator already";
    UnknownCollaboration = 3623 "协作关系不存在", "there is no such collaboration";
    UnknownGroup = 3901 "分组不存在", "there is no such group";
    UnknownRbacRole = 3903 "角色不存在", "there is no such role";
    UnknownPermission = 3905 "权限不存在", "there is no such permission";
    UnknownOidcApp = 4212 "OIDC 应用不存在", "there is no such OIDC app";
    TotpWrong = 6001 "MFA 口令不正确或已使用", "the code of the authenticator app is wrong, or has already been used";
    RecoveryWrong = 6002 "恢复代码不正确", "the recovery code is wrong";
    TotpMissing = 6003 "缺少 MFA 口令", "the code of the authenticator app is missing";
    UnknownSaml = 7348 "SAML 身份源不存在", "there is no such SAML provider";
}

impl Code {
    pub(crate) fn number(self) -> u16 {
        self as u16
    }

    /// Returns an error of this code with data.
    pub(crate) fn with(self, data: Value) -> ApiError {
        ApiError {
            data: Some(data),
            ..self.into()
        }
    }

    /// Returns an error of this code with another message.
    pub(crate) fn saying(
        self,
        chinese: impl Into<Cow<'static, str>>,
        english: impl Into<Cow<'static, str>>,
    ) -> ApiError {
        self.with_message(Text::new(chinese, english))
    }

    pub(crate) fn with_message(self, message: Text) -> ApiError {
        ApiError {
            code: self.number(),
            message,
            data: None,
        }
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        code.with_message(code.message())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Code::Internal.saying("模拟器存储出错", "the emulator's store failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_data_of_an_error_is_not_logged() {
        let error = Code::MfaRequired.with(json!({"mfaToken": "hunter2"}));
        let shown = format!("{error:?}");
        assert!(
            shown.contains("1635") && !shown.contains("hunter2"),
            "{shown}"
        );
    }

    #[test]
    fn each_code_has_a_message_in_both_languages() {
        for code in Code::ALL {
            let message = code.message();
            let (chinese, english) = (message.in_language(Language::Chinese), message.english());
            let is_chinese = |character| ('\u{4e00}'..='\u{9fff}').contains(&character);
            assert!(chinese.contains(is_chinese), "{code:?}: {chinese}");
            assert!(
                english.is_ascii() && !english.is_empty(),
                "{code:?}: {english}"
            );
        }
    }

    #[test]
    fn an_error_has_the_form_of_the_service() {
        let error = ApiError::from(Code::WrongPassword);
        for (language, message) in [
            (Language::Chinese, "密码不正确"),
            (Language::English, "the password is wrong"),
        ] {
            let expected = json!({"code": 2006, "message": message, "data": null});
            let worded = serde_json::to_value(error.in_language(language));
            assert_eq!(worded.unwrap(), expected);
        }
    }
}
