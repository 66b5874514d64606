//! Every address of the API and every page, with every role and with none, does what `docs/roles.md` says.

mod people;
pub mod table;
mod wishes;

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{TestDatabase, Town, on_both_databases, service};
use people::{COLUMNS, Everybody};
use table::{Row, table};
use wishes::Wishes;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn town(db: &TestDatabase) -> Town {
    Town::start(
        db,
        &[
            service(1, "Lunch").at(1, 53.949, -3.75),
            service(2, "Tea")
                .by(2, "Sorrelgate Trust")
                .at(2, 53.949, -3.75),
        ],
    )
}

/// What is in the table and not in the program, or the other way round.
#[test]
fn every_address_is_in_the_table_once() {
    let rows = table();
    let listed: BTreeSet<String> = rows.iter().map(Row::name).collect();
    assert_eq!(listed.len(), rows.len(), "an address is in the table twice");
    let known: BTreeSet<String> = table::of_the_api()
        .into_iter()
        .chain(table::of_the_pages())
        .chain(table::of_the_standards())
        .collect();
    let missing: Vec<&String> = known.difference(&listed).collect();
    let gone: Vec<&String> = listed.difference(&known).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in docs/roles.md: {missing:?}; there is no such address: {gone:?}"
    );
}

on_both_databases! {
    /// Whoever may is let through, and whoever may not is not: by key and signed in.
    fn the_table_is_true(db: &TestDatabase) {
        let town = town(db);
        let wishes = Wishes::new(&town);
        let mut wrong = Vec::new();
        let everybody = Everybody::new(&town);
        // Whoever signs out is signed out: that comes last.
        let mut rows = table();
        rows.sort_by_key(|row| row.path == "/sign-out");
        for row in &rows {
            for (column, may) in COLUMNS.iter().zip(&row.may) {
                for (way, status) in everybody.try_it(column, row, &wishes) {
                    let let_in = !matches!(status, 401 | 403);
                    let right = if *column == "anyone" { status == 401 } else { status == 403 };
                    if status >= 500 || (*may && !let_in) || (!*may && !right) {
                        wrong.push(format!("{} as {column} {way}: {status}", row.name()));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
