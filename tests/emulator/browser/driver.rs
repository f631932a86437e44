//! A browser for one test.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// The timeout for changes of the page, which polls once a second.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The timeout for a script, which may send hundreds of requests.
const SCRIPT_TIMEOUT: Duration = Duration::from_secs(300);

/// Flags for a browser without a display, as root, in a container, and without network access of its own.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1400",
];

pub(crate) struct Browser {
    pub(crate) page: Client,
    // Dropped in this order: the driver ends the browser before its folder is removed.
    _driver: Driver,
    _profile: tempfile::TempDir,
}

/// The ChromeDriver process. Dropping it ends the process and its browser, even if the test fails.
struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts the installed ChromeDriver on a free port.
    fn start() -> Result<Self, String> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut process = started.map_err(|error| format!("chromedriver: {error}"))?;
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        match port {
            Some(port) => Ok(Self { process, port }),
            None => {
                let _ = process.kill();
                let _ = process.wait();
                Err("chromedriver does not start".to_owned())
            }
        }
    }

    /// Requests the shutdown of the process and its browsers.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        let host = format!("127.0.0.1:{}", self.port);
        write!(
            stream,
            "GET /shutdown HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
        )?;
        stream.read_to_end(&mut Vec::new())?;
        Ok(())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.shut_down().is_err() {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

impl Browser {
    /// Starts a browser, or returns `None` and prints the reason.
    pub(crate) async fn start() -> Option<Self> {
        Self::start_with(json!({})).await
    }

    /// Starts a browser that runs no scripts of pages.
    pub(crate) async fn start_without_scripts() -> Option<Self> {
        let blocked = json!({"profile.managed_default_content_settings.javascript": 2});
        Self::start_with(blocked).await
    }

    /// Starts a browser with these preferences.
    async fn start_with(preferences: Value) -> Option<Self> {
        match Self::open(preferences).await {
            Ok(browser) => Some(browser),
            Err(reason) if std::env::var("AUTHING_BROWSER_REQUIRED").as_deref() == Ok("1") => {
                panic!("a browser is required: {reason}");
            }
            Err(reason) => {
                eprintln!("Skipped, without a browser: {reason}.");
                None
            }
        }
    }

    async fn open(preferences: Value) -> Result<Self, String> {
        let driver = Driver::start()?;
        let profile = tempfile::tempdir().map_err(|error| format!("no folder: {error}"))?;
        let mut options = FLAGS.map(str::to_owned).to_vec();
        options.push(format!("--user-data-dir={}", profile.path().display()));
        let capabilities = json!({
            "goog:chromeOptions": {"args": options, "prefs": preferences},
            "timeouts": {"script": SCRIPT_TIMEOUT.as_millis()},
            // The next command must not close an open dialog, which the tests look for.
            "unhandledPromptBehavior": "ignore",
        });
        let page = ClientBuilder::new(HttpConnector::new())
            .capabilities(serde_json::from_value(capabilities).unwrap())
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .map_err(|error| format!("chromium: {error}"))?;
        Ok(Self {
            page,
            _driver: driver,
            _profile: profile,
        })
    }

    /// Waits until an element matches this XPath.
    pub(crate) async fn element(&self, path: &str) -> Element {
        let wait = self.page.wait().at_most(TIMEOUT);
        let found = wait.for_element(Locator::XPath(path)).await;
        found.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Waits until an element matches this XPath, and returns its text.
    pub(crate) async fn text(&self, path: &str) -> String {
        self.element(path).await.text().await.unwrap()
    }

    /// Waits until an element matches this XPath, and clicks on it.
    pub(crate) async fn click(&self, path: &str) {
        let clicked = self.element(path).await.click().await;
        clicked.unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Replaces the text of a field.
    pub(crate) async fn set(&self, id: &str, text: &str) {
        let field = self.element(&format!("//*[@id='{id}']")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Selects an option of a list by its value.
    pub(crate) async fn select(&self, id: &str, value: &str) {
        let list = self.element(&format!("//*[@id='{id}']")).await;
        list.select_by_value(value).await.unwrap();
    }

    /// Runs the body of a function, and returns its result.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.page.execute(script, vec![]).await.unwrap()
    }

    /// Types into a field of the form that has this action.
    pub(crate) async fn fill(&self, action: &str, field: &str, text: &str) {
        let form = format!("//form[.//button[@value='{action}']]");
        let path = format!("{form}//input[@name='{field}']");
        self.element(&path).await.send_keys(text).await.unwrap();
    }

    /// Presses the button of a form.
    pub(crate) async fn press(&self, action: &str) {
        self.click(&format!("//button[@value='{action}']")).await;
    }
}
