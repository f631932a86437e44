//! Single settings that the emulator stores and returns, and corporate directories.

use redb::WriteTransaction;

use crate::api::legacy::objects::act::Act::{Find, Put};
use crate::api::legacy::objects::{Kind, Moment, Object, or_default};
use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;

const STRENGTH: Kind = Kind::new(
    "passwordStrength",
    "密码强度设置",
    "setting of the password strength",
)
.key("userPoolId");
const FUNCTIONS: Kind = Kind::new(
    "passwordFunctions",
    "密码函数设置",
    "setting of password functions",
)
.key("client");
const DING_TALK: Kind =
    Kind::new("dingTalkCorps", "钉钉企业", "DingTalk corporation").key("corpId");
const WECHAT_WORK: Kind = Kind::new("wechatWorkCorps", "企业微信企业", "WeChat Work corporation")
    .key("corpId")
    .fit(fit_wechat);

rows! { ROWS Always;
    Query queryPasswordStrengthSettingsByUserPoolId Any Find(&STRENGTH, "userPoolId", "userPoolId");
    Mutation updatePasswordStrengthSettingsByUserPoolId Owner Put(&STRENGTH);
    Query queryPasswordFaasEnabled Any Find(&FUNCTIONS, "client", "client");
    Mutation enablePasswordFaas Owner Put(&FUNCTIONS);
}

rows! { REST OnRequest;
    Query DingTalkCorp Owner Find(&DING_TALK, "corpId", "corpId");
    Mutation addDingTalkCorp Owner Put(&DING_TALK);
    Query wechatWorkCorp Owner Find(&WECHAT_WORK, "corpId", "corpId");
    Mutation addWechatWorkCorp Owner Put(&WECHAT_WORK);
}

/// The schema requires a name, which the input does not have.
fn fit_wechat(
    _: &Pool,
    _: &WriteTransaction,
    corporation: &mut Object,
    _: Moment,
) -> Result<(), ApiError> {
    let id = corporation.get("corpId").cloned().unwrap_or_default();
    or_default(corporation, "corpName", id);
    Ok(())
}
