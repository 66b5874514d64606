//! Through the pages of a demo, as each kind of people.

use std::path::Path;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::support::Browser;
use crate::support::browser::Theme;
use crate::support::last_week;

/// A walk, and what was found on it.
pub struct Walk<'a> {
    browser: &'a Browser,
    base: &'a str,
    axe: &'a str,
    pictures: &'a Path,
    /// What is wrong, with the page and how it was seen.
    pub faults: Vec<String>,
}

impl<'a> Walk<'a> {
    pub fn new(browser: &'a Browser, base: &'a str, axe: &'a str, pictures: &'a Path) -> Self {
        Self {
            browser,
            base,
            axe,
            pictures,
            faults: Vec::new(),
        }
    }

    /// The pages that are open to all; `link` is a one-tap link.
    pub fn anybody(&mut self, link: &str) {
        self.page("start", "/");
        self.page("answers", "/?q=lunch+club&near=QH1&availability=any");
        self.page("nothing-found", "/?q=zzyzx&near=QH1");
        self.page("danger", "/?q=i+want+to+end+my+life");
        self.page("unknown-place", "/?q=lunch&near=Nowhere-at-all");
        let service = self.first_service("/?q=lunch+club&near=QH1");
        self.page("service", &service);
        self.page("sheet", &format!("{service}/handout"));
        self.page("compare", &format!("/compare?id={}", id_of(&service)));
        self.page("one-tap", link.trim_start_matches(self.base));
        self.page("api", "/docs");
        self.page("sign-in", "/sign-in");
        self.page("not-found", "/nothing/here");
    }

    pub fn navigator(&mut self, link: &str) {
        self.sign_in(link);
        let service = self.first_service("/?q=lunch+club&near=QH1");
        self.page("navigator-service", &service);
        self.page("elsewhere", &format!("{service}/elsewhere"));
        self.goto(&service);
        self.browser.click(".send .go");
        self.browser.find(".big-code");
        let signpost = self.browser.url().trim_start_matches(self.base).to_owned();
        self.page("signpost", &signpost);
        self.page("signpost-sheet", &format!("{signpost}/handout"));
        self.page("signposts", "/signposts");
        self.page("account", "/account");
        self.sign_out();
    }

    pub fn provider(&mut self, link: &str) {
        self.sign_in(link);
        self.page("my", "/my");
        self.page("my-people", "/my/people");
        self.page("my-widget", "/my/widget");
        let widget = self.browser.attribute("a[href^='/widget/']", "href");
        self.page("widget", &widget.expect("what other sites show"));
        self.goto("/my");
        let poster = self.browser.attribute("a[href^='/my/poster/']", "href");
        self.page("poster", &poster.expect("a poster of a service"));
        self.goto("/my");
        let mut links = self.links("/my/services/").into_iter();
        let edit = links.rfind(|link| link.ends_with("/edit"));
        let edit = edit.expect("a listing to edit");
        self.page("edit", &edit);
        self.goto(&edit);
        self.browser
            .fill("textarea[name*=description]", "Another description");
        self.browser.click("form.sheet-form .go");
        self.browser.find(".preview");
        self.seen("edit-preview", &edit);
        self.browser.click("button[value=send]");
        self.browser.find(".sheet-form");
        self.sign_out();
    }

    pub fn steward(&mut self, link: &str) {
        self.sign_in(link);
        for (name, path) in [
            ("tasks", "/tasks"),
            ("people", "/people"),
            ("keys", "/keys"),
            ("audit", "/audit"),
            ("moderation", "/moderation"),
            ("duplicates", "/duplicates"),
            ("vocabulary", "/vocabulary"),
            ("feeds", "/feeds"),
            ("import", "/import"),
        ] {
            self.page(name, path);
        }
        self.sheet();
        let service = self.first_service("/?q=debt&near=QH1");
        self.page("money", &format!("{service}/money"));
        self.goto("/tasks");
        if let Some(task) = self.links("/tasks/").first() {
            self.page("task", task);
        }
        self.sign_out();
    }

