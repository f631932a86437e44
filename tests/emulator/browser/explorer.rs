//! The page where people run GraphQL documents.

use authing_emulator::Emulator;
use fantoccini::Locator;

use super::driver::Browser;
use crate::support::{PASSWORD, connected};

#[tokio::test]
async fn sends_the_chosen_token() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    let user = connected(&emulator)
        .await
        .register("ada@testmail.com", PASSWORD)
        .await
        .unwrap();
    emulator.clear_requests();
    browser
        .page
        .goto(&(emulator.base_url() + "/explore"))
        .await
        .unwrap();
    browser
        .text("//*[@id='fields']//button[text()='mutation refreshToken']")
        .await;
    browser
        .text(
            "//*[@id='fields']//button[starts-with(., 'query rbacRole')]/*[text()='not supported']",
        )
        .await;
    // To get here is nobody's request.
    assert!(emulator.requests().is_empty());
    let token = browser.page.find(Locator::Id("token")).await.unwrap();
    let run = browser
        .page
        .find(Locator::XPath("//button[@type='submit']"))
        .await
        .unwrap();
    run.click().await.unwrap();
    browser
        .text("//*[@id='response'][contains(., 'ada@testmail.com')]")
        .await;

    // As the user, who is told by the token.
    browser
        .text(&format!("//*[@id='token']/option[@value='{}']", user.id))
        .await;
    token.select_by_value(&user.id).await.unwrap();
    let document = browser.page.find(Locator::Id("document")).await.unwrap();
    document.clear().await.unwrap();
    document
        .send_keys("mutation { changeMFA(enable: true) { enable } }")
        .await
        .unwrap();
    run.click().await.unwrap();
    browser
        .text("//*[@id='response'][contains(., '\"enable\": true')]")
        .await;

    token.select_by_value("").await.unwrap();
    run.click().await.unwrap();
    browser
        .text("//*[@id='response'][contains(., '2020')]")
        .await;
    // Nor is to get the tokens.
    assert_eq!(emulator.requests().len(), 3);
}
