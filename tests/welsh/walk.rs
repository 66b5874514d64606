//! Through the pages of a demo in both languages, as each kind of people who have them in both.

use std::collections::BTreeSet;

use reqwest::Method;

use super::texts::texts;
use crate::support::{Client, Exchange, Person, last_week};

/// What is written alike in both languages, beside figures and addresses.
const ALIKE: [&str; 17] = [
    "Headroom",
    "API",
    "U3A",
    "Dementia",
    "Diabetes",
    "Bowls",
    "Alcohol",
    "Map",
    "Term",
    "Cost",
    "Hindi",
    "km",
    "Nasreen Khan",
    "Pat Whelan",
    "Stella Marsh",
    "Callum Reid",
    "Cymraeg",
];

/// What groups wrote of themselves, what is said of danger, and who is who.
const THEIRS: [&str; 5] = [
    include_str!("../../fixtures/listings.json"),
    include_str!("../../fixtures/capacity.json"),
    include_str!("../../index/safety/contacts.toml"),
    include_str!("../../index/safety/suicide.toml"),
    "nasreen khan nasreen@practice.example pat whelan pat@group.example stella marsh \
     stella@directory.example callum reid callum@board.example \
     feed.invalid \
     demo navigator demo provider demo commissioner demo steward",
];

/// Names of areas and needs: where only text may stand, as in a list to choose from, nothing marks them.
const NAMES: [&str; 2] = [
    include_str!("../../fixtures/listings.json"),
    include_str!("../../fixtures/wards.geojson"),
];

/// A walk, and what was found on it.
pub struct Walk {
    client: Client,
    cookie: String,
    form: String,
    /// All that is not ours.
    theirs: String,
    /// Words that stand in both languages alike.
    pub unsaid: Vec<String>,
    /// Words marked as English that are not those of a group.
    pub ours: Vec<String>,
}

impl Walk {
    pub fn new(base: &str) -> Self {
        let client = Client::new(base);
        Self {
            theirs: THEIRS.map(plain).concat(),
            client,
            cookie: String::new(),
            form: String::new(),
            unsaid: Vec::new(),
            ours: Vec::new(),
        }
    }

    /// The pages that are open to all; `link` is a one-tap link.
    pub fn anybody(&mut self, link: &str) {
        let service = self.first_service();
        for path in [
            "/",
            "/?q=lunch+club&near=QH1&availability=any",
            "/?q=debt&age=30&day=MO&cost=free&time=morning&within_km=5&near=QH1",
            "/?q=zzyzx+lunch&near=QH1",
            "/?q=i+want+to+end+my+life",
            "/?q=lunch&near=Nowhere-at-all",
            service.as_str(),
            &format!("{service}/handout"),
            &format!("/compare?id={}", service.trim_start_matches("/services/")),
            "/compare",
            "/sign-in",
            "/nothing/here",
            "/u/nonsense",
            path_of(link),
        ] {
            self.look(path);
        }
    }

    pub fn navigator(&mut self, link: &str) {
        self.sign_in(link);
        let service = self.first_service();
        self.look(&service);
        self.look(&format!("{service}/elsewhere"));
        self.look("/signposts");
        let signpost = self.send_somebody(&service);
        self.look(&signpost);
        self.look(&format!("{signpost}/handout"));
        self.look("/signposts");
        self.look("/account");
    }

    pub fn provider(&mut self, link: &str) {
        self.sign_in(link);
        for path in ["/my", "/my/people", "/my/widget"] {
            self.look(path);
        }
        let line = self.page("en", "/my/widget");
        self.look(&linked(&line, "/widget/"));
        let mine = self.page("en", "/my");
        for beginning in ["/my/poster/", "/my/services/"] {
            self.look(&linked(&mine, beginning));
        }
    }

    pub fn steward(&mut self, link: &str) {
        self.sign_in(link);
        for path in [
            "/tasks",
            "/tasks?show=closed",
            "/people",
            "/keys",
            "/moderation",
            "/duplicates",
            "/vocabulary",
            "/feeds",
            "/import",
        ] {
            self.look(path);
        }
        let service = self.first_service();
        self.look(&service);
        self.look(&format!("{service}/sources"));
        self.look(&format!("{service}/money"));
        let feed = self.register_a_feed();
        self.look(&feed);
        self.look("/feeds");
        for (list, beginning) in [("/tasks", "/tasks/"), ("/duplicates", "/duplicates/")] {
            let page = self.page("en", list);
            let link = format!("<a class=\"go go-link\" href=\"{beginning}");
            let heading = format!("<h2><a href=\"{beginning}");
            let found = page.split_once(&heading).or(page.split_once(&link));
            if let Some((_, rest)) = found {
                let end = rest.find('"').expect("the end of a link");
                self.look(&format!("{beginning}{}", &rest[..end]));
            }
        }
    }

