//! Room of many services at once: a line each, answered in order, and one that is wrong costs no
//! other.

use std::time::Instant;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::listing::{location_id, service_id};
use crate::support::town::{found, in_seconds, room_of, say};
use crate::support::{Client, Exchange, Listing, Reply, Town, on_both_databases, service};

fn lunch() -> Listing {
    service(1, "Lunch club").at(1, 53.94, -3.75)
}

fn walk() -> Listing {
    service(2, "Walking club")
        .at(2, 53.95, -3.75)
        .at(3, 53.96, -3.75)
}

/// One that somebody else runs.
fn other() -> Listing {
    service(3, "Other club")
        .by(2, "Somebody else")
        .at(4, 53.95, -3.75)
}

fn send(client: &Client, text: &str) -> Reply {
    client
        .request(Method::POST, "/api/v1/capacity/bulk")
        .header("content-type", "application/x-ndjson")
        .body(text.to_owned())
        .send_and_read()
}

/// The answers to these lines.
#[track_caller]
fn answers(client: &Client, text: &str) -> Vec<Value> {
    let reply = send(client, text).expect(200);
    assert_eq!(reply.header("content-type"), Some("application/x-ndjson"));
    let lines = reply.text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON on each line"))
        .collect()
}

fn lines(lines: &[Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn numbers(answers: &[Value]) -> Vec<(u64, u64)> {
    let number = |answer: &Value, field: &str| answer[field].as_u64().expect("a number");
    answers
        .iter()
        .map(|one| (number(one, "line"), number(one, "status")))
        .collect()
}

on_both_databases! {
    /// Good and bad lines mixed: each has its own answer, in order, and the good ones are shown.
    fn a_line_that_is_wrong_costs_no_other(db: &TestDatabase) {
        let town = Town::start(db, &[lunch(), walk(), other()]);
        let text = [
            json!({ "service_id": lunch().id(), "state": "open", "places_free": 3 }).to_string(),
            String::new(),
            "not JSON".into(),
            json!({ "service_id": walk().id(), "state": "full" }).to_string(),
            json!({ "service_id": walk().id(), "location_id": location_id(3), "state": "full" }).to_string(),
            json!({ "service_id": walk().id(), "location_id": location_id(4), "state": "full" }).to_string(),
            json!({ "service_id": other().id(), "state": "full" }).to_string(),
            json!({ "service_id": service_id(99), "state": "full" }).to_string(),
            "  \r".into(),
            json!({ "service_id": lunch().id(), "state": "full", "name": "Ann Example" }).to_string(),
            json!({ "service_id": lunch().id(), "state": "open", "places_free": 0 }).to_string(),
            json!({ "state": "full" }).to_string(),
            format!("{{\"service_id\":\"{}\",\"state\":\"open\",\"state\":\"full\"}}", lunch().id()),
            "[1]".into(),
            json!({ "service_id": lunch().id(), "as_of": in_seconds(3600), "state": "full" }).to_string(),
            json!({ "service_id": lunch().id(), "state": "limited" }).to_string(),
        ].join("\n");
        let answers = answers(&town.provider(1), &text);
        let expected = [(1, 200), (3, 422), (4, 422), (5, 200), (6, 404), (7, 403), (8, 404), (10, 422), (11, 422),
            (12, 422), (13, 422), (14, 422), (15, 422), (16, 200)];
        assert_eq!(numbers(&answers), expected);
        assert_eq!(answers[0]["availability"]["places_free"], 3);
        assert_eq!((&answers[0]["service_id"], &answers[0]["problem"]), (&json!(lunch().id()), &Value::Null));
        assert_eq!(answers[3]["location_id"], location_id(3));
        for answer in answers.iter().filter(|answer| answer["status"] != 200) {
            assert_eq!(answer["problem"]["status"], answer["status"]);
            assert!(answer["problem"]["detail"].is_string() && answer["availability"].is_null(), "{answer}");
        }
        let shown = town.search("q=club&availability=any");
        let room = &found(&shown, "Lunch club")["availability"];
        assert_eq!((&room["state"], &room["version"], &room["source"]), (&json!("limited"), &json!(2), &json!("provider")));
        assert_eq!(found(&shown, "Other club")["availability"]["version"], 0);
        let steward = answers_of_steward(&town);
        assert_eq!(steward["source"], "steward");
    }

    /// What is older than what is held is refused in its place, and nothing of it is left behind.
    fn an_older_report_is_refused_in_its_place(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let steward = town.steward();
        let report = |seconds: i64, state: &str| json!({ "service_id": lunch().id(), "state": state, "as_of": in_seconds(seconds) });
        let sent = lines(&[report(-20, "open"), report(-30, "full"), report(-10, "limited")]);
        let first = answers(&steward, &sent);
        assert_eq!(numbers(&first), [(1, 200), (2, 409), (3, 200)]);
        let history = steward.get(&format!("{}/history", room_of(&lunch()))).expect(200).body;
        assert_eq!(history["total_items"], 2);
        assert_eq!(history["contents"][0]["version"], 2, "the refused one took no number");
        // Sent again, what is newest is what it was, and what is older is refused.
        let again = answers(&steward, &sent);
        assert_eq!(numbers(&again), [(1, 409), (2, 409), (3, 200)]);
        assert_eq!(again[2]["availability"]["state"], "limited");
        assert_eq!(again[2]["availability"]["as_of"], first[2]["availability"]["as_of"]);
    }

    /// Two thousand reports, twice: all are shown before the answer is sent.
    fn thousands_pass_at_once(db: &TestDatabase) {
        let listings: Vec<Listing> = (1..=500).map(|number| service(number, &format!("Club {number}")).at(number, 53.94, -3.75)).collect();
        let town = Town::start(db, &listings);
        let steward = town.steward();
        let reports: Vec<Value> = (0..2000).map(|index: u32| {
            let state = if index < 1500 { "open" } else { "full" };
            json!({ "service_id": service_id(index % 500 + 1), "state": state, "note": format!("report {index}") })
        }).collect();
        let begun = Instant::now();
        let said = answers(&steward, &lines(&reports));
        println!("{} reports in {:?}", said.len(), begun.elapsed());
        let expected: Vec<(u64, u64)> = (1..=2000).map(|line| (line, 200)).collect();
        assert_eq!(numbers(&said), expected);
        let answer = town.search("q=club");
        assert_eq!((&answer["total_items"], &answer["hidden"]["full"]), (&json!(0), &json!(500)));
        assert_eq!(said[1999]["availability"]["note"], "report 1999");
        let again = answers(&steward, &lines(&reports));
        assert_eq!(numbers(&again), expected);
        assert_eq!(town.search("q=club")["hidden"]["full"], 500);
    }

    /// Too much at once is refused as a whole, before anything of it is done.
    fn too_much_is_refused_whole(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let steward = town.steward();
        let one = format!("{}\n", json!({ "service_id": lunch().id(), "state": "full" }));
        assert!(send(&steward, &one.repeat(10_001)).expect(413).body["detail"].as_str().is_some_and(|text| text.contains("10000")));
        let large = format!("{one}{}", " ".repeat(4 * 1024 * 1024));
        assert!(send(&steward, &large).expect(413).body["detail"].as_str().is_some_and(|text| text.contains("4194304")));
        assert_eq!(steward.get(&room_of(&lunch())).expect(200).body["version"], 0);
        send(&town.anyone(), &one).expect(401);
        send(&town.with_role("navigator"), &one).expect(403);
        assert_eq!(answers(&steward, ""), [Value::Null; 0]);
        assert_eq!(numbers(&answers(&steward, &"x\n".repeat(300_000 / 60))).len(), 5000);
        assert_eq!(numbers(&answers(&steward, &one)), [(1, 200)]);
    }

    /// Two who send the same services in opposite orders both come through.
    fn many_at_once_do_not_block_each_other(db: &TestDatabase) {
        let listings: Vec<Listing> = (1..=100).map(|number| service(number, "Club").at(number, 53.94, -3.75)).collect();
        let town = Town::start(db, &listings);
        let steward = town.steward();
        let report = |number: u32| json!({ "service_id": service_id(number), "state": "full" });
        let up = lines(&(1..=100).map(report).collect::<Vec<_>>());
        let down = lines(&(1..=100).rev().map(report).collect::<Vec<_>>());
        std::thread::scope(|scope| {
            for text in [&up, &down, &up, &down] {
                let steward = &steward;
                scope.spawn(move || {
                    for answer in answers(steward, text) {
                        assert_eq!(answer["status"], 200, "{answer}");
                    }
                });
            }
        });
        say(&steward, &service(1, ""), &json!({ "state": "open" })).expect(200);
        assert_eq!(town.search("q=club")["total_items"], 1);
    }
}

/// The room of the first club, as a steward then says it.
fn answers_of_steward(town: &Town) -> Value {
    let report = json!({ "service_id": lunch().id(), "state": "full" });
    answers(&town.steward(), &report.to_string())[0]["availability"].clone()
}
