//! The forms of the login: account and password, code, second factor, consent.

mod enrollment;
mod new_password;

use super::page::escaped;
use crate::rules::login::confirmation::Way;
use crate::rules::oidc::login::interaction::Page;
use crate::rules::oidc::parameters::Parameters;
use crate::rules::oidc::scope;

/// What the last reply led to.
pub(super) enum Notice {
    None,
    Sent,
    PasswordSet,
    /// An error, and the path of a captcha to type.
    Error {
        message: String,
        captcha: Option<String>,
    },
}

const CANCEL: &str =
    "<form method=\"post\"><button name=\"action\" value=\"cancel\">Cancel</button></form>";

/// Returns the title and the forms of a page.
pub(super) fn forms(
    app: &str,
    page: &Page,
    typed: &Parameters,
    notice: &Notice,
) -> (String, String) {
    let (title, forms) = match page {
        Page::Login { hint } => {
            let account = typed.get("account").or(hint.as_deref());
            let forms = password_form(account.unwrap_or_default(), notice);
            (
                format!("Log in to {app}"),
                forms
                    + &code_forms(typed.get("phone"), notice)
                    + &new_password::forms(typed, notice),
            )
        }
        Page::SecondFactor { ways } => ("Confirm your login".to_owned(), factor_forms(ways)),
        Page::Enrollment(new) => (
            "Set up an authenticator app".to_owned(),
            enrollment::forms(new.as_ref()),
        ),
        Page::Consent { user, scope } => (format!("Allow {app}?"), consent_form(app, user, scope)),
    };
    let notice = match notice {
        Notice::None => String::new(),
        Notice::Sent => "<p role=\"status\">A code has been sent.</p>\n".to_owned(),
        Notice::PasswordSet => {
            "<p role=\"status\">The new password is set. Log in with it.</p>\n".to_owned()
        }
        Notice::Error { message, .. } => {
            format!(
                "<p class=\"error\" role=\"alert\">{}</p>\n",
                escaped(message)
            )
        }
    };
    (title, format!("{notice}{forms}\n{CANCEL}"))
}

fn password_form(account: &str, notice: &Notice) -> String {
    let account = escaped(account);
    let captcha = captcha_field(notice);
    format!(
        "<form method=\"post\">\n\
         <label>Email, phone or username <input name=\"account\" value=\"{account}\" autocomplete=\"username\" required></label>\n\
         <label>Password <input name=\"password\" type=\"password\" autocomplete=\"current-password\" required></label>\n\
         {captcha}<button class=\"main\" name=\"action\" value=\"password\">Log in</button>\n</form>\n"
    )
}

/// Returns the form that sends a code and, once there may be one, the form that takes it.
fn code_forms(phone: Option<&str>, notice: &Notice) -> String {
    let value = escaped(phone.unwrap_or_default());
    let send = format!(
        "<h2>With a code</h2>\n<form method=\"post\">\n\
         <label>Phone <input name=\"phone\" type=\"tel\" value=\"{value}\" autocomplete=\"tel\" required></label>\n\
         <button name=\"action\" value=\"send_code\">Send a code</button>\n</form>\n"
    );
    if phone.is_none() {
        return send;
    }
    let captcha = captcha_field(notice);
    format!(
        "{send}<form method=\"post\">\n<input type=\"hidden\" name=\"phone\" value=\"{value}\">\n\
         <label>Code <input name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required></label>\n\
         {captcha}<button class=\"main\" name=\"action\" value=\"code\">Log in</button>\n</form>\n"
    )
}

fn captcha_field(notice: &Notice) -> String {
    let Notice::Error {
        captcha: Some(path),
        ..
    } = notice
    else {
        return String::new();
    };
    let path = escaped(path);
    format!(
        "<img src=\"{path}\" alt=\"Letters to type\">\n\
         <label>Letters in the picture <input name=\"captcha\" autocomplete=\"off\" required></label>\n"
    )
}

fn factor_forms(ways: &[Way]) -> String {
    if ways.is_empty() {
        return "<p>The app requires a second factor, and you have set up none that it accepts.</p>"
            .to_owned();
    }
    ways.iter().map(|way| factor_form(*way)).collect()
}

fn factor_form(way: Way) -> String {
    let (name, from, send) = match way {
        Way::Totp => ("totp", "Code of your authenticator app", None),
        Way::Sms => (
            "sms",
            "Code sent to your phone",
            Some("Send a text message"),
        ),
        Way::Email => ("email", "Code sent by email", Some("Send an email")),
    };
    let hidden = format!("<input type=\"hidden\" name=\"way\" value=\"{name}\">");
    let send = send.map(|label| {
        format!(
            "<form method=\"post\">{hidden}<button name=\"action\" value=\"send_factor\">{label}</button></form>\n"
        )
    });
    format!(
        "{}<form method=\"post\">\n{hidden}\n\
         <label>{from} <input name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required></label>\n\
         <button class=\"main\" name=\"action\" value=\"factor\">Confirm</button>\n</form>\n",
        send.unwrap_or_default()
    )
}

fn consent_form(app: &str, user: &str, scope: &str) -> String {
    let items = scope.split(' ').map(|word| {
        let meaning = match word {
            scope::OPENID => "know who you are",
            "profile" => "read your profile",
            "email" => "read your email address",
            "phone" => "read your phone number",
            "address" => "read your address",
            scope::OFFLINE_ACCESS => "do so when you are not there",
            _ => "read your data",
        };
        format!("<li>{meaning}</li>\n")
    });
    let (app, user) = (escaped(app), escaped(user));
    format!(
        "<p>{user}, {app} wants to</p>\n<ul>\n{}</ul>\n\
         <form method=\"post\"><button class=\"main\" name=\"action\" value=\"consent\">Allow</button></form>\n",
        items.collect::<String>()
    )
}
