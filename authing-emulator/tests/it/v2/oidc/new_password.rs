//! A forgotten password, replaced on the login page.

use reqwest::StatusCode;

use super::{Oidc, code_of};

const NEW: &str = "a new password";
const PHONE: &str = "13800000000";

#[tokio::test]
async fn a_code_by_email_or_sms_sets_a_new_password() {
    for (account, to) in [("Ada@B.cn", "ada@b.cn"), (PHONE, PHONE)] {
        let oidc = Oidc::new().await;
        let page = oidc.begin(&[]).await;
        let html = oidc.browser.get(&page).await.text().await.unwrap();
        assert!(html.contains("<details>"), "{html}");
        let sent = [("action", "send_reset"), ("account", account)];
        let sent = oidc.browser.post(&page, &sent).await;
        assert_eq!(sent.status(), StatusCode::OK);
        let html = sent.text().await.unwrap();
        assert!(
            html.contains("<details open>") && html.contains("New password"),
            "{html}"
        );

        let code = oidc.emulator.last_code(to).unwrap();
        let reset = |code, password| {
            [
                ("action", "reset"),
                ("account", account),
                ("code", code),
                ("password", password),
            ]
        };
        let html = oidc.rejected(&page, &reset("0000", NEW)).await;
        assert!(html.contains("New password"), "{html}");
        oidc.rejected(&page, &reset(&code, "short")).await;
        let set = oidc.browser.post(&page, &reset(&code, NEW)).await;
        let html = set.text().await.unwrap();
        assert!(
            html.contains("The new password is set") && html.contains("<details>"),
            "{html}"
        );
        oidc.rejected(&page, &reset(&code, "another password"))
            .await;

        let login = |password| {
            [
                ("action", "password"),
                ("account", "ada"),
                ("password", password),
            ]
        };
        oidc.rejected(&page, &login(crate::client::PASSWORD)).await;
        code_of(&oidc.browser.post(&page, &login(NEW)).await);
    }
}

#[tokio::test]
async fn a_code_is_only_sent_to_an_address_or_number_of_a_user() {
    let oidc = Oidc::new().await;
    let page = oidc.begin(&[]).await;
    let send = |account| [("action", "send_reset"), ("account", account)];
    let html = oidc.rejected(&page, &send("ada")).await;
    assert!(html.contains("email address or phone number"), "{html}");
    oidc.rejected(&page, &send("nobody@b.cn")).await;
    assert!(oidc.emulator.messages().is_empty());
}
