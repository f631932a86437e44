//! The forms for a forgotten password.

use super::Notice;
use crate::rules::oidc::parameters::Parameters;
use crate::server::oidc::page::escaped;

/// Returns the form that sends a code and, once there may be one, the form that takes it and the new password.
pub(super) fn forms(typed: &Parameters, notice: &Notice) -> String {
    let is_set = matches!(notice, Notice::PasswordSet);
    let begun = matches!(typed.get("action"), Some("send_reset" | "reset")) && !is_set;
    let account = typed.get("account").filter(|_| begun);
    let value = escaped(account.unwrap_or_default());
    let open = if begun { " open" } else { "" };
    let set = account.map(|_| set_form(&value)).unwrap_or_default();
    format!(
        "<details{open}>\n<summary>Forgot your password?</summary>\n<form method=\"post\">\n\
         <label>Email or phone <input name=\"account\" value=\"{value}\" autocomplete=\"username\" required></label>\n\
         <button name=\"action\" value=\"send_reset\">Send a code</button>\n</form>\n{set}</details>\n"
    )
}

fn set_form(account: &str) -> String {
    format!(
        "<form method=\"post\">\n<input type=\"hidden\" name=\"account\" value=\"{account}\">\n\
         <label>Code <input name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required></label>\n\
         <label>New password <input name=\"password\" type=\"password\" autocomplete=\"new-password\" required></label>\n\
         <button class=\"main\" name=\"action\" value=\"reset\">Set the password</button>\n</form>\n"
    )
}
