//! What the page can do with users.

use authing_client::Authing;
use authing_emulator::Emulator;

use super::driver::Browser;
use crate::support::{EMAIL, PASSWORD, code_of, connected};

const ROW: &str = "//*[@id='users']//tr[td='test@testmail.com']";
const SUBMIT: &str = "//dialog[@open]//button[@type='submit']";
const CANCEL: &str = "//dialog[@open]//button[@data-close]";
const FOCUSED: &str = "return document.activeElement.textContent";

async fn opened(browser: &Browser) -> (Emulator, Authing) {
    let emulator = Emulator::start().await.unwrap();
    let authing = connected(&emulator).await;
    browser.page.goto(&emulator.page_url()).await.unwrap();
    (emulator, authing)
}

/// Presses a button of the user's row.
async fn press(browser: &Browser, name: &str) {
    browser
        .click(&format!("{ROW}//button[text()='{name}']"))
        .await;
}

#[tokio::test]
async fn a_user_is_added_and_edited() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let (_emulator, authing) = opened(&browser).await;
    let add = async || {
        browser.click("//*[@id='add-user']").await;
        browser.set("user-email", EMAIL).await;
        browser.set("user-password", PASSWORD).await;
        browser.click(SUBMIT).await;
    };
    add().await;
    browser.text(ROW).await;
    assert_eq!(browser.run(FOCUSED).await, "Add a user…");
    authing.login_by_email(EMAIL, PASSWORD).await.unwrap();

    // The dialog stays open with the emulator's reason.
    add().await;
    let alert = browser
        .text("//dialog[@open]//*[@role='alert'][text()]")
        .await;
    assert_eq!(alert, "the user already exists (code 2026)");
    browser.click(CANCEL).await;

    press(&browser, "Edit").await;
    assert_eq!(
        browser.run("return document.activeElement.value").await,
        EMAIL
    );
    browser.set("user-nickname", "Ada").await;
    browser.set("user-username", "ada").await;
    browser.click(SUBMIT).await;
    browser
        .text(&format!(
            "{ROW}[contains(td[1], 'ada') and contains(td[1], 'Ada')]"
        ))
        .await;
    assert_eq!(browser.run(FOCUSED).await, "Edit");
    // An empty password has not changed it.
    authing.login_by_username("ada", PASSWORD).await.unwrap();

    press(&browser, "Edit").await;
    browser.set("user-username", "").await;
    browser.set("user-password", "another password").await;
    browser.click(SUBMIT).await;
    browser
        .text(&format!("{ROW}[not(contains(td[1], 'ada'))]"))
        .await;
    authing
        .login_by_email(EMAIL, "another password")
        .await
        .unwrap();
    assert_eq!(
        code_of(authing.login_by_username("ada", PASSWORD).await),
        2004
    );
}

#[tokio::test]
async fn a_user_is_locked_logged_out_and_deleted() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let (emulator, authing) = opened(&browser).await;
    authing.register(EMAIL, PASSWORD).await.unwrap();
    let login = async || authing.login_by_email(EMAIL, PASSWORD).await;
    let first = login().await.unwrap();
    let (session, id) = (first.session(), first.user.id.clone());

    press(&browser, "Lock").await;
    browser.text(&format!("{ROW}//*[text()='locked']")).await;
    // The row has changed, and the focus is where it was.
    assert_eq!(browser.run(FOCUSED).await, "Unlock");
    assert_eq!(code_of(login().await), 2005);
    press(&browser, "Unlock").await;
    browser
        .text(&format!("{ROW}[not(.//*[text()='locked'])]"))
        .await;
    login().await.unwrap();

    session.get_user(&*id).await.unwrap();
    press(&browser, "Log out").await;
    let question = browser.text("//dialog[@open]//h2").await;
    assert_eq!(question, format!("Log out {EMAIL}?"));
    assert_eq!(browser.run(FOCUSED).await, "Cancel");
    session.get_user(&*id).await.unwrap();
    browser.click(SUBMIT).await;
    browser
        .text("//*[@id='users-note'][contains(., 'logged out')]")
        .await;
    assert_eq!(code_of(session.get_user(&*id).await), 2206);

    press(&browser, "Delete").await;
    browser.click(CANCEL).await;
    login().await.unwrap();
    press(&browser, "Delete").await;
    browser.click(SUBMIT).await;
    browser
        .text("//*[@id='users']//td[contains(., 'Nobody')]")
        .await;
    assert_eq!(browser.run(FOCUSED).await, "Add a user…");
    assert_eq!(code_of(login().await), 2004);

    // Acts are not the program's requests.
    let paths = emulator.requests();
    assert!(
        paths
            .iter()
            .all(|request| !request.path().starts_with("/operator"))
    );
}

#[tokio::test]
async fn an_act_that_fails_shows_the_reason() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let (emulator, authing) = opened(&browser).await;
    let user = authing.register(EMAIL, PASSWORD).await.unwrap();
    press(&browser, "Log out").await;
    emulator.delete_user(&user.id).unwrap();
    browser.click(SUBMIT).await;
    let alert = browser
        .text("//dialog[@open]//*[@role='alert'][text()]")
        .await;
    assert_eq!(alert, format!("there is no user `{}`", user.id));
    browser.click(CANCEL).await;
    emulator.shut_down().await;
    browser.click("//*[@id='add-user']").await;
    browser.click(SUBMIT).await;
    let alert = browser
        .text("//dialog[@open]//*[@role='alert'][text()]")
        .await;
    assert_eq!(alert, "The emulator does not respond.");
}
