//! The page that sends GraphQL requests to the emulator.

use authing_emulator::{Emulator, TokenKind};
use fantoccini::Locator;
use serde_json::{Value, json};

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
    // What is not supported is hidden at first.
    let unsupported = "//*[@id='fields']//button[starts-with(., 'query loginCount')]";
    let hidden = browser.element(unsupported).await;
    assert!(!hidden.is_displayed().await.unwrap());
    browser.click("//*[@id='fields-all']").await;
    assert_eq!(
        browser.text(&format!("{unsupported}/*")).await,
        "not supported"
    );
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

#[tokio::test]
async fn a_field_fills_in_its_document_and_its_variables() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    let url = emulator.base_url() + "/explore";
    browser.page.goto(&url).await.unwrap();
    let value = async |id: &str| {
        let value = format!("return document.getElementById('{id}').value");
        browser.run(&value).await.as_str().unwrap().to_owned()
    };
    let run = "//button[@type='submit']";
    browser
        .click("//*[@id='fields']//button[text()='mutation register']")
        .await;
    let variables: Value = serde_json::from_str(&value("variables").await).unwrap();
    let pool = emulator.user_pool_id();
    let required = json!({"userInfo": {"registerInClient": pool}});
    assert_eq!(variables, required);
    browser.click("//*[@id='optional-part']/summary").await;

    browser.select("api", "v2").await;
    browser
        .click("//*[@id='fields']//button[text()='mutation createUser']")
        .await;
    let document = value("document").await;
    for selected in [
        "createUser(userInfo: $userInfo",
        "    email\n",
        "    identities {\n",
        "      provider\n",
    ] {
        assert!(document.contains(selected), "{selected}: {document}");
    }
    assert_eq!(value("variables").await, "{\n  \"userInfo\": {}\n}");
    browser
        .click("//*[@id='optional']/button[text()='userInfo.email: String']")
        .await;
    let filled = "{\n  \"userInfo\": {\n    \"email\": \"\"\n  }\n}";
    assert_eq!(value("variables").await, filled);
    browser
        .set(
            "variables",
            r#"{"userInfo": {"email": "ada@testmail.com"}}"#,
        )
        .await;
    browser.click(run).await;
    browser
        .text("//*[@id='response'][contains(., 'ada@testmail.com')]")
        .await;
    let request = emulator.requests().pop().unwrap();
    assert_eq!(
        (request.path(), request.token()),
        ("/graphql/v2", TokenKind::Owner)
    );

    // Another field: the response of the one before is gone.
    browser
        .click("//*[@id='fields']//button[text()='query user']")
        .await;
    assert_eq!(
        browser
            .run("return document.getElementById('response').textContent")
            .await,
        ""
    );

    // As the user, who is in the list once the page is loaded again.
    browser.page.goto(&url).await.unwrap();
    browser.select("api", "v2").await;
    let user = browser
        .element("//*[@id='token']/option[text()='user ada@testmail.com']")
        .await;
    let id = user.attr("value").await.unwrap().unwrap();
    browser.select("token", &id).await;
    browser
        .click("//*[@id='fields']//button[text()='query user']")
        .await;
    browser.click(run).await;
    browser
        .text(&format!("//*[@id='response'][contains(., '{id}')]"))
        .await;
    let request = emulator.requests().pop().unwrap();
    assert_eq!(request.token(), TokenKind::User);
}

/// The schemas have hundreds of root fields, with arguments and results of all kinds.
#[tokio::test]
async fn what_is_filled_in_is_valid_for_every_field() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let emulator = Emulator::start().await.unwrap();
    browser
        .page
        .goto(&(emulator.base_url() + "/explore"))
        .await
        .unwrap();
    let check = "const [done] = arguments;
        const value = (id) => document.getElementById(id).value;
        const path = value('api') === 'v2' ? '/page/graphql/v2' : '/page/graphql';
        (async () => {
            const bodies = [...document.querySelectorAll('#fields button')].map((button) => {
                button.click();
                return JSON.stringify({ query: value('document'), variables: JSON.parse(value('variables')) });
            });
            const sent = bodies.map(async (body) => {
                const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
                return response.status === 200 ? [] : [[body, await response.text()]];
            });
            done([bodies.length, (await Promise.all(sent)).flat()]);
        })();";
    for (api, field, least) in [
        ("legacy", "query isLoginExpired", 200),
        ("v2", "query accessToken", 100),
    ] {
        browser.select("api", api).await;
        browser
            .element(&format!("//*[@id='fields']//button[text()='{field}']"))
            .await;
        let result = browser.page.execute_async(check, vec![]).await.unwrap();
        assert!(result[0].as_u64().unwrap() > least, "{api}: {}", result[0]);
        assert_eq!(result[1], json!([]), "{api}");
    }
}
