//! How the browser is to be: what chromedriver is asked for.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::{
    ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel, PageLoadStrategy,
};

use super::driver::chromium;

/// No window, no graphics card, and no calls home.
const ARGUMENTS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
];

/// What the person looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// 1280 by 900 points.
    Desktop,
    /// 390 by 844 points, two pixels to the point, laid out as on a telephone. It has a
    /// mouse all the same: chromedriver does not wait for what a tap does, and
    /// a tap on a page without scripts hangs it.
    Telephone,
}

/// What to ask for: a browser with this screen and an empty profile.
///
/// # Errors
///
/// When a wish cannot be written as JSON.
pub fn capabilities(
    screen: Screen,
    javascript: bool,
    profile: &Path,
) -> WebDriverResult<ChromeCapabilities> {
    let mut wanted = DesiredCapabilities::chrome();
    wanted.set_binary(&chromium().display().to_string())?;
    wanted.set_page_load_strategy(PageLoadStrategy::Normal)?;
    wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    for argument in ARGUMENTS {
        wanted.add_arg(argument)?;
    }
    wanted.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    match screen {
        Screen::Desktop => wanted.add_arg("--window-size=1280,900")?,
        Screen::Telephone => wanted.add_experimental_option("mobileEmulation", telephone())?,
    }
    if !javascript {
        let never = json!({ "profile.managed_default_content_settings.javascript": 2 });
        wanted.add_experimental_option("prefs", never)?;
    }
    Ok(wanted)
}

fn telephone() -> Value {
    json!({ "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 2.0, "touch": false } })
}