    pub fn commissioner(&mut self, link: &str) {
        self.sign_in(link);
        self.look("/overview");
        self.look("/overview?by=lad");
        self.look("/overview/flow");
        self.look("/overview/flow?need=debt&area=ward%2FQ05000001");
        self.look(&format!("/overview?on={}", last_week()));
        self.look("/overview/access");
        self.look("/overview/gaps");
        self.look("/overview/gaps?areas=ward&need=debt&within_km=1");
        self.look("/overview/report");
        self.look("/overview/report?area=ward/Q05000001&area=ward/Q05000002&need=debt&need=choir");
        self.look("/overview/what-if");
        self.look("/overview/what-if?areas=ward&who=Quay+Harbour+Council");
        self.look("/overview/what-if?areas=ward&who=lottery");
        self.look("/overview?by=ward&map=free");
        self.look("/overview?by=ward&map=without");
        self.look("/overview/access");
        self.look("/overview/access?map=nearest");
        self.look("/overview/overlap?threshold=0.4");
        let service = self.first_service();
        self.look(&format!("{service}/money"));
    }

    /// Becomes somebody else.
    pub fn sign_in(&mut self, link: &str) {
        let person = Person::by_link(&self.client, path_of(link), String::new());
        self.cookie = person.cookie();
        self.form = person.form;
    }

    /// A page in a language.
    pub fn page(&self, tongue: &str, path: &str) -> String {
        let request = self.client.request(Method::GET, path);
        let cookies = format!("tongue={tongue}; {}", self.cookie);
        request.header("cookie", cookies).send_and_read().text
    }

    /// Compares a page in both languages.
    fn look(&mut self, path: &str) {
        let (english, welsh) = (self.page("en", path), self.page("cy", path));
        assert!(welsh.contains("<html lang=\"cy\">"), "{path} is in Welsh");
        let english: BTreeSet<String> =
            texts(&english).into_iter().map(|text| text.words).collect();
        for text in texts(&welsh) {
            let words = &text.words;
            if text.is_english {
                if !self.is_theirs(words) && !plain(&path.replace('+', " ")).contains(&plain(words))
                {
                    self.ours.push(format!("{path}: {words}"));
                }
            } else if english.contains(words) && !is_alike(words) {
                self.unsaid.push(format!("{path}: {words}"));
            }
        }
    }

    /// Whether a group wrote this: it stands among the listings, whole or in parts.
    fn is_theirs(&self, words: &str) -> bool {
        let words = plain(words.trim_end_matches(['…', ' ']));
        words.split(", ").all(|part| self.theirs.contains(part))
    }

    fn first_service(&self) -> String {
        let answers = self.page("en", "/?q=lunch+club&near=QH1");
        let (_, rest) = answers
            .split_once("<a href=\"/services/")
            .expect("a service");
        let end = rest.find(['?', '"']).expect("the end of its address");
        format!("/services/{}", &rest[..end])
    }

    fn send_somebody(&self, service: &str) -> String {
        self.post(
            &format!("{service}/signposts"),
            "once=walk&location=&hold=no",
        )
    }

    /// No server has such a name: nothing ever comes of it.
    fn register_a_feed(&self) -> String {
        let address = "https%3A%2F%2Ffeed.invalid%2Fservices";
        self.post("/feeds", &format!("address={address}&name=&every_hours=24"))
    }

    /// Sends a form; where it leads to.
    fn post(&self, path: &str, fields: &str) -> String {
        let kind = "application/x-www-form-urlencoded";
        let request = self.client.request(Method::POST, path);
        let request = request.header("cookie", self.cookie.clone());
        let form = format!("form={}&{fields}", self.form);
        let sent = request.header("content-type", kind).body(form);
        let sent = sent.send_and_read().expect(303);
        sent.header("location").expect("its page").to_owned()
    }
}

fn is_alike(words: &str) -> bool {
    let plain = words.trim_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    words.starts_with("http")
        || ["Sa", "Su"].contains(&words)
        || ALIKE.contains(&plain)
        || NAMES
            .iter()
            .any(|names| names.contains(&format!("\"{words}\"")))
}

/// The first link of a page that begins like this.
fn linked(page: &str, beginning: &str) -> String {
    let (_, rest) = page.split_once(beginning).expect("a link to it");
    let end = rest.find(['"', '#', '&']).expect("the end of a link");
    format!("{beginning}{}", &rest[..end])
}

/// A link of the demo without its server.
fn path_of(link: &str) -> &str {
    let (_, rest) = link.split_once("://").expect("a whole address");
    &rest[rest.find('/').expect("a path")..]
}

/// A text as it is compared: JSON and pages write the same in different ways.
fn plain(text: &str) -> String {
    let text = text.replace("\\\"", "\"").replace("\\n", " ");
    text.to_lowercase()
}
