//! Whatever is sent, the server answers with something sensible, changes nothing and goes on.

mod cases;
mod mutations;
mod raw;
mod values;

use std::sync::Mutex;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::http::wait;
use crate::support::town::{room_of, say};
use crate::support::{Client, Listing, Reply, Town, on_both_databases, service};
use cases::{Case, cases_for};

/// Clients that ask at once.
const CLIENTS: usize = 4;

/// What nothing that is sent may change.
fn untouched() -> Listing {
    service(1, "Untouched").at(1, 53.94, -3.75)
}

/// What may be changed by what turns out to be allowed.
fn scratch() -> Listing {
    service(2, "Scratch").at(2, 53.94, -3.75)
}

fn town(db: &crate::support::TestDatabase) -> Town {
    let town = Town::start(db, &[untouched(), scratch()]);
    say(
        &town.steward(),
        &untouched(),
        &json!({ "state": "open", "places_free": 4 }),
    )
    .expect(200);
    town
}

/// Sends all of the cases, several at once, and returns what is wrong with the answers.
fn complaints(client: &Client, cases: Vec<Case>) -> Vec<String> {
    let queue = Mutex::new(cases.into_iter());
    let complaints = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().expect("no thread panics here").next();
                    let Some(case) = next else { return };
                    if let Some(complaint) = complaint(client, &case) {
                        complaints
                            .lock()
                            .expect("no thread panics here")
                            .push(complaint);
                    }
                }
            });
        }
    });
    complaints.into_inner().expect("no thread panics here")
}

fn complaint(client: &Client, case: &Case) -> Option<String> {
    let complain = |why: &str| Some(format!("{case:?}: {why}"));
    let reply = match send(client, case) {
        Ok(reply) => reply,
        // A server may hang up on a body that it will not read to its end.
        Err(_) if case.body.len() > 256 * 1024 => return None,
        Err(error) => return complain(&format!("no answer: {error:?}")),
    };
    if reply.status >= 500 {
        return complain(&format!("{} {}", reply.status, reply.text));
    }
    let is_api = case.address.starts_with("/api/");
    if is_api && (400..500).contains(&reply.status) && case.method != Method::HEAD {
        return problem_with(&reply).and_then(|why| complain(&why));
    }
    None
}

/// What is wrong with a problem document.
fn problem_with(reply: &Reply) -> Option<String> {
    let kind = reply.header("content-type").unwrap_or_default();
    let text = |field: &str| {
        reply.body[field]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    };
    let whole = ["type", "title", "detail"].iter().all(|field| text(field));
    let right = kind == "application/problem+json" && whole && reply.body["status"] == reply.status;
    (!right).then(|| {
        format!(
            "{} is no problem document: {kind} {}",
            reply.status, reply.text
        )
    })
}

/// Sends one case; of a stream of events, only the beginning is read.
fn send(client: &Client, case: &Case) -> reqwest::Result<Reply> {
    let mut request = client.request(case.method.clone(), &case.address);
    for (name, value) in &case.headers {
        request = request.header(*name, value.as_slice());
    }
    let request = request.body(case.body.clone());
    wait(async {
        let response = request.send().await?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let endless = headers
            .get("content-type")
            .is_some_and(|kind| kind == "text/event-stream");
        let text = if endless {
            String::new()
        } else {
            response.text().await?
        };
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Reply {
            status,
            headers,
            text,
            body,
        })
    })
}

/// The server is there, finds what it found, and has neither changed it nor panicked.
#[track_caller]
fn all_is_well(town: &Town) {
    let room = town.anyone().get(&room_of(&untouched())).expect(200).body;
    assert_eq!(
        (&room["version"], &room["places_free"]),
        (&json!(1), &json!(4))
    );
    assert_eq!(
        town.names("availability=any&sort=name"),
        ["Scratch", "Untouched"]
    );
    town.anyone().get("/health/ready").expect(200);
    let said = town.server.said();
    assert!(!said.contains("panicked"), "{said}");
}

#[track_caller]
fn none(complaints: &[String]) {
    let shown: Vec<String> = complaints
        .iter()
        .take(20)
        .map(|text| text.chars().take(600).collect())
        .collect();
    assert!(
        complaints.is_empty(),
        "{} complaints:\n{}",
        complaints.len(),
        shown.join("\n")
    );
}

on_both_databases! {
    /// Every path and method of the API with every hostile value in every place for a value.
    fn whatever_is_asked_gets_a_sensible_answer(db: &TestDatabase) {
        let town = town(db);
        let document = town.anyone().get("/openapi.json").expect(200).body;
        let cases = cases_for(&document, &untouched().id());
        assert!(cases.len() > 300, "only {} cases", cases.len());
        none(&complaints(&town.steward(), cases));
        all_is_well(&town);
    }

    /// The same without a key: what needs one is refused before anything else is looked at.
    fn nobody_gets_in_by_nonsense(db: &TestDatabase) {
        let town = town(db);
        let document = town.anyone().get("/openapi.json").expect(200).body;
        let cases = cases_for(&document, &untouched().id());
        let writes = cases.into_iter().filter(|case| case.method == Method::PUT || case.method == Method::POST);
        none(&complaints(&town.anyone(), writes.collect()));
        all_is_well(&town);
    }

    /// Reports that are nearly right: bytes flipped, values changed, fields doubled.
    fn reports_that_are_nearly_right_do_no_harm(db: &TestDatabase) {
        let town = town(db);
        none(&complaints(&town.steward(), mutations::of_reports(&room_of(&scratch()))));
        all_is_well(&town);
    }

    /// Bytes that are hardly HTTP, and requests that break off.
    fn what_is_hardly_http_does_no_harm(db: &TestDatabase) {
        let town = town(db);
        for request in raw::requests(&untouched().id()) {
            let status = raw::status_of(town.server.url(), &request);
            let shown = String::from_utf8_lossy(&request[..request.len().min(200)]).into_owned();
            assert!(status.is_none_or(|status| status < 500), "{status:?} to {shown:?}");
        }
        all_is_well(&town);
    }
}
