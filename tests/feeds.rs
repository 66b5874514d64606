//! Feeds: what is whole comes in and stays in step, what misbehaves changes nothing, and each way of it has
//! its line in the report.

mod desk;
mod same;
mod step;
mod unruly;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::HttpResponse;
use headroom::accounts::audit::Actor;
use headroom::db::Database;
use headroom::directory::record::Document;
use headroom::directory::store::{self, Counts};
use headroom::domain::retry::Retry;
use headroom::exchange::progress::Progress;
use headroom::feeds::desk as desks;
use headroom::feeds::desk::Wish;
use headroom::feeds::fetch::Limits;
use headroom::feeds::store::turns::{self, After};
use headroom::feeds::store::{feeds, problems};
use headroom::feeds::{Problem, Run, State, run};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::feed::{Asked, Feed};
use crate::support::listing::service_id;
use crate::support::{Listing, TestDatabase, on_both_databases, service};

fn open(db: &TestDatabase) -> Database {
    Database::open(&db.url().parse().unwrap()).unwrap()
}

/// Limits that a test can wait for.
fn limits() -> Limits {
    Limits {
        piece: Duration::from_millis(700),
        answer: Duration::from_millis(1500),
        run: Duration::from_secs(30),
        page_bytes: 1 << 20,
        run_bytes: 8 << 20,
        pages: 12,
        hops: 3,
        tries: 2,
        retry: Retry {
            first_ms: 10,
            longest_ms: 20,
        },
        longest_wait: Duration::from_secs(3),
        ..Limits::usual(true)
    }
}

/// Registers an address; the id of the feed.
fn register(db: &Database, address: &str, adopts: bool) -> String {
    let wish = Wish {
        address,
        name: "A feed",
        every_hours: 24,
        adopts,
    };
    let new = desks::checked(&wish, true).unwrap();
    db.write(move |tx| desks::add(tx, &new, &Actor::console(), Timestamp::now()))
        .unwrap()
}

/// Asks a feed once.
fn ask(db: &Database, id: &str) -> Run {
    let (mine, now) = (id.to_owned(), Timestamp::now().as_millisecond());
    let taken = db.write(move |tx| turns::take(tx, &mine, now)).unwrap();
    run::run(
        db,
        taken.expect("nobody else asks it"),
        limits(),
        (&Arc::default(), &Progress::quiet()),
    )
    .unwrap()
}

/// What was found wrong in a run.
fn wrong(db: &Database, run: &Run) -> Vec<Problem> {
    let id = run.id.clone();
    db.read(move |conn| problems::of_run(conn, &id, 100))
        .unwrap()
}

fn says(db: &Database, run: &Run, words: &str) -> bool {
    let mut found = wrong(db, run).into_iter();
    found.any(|problem| problem.message.contains(words))
}

fn held(db: &Database, id: &str) -> Option<Document> {
    db.read(|conn| store::assemble(conn, id)).unwrap()
}

fn counts(db: &Database) -> Counts {
    db.read(store::counts).unwrap()
}

/// Everything that is held, with what each feed is known to have given.
fn everything(db: &Database) -> Vec<Document> {
    db.read(|conn| {
        let ids = store::ids_after(conn, "", 10_000)?;
        store::assemble_all(conn, &ids)
    })
    .unwrap()
}

/// A page of a list with this many records in all.
fn page(number: usize, pages: usize, total: usize, contents: &[Value]) -> Value {
    json!({
        "total_items": total, "total_pages": pages, "page_number": number, "size": contents.len(),
        "first_page": number == 1, "last_page": number >= pages, "empty": contents.is_empty(),
        "contents": contents,
    })
}

/// A whole service with a place, by number.
fn whole(number: u32) -> Listing {
    service(number, &format!("Service {number}"))
        .at(number, 53.9, -3.7)
        .with("last_modified", "2026-01-01T00:00:00.000Z")
}

fn records(numbers: std::ops::Range<u32>) -> Vec<Value> {
    numbers.map(|number| whole(number).record()).collect()
}

/// A list in pages of two.
fn paged(asked: &Asked, all: &[Value]) -> Value {
    let (number, pages) = (asked.page(), all.len().div_ceil(2).max(1));
    let some: Vec<Value> = all.iter().skip((number - 1) * 2).take(2).cloned().collect();
    page(number, pages, all.len(), &some)
}

/// Has all of a feed asked for next time, and not only what changed.
fn forget_when(db: &Database, id: &str) {
    stand(db, id, |feed| (feed.latest, feed.pages_run.clone()));
}

/// The same, with every page fetched anew.
fn anew(db: &Database, id: &str) {
    stand(db, id, |_| (None, None));
}

fn stand(db: &Database, id: &str, known: fn(&feeds::Feed) -> (Option<i64>, Option<String>)) {
    let (id, now) = (id.to_owned(), Timestamp::now().as_millisecond());
    db.write(move |tx| {
        let feed = feeds::find(tx, &id)?;
        let (latest, pages_run) = known(&feed);
        let after = After {
            next_at: now,
            failures: 0,
            list: feed.list,
            kind: feed.kind,
            latest,
            whole_at: None,
            pages_run,
            lease_until: 0,
        };
        turns::release(tx, &id, &after)
    })
    .unwrap();
}
