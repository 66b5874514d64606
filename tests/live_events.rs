//! Changes of room as they happen: server-sent events, and what was missed.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::http::wait;
use crate::support::listing::{location_id, service_id};
use crate::support::town::{room_of, say};
use crate::support::{Client, Exchange, Listing, Town, on_both_databases, service};

/// How long an event may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long to wait before it is believed that none comes.
const QUIET: Duration = Duration::from_millis(500);

fn lunch() -> Listing {
    service(1, "Lunch")
}

/// One event.
#[derive(Debug)]
struct Event {
    id: i64,
    name: String,
    data: Value,
}

/// A stream of events under way.
struct Events {
    response: Response,
    read: String,
}

impl Events {
    /// Listens from now on, or to what came after an event.
    fn listen(client: &Client, after: Option<i64>) -> Events {
        let mut request = client.request(Method::GET, "/api/v1/live");
        if let Some(id) = after {
            request = request.header("last-event-id", id.to_string());
        }
        let response = wait(async { request.send().await }).expect("an answer from the server");
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut events = Events {
            response,
            read: String::new(),
        };
        // The first piece says how soon to come again: from then on nothing is missed.
        events.more(PATIENCE).expect("the stream begins");
        events
    }

    /// Reads another piece, if one comes in this time.
    fn more(&mut self, time: Duration) -> Option<()> {
        let piece = wait(async { tokio::time::timeout(time, self.response.chunk()).await });
        let piece = piece
            .ok()?
            .expect("the stream goes on")
            .expect("the stream goes on");
        self.read
            .push_str(std::str::from_utf8(&piece).expect("events are text"));
        Some(())
    }

    /// The next event, if one comes in this time.
    fn within(&mut self, time: Duration) -> Option<Event> {
        loop {
            while let Some((block, rest)) = self.read.split_once("\n\n") {
                let event = parse(block);
                self.read = rest.to_owned();
                if event.is_some() {
                    return event;
                }
            }
            self.more(time)?;
        }
    }

    #[track_caller]
    fn next(&mut self) -> Event {
        self.within(PATIENCE).expect("an event comes")
    }
}

/// An event; comments and hints about when to come again are none.
fn parse(block: &str) -> Option<Event> {
    let field = |name: &str| {
        let mut lines = block.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    };
    Some(Event {
        id: field("id")?.parse().expect("a number"),
        name: field("event")?.to_owned(),
        data: serde_json::from_str(field("data")?).expect("JSON"),
    })
}

fn places(event: &Event) -> i64 {
    event.data["availability"]["places_free"]
        .as_i64()
        .expect("a number of places")
}

on_both_databases! {
    /// Whoever listens hears of a change, with the room as it now is.
    fn a_change_is_told_to_whoever_listens(db: &TestDatabase) {
        let lunch = lunch().at(1, 53.94, -3.75);
        let town = Town::start(db, std::slice::from_ref(&lunch));
        let mut events = Events::listen(&town.anyone(), None);
        let body = json!({ "state": "limited", "places_free": 2 });
        let said = say(&town.steward(), &lunch, &body).expect(200).body;
        let event = events.next();
        assert_eq!(event.name, "capacity");
        assert_eq!(event.data["service_id"], json!(service_id(1)));
        assert_eq!(event.data["location_id"], json!(location_id(1)));
        assert_eq!(event.data["availability"], said);
        assert!(events.within(QUIET).is_none(), "one change is one event");
    }

    /// Several changes come in the order in which they were made, to each listener.
    fn changes_come_in_order_to_each_listener(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let mut listeners = [(); 3].map(|()| Events::listen(&town.anyone(), None));
        let steward = town.steward();
        for number in 1..=10 {
            say(&steward, &lunch(), &json!({ "state": "open", "places_free": number })).expect(200);
        }
        for events in &mut listeners {
            let mut last = events.next();
            // Changes made in quick succession may be told as one, with what is true at the end.
            while places(&last) < 10 {
                let next = events.next();
                assert!(next.id > last.id && places(&next) >= places(&last));
                last = next;
            }
        }
    }

    /// Whoever was away names the last event and hears of what was missed, then of what comes.
    fn what_was_missed_is_told_later(db: &TestDatabase) {
        let town = Town::start(db, &[lunch(), service(2, "Supper")]);
        let steward = town.steward();
        let mut events = Events::listen(&town.anyone(), None);
        say(&steward, &lunch(), &json!({ "state": "open" })).expect(200);
        let last = events.next().id;
        drop(events);
        say(&steward, &lunch(), &json!({ "state": "full" })).expect(200);
        say(&steward, &service(2, "Supper"), &json!({ "state": "paused" })).expect(200);
        let mut events = Events::listen(&town.anyone(), Some(last));
        let missed = [events.next(), events.next()];
        let states = missed.each_ref().map(|event| event.data["availability"]["state"].clone());
        assert_eq!(states, [json!("full"), json!("paused")]);
        assert!(missed[0].id > last && missed[1].id > missed[0].id);
        say(&steward, &lunch(), &json!({ "state": "limited" })).expect(200);
        assert_eq!(events.next().data["availability"]["state"], "limited");
        assert!(events.within(QUIET).is_none(), "nothing is told twice");
    }

    /// A confirmation is a change, an edit of a listing is none.
    fn only_room_is_told(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let steward = town.steward();
        say(&steward, &lunch(), &json!({ "state": "open" })).expect(200);
        let latest = town.anyone().get("/api/v1/changes").body["latest"].as_i64();
        let mut events = Events::listen(&town.anyone(), latest);
        town.import(&[service(1, "Supper")]);
        assert!(events.within(QUIET).is_none(), "an edit is no event");
        steward.post(&format!("{}/confirm", room_of(&lunch())), &json!({})).expect(200);
        assert_eq!(events.next().data["availability"]["version"], 2);
    }

    /// An id that is no number, or below nothing, is refused.
    fn an_id_that_is_no_event_is_refused(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        for id in ["seven", "-1", "1.5", "99999999999999999999", ""] {
            let request = town.anyone().request(Method::GET, "/api/v1/live").header("last-event-id", id);
            let refused = request.send_and_read().expect(400);
            assert_eq!(refused.body["errors"][0]["field"], "Last-Event-ID", "{id}");
        }
    }

    /// A server that is asked to stop does so, whoever still listens.
    fn listeners_do_not_keep_the_server_from_stopping(db: &TestDatabase) {
        let mut town = Town::start(db, &[lunch()]);
        let _events = Events::listen(&town.anyone(), None);
        assert!(town.server.stop().success());
    }
}
