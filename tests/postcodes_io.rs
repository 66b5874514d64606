//! Postcodes that the database does not hold are asked of a server on loopback that answers as
//! `postcodes.io` does, or fails in every way.

mod fails;
mod finds;

use actix_web::HttpResponse;
use serde_json::{Value, json};
use std::time::Duration;

use crate::support::feed::{Asked, Feed};
use crate::support::town::soon;
use crate::support::{Launch, Server, TestDatabase, Town, on_both_databases, service};
use actix_web::web::Bytes;
use futures_util::stream;

/// Far longer than a search may wait, and far shorter than a server that does not answer.
const BOUNDED: Duration = Duration::from_secs(10);
/// How long a server takes that does not answer in time.
const TOO_LONG: Duration = Duration::from_secs(60);

/// A place where people look for lunch, and a server of postcodes to ask.
struct Asking {
    town: Town,
    server: Server,
    feed: Feed,
}

impl Asking {
    fn of(
        db: &TestDatabase,
        answer: impl Fn(&str) -> HttpResponse + Send + Sync + 'static,
    ) -> Self {
        let feed = Feed::start(move |asked: Asked| answer(&asked.path.replace("%20", "")));
        let town = Town::start(db, &[service(1, "Lunch").at(1, 53.94, -3.75)]);
        let server = asking(&town.database, &feed.address);
        Self { town, server, feed }
    }

    /// The place that is understood, for a search that ends well.
    #[track_caller]
    fn place(&self, near: &str) -> Value {
        place(&self.server, near)
    }

    #[track_caller]
    fn label(&self, near: &str) -> String {
        self.place(near)["label"]
            .as_str()
            .expect("a label")
            .to_owned()
    }

    /// How often the server of postcodes was asked, with the answer to this search.
    #[track_caller]
    fn asked_for(&self, near: &str) -> (String, usize) {
        let before = self.feed.asked().len();
        let label = self.label(near);
        (label, self.feed.asked().len() - before)
    }
}

/// A server that asks at this address, with a data folder of its own.
fn asking(database: &str, address: &str) -> Server {
    Launch::new(database)
        .argument("--postcodes-io")
        .argument(address)
        .start()
}

#[track_caller]
fn place(server: &Server, near: &str) -> Value {
    let near = near.replace(' ', "+");
    let answer = server.client().get(&format!("/api/v1/search?near={near}"));
    answer.expect(200).body["interpretation"]["place"].clone()
}

/// What the real server knows of an invented town beside the one that is held.
fn knows(path: &str) -> HttpResponse {
    match path {
        "/postcodes/QH33CC" => found(
            json!({ "postcode": "QH3 3CC", "latitude": 53.95, "longitude": -3.7, "country": "England" }),
        ),
        "/postcodes/QH19ZZ" => {
            found(json!({ "postcode": "QH1 9ZZ", "latitude": 53.93, "longitude": -3.76 }))
        }
        "/postcodes/QH35NO" => {
            found(json!({ "postcode": "QH3 5NO", "latitude": null, "longitude": null }))
        }
        "/terminated_postcodes/QH34DD" => found(
            json!({ "postcode": "QH3 4DD", "latitude": 53.96, "longitude": -3.71,
            "year_terminated": 2003, "month_terminated": 7 }),
        ),
        "/outcodes/QH3" => found(
            json!({ "outcode": "QH3", "latitude": 53.955, "longitude": -3.705, "admin_district": ["Wythmere"] }),
        ),
        _ => HttpResponse::NotFound().json(json!({ "status": 404, "error": "Postcode not found" })),
    }
}

fn found(result: Value) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": 200, "result": result }))
}

/// An answer that begins at once and does not end in time.
fn slow() -> HttpResponse {
    HttpResponse::Ok().streaming(stream::once(async {
        actix_web::rt::time::sleep(TOO_LONG).await;
        Ok::<_, std::io::Error>(Bytes::new())
    }))
}
