//! A node that builds its index for the first time while others go on writing.

use crate::support::{TestDatabase, on_both_databases, service, temporary_folder};
use headroom::app::DatabaseTruth;
use headroom::capacity::{Author, Report, store};
use headroom::db::{Conn, Database, Kind};
use headroom::domain::availability::{Source, StatedState};
use headroom::error::Result;
use headroom::geography::Gazetteer;
use headroom::search::Engine;
use headroom::search::entry::Listing;
use headroom::search::truth::{LineRow, Truth};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

on_both_databases! {
    /// What is said just when the board has been filled is on the board all the same.
    fn nothing_said_while_the_index_is_built_is_missed(db: &TestDatabase) {
        crate::support::town::import(db.url(), &[service(1, "Lunch")]);
        let db = open(db);
        let folder = temporary_folder();
        let truth = SaysFullOnceRead {
            db: db.clone(),
            said: AtomicBool::new(false),
        };
        let engine = Engine::start(folder.path(), db, Arc::new(truth)).expect("the engine starts");
        let states: Vec<StatedState> = engine
            .board()
            .lines()
            .iter()
            .filter_map(|(_, known)| Some(known.statement.as_ref()?.vitals.state))
            .collect();
        assert_eq!(states, [StatedState::Full]);
    }
}

fn open(db: &TestDatabase) -> Database {
    let url = db.url().parse().expect("a test database has a sound URL");
    Database::open(&url).expect("a test database opens")
}

/// The database, except that somebody says "full" the moment all lines have been read.
struct SaysFullOnceRead {
    db: Database,
    said: AtomicBool,
}

impl SaysFullOnceRead {
    fn say_full(&self) -> Result<()> {
        let author = Author {
            source: Source::Provider,
            name: "another node".into(),
        };
        self.db.write(move |tx| {
            let lines = store::lines_after(tx, -1, 1)?;
            let slot = lines.first().expect("there is a line").slot;
            store::state(
                tx,
                slot,
                &Report::of(StatedState::Full),
                &author,
                None,
                Timestamp::now(),
            )
            .map(drop)
        })
    }
}

impl Truth for SaysFullOnceRead {
    fn listings(
        &self,
        conn: &mut Conn,
        ids: &[String],
        gazetteer: &Gazetteer,
    ) -> Result<Vec<Listing>> {
        DatabaseTruth.listings(conn, ids, gazetteer)
    }

    fn service_ids_after(&self, conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<String>> {
        DatabaseTruth.service_ids_after(conn, after, limit)
    }

    fn services_touched_by(&self, conn: &mut Conn, kind: Kind, id: &str) -> Result<Vec<String>> {
        DatabaseTruth.services_touched_by(conn, kind, id)
    }

    fn lines_after(&self, conn: &mut Conn, slot: i64, limit: i64) -> Result<Vec<LineRow>> {
        let lines = DatabaseTruth.lines_after(conn, slot, limit)?;
        if lines.is_empty() && !self.said.swap(true, Ordering::SeqCst) {
            self.say_full()?;
        }
        Ok(lines)
    }

    fn lines(&self, conn: &mut Conn, keys: &BTreeSet<&str>) -> Result<HashMap<String, LineRow>> {
        DatabaseTruth.lines(conn, keys)
    }
}
