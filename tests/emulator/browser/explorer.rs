//! The page that sends GraphQL requests to the emulator.

use authing_emulator::Emulator;
use fantoccini::Locator;

use super::driver::Browser;
use crate::support::{PASSWORD, connected};

#[tokio::test]
async fn requests_are_sent_with_the_selected_token() {
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
            "//*[@id='fields']//button[starts-with(., 'query loginCount')]/*[text()='not supported']",
        )
        .await;
    // Loading the page is not recorded as a request.
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

    // With the user's token, which identifies the user.
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
    // Nor is the fetch of the tokens.
    assert_eq!(emulator.requests().len(), 3);
}
