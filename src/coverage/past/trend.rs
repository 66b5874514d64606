//! How what there is has changed, day by day as it was counted when each day had ended.

use super::store::{self, Counted, Subject};
use crate::app::App;
use crate::coverage::Need;
use crate::coverage::count::share;
use crate::coverage::reading::named;
use crate::coverage::scope::{Atlas, Scope, Wish};
use crate::db::Conn;
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::geography::ground::Patch;
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::Arc;

/// Days that are told of, if nobody says how many.
pub const DAYS: i64 = 90;

/// What is told of each day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Services.
    Services,
    /// Services that said that they had room.
    WithRoom,
    /// These, in per cent of all services.
    WithRoomShare,
    /// Places of services that count them.
    Places,
    /// Places free.
    Free,
    /// People on waiting lists.
    Waiting,
    /// The wait that half of the services which named one did not exceed, in weeks.
    WaitWeeks,
    /// Services that were full, in per cent of all.
    FullShare,
    /// Services of which nobody had said lately, in per cent of all.
    UnconfirmedShare,
}

impl Measure {
    /// All of them.
    pub const ALL: [Measure; 9] = [
        Measure::Services,
        Measure::WithRoom,
        Measure::WithRoomShare,
        Measure::Places,
        Measure::Free,
        Measure::Waiting,
        Measure::WaitWeeks,
        Measure::FullShare,
        Measure::UnconfirmedShare,
    ];

    /// The word in JSON and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Measure::Services => "services",
            Measure::WithRoom => "with_room",
            Measure::WithRoomShare => "with_room_percent",
            Measure::Places => "places",
            Measure::Free => "places_free",
            Measure::Waiting => "waiting",
            Measure::WaitWeeks => "median_wait_weeks",
            Measure::FullShare => "full_percent",
            Measure::UnconfirmedShare => "unconfirmed_percent",
        }
    }

    /// The measure for a word.
    ///
    /// # Errors
    /// There is none.
    pub fn parse(word: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|one| one.as_str() == word);
        found.ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            Error::bad("measure", format!("must be one of {known}"))
        })
    }

    /// Its value on a day; none where there is nothing of which it could be told.
    pub fn of(self, counted: &Counted) -> Option<i64> {
        let with_room = i64::from(counted.open) + i64::from(counted.limited);
        let of_all = |some: i64| {
            let number = |number: i64| u64::try_from(number).unwrap_or(0);
            let all = i64::from(counted.services);
            (all > 0).then(|| i64::from(share(number(some), number(all))))
        };
        match self {
            Measure::Services => Some(counted.services.into()),
            Measure::WithRoom => Some(with_room),
            Measure::WithRoomShare => of_all(with_room),
            Measure::Places => Some(counted.places),
            Measure::Free => Some(counted.free),
            Measure::Waiting => Some(counted.waiting),
            Measure::WaitWeeks => counted.median_weeks.map(i64::from),
            Measure::FullShare => of_all(counted.full_up.into()),
            Measure::UnconfirmedShare => of_all(counted.unconfirmed.into()),
        }
    }
}

/// How something has changed.
#[derive(Debug)]
pub struct Trend {
    /// The one area; none for everything.
    pub area: Option<Arc<Patch>>,
    /// The one need; none for all.
    pub need: Option<Need>,
    /// The days that are kept, the first first.
    pub days: Vec<(Date, Counted)>,
}

/// Whether somebody asks for what is not kept: several areas, or one of a kind of which it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unkept {
    /// Somebody may look at several areas, and has not chosen one.
    Several,
    /// Needs are kept for everything and for local authorities only.
    NeedInArea,
}

/// How the last `days` days were, for somebody who may look at these areas (all, if there are none).
///
/// # Errors
/// There is no such area or need, they may not look at it, or what is asked for is not kept; the database fails.
pub fn trend(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    (area, need): (Option<&str>, Option<&str>),
    (days, now): (i64, Timestamp),
) -> Result<Trend> {
    let gazetteer = app.engine.gazetteer();
    let need = need.map(|id| named(&app.engine, id)).transpose()?;
    let wish = Wish {
        area: area.map(str::to_owned),
        by: None,
    };
    let atlas = Atlas {
        conn,
        held: &app.areas,
        gazetteer: &gazetteer,
    };
    let scope = Scope::of(areas, &wish, atlas)?;
    match of(conn, (&scope, need.as_ref()), (days, now))? {
        Ok(trend) => Ok(trend),
        Err(Unkept::Several) => Err(Error::bad(
            "area",
            "is needed: your account is for several areas, and days are kept of each by itself",
        )),
        Err(Unkept::NeedInArea) => Err(Error::bad(
            "need",
            "is kept day by day for everything and for local authorities (lad): choose one of these areas, or all needs",
        )),
    }
}

/// The same of areas that were looked at already; what is not kept is said.
///
/// # Errors
/// The database fails.
pub fn of(
    conn: &mut Conn,
    (scope, need): (&Scope, Option<&Need>),
    (days, now): (i64, Timestamp),
) -> Result<Result<Trend, Unkept>> {
    let area = match (&scope.area, &scope.own) {
        (Some(area), _) => Some(Arc::clone(area)),
        (None, None) => None,
        (None, Some(own)) => match own.patches() {
            [only] => Some(Arc::clone(only)),
            _ => return Ok(Err(Unkept::Several)),
        },
    };
    if need.is_some()
        && area
            .as_ref()
            .is_some_and(|area| &*area.kind != super::keep::BY_NEED)
    {
        return Ok(Err(Unkept::NeedInArea));
    }
    let subject = Subject {
        kind: area.as_ref().map_or("", |area| &area.kind),
        code: area.as_ref().map_or("", |area| &area.code),
        need: need.map_or("", |need| &need.0),
    };
    let (first, last) = (local_day(now, -days), local_day(now, -1));
    let known = store::between(conn, subject, first, last)?;
    Ok(Ok(Trend {
        days: with_none(conn, known, first, last)?,
        area,
        need: need.cloned(),
    }))
}

/// The same with the days that were counted and had nothing of it: of those no row was written.
fn with_none(
    conn: &mut Conn,
    known: Vec<(Date, Counted)>,
    first: Date,
    last: Date,
) -> Result<Vec<(Date, Counted)>> {
    let mut known = known.into_iter().peekable();
    let days = store::kept(conn, first, last)?.into_iter().map(|day| {
        let counted = known.next_if(|(known, _)| *known == day);
        (day, counted.map(|(_, counted)| counted).unwrap_or_default())
    });
    Ok(days.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_all_services_and_of_none_there_is_none() {
        let counted = Counted {
            services: 8,
            open: 1,
            limited: 1,
            full_up: 3,
            unconfirmed: 3,
            ..Counted::default()
        };
        let of = |measure: Measure| measure.of(&counted);
        assert_eq!(
            (of(Measure::WithRoom), of(Measure::WithRoomShare)),
            (Some(2), Some(25))
        );
        assert_eq!(
            (of(Measure::FullShare), of(Measure::WaitWeeks)),
            (Some(38), None)
        );
        assert_eq!(Measure::FullShare.of(&Counted::default()), None);
        for measure in Measure::ALL {
            assert_eq!(Measure::parse(measure.as_str()).unwrap(), measure);
        }
        assert!(Measure::parse("people").is_err());
    }
}
