//! A real browser, as a person uses it: headless Chromium driven through
//! chromedriver, each with an empty profile of its own.
//!
//! The methods wait: for a page to be loaded, and some seconds for an element
//! to appear. They panic when what they are asked for cannot be had, which
//! fails the test that asked.

mod driver;
mod eyes;
mod wishes;

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use thirtyfour::prelude::*;

use super::http::wait;
use driver::Driver;
use wishes::capabilities;

pub use eyes::Theme;
pub use wishes::Screen;

/// How long an element may take to appear.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the browser may take over anything.
const PATIENCE_IN_ALL: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A browser with one page, closed when this value is dropped.
#[derive(Debug)]
pub struct Browser {
    session: Option<WebDriver>,
    _driver: Driver,
}

impl Browser {
    /// Opens a browser.
    ///
    /// # Panics
    ///
    /// When Chromium or chromedriver is not installed or does not start.
    pub fn open(screen: Screen) -> Browser {
        Browser::with(screen, true)
    }

    /// Opens a browser in which pages may run no scripts.
    pub fn without_javascript(screen: Screen) -> Browser {
        Browser::with(screen, false)
    }

    fn with(screen: Screen, javascript: bool) -> Browser {
        let driver = Driver::start();
        let wanted = capabilities(screen, javascript, &driver.profile()).expect("valid wishes");
        let session = WebDriver::builder(driver.url(), wanted).request_timeout(PATIENCE_IN_ALL);
        let session =
            wait(session.into_future()).unwrap_or_else(|error| panic!("{error}\n{}", driver.log()));
        Browser {
            session: Some(session),
            _driver: driver,
        }
    }

    /// Goes to an address and waits until its page is loaded.
    pub fn goto(&self, url: &str) {
        wait(self.session().goto(url)).unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        wait(self.session().current_url())
            .expect("the page's address")
            .to_string()
    }

    pub fn title(&self) -> String {
        wait(self.session().title()).expect("the page's title")
    }

    /// The page as HTML, as it is now.
    pub fn source(&self) -> String {
        wait(self.session().source()).expect("the page's source")
    }

    /// Waits for an element, by CSS selector.
    #[track_caller]
    pub fn find(&self, css: &str) -> WebElement {
        let query = self
            .session()
            .query(By::Css(css))
            .wait(PATIENCE, LOOK_EVERY);
        match wait(query.first()) {
            Ok(element) => element,
            Err(error) => panic!(
                "{css}: {error}\non the page {}\n{}",
                self.url(),
                self.source()
            ),
        }
    }

    /// How many elements match at this moment.
    pub fn count(&self, css: &str) -> usize {
        wait(self.session().find_all(By::Css(css)))
            .expect("a valid selector")
            .len()
    }

    /// Clicks the first element that matches. If that sends a form or follows a link, waits until the page is
    /// gone: what is looked for next would otherwise be found on it, or not yet there.
    #[track_caller]
    pub fn click(&self, css: &str) {
        let element = self.find(css);
        let leads_on = self.leads_on(&element);
        wait(element.click()).unwrap_or_else(|error| panic!("{css}: {error}"));
        let begun = Instant::now();
        while leads_on && begun.elapsed() < PATIENCE && wait(element.tag_name()).is_ok() {
            std::thread::sleep(LOOK_EVERY);
        }
    }

    /// Whether another page comes when this is clicked.
    fn leads_on(&self, element: &WebElement) -> bool {
        let attribute = |name: &str| wait(element.attr(name)).ok().flatten();
        match wait(element.tag_name()).as_deref() {
            Ok("a") => {
                let here = |link: &String| link.starts_with('#') || attribute("download").is_some();
                attribute("href").is_some_and(|link| !here(&link))
            }
            Ok("button") => attribute("type").is_none_or(|kind| kind == "submit"),
            _ => false,
        }
    }

    /// Types into a field, after what it holds.
    #[track_caller]
    pub fn enter(&self, css: &str, text: &str) {
        let field = self.find(css);
        wait(field.send_keys(text)).unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Replaces what a field holds.
    #[track_caller]
    pub fn fill(&self, css: &str, text: &str) {
        let field = self.find(css);
        wait(field.clear()).unwrap_or_else(|error| panic!("{css}: {error}"));
        wait(field.send_keys(text)).unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// The text of the first element that matches, as it is seen. Where the page went away between finding it
    /// and reading it, the next one is read.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        let read = || wait(self.find(css).text());
        read()
            .or_else(|_| read())
            .unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// The text of every element that matches at this moment.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let elements = wait(self.session().find_all(By::Css(css))).expect("a valid selector");
        elements
            .iter()
            .map(|element| wait(element.text()).expect("an element's text"))
            .collect()
    }

    /// An attribute of the first element that matches.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        wait(self.find(css).attr(name)).unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Runs a script in the page, and gives what it returns.
    #[track_caller]
    pub fn script(&self, script: &str) -> Value {
        let answer = wait(self.session().execute(script, Vec::new()));
        answer
            .unwrap_or_else(|error| panic!("{script}: {error}"))
            .json()
            .clone()
    }

    /// Saves what is seen as a PNG picture.
    pub fn screenshot(&self, file: &Path) {
        let picture = wait(self.session().screenshot_as_png()).expect("a picture of the page");
        std::fs::write(file, picture).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    /// The errors that the page has caused since this was last asked: scripts
    /// that failed, files that were not found, what its own policy forbade.
    pub fn console_errors(&self) -> Vec<String> {
        let entries = wait(self.session().browser_log()).expect("the browser's log");
        let severe = entries.into_iter().filter(|entry| entry.level == "SEVERE");
        severe.map(|entry| entry.message).collect()
    }

    /// The session itself, for what is not offered here: use it with
    /// [`wait`](super::http::wait).
    pub fn session(&self) -> &WebDriver {
        self.session
            .as_ref()
            .expect("the session is there until the browser is dropped")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            // The driver is killed next, and takes the browser with it: to ask the
            // browser first would only wait, for ever if the page hangs.
            let _ = session.leak();
        }
    }
}
