//! What was read of an extract, in a database of its own that no other sees: SQLite keeps it in a file that
//! has no name, so that it is gone with the import, however that ends. Here the tables are put together.

use super::meaning::Meant;
use super::report::Report;
use crate::error::{Error, Result};
use crate::exchange::summary::Rejection;
use crate::registers::{Area, Told};
use diesel::connection::{DefaultLoadingMode, SimpleConnection};
use diesel::prelude::*;

diesel::table! {
    staged (rowid) {
        rowid -> BigInt,
        organisation_number -> BigInt,
        part -> Integer,
        place -> BigInt,
        said -> Text,
    }
}

/// Nothing of it outlives the import, so nothing is flushed. 32 MiB of it are kept in memory.
const SETUP: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768; \
     PRAGMA temp_store = FILE; BEGIN; \
     CREATE TABLE staged (organisation_number BIGINT NOT NULL, part INTEGER NOT NULL, \
     place BIGINT NOT NULL, said TEXT NOT NULL);";

/// The parts of what is said of a charity, in the order in which they are put together.
const CHARITY: i32 = 0;
const NAME: i32 = 1;
const AREA: i32 = 2;
/// Between the kind and the name of an area; neither has one.
const TAB: char = '\t';

/// What was read.
pub struct Staged {
    conn: SqliteConnection,
    charities: u64,
    /// Whether there were other names, and areas, at all: where a table is absent, what is held of it stays.
    has: [bool; 2],
}

/// A row: the charity, which part it is, where it stands in its table, and what it says.
type Row = (i64, i32, i64, String);

impl Staged {
    /// Nothing yet.
    ///
    /// # Errors
    /// There is no space for it.
    pub fn new() -> Result<Self> {
        let conn = SqliteConnection::establish("");
        let mut conn =
            conn.map_err(|e| Error::internal(format!("cannot stage the extract: {e}")))?;
        conn.batch_execute(SETUP)?;
        Ok(Self {
            conn,
            charities: 0,
            has: [false; 2],
        })
    }

    /// Rows of charities so far.
    pub fn charities(&self) -> u64 {
        self.charities
    }

    /// Adds what a row says that stands at this place of its table.
    ///
    /// # Errors
    /// There is no space for it.
    pub fn add(&mut self, place: u64, meant: Meant) -> Result<()> {
        let (id, part, said) = match meant {
            Meant::Linked => return Ok(()),
            Meant::Charity(told) => {
                self.charities += 1;
                let said = serde_json::to_string(&told).map_err(Error::internal)?;
                (told.organisation_number, CHARITY, said)
            }
            Meant::Name(id, name) => {
                self.has[0] = true;
                (id, NAME, name)
            }
            Meant::Area(id, area) => {
                self.has[1] = true;
                (id, AREA, format!("{}{TAB}{}", area.kind, area.name))
            }
        };
        let row = (
            staged::organisation_number.eq(id),
            staged::part.eq(part),
            staged::place.eq(i64::try_from(place).unwrap_or(i64::MAX)),
            staged::said.eq(said),
        );
        diesel::insert_into(staged::table)
            .values(row)
            .execute(&mut self.conn)?;
        Ok(())
    }

    /// Each charity with its names and areas, in the order of their numbers. One that stands in its table
    /// twice counts as it stands first.
    ///
    /// # Errors
    /// What was staged cannot be read, or what `take` answers.
    pub fn each(
        &mut self,
        report: &mut Report,
        take: &mut dyn FnMut(Told) -> Result<()>,
    ) -> Result<()> {
        let rows = staged::table
            .order((staged::organisation_number, staged::part, staged::place))
            .select((
                staged::organisation_number,
                staged::part,
                staged::place,
                staged::said,
            ))
            .load_iter::<Row, DefaultLoadingMode>(&mut self.conn)?;
        let mut whole: Option<Told> = None;
        for row in rows {
            let (id, part, place, said) = row?;
            if part == CHARITY {
                let known = whole
                    .as_ref()
                    .is_some_and(|told| told.organisation_number == id);
                if known {
                    report.summary.rejections.push(twice(id, place));
                    continue;
                }
                let mut next: Told = serde_json::from_str(&said).map_err(Error::internal)?;
                next.other_names = self.has[0].then(Vec::new);
                next.areas = self.has[1].then(Vec::new);
                if let Some(told) = whole.replace(next) {
                    take(told)?;
                }
                continue;
            }
            match whole.as_mut().filter(|told| told.organisation_number == id) {
                Some(told) => add_part(told, part, said),
                None => report.orphans += 1,
            }
        }
        whole.map_or(Ok(()), take)
    }
}

fn add_part(told: &mut Told, part: i32, said: String) {
    if part == NAME {
        told.other_names.get_or_insert_default().push(said);
        return;
    }
    if let Some((kind, name)) = said.split_once(TAB) {
        let (kind, name) = (kind.to_owned(), name.to_owned());
        told.areas.get_or_insert_default().push(Area { kind, name });
    }
}

fn twice(id: i64, place: i64) -> Rejection {
    Rejection {
        place: format!("charity row {place}"),
        id: Some(id.to_string()),
        field: "organisation_number".into(),
        reason: "the charity stands in the table twice: the first counts".into(),
    }
}
