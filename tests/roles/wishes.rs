//! What is asked of each address, so that nothing but who asks can be the reason for a refusal.

use serde_json::{Value, json};

use super::table::Row;
use crate::support::listing::location_id;
use crate::support::{Client, Town, service};

/// An id that nothing has.
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// Another.
const OTHER: &str = "00000000-0000-4000-8000-000000000001";

/// An address as it is asked for, and what is sent.
pub struct Wish {
    pub path: String,
    pub body: String,
}

pub struct Wishes {
    steward: Client,
    service: String,
}

impl Wishes {
    pub fn new(town: &Town) -> Self {
        Self {
            steward: town.steward(),
            service: service(1, "Lunch").id(),
        }
    }

    /// What is asked of an address; a signpost is a new one each time.
    pub fn of(&self, row: &Row) -> Wish {
        let mut path = row
            .path
            .replace("{delivery}", NOBODY)
            .replace("{note}", NOBODY)
            .replace("{proposal}", NOBODY)
            .replace("{one}", NOBODY)
            .replace("{other}", OTHER)
            .replace("{run}", OTHER)
            .replace("{token}", "nonsense")
            .replace("{tongue}", "cy")
            .replace("{table}", "needs");
        path = match path.contains("/services/") || path.contains("/poster/") {
            true => path.replace("{id}", &self.service),
            false => path.replace("{id}", NOBODY),
        };
        if path.contains("{code}") {
            path = path.replace("{code}", &self.signpost());
        }
        let others = ["/flow", "/trend", "/overlap"];
        let asks_areas = !others.iter().any(|other| path.contains(other));
        if path.contains("/coverage") && asks_areas {
            path.push_str("?areas=outcode");
        }
        if path.ends_with("/shown") {
            path.push_str("?at=2026-03-03T10:04:00Z");
        }
        Wish {
            path: path
                .replace("{path}", "headroom.css")
                .replace("{number}", "1")
                .replace("{level}/{x}/{y}", "40/100/100"),
            body: self.body(row),
        }
    }

    fn body(&self, row: &Row) -> String {
        if !row.is_api() {
            return self.form(row);
        }
        let body = self.json(&row.name());
        body.map(|body| body.to_string()).unwrap_or_default()
    }

    fn json(&self, name: &str) -> Option<Value> {
        let (method, path) = name.split_once(' ')?;
        Some(match (method, path.rsplit('/').next()?) {
            ("GET" | "DELETE", _) => return None,
            (_, "capacity") => json!({ "state": "limited" }),
            (_, "bulk") => json!({ "service_id": self.service, "state": "limited" }),
            (_, "contacts") => json!({ "contacts": [] }),
            (_, "funding") => json!({ "status": "secured" }),
            (_, "signposts") => json!({ "service_id": self.service, "hold": false }),
            (_, "outcome") => json!({ "outcome": "attended" }),
            (_, "subscriptions") => {
                json!({ "kind": "room_again", "service_id": self.service, "channel": "email", "address": "a@b.example" })
            }
            (_, "later") => json!({ "not_before": tomorrow() }),
            (_, "done") => json!({ "result": "no_answer" }),
            ("PUT", "") => json!({ "status": "AMBER" }),
            _ => json!({}),
        })
    }

    /// What is typed into the form of a page.
    fn form(&self, row: &Row) -> String {
        match row.path.as_str() {
            "/sign-in" => "email=nobody%40quay.example".to_owned(),
            "/my/room" => format!(
                "service={}&location={}&say=limited",
                self.service,
                location_id(1)
            ),
            "/my/told" if row.method == "POST" => {
                format!("code={}&outcome=attended", self.signpost())
            }
            "/signposts/{code}/outcome" => "outcome=attended".to_owned(),
            "/services/{id}/signposts" => "once=one&hold=no".to_owned(),
            "/feeds" => "address=https%3A%2F%2Fquay.example%2Fservices&every_hours=24".to_owned(),
            "/services/{id}/notes" => "body=Side+door".to_owned(),
            "/services/{id}/wrong" => {
                format!("once=one&wrong=details&location={}", location_id(1))
            }
            path if path.ends_with("/later") => format!("not_before={}", tomorrow()),
            _ => String::new(),
        }
    }

    fn signpost(&self) -> String {
        let wish = json!({ "service_id": self.service, "hold": false });
        let made = self.steward.post("/api/v1/signposts", &wish).expect(201);
        made.body["code"].as_str().expect("a code").to_owned()
    }
}

fn tomorrow() -> String {
    let today = jiff::Zoned::now().date();
    today.tomorrow().expect("a day").to_string()
}
