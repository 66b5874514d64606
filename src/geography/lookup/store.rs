//! Rows of postcodes that were looked up one by one. They say nothing about who looked for what:
//! not even when.

use crate::db::schema::looked_up;
use crate::db::{Conn, Kind, Tx};
use crate::domain::point::Point;
use crate::error::Result;
use crate::geography::place::Place;
use crate::geography::postcode::{Outcode, Postcode, Written};
use crate::geography::units::Steps;
use diesel::prelude::*;
use std::collections::HashMap;

/// Where a postcode or outcode is, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedUp {
    /// The position.
    pub at: Steps,
    /// Whether it is in use.
    pub in_use: bool,
    /// The month, as `YYYY-MM`, since which it is not, if that is known.
    pub terminated: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = looked_up)]
struct Row {
    postcode: String,
    latitude: f64,
    longitude: f64,
    in_use: bool,
    terminated: Option<String>,
}

impl LookedUp {
    /// As an answer to somebody who asked for this.
    pub fn place(&self, asked: Written) -> Place {
        Place::of_postcode(asked, self.at, self.in_use)
    }

    fn row(&self, asked: Written) -> Row {
        let point = Point::from(self.at);
        Row {
            postcode: asked.to_string(),
            latitude: point.latitude,
            longitude: point.longitude,
            in_use: self.in_use,
            terminated: self.terminated.clone(),
        }
    }
}

/// Everything that was looked up.
///
/// # Errors
/// The database fails.
pub fn all(conn: &mut Conn) -> Result<HashMap<Written, LookedUp>> {
    let rows: Vec<Row> = looked_up::table.select(Row::as_select()).load(conn)?;
    // A row that cannot be read is as good as none: it can be looked up again.
    Ok(rows.into_iter().filter_map(read).collect())
}

fn read(row: Row) -> Option<(Written, LookedUp)> {
    let text = row.postcode.as_bytes();
    let full = Postcode::exact(text).map(Written::Full);
    let written = full.or_else(|| Outcode::exact(text).map(Written::Outcode))?;
    let found = LookedUp {
        at: Point::new(row.latitude, row.longitude)?.into(),
        in_use: row.in_use,
        terminated: row.terminated,
    };
    Some((written, found))
}

/// Keeps what was found, unless another node was quicker. The change feed, which anybody may read,
/// names the outcode only.
///
/// # Errors
/// The database fails.
pub fn keep(tx: &mut Tx, asked: Written, found: &LookedUp) -> Result<()> {
    let row = found.row(asked);
    let conn: &mut Conn = tx;
    let added = match conn {
        Conn::Postgres(conn) => diesel::insert_into(looked_up::table)
            .values(&row)
            .on_conflict_do_nothing()
            .execute(conn)?,
        Conn::Sqlite(conn) => diesel::insert_into(looked_up::table)
            .values(&row)
            .on_conflict_do_nothing()
            .execute(conn)?,
    };
    if added > 0 {
        tx.changed(Kind::Gazetteer, asked.outcode().as_str());
    }
    Ok(())
}
