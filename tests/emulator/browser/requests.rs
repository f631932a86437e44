//! The page's list of requests, and its tables on a small screen.

use authing_emulator::{Emulator, Fault};

use super::driver::Browser;
use crate::support::{EMAIL, PASSWORD, connected};

#[tokio::test]
async fn open_details_stay_open_while_requests_arrive() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    let authing = connected(&emulator).await;
    authing.register(EMAIL, PASSWORD).await.unwrap();
    emulator.inject(Fault::api_error(2006, "wrong").on("login"));
    authing.login_by_email(EMAIL, PASSWORD).await.unwrap_err();
    browser.page.goto(&emulator.page_url()).await.unwrap();

    let row = "//*[@id='requests']/tr[contains(., 'LoginByEmail')][td='2006']";
    browser
        .click(&format!("{row}//button[@aria-expanded='false']"))
        .await;
    let details = format!("{row}/following-sibling::tr[1]/td[@colspan='9']");
    let text = browser.text(&details).await;
    let document = "mutation LoginByEmail";
    for part in [
        EMAIL,
        "***",
        document,
        "status 200, code 2006",
        "apiError",
        "POST /users/graphql",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains(PASSWORD), "{text}");
    // The row spans the table.
    let widths = browser
        .run("const cell = document.querySelector('#requests td.details'); return [cell.offsetWidth, cell.closest('table').offsetWidth]")
        .await;
    assert_eq!(widths[0], widths[1]);

    browser
        .run("getSelection().selectAllChildren(document.querySelector('#requests td.details pre'))")
        .await;
    for _ in 0..2 {
        let number = emulator.requests().len() + 1;
        authing.login_by_email(EMAIL, PASSWORD).await.unwrap();
        browser
            .text(&format!("//*[@id='requests']/tr[td='{number}']"))
            .await;
    }
    assert_eq!(browser.text(&details).await, text);
    let selected = browser.run("return getSelection().toString()").await;
    assert!(selected.as_str().unwrap().contains(EMAIL), "{selected}");
    assert_eq!(
        browser
            .run("return document.activeElement.textContent")
            .await,
        "Details"
    );

    browser
        .click(&format!("{row}//button[@aria-expanded='true']"))
        .await;
    let closed = "return document.querySelectorAll('#requests td.details').length";
    assert_eq!(browser.run(closed).await, 0);
}

#[tokio::test]
async fn nothing_is_cut_off_on_a_small_screen() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    let authing = connected(&emulator).await;
    let long = "somebody.with.a.very.long.name@a-company-with-a-long-name.example";
    authing.register(long, PASSWORD).await.unwrap();
    authing.send_login_code("13800138000").await.unwrap();
    browser.page.set_window_size(400, 900).await.unwrap();
    for path in ["", "explore"] {
        browser
            .page
            .goto(&(emulator.page_url() + path))
            .await
            .unwrap();
        match path {
            "" => {
                browser
                    .text("//*[@id='messages']//td[.='13800138000']")
                    .await;
                browser
                    .click("//*[@id='requests']/tr[contains(., 'Register')]//button")
                    .await;
                browser.text("//td[@colspan='9']").await;
            }
            _ => {
                browser.element("//*[@id='token']/option[3]").await;
                browser
                    .click("//*[@id='fields']//button[text()='mutation register']")
                    .await;
            }
        }
        let cut = "return [innerWidth, document.documentElement.scrollWidth,
            [...document.querySelectorAll('td, dd, button, input, select, textarea, label, summary')]
                .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                .map((part) => part.outerHTML)]";
        let result = browser.run(cut).await;
        assert_eq!(result[0], 400);
        assert!(result[1].as_u64().unwrap() <= 400, "{result}");
        assert_eq!(result[2], serde_json::json!([]), "{path}");
    }
}
