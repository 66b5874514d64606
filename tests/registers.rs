//! What official registers say of organisations: the extract in all its forms and with all its faults, the
//! register that is asked, and what follows from both.

mod asking;
mod extract;
mod faults;
mod follows;
mod import;

use headroom::db::Database;
use headroom::db::schema::charities;
use headroom::exchange::charities::{self as extracts, Report};
use headroom::exchange::progress::Progress;
use headroom::registers::Charity;
use serde_json::{Value, json};
use std::path::Path;

use crate::support::listing::organization_id;
use crate::support::{Listing, TestDatabase, on_both_databases, service};
use diesel::prelude::*;

fn open(db: &TestDatabase) -> Database {
    Database::open(&db.url().parse().expect("its URL")).expect("the database")
}

#[track_caller]
fn bring(db: &Database, from: &Path) -> Report {
    let from = from.display().to_string();
    extracts::import(db, &from, false, &Progress::quiet()).expect("a sound extract")
}

/// Why an extract is refused.
#[track_caller]
fn refused(db: &Database, from: &str) -> String {
    let done = extracts::import(db, from, false, &Progress::quiet());
    done.expect_err("it is refused").to_string()
}

/// Added, changed, unchanged, rejected.
fn became(report: &Report) -> (u64, u64, u64, usize) {
    let summary = &report.summary;
    let rejected = summary.rejections.len();
    (summary.added, summary.changed, summary.unchanged, rejected)
}

/// All that is held, in order.
fn held(db: &Database) -> Vec<Charity> {
    let all = db.read(|conn| {
        Ok(charities::table
            .order(charities::organisation_number)
            .select(Charity::as_select())
            .load(conn)?)
    });
    all.expect("rows")
}

/// A service of an organisation with this charity number.
fn lunch_of(number: &str) -> Listing {
    let numbers = json!([{ "id": "00000099-0000-4000-8000-000000000001", "identifier_scheme": "GB-CHC", "identifier": number }]);
    let organization = json!({ "id": organization_id(1), "name": "Mill Trust", "description": "A trust.", "organization_identifiers": numbers });
    service(1, "Lunch club").with("organization", organization)
}

/// A charity of the table `charity`, as an extract of this day has it.
fn charity(organisation: u32, day: &str) -> Value {
    extract::charity(organisation, day)
}
