//! Reading who was sent, and putting together what may be told of it.

use super::{Became, Cells, Key, Month, Of, Question, RECENT, Sent, Sums};
use crate::app::App;
use crate::capacity::store::outcodes_of;
use crate::coverage::Need;
use crate::coverage::past;
use crate::coverage::reading::{label, lies_in, named};
use crate::coverage::scope::{Atlas, Scope, Wish};
use crate::db::Conn;
use crate::error::Result;
use crate::search::Engine;
use crate::signposts::store::sent_between;
use jiff::Timestamp;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How long one waited: by need and day.
type Weeks = HashMap<(String, Date), u32>;

/// What flowed through an area.
#[derive(Debug)]
pub struct Flow {
    /// Which areas are looked at.
    pub scope: Scope,
    /// The one need that is asked for.
    pub need: Option<Need>,
    /// What was asked.
    pub asked: Question,
    /// All needs together.
    pub all: Sums,
    /// Each month, the first first; one of which nothing is told is there too.
    pub months: Vec<OfMonth>,
    /// Each need, the most first.
    pub needs: Vec<(Need, Sums)>,
    /// Each outcode that people were sent to, the most first; empty for places without a postcode.
    pub outcodes: Vec<(String, Sums)>,
    /// Each need and month of which anything is told, by need and then by month.
    pub rows: Vec<Row>,
    /// The first day of which it is not known what was told on it.
    pub told_before: Date,
}

/// One month.
#[derive(Debug, Clone)]
pub struct OfMonth {
    /// The month.
    pub month: Month,
    /// What is told.
    pub sums: Sums,
    /// The wait that half of the services which named one did not exceed at the end of the month, in weeks.
    pub wait_weeks: Option<u32>,
}

/// One need in one month.
#[derive(Debug, Clone)]
pub struct Row {
    /// The need; without an id where none was said.
    pub need: Need,
    /// The month.
    pub month: Month,
    /// What is told.
    pub sums: Sums,
    /// The wait that half of the services which named one did not exceed at the end of the month, in weeks.
    pub wait_weeks: Option<u32>,
}

/// What flowed through the areas that somebody may look at (all, if there are none), as it is known at `now`.
///
/// # Errors
/// There is no such area or need, or they may not look at it; the database fails.
pub fn flow(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    asked: &Question,
    now: Timestamp,
) -> Result<Flow> {
    let (engine, gazetteer) = (&app.engine, app.engine.gazetteer());
    let need = asked
        .need
        .as_deref()
        .map(|id| named(engine, id))
        .transpose()?;
    let wish = Wish {
        area: asked.area.clone(),
        by: None,
    };
    let atlas = Atlas {
        conn,
        held: &app.areas,
        gazetteer: &gazetteer,
    };
    let scope = Scope::of(areas, &wish, atlas)?;
    let this_month = Month::of(now);
    let cells = cells(conn, asked.months, this_month)?;
    let is_asked = |id: &str| need.as_ref().is_none_or(|need| need.0 == id);
    let at = |outcode| lies_in(&gazetteer, scope.within.as_ref(), outcode);
    let of = Of {
        at: scope.is_limited().then_some(&at),
        need: &is_asked,
    };
    let weeks = wait_weeks(conn, &scope, asked.months)?;
    let by_month = cells.sums(&of, |key| key.month);
    let asked_for = need.as_ref().map_or("", |need| &need.0);
    let month = |month: Month| OfMonth {
        sums: by_month.get(&month).copied().unwrap_or_default(),
        wait_weeks: weeks
            .get(&(asked_for.to_owned(), month.last_day()))
            .copied(),
        month,
    };
    let rows = rows(engine, &cells, &of, &weeks);
    Ok(Flow {
        all: cells.sums(&of, |_| ()).remove(&()).unwrap_or_default(),
        months: asked.months.0.to(asked.months.1).map(month).collect(),
        needs: most_first(by_need(engine, &cells, &of)),
        outcodes: most_first(cells.sums(&of, |key| key.outcode.clone())),
        asked: asked.clone(),
        told_before: this_month.first_day(),
        rows,
        need,
        scope,
    })
}

/// What is told of the last months before this one, by need; the most first.
///
/// # Errors
/// The database fails.
pub fn recent(
    engine: &Engine,
    conn: &mut Conn,
    of: &Of,
    this_month: Month,
) -> Result<Vec<(Need, Sums)>> {
    let months = (this_month.plus(-RECENT), this_month.plus(-1));
    let cells = cells(conn, months, this_month)?;
    Ok(most_first(by_need(engine, &cells, of)))
}

fn by_need(engine: &Engine, cells: &Cells, of: &Of) -> BTreeMap<Need, Sums> {
    let sums = cells.sums(of, |key| key.need.clone());
    let named = sums.into_iter().map(|(id, sums)| (label(engine, id), sums));
    named.collect()
}

/// How long one waited at the end of each month, where that is kept: in everything, or in one area.
fn wait_weeks(conn: &mut Conn, scope: &Scope, (first, last): (Month, Month)) -> Result<Weeks> {
    let days: Vec<Date> = first.to(last).map(Month::last_day).collect();
    match (&scope.area, &scope.own) {
        (Some(area), _) => past::wait_weeks(conn, (&area.kind, &area.code), &days),
        (None, None) => past::wait_weeks(conn, ("", ""), &days),
        (None, Some(own)) => match own.patches() {
            [only] => past::wait_weeks(conn, (&only.kind, &only.code), &days),
            _ => Ok(Weeks::default()),
        },
    }
}

fn rows(engine: &Engine, cells: &Cells, of: &Of, weeks: &Weeks) -> Vec<Row> {
    let sums = cells.sums(of, |key| (key.need.clone(), key.month));
    // What somebody is sent for without a need is no need that services could meet.
    let rows = sums.into_iter().map(|((id, month), sums)| Row {
        wait_weeks: weeks
            .get(&(id.clone(), month.last_day()))
            .filter(|_| !id.is_empty())
            .copied(),
        need: label(engine, id),
        month,
        sums,
    });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by(|a, b| (&a.need.1, &a.need.0, a.month).cmp(&(&b.need.1, &b.need.0, b.month)));
    rows
}

fn most_first<K: Ord>(sums: BTreeMap<K, Sums>) -> Vec<(K, Sums)> {
    let mut all: Vec<(K, Sums)> = sums.into_iter().collect();
    all.sort_by_key(|(_, sums)| Reverse(sums.made()));
    all
}

/// The cells of these months, with what was told before this one: so they change once a month, all together, and
/// nobody who looks each day sees of whom something was told.
fn cells(conn: &mut Conn, (first, last): (Month, Month), this_month: Month) -> Result<Cells> {
    let between = (first.begins()?, last.plus(1).begins()?);
    let sent = sent_between(conn, between, this_month.begins()?)?;
    let slots: HashSet<i64> = sent.iter().map(|one| one.slot).collect();
    let outcodes = outcodes_of(conn, &slots.into_iter().collect::<Vec<_>>())?;
    Ok(Cells::of(sent.into_iter().map(|one| Sent {
        key: Key {
            need: one.need.unwrap_or_default(),
            outcode: outcodes.get(&one.slot).cloned().unwrap_or_default(),
            month: Month::of(one.sent_at),
            became: Became::of(one.outcome),
        },
        days: one.days,
        people: 1,
    })))
}
