//! Somebody who is signed in: a browser's cookie without a browser, and what the forms of its pages carry.

use std::sync::Mutex;

use reqwest::Method;
use serde_json::Value;

use super::http::{Client, Exchange, Reply};
use super::listing::organization_id;
use super::town::{Town, command, done};

/// A signed-in client.
#[derive(Debug)]
pub struct Person {
    client: Client,
    /// `name=token`; another one as soon as a page sets it.
    cookie: Mutex<String>,
    /// What every form carries.
    pub form: String,
    /// Where their links are sent to.
    pub email: String,
}

impl Person {
    /// Makes an account of a role and signs in with it.
    pub fn new(town: &Town, role: &str) -> Person {
        Person::with(town, role, &[])
    }

    /// A provider that speaks for this organisation.
    pub fn provider(town: &Town, organization: u32) -> Person {
        let id = organization_id(organization);
        Person::with(town, "provider", &["--organization", &id])
    }

    /// The same with more options of `headroom account create`.
    pub fn with(town: &Town, role: &str, more: &[&str]) -> Person {
        let email = format!("{role}-{}@quay.example", uuid::Uuid::new_v4().simple());
        let path = account(&town.database, role, &email, more);
        Person::by_link(&town.anyone(), &path, email)
    }

    /// Whoever opens this link and presses its button.
    pub fn by_link(client: &Client, path: &str, email: String) -> Person {
        let reply = client.post_form(path, "").expect(303);
        let mut person = Person {
            client: client.clone(),
            cookie: Mutex::new(cookie_of(&reply).expect("a cookie")),
            form: String::new(),
            email,
        };
        person.form = form_in(&person.get("/account").expect(200).text);
        person
    }

    /// The cookie as it now is.
    pub fn cookie(&self) -> String {
        self.cookie.lock().expect("nobody panics with it").clone()
    }

    /// Loads a page.
    pub fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None)
    }

    /// Sends a form of one of the pages; what every form carries is added.
    pub fn post(&self, path: &str, body: &str) -> Reply {
        let body = format!("form={}&{body}", self.form);
        self.send(Method::POST, path, Some(body.trim_end_matches('&')))
    }

    /// Sends a form as another site would have it sent: without what ours carry.
    pub fn post_from_elsewhere(&self, path: &str, body: &str) -> Reply {
        self.send(Method::POST, path, Some(body))
    }

    /// Sends a body of any kind, as it is.
    pub fn send_as(&self, path: &str, kind: &str, body: Vec<u8>) -> Reply {
        let request = self.client.request(Method::POST, path);
        let request = request.header("cookie", self.cookie());
        request
            .header("content-type", kind)
            .body(body)
            .send_and_read()
    }

    /// Asks the API as a script of our own pages would.
    pub fn ask(&self, method: Method, path: &str, body: &Value) -> Reply {
        let request = self.client.request(method, path).json_body(body);
        let request = request.header("cookie", self.cookie());
        request
            .header("X-Headroom-Form", self.form.clone())
            .send_and_read()
    }

    fn send(&self, method: Method, path: &str, form: Option<&str>) -> Reply {
        let request = self.client.request(method, path);
        let request = request.header("cookie", self.cookie());
        let request = match form {
            Some(body) => request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.to_owned()),
            None => request,
        };
        let reply = request.send_and_read();
        if let Some(fresh) = cookie_of(&reply) {
            *self.cookie.lock().expect("nobody panics with it") = fresh;
        }
        reply
    }
}

/// Makes an account, and gives the path of the link that signs it in.
pub fn account(database: &str, role: &str, email: &str, more: &[&str]) -> String {
    let given = ["account", "create", "--role", role, "--email", email];
    let name = ["--name", "Somebody", "--public-url", "https://room.example"];
    let printed = done(&command(database, &[&given[..], &name, more].concat()));
    let path = printed.trim().strip_prefix("https://room.example");
    path.expect("the path of a link").to_owned()
}

/// `name=token` of the cookie that an answer sets, if it sets one.
pub fn cookie_of(reply: &Reply) -> Option<String> {
    let (cookie, _) = reply.header("set-cookie")?.split_once(';')?;
    Some(cookie.to_owned())
}

/// What the first form of a page carries.
pub fn form_in(page: &str) -> String {
    let start = "name=\"form\" value=\"";
    let (_, rest) = page.split_once(start).expect("a form");
    rest.split('"').next().unwrap_or_default().to_owned()
}
