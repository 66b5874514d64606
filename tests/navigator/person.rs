//! Somebody who has signed in, without a browser.

use reqwest::Method;

use crate::support::listing::organization_id;
use crate::support::town::{command, done};
use crate::support::{Browser, Exchange, Reply, Town};

/// A session.
pub struct Person {
    client: crate::support::Client,
    cookie: String,
    /// What each form of the session carries.
    pub form: String,
}

impl Person {
    /// Signs somebody in who has this role; a provider speaks for this organisation.
    pub fn sign_in(town: &Town, role: &str, organization: Option<u32>) -> Person {
        let link = link(town, role, organization);
        let path = link.strip_prefix(town.server.url()).expect("a link here");
        let client = town.anyone();
        let reply = client.post_form(path, "").expect(303);
        let cookie = reply.header("set-cookie").expect("a cookie");
        let cookie = cookie.split(';').next().expect("its value").to_owned();
        let mut person = Person {
            client,
            cookie,
            form: String::new(),
        };
        person.form = hidden(&person.get("/account").expect(200).text, "form");
        person
    }

    pub fn navigator(town: &Town) -> Person {
        Person::sign_in(town, "navigator", None)
    }

    pub fn get(&self, path: &str) -> Reply {
        let request = self.client.request(Method::GET, path);
        request.header("cookie", &self.cookie).send_and_read()
    }

    /// Posts a form with what each form of the session carries.
    pub fn post(&self, path: &str, body: &str) -> Reply {
        self.post_alone(path, &format!("form={}&{body}", self.form))
    }

    /// Posts a form as it stands.
    pub fn post_alone(&self, path: &str, body: &str) -> Reply {
        let kind = "application/x-www-form-urlencoded";
        let request = self.client.request(Method::POST, path);
        request
            .header("cookie", &self.cookie)
            .header("content-type", kind)
            .body(body.to_owned())
            .send_and_read()
    }
}

/// Signs somebody in with a browser.
pub fn sign_in(browser: &Browser, town: &Town, role: &str) {
    browser.goto(&link(town, role, None));
    browser.click("button.go");
    browser.find("nav a[href='/account']");
}

/// A link that signs somebody in.
fn link(town: &Town, role: &str, organization: Option<u32>) -> String {
    let id = organization.map(organization_id);
    let email = format!("{role}{}@example.org", uuid::Uuid::new_v4());
    let mut arguments = vec!["account", "create", "--role", role, "--name", "Sam Sender"];
    arguments.extend(["--email", &email, "--public-url", town.server.url()]);
    if let Some(id) = &id {
        arguments.extend(["--organization", id]);
    }
    done(&command(&town.database, &arguments)).trim().to_owned()
}

/// What a hidden field of a page holds.
#[track_caller]
pub fn hidden(page: &str, field: &str) -> String {
    let start = format!("name=\"{field}\" value=\"");
    let (_, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("no {field}: {page}"));
    rest.split('"').next().expect("its value").to_owned()
}
