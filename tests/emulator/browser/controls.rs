//! The page's clock, faults, and the way back to the seed.

use std::time::{Duration, SystemTime};

use authing_emulator::{Clock, Emulator, Seed};

use super::driver::Browser;
use crate::support::{EMAIL, PASSWORD, code_of, connected};

const HALF_A_MONTH: Duration = Duration::from_secs(15 * 24 * 3600);

#[tokio::test]
async fn the_clock_is_moved_ahead_and_reset() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let start = SystemTime::now();
    let emulator = Emulator::builder().clock(Clock::stopped_at(start));
    let emulator = emulator.start().await.unwrap();
    let authing = connected(&emulator).await;
    authing.register(EMAIL, PASSWORD).await.unwrap();
    let login = authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
    let (session, id) = (login.session(), login.user.id.clone());
    browser.page.goto(&emulator.page_url()).await.unwrap();

    browser.set("clock-amount", "15").await;
    browser.select("clock-unit", "86400").await;
    browser
        .click("//*[@id='clock']//button[@type='submit']")
        .await;
    browser
        .text("//*[@id='ahead'][text()=', 15 days ahead']")
        .await;
    assert_eq!(emulator.clock().now(), start + HALF_A_MONTH);
    assert_eq!(code_of(session.get_user(&*id).await), 2206);

    browser.click("//*[@id='clock-reset']").await;
    browser
        .text("//*[@id='clock'][.//*[@id='ahead'][not(text())]]")
        .await;
    assert_eq!(emulator.clock().now(), start);
    session.get_user(&*id).await.unwrap();
}

#[tokio::test]
async fn the_next_requests_fail_with_the_selected_fault() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    let authing = connected(&emulator).await;
    authing.register(EMAIL, PASSWORD).await.unwrap();
    browser.page.goto(&emulator.page_url()).await.unwrap();
    let queue = "//*[@id='fault']//button[@type='submit']";
    let last_status = || emulator.requests().last().unwrap().status();
    let login = async || authing.login_by_email(EMAIL, PASSWORD).await;

    browser.set("fault-status", "99").await;
    browser.click(queue).await;
    let reason = browser
        .text("//*[@id='fault-note'][contains(@class, 'bad')]")
        .await;
    assert_eq!(reason, "`status` must be from 200 to 599, not 99");

    browser.set("fault-status", "503").await;
    browser.set("fault-times", "2").await;
    browser.set("fault-on", "login").await;
    browser.click(queue).await;
    browser
        .text("//*[@id='faults']/li[text()='status, status 503: the next 2 requests named login']")
        .await;
    for left in ["request named login", "none"] {
        login().await.unwrap_err();
        assert_eq!(last_status(), Some(503));
        let shown = match left {
            "none" => "//*[@id='fault'][.//*[@id='faults'][not(li)]]".to_owned(),
            left => format!("//*[@id='faults']/li[contains(., 'the next {left}')]"),
        };
        browser.element(&shown).await;
    }
    login().await.unwrap();

    browser.select("fault-kind", "apiError").await;
    browser.set("fault-code", "2002").await;
    browser.set("fault-times", "1").await;
    browser.click(queue).await;
    browser
        .text("//*[@id='faults']/li[contains(., 'code 2002')]")
        .await;
    assert_eq!(code_of(login().await), 2002);

    browser.select("fault-kind", "garbage").await;
    browser.click(queue).await;
    browser
        .text("//*[@id='faults']/li[contains(., 'garbage')]")
        .await;
    browser.click("//*[@id='faults-clear']").await;
    browser
        .element("//*[@id='fault'][.//*[@id='faults'][not(li)]]")
        .await;
    login().await.unwrap();
}

#[tokio::test]
async fn everything_is_cleared_after_a_question() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let seed = Seed::from_json(r#"{"users": [{"email": "seed@testmail.com"}]}"#).unwrap();
    let emulator = Emulator::builder().seed(seed).start().await.unwrap();
    let authing = connected(&emulator).await;
    authing.register(EMAIL, PASSWORD).await.unwrap();
    authing.send_login_code("13800138000").await.unwrap();
    browser.page.goto(&emulator.page_url()).await.unwrap();
    browser
        .text(&format!("//*[@id='users']//td[text()='{EMAIL}']"))
        .await;

    emulator.clock().advance(HALF_A_MONTH);
    browser.text("//*[@id='ahead'][text()]").await;
    browser.click("//*[@id='clear']").await;
    browser.click("//dialog[@open]//button[@data-close]").await;
    assert_eq!(emulator.messages().len(), 1);
    browser.click("//*[@id='clear']").await;
    browser
        .click("//dialog[@open]//button[@type='submit']")
        .await;
    browser.text("//*[@id='clear-note'][text()]").await;
    browser
        .element(&format!("//*[@id='users'][not(.//td[text()='{EMAIL}'])]"))
        .await;
    browser
        .text("//*[@id='users']//td[text()='seed@testmail.com']")
        .await;
    browser
        .text("//*[@id='messages']//td[contains(., 'No text message')]")
        .await;
    browser
        .element("//*[@id='clock'][.//*[@id='ahead'][not(text())]]")
        .await;
    assert!(emulator.messages().is_empty() && emulator.requests().is_empty());
    assert_eq!(code_of(authing.login_by_email(EMAIL, PASSWORD).await), 2004);
}
