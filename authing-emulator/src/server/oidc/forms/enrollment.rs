//! The forms for a new authenticator app.

use crate::rules::oidc::login::interaction::NewAuthenticator;
use crate::server::oidc::page::escaped;

/// Returns the form that begins and, once there is a key, the key and the form that takes its first code.
pub(super) fn forms(new: Option<&NewAuthenticator>) -> String {
    let Some(new) = new else {
        return "<p>The app requires a second factor, and you have none yet.</p>\n\
                <form method=\"post\"><button class=\"main\" name=\"action\" value=\"enroll\">Begin</button></form>\n"
            .to_owned();
    };
    let [key, uri, recovery_code] =
        [&new.key, &new.uri, &new.recovery_code].map(|text| escaped(text));
    format!(
        "<p>Give your authenticator app this key: <code id=\"key\">{key}</code>, or \
         <a href=\"{uri}\">open it on this device</a>.</p>\n\
         <p>Keep this recovery code, for the day when you lose the app: <code id=\"recovery\">{recovery_code}</code></p>\n\
         <form method=\"post\">\n\
         <label>Code that the app shows <input name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required></label>\n\
         <button class=\"main\" name=\"action\" value=\"enrolled\">Confirm</button>\n</form>\n"
    )
}
