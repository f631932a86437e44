//! The page with the emulator's users, messages and requests.

use authing_emulator::{Emulator, Fault, ListenAddress, StatusCode};
use fantoccini::error::{CmdError, ErrorStatus};

use super::driver::Browser;
use crate::support::{PASSWORD, connected};

const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>";

#[tokio::test]
async fn the_page_updates_itself() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    browser.page.goto(&emulator.page_url()).await.unwrap();
    browser.text("//*[@id='status'][text()='live']").await;
    browser
        .text("//*[@id='users']//td[contains(., 'Nobody')]")
        .await;

    // The program to copy is the one that is compiled here, with this emulator's settings.
    let program = include_str!("../../../authing-emulator/src/server/page/snippet.rs")
        .replace("USER_POOL_ID", emulator.user_pool_id())
        .replace("SECRET", emulator.secret())
        .replace("http://HOST", &emulator.base_url())
        .replace("PUBLIC_KEY", emulator.public_key_pem().trim_end());
    let shown = "return document.getElementById('rust').textContent";
    let shown = browser.page.execute(shown, vec![]).await.unwrap();
    assert_eq!(shown, program);

    let authing = connected(&emulator).await;
    let ada = authing
        .register("ada@testmail.com", PASSWORD)
        .await
        .unwrap();
    browser
        .text("//*[@id='users']//td[text()='ada@testmail.com']")
        .await;
    authing.send_login_code("13800138000").await.unwrap();
    let code = emulator.last_code("13800138000").unwrap();
    let row = format!("//*[@id='messages']//tr[td='13800138000'][td/strong='{code}']");
    assert!(browser.text(&row).await.contains("login"));

    emulator.inject(Fault::status(StatusCode::BAD_GATEWAY).on("login"));
    authing
        .login_by_email("ada@testmail.com", PASSWORD)
        .await
        .unwrap_err();
    authing
        .login_by_email("ada@testmail.com", "wrongpassword")
        .await
        .unwrap_err();
    let row = browser.text("//*[@id='requests']//tr[td='2006']").await;
    assert!(row.contains("LoginByEmail") && row.contains("200"), "{row}");
    browser
        .text("//*[@id='requests']//tr[td='502'][td='status']")
        .await;
    browser
        .text("//*[@id='requests']//tr[contains(., 'send_smscode')]")
        .await;

    emulator.block_user(&ada.id).unwrap();
    browser
        .text("//*[@id='users']//tr[td='ada@testmail.com']//*[text()='locked']")
        .await;
}

#[tokio::test]
async fn names_of_users_are_escaped() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    let authing = connected(&emulator).await;
    let user =
        authing_client::operations::Register::new("x@testmail.com", PASSWORD).username(SCRIPT);
    authing.execute(user).await.unwrap();
    browser.page.goto(&emulator.page_url()).await.unwrap();
    let cell = browser
        .text("//*[@id='users']//td[1][starts-with(text(), '<script>')]")
        .await;
    assert_eq!(cell, SCRIPT);
    browser
        .text("//*[@id='requests']//tr[contains(., 'Register')]")
        .await;
    let dialog = browser.page.get_alert_text().await;
    assert!(
        matches!(dialog, Err(CmdError::Standard(error)) if error.error == ErrorStatus::NoSuchAlert)
    );
    let made = browser.page.execute(
        "return document.querySelectorAll('main script, main img').length",
        vec![],
    );
    assert_eq!(made.await.unwrap(), 0);
    // The content security policy blocks inline scripts.
    let run =
        "const script = document.createElement('script'); script.textContent = 'window.ran = true';
        document.body.append(script); return window.ran === true";
    assert_eq!(browser.page.execute(run, vec![]).await.unwrap(), false);
}

#[tokio::test]
async fn the_page_reconnects_to_a_restarted_emulator() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    let address: ListenAddress = emulator.base_url().replace("http://", "").parse().unwrap();
    browser.page.goto(&emulator.page_url()).await.unwrap();
    let pool = emulator.user_pool_id().to_owned();
    browser
        .text(&format!("//*[@id='connection']//code[text()='{pool}']"))
        .await;
    emulator.shut_down().await;
    browser.text("//*[@id='status'][@class='lost']").await;

    let emulator = Emulator::builder().listen(address).start().await.unwrap();
    let pool = emulator.user_pool_id();
    browser
        .text(&format!("//*[@id='connection']//code[text()='{pool}']"))
        .await;
    browser.text("//*[@id='status'][@class='live']").await;
}
