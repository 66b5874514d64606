//! Two hundred clients that race for the last twenty-five places, again and again.

use super::*;
use crate::support::Exchange;
use crate::support::town::{key, search, soon};
use crate::support::{Server, TestDatabase};
use diesel::prelude::*;
use headroom::capacity::store::touch;
use headroom::db::schema::signposts;
use headroom::db::{Conn, Database};
use jiff::Timestamp;
use reqwest::Method;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

const CLIENTS: usize = 200;
const PLACES: i32 = 25;
const ROUNDS: usize = 20;

/// Every client asks for a place under a key of its own, at one of the servers, and asks again as
/// long as it is told to, or hears nothing. Returns how many got one.
fn race(clients: &[Client], round: usize) -> usize {
    let (start, held) = (Barrier::new(CLIENTS), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for number in 0..CLIENTS {
            let (start, held, client) = (&start, &held, &clients[number % clients.len()]);
            scope.spawn(move || {
                start.wait();
                if keep_asking(client, &format!("{round}/{number}")) {
                    held.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    held.into_inner()
}

fn keep_asking(client: &Client, token: &str) -> bool {
    let body = json!({ "service_id": lunch().id(), "hold": true });
    // The first answer of every fourth client is lost on the way.
    let mut is_lost = token.ends_with('4') || token.ends_with('9');
    loop {
        let request = client.request(Method::POST, "/api/v1/signposts");
        let reply = request
            .header("idempotency-key", token)
            .json_body(&body)
            .try_send();
        match reply {
            Ok(reply) if reply.status == 201 && !is_lost => return true,
            Ok(reply) if reply.status == 409 && !is_lost => return false,
            Ok(reply) => assert!(matches!(reply.status, 201 | 409 | 503), "{}", reply.text),
            Err(_) => {}
        }
        is_lost = false;
    }
}

/// Ends every hold now, as the clock does in time.
fn end_all_holds(db: &Database) {
    let end = |tx: &mut headroom::db::Tx| {
        let past = Timestamp::now().as_millisecond() - 1;
        let conn: &mut Conn = tx;
        diesel::update(signposts::table.filter(signposts::held_until.gt(past)))
            .set(signposts::held_until.eq(past))
            .execute(conn)?;
        touch(tx, 1).map(drop)
    };
    db.write(end).expect("the holds end");
}

fn free_at(client: &Client) -> Value {
    search(client, "q=lunch&availability=any")["contents"][0]["availability"]["places_free"].clone()
}

fn twenty_rounds(db: &TestDatabase, town: &Town, servers: &[&Server]) {
    free(town, &lunch(), PLACES);
    let key = key(&town.database, "navigator", None);
    let clients: Vec<Client> = servers
        .iter()
        .map(|server| server.client().with_key(&key))
        .collect();
    let url = db.url().parse().expect("a test database has a sound URL");
    let database = Database::open(&url).expect("a test database opens");
    for round in 1..=ROUNDS {
        assert_eq!(race(&clients, round), PLACES as usize, "round {round}");
        let room = room(town, &lunch());
        assert_eq!(
            (&room["held"], &room["places_free"], &room["state"]),
            (&json!(PLACES), &json!(0), &json!("full"))
        );
        for client in &clients {
            soon("all see that it is full", || {
                (free_at(client) == 0).then_some(())
            });
        }
        end_all_holds(&database);
        for client in &clients {
            soon("all see that it is free again", || {
                (free_at(client) == PLACES).then_some(())
            });
        }
    }
}

on_both_databases! {
    /// Exactly as many get a place as there are, every time, and as many again when those have ended.
    fn the_last_places_are_never_given_twice(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        twenty_rounds(db, &town, &[&town.server]);
    }

    /// Nor through two servers at once.
    fn the_last_places_are_never_given_twice_by_two_nodes(db: &TestDatabase) {
        let town = Town::start(db, &[lunch()]);
        let other = Server::start(db);
        twenty_rounds(db, &town, &[&town.server, &other]);
    }
}
