//! Email, phone, password reset, multi-factor authentication.

use authing_client::operations::{
    ChangeMfa, ChangePassword, CheckResetPasswordCode, GetMfa, SendChangeEmailCode,
    SendResetPasswordEmail, SendVerificationEmail, UnbindEmail, UpdateEmail, UpdatePhone,
};
use authing_tests::PASSWORD;

payload!(
    send_verification_email,
    SendVerificationEmail::new("test@testmail.com")
);
payload!(send_change_email_code, session: SendChangeEmailCode::new("new@testmail.com"));
payload!(update_email, session: UpdateEmail::new("new@testmail.com", "012345"));
payload!(
    update_email_full,
    UpdateEmail::new("new@testmail.com", "012345")
        .old_email("test@testmail.com")
        .old_code("067890")
);
payload!(unbind_email, session: UnbindEmail::new());
payload!(unbind_email_full, session: UnbindEmail::new().user_id("5e4cdd055df3df65dc58b97e"));

payload!(update_phone, session: UpdatePhone::new("13900139000", "012345"));
payload!(
    update_phone_full,
    UpdatePhone::new("13900139000", "012345")
        .old_phone("13800138000")
        .old_code("067890")
);

payload!(
    send_reset_password_email,
    SendResetPasswordEmail::new("test@testmail.com")
);
payload!(
    check_reset_password_code,
    CheckResetPasswordCode::new("test@testmail.com", "012345")
);
payload!(
    change_password,
    ChangePassword::new("test@testmail.com", "012345", PASSWORD)
);

payload!(get_mfa, GetMfa::new("5e4cdd055df3df65dc58b97e"));
payload!(change_mfa, session: ChangeMfa::new("5e4cdd055df3df65dc58b97e", true));
payload!(change_mfa_full, session: ChangeMfa::new("5e4cdd055df3df65dc58b97e", false).refresh_key(true));