    /// A sheet that was sent up: what its columns are taken for, what is wrong, and what would change.
    fn sheet(&mut self) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/sheets/bad_rows.csv");
        self.goto("/import");
        self.browser.enter("#file", &file.display().to_string());
        self.browser.click("form.stack button.go");
        self.browser.find("#columns");
        let path = self.browser.url().replace(self.base, "");
        self.page("import-sheet", &path);
    }

    pub fn commissioner(&mut self, link: &str) {
        self.sign_in(link);
        self.page("overview", "/overview");
        self.page("overview flow", "/overview/flow");
        self.page("overview past", &format!("/overview?on={}", last_week()));
        self.page("overview access", "/overview/access");
        self.page("overview gaps", "/overview/gaps?within_km=1");
        self.page("overview report", &self.report_on_wards());
        self.page("overview what-if", "/overview/what-if?who=council");
        self.page("overview overlap", "/overview/overlap");
        self.sign_out();
    }

    /// A report on the first three areas that can be chosen.
    fn report_on_wards(&self) -> String {
        self.goto("/overview/report");
        let areas = "return [...document.querySelectorAll('input[name=area]')].slice(0, 3).map((area) => 'area=' + area.value)";
        let areas = self.browser.script(areas);
        let areas = areas.as_array().into_iter().flatten();
        let areas: Vec<&str> = areas.filter_map(|area| area.as_str()).collect();
        assert_eq!(areas.len(), 3);
        format!("/overview/report?{}", areas.join("&"))
    }

    fn goto(&self, path: &str) {
        self.browser.goto(&format!("{}{path}", self.base));
    }

    fn sign_in(&self, link: &str) {
        self.browser.goto(link);
        self.browser.click("button.go");
        self.browser.find("a[href='/account']");
    }

    fn sign_out(&self) {
        self.goto("/account");
        self.browser.click("form[action='/sign-out'] button");
        self.browser.find("a[href^='/sign-in']");
    }

    fn first_service(&self, answers: &str) -> String {
        self.goto(answers);
        let link = self
            .browser
            .attribute(".card h3 a", "href")
            .expect("a service");
        let end = link.find('?').unwrap_or(link.len());
        link[..end].to_owned()
    }

    /// The addresses on the page that begin so.
    fn links(&self, beginning: &str) -> Vec<String> {
        let script = format!(
            "return [...document.querySelectorAll('main a[href^=\"{beginning}\"]')].map((a) => a.getAttribute('href'))"
        );
        let found = self.browser.script(&script);
        let found = found.as_array().into_iter().flatten();
        found
            .filter_map(|link| Some(link.as_str()?.to_owned()))
            .collect()
    }

    /// Looks one page over: at a desk in each theme, and on the smallest of screens.
    fn page(&mut self, name: &str, path: &str) {
        self.browser.set_size(1280, 900);
        self.browser.set_theme(Theme::Light);
        self.is_calm(name, path);
        self.seen(name, path);
        self.seen_in_welsh(name, path);
    }

    /// The same page in Welsh, whose words are longer.
    fn seen_in_welsh(&mut self, name: &str, path: &str) {
        let to = utf8_percent_encode(path, NON_ALPHANUMERIC);
        self.goto(&format!("/language/cy?to={to}"));
        self.browser.set_size(1280, 900);
        self.look(name, "welsh", &[]);
        self.is_narrow_enough(&format!("{name}, in Welsh"), path);
        self.goto(&format!("/language/en?to={to}"));
    }

    /// Nothing of a page moves once it is there, however late its scripts come, and no other server is asked for
    /// any of it.
    fn is_calm(&mut self, name: &str, path: &str) {
        self.browser.without(&["*.js*"]);
        self.goto(path);
        let before = self.browser.stands();
        self.browser.without(&[]);
        self.goto(path);
        let after = self.browser.stands();
        let moved = before
            .iter()
            .zip(&after)
            .find(|(before, after)| before != after);
        if let Some((before, after)) = moved {
            self.faults
                .push(format!("{name}: scripts move {before} to {after}"));
        }
        let (moved, origins) = self.browser.loaded();
        if moved > 0.0 {
            self.faults.push(format!("{name}: {moved} of it moved"));
        }
        let others = origins.iter().filter(|origin| *origin != self.base);
        let others = others.map(|other| format!("{name}: something is loaded from {other}"));
        self.faults.extend(others);
    }

    /// The page that is open.
    fn seen(&mut self, name: &str, path: &str) {
        self.browser.set_size(1280, 900);
        self.look(name, "desk", &[]);
        for (theme, seen) in [(Theme::Dark, "dark"), (Theme::Contrast, "contrast")] {
            self.browser.set_theme(theme);
            self.look(name, seen, &["color-contrast", "link-in-text-block"]);
        }
        self.browser.set_theme(Theme::Light);
        self.browser.set_size(390, 844);
        self.look(name, "telephone", &["target-size"]);
        self.is_narrow_enough(name, path);
    }

    /// Whether all of the page that is open fits the smallest of screens.
    fn is_narrow_enough(&mut self, name: &str, path: &str) {
        self.browser.set_size(320, 640);
        let overhang = self.browser.overhang();
        if overhang > 0 {
            self.faults.push(format!(
                "{name} ({path}) at 320 points is {overhang} too wide"
            ));
        }
    }

    fn look(&mut self, name: &str, seen: &str, rules: &[&str]) {
        let found = self.browser.faults(self.axe, rules);
        self.faults.extend(
            found
                .into_iter()
                .map(|fault| format!("{name}, {seen}: {fault}")),
        );
        if seen != "contrast" {
            let file = format!("{name}-{seen}.png");
            self.browser.screenshot(&self.pictures.join(file));
        }
    }
}

/// The id at the end of the address of a service.
fn id_of(service: &str) -> &str {
    service.rsplit('/').next().unwrap_or_default()
}
