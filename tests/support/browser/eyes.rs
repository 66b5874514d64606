//! The same page as different people see it: in the light and in the dark, with more contrast, in a
//! narrow window; and as a program looks over it that knows the rules for those who see it badly or
//! not at all.

use serde_json::{Value, json};

use super::Browser;
use crate::support::http::wait;

/// How somebody has set up their screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As much contrast as there can be.
    Contrast,
}

impl Theme {
    fn wishes(self) -> Value {
        let (scheme, contrast) = match self {
            Theme::Light => ("light", "no-preference"),
            Theme::Dark => ("dark", "no-preference"),
            Theme::Contrast => ("light", "more"),
        };
        json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-contrast", "value": contrast },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] })
    }
}

/// How much of the window has moved since the page was there (the web's "cumulative layout shift"), and
/// the origins of all that was loaded for it.
const LOADED: &str = "
    const done = arguments[arguments.length - 1];
    let moved = 0;
    const add = (entries) => entries.forEach((entry) => { moved += entry.value; });
    const watch = new PerformanceObserver((list) => add(list.getEntries()));
    watch.observe({ type: 'layout-shift', buffered: true });
    const origins = performance.getEntriesByType('resource').map((entry) => new URL(entry.name).origin);
    setTimeout(() => { add(watch.takeRecords()); done([moved, [...new Set(origins)]]); }, 50);";

/// Where everything that is seen on the page stands: what it is, and how far from the top.
const STANDS: &str = "
    return [...document.querySelectorAll('main *, footer')]
      .filter((part) => part.getClientRects().length && !part.closest('.quiet'))
      .map((part) => part.tagName + ' ' + Math.round(part.getBoundingClientRect().top) + ' ' + part.textContent.slice(0, 30));";

/// The rules of WCAG 2.2, levels A and AA.
const LOOK_OVER: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const rules = arguments[0].length ? { type: 'rule', values: arguments[0] } : { type: 'tag', values: tags };
    axe.run({ runOnly: rules, resultTypes: ['violations'] }).then(
      (found) => done(found.violations.flatMap((rule) => rule.nodes.map((node) =>
        rule.id + ': ' + node.target.join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' ')))),
      (error) => done(['it could not be looked over: ' + error]));";

impl Browser {
    /// Shows pages as somebody has set up their screen, from now on.
    pub fn set_theme(&self, theme: Theme) {
        self.tell("Emulation.setEmulatedMedia", theme.wishes());
    }

    /// Makes the window so many points wide and high, from now on.
    pub fn set_size(&self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", size);
    }

    fn tell(&self, command: &str, wishes: Value) {
        wait(self.session().cdp().send_raw(command, wishes))
            .unwrap_or_else(|error| panic!("{command}: {error}"));
    }

    /// How much has moved since the page was there, as a share of the window, and from where its parts were
    /// loaded.
    pub fn loaded(&self) -> (f64, Vec<String>) {
        let found = wait(self.session().execute_async(LOADED, Vec::new()));
        let found = found.unwrap_or_else(|error| panic!("{}: {error}", self.url()));
        let (moved, origins) = (&found.json()[0], &found.json()[1]);
        let origins = origins.as_array().into_iter().flatten();
        let origins = origins.filter_map(|origin| Some(origin.as_str()?.to_owned()));
        (moved.as_f64().expect("a number"), origins.collect())
    }

    /// Loads nothing whose address is like one of these, from now on.
    pub fn without(&self, addresses: &[&str]) {
        self.tell("Network.enable", json!({}));
        self.tell("Network.setBlockedURLs", json!({ "urls": addresses }));
    }

    /// Where everything on the page stands.
    pub fn stands(&self) -> Vec<String> {
        let found = self.script(STANDS);
        let found = found.as_array().into_iter().flatten();
        found
            .map(|part| part.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// How many points the page is wider than its window.
    pub fn overhang(&self) -> i64 {
        let wide = "return document.documentElement.scrollWidth - window.innerWidth";
        self.script(wide).as_i64().expect("a number")
    }

    /// What breaks one of these rules on the page, or any rule of WCAG 2.2 A and AA if none is named;
    /// `axe` is the program text of axe-core.
    pub fn faults(&self, axe: &str, rules: &[&str]) -> Vec<String> {
        if self.script("return typeof axe").as_str() != Some("object") {
            self.script(axe);
        }
        let found = wait(self.session().execute_async(LOOK_OVER, vec![json!(rules)]));
        let found = found.unwrap_or_else(|error| panic!("{}: {error}", self.url()));
        let found = found.json().as_array().cloned().unwrap_or_default();
        found
            .iter()
            .map(|fault| fault.as_str().unwrap_or_default().to_owned())
            .collect()
    }
}
