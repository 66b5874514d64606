//! Somebody for each column of the table: with a key, and signed in.

use reqwest::Method;

use super::table::Row;
use super::wishes::Wishes;
use crate::support::listing::organization_id;
use crate::support::town::{command, done};
use crate::support::{Client, Exchange, Person, Town};

/// The columns of the table, in order.
pub const COLUMNS: [&str; 7] = [
    "anyone",
    "navigator",
    "own",
    "other",
    "room only",
    "commissioner",
    "steward",
];

struct Somebody {
    column: &'static str,
    key: Client,
    person: Person,
}

pub struct Everybody<'a> {
    town: &'a Town,
    known: Vec<Somebody>,
}

impl<'a> Everybody<'a> {
    pub fn new(town: &'a Town) -> Self {
        let own = organization_id(1);
        let other = organization_id(2);
        let of = |column: &'static str| -> (&'static str, Vec<&str>) {
            match column {
                "own" => ("provider", vec!["--organization", &own]),
                "other" => ("provider", vec!["--organization", &other]),
                "room only" => ("provider", vec!["--organization", &own, "--room-only"]),
                role => (role, Vec::new()),
            }
        };
        let somebody = |column: &&'static str| {
            let (role, more) = of(column);
            Somebody {
                column,
                key: town.anyone().with_key(&key(town, role, &more)),
                person: Person::with(town, role, &more),
            }
        };
        Self {
            town,
            known: COLUMNS[1..].iter().map(somebody).collect(),
        }
    }

    /// What each way in of a column is answered.
    pub fn try_it(&self, column: &str, row: &Row, wishes: &Wishes) -> Vec<(&'static str, u16)> {
        let Some(who) = self.known.iter().find(|who| who.column == column) else {
            let wish = wishes.of(row);
            let request = self.town.anyone().request(method(row), &wish.path);
            return vec![("", send(request, row, &wish.body, None))];
        };
        let mut answers = Vec::new();
        if row.is_api() {
            let wish = wishes.of(row);
            answers.push((
                "by key",
                send(
                    who.key.request(method(row), &wish.path),
                    row,
                    &wish.body,
                    None,
                ),
            ));
        }
        let wish = wishes.of(row);
        let request = self.town.anyone().request(method(row), &wish.path);
        let request = request.header("cookie", who.person.cookie());
        answers.push((
            "signed in",
            send(request, row, &wish.body, Some(&who.person.form)),
        ));
        answers
    }
}

fn method(row: &Row) -> Method {
    row.method.parse().expect("a method")
}

/// Sends what is wished for, with what forms carry; only the status is waited for, for one address never ends.
fn send(request: reqwest::RequestBuilder, row: &Row, body: &str, form: Option<&str>) -> u16 {
    if row.path == "/api/v1/live" {
        return crate::support::http::wait(async {
            request.send().await.expect("an answer").status().as_u16()
        });
    }
    let request = match (row.is_api(), row.method == "GET") {
        (_, true) => request,
        (true, _) => request
            .header("content-type", "application/json")
            .header("X-Headroom-Form", form.unwrap_or_default().to_owned())
            .body(body.to_owned()),
        (false, _) => {
            let typed = form.map(|form| format!("form={form}&")).unwrap_or_default();
            request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(format!("{typed}{body}").trim_end_matches('&').to_owned())
        }
    };
    request.send_and_read().status
}

fn key(town: &Town, role: &str, more: &[&str]) -> String {
    let given = ["key", "create", "--role", role, "--name", "a test"];
    let printed = done(&command(&town.database, &[&given[..], more].concat()));
    printed.trim().to_owned()
}
