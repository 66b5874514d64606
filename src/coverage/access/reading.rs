//! Access of every area of a kind, read and computed at one moment.

use super::decay::Reach;
use super::fair::{Decile, Neighbourhood, by_decile, concentration};
use super::floating::{Offer, Score};
use super::inhabited::Inhabited;
use super::nearest::Nearest;
use crate::app::App;
use crate::coverage::reading::{Need, named};
use crate::db::Conn;
use crate::domain::availability::State;
use crate::error::Result;
use crate::geography::ground::Patch;
use crate::geography::people::{self, Band, Peopled};
use crate::search::survey::{Grounds, Line, Service};
use jiff::Timestamp;
use std::sync::Arc;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Question<'a> {
    /// The kind of areas.
    pub kind: &'a str,
    /// The id of a need; all services, if there is none.
    pub need: Option<&'a str>,
    /// The ages of the people who count.
    pub ages: Band,
    /// How far people go.
    pub reach: Reach,
}

/// One area.
#[derive(Debug, Clone)]
pub struct Row {
    /// Which.
    pub patch: Arc<Patch>,
    /// How many people of these ages live there, if that is known.
    pub people: Option<f64>,
    /// Which tenth it belongs to by deprivation, from 1, the most deprived, if that is known.
    pub decile: Option<u8>,
    /// What there is for one person; nothing where its middle is not known.
    pub score: Score,
    /// Metres in a straight line to the nearest place of a service that says that it has room; none where
    /// there is none.
    pub nearest_m: Option<f64>,
}

/// Access, area by area and between the deprived and the others.
#[derive(Debug, Default)]
pub struct Access {
    /// The areas that somebody may look at, by name.
    pub rows: Vec<Row>,
    /// The need.
    pub need: Option<Need>,
    /// What nobody lives within reach of.
    pub unreached: Score,
    /// Services that say neither where they are nor that one can call: they are nobody's.
    pub nowhere: usize,
    /// For each measure, the means by tenth and the concentration index.
    pub fair: Vec<Fair>,
    /// Who lives where.
    pub peopled: Peopled,
}

/// A measure, compared between tenths by deprivation.
#[derive(Debug, Clone, PartialEq)]
pub struct Fair {
    /// Which measure.
    pub measure: Measure,
    /// The mean of each tenth.
    pub deciles: Vec<Decile>,
    /// The concentration index, if there is one.
    pub index: Option<f64>,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Places in all, for a thousand people.
    Places,
    /// Places free, for a thousand people.
    Free,
    /// Services, for a thousand people.
    Services,
    /// Services that say that they have room, for a thousand people.
    Open,
    /// Metres to the nearest with room.
    Nearest,
}

impl Measure {
    /// All of them, by the names that tables have.
    pub const ALL: [(Measure, &'static str); 5] = [
        (Measure::Places, "places"),
        (Measure::Free, "places_free"),
        (Measure::Services, "services"),
        (Measure::Open, "services_with_room"),
        (Measure::Nearest, "nearest_with_room_m"),
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        let known = Self::ALL.iter().find(|(measure, _)| *measure == self);
        known.map_or("", |(_, name)| name)
    }

    /// What an area has of it; none where that is not known.
    pub fn of(self, row: &Row) -> Option<f64> {
        match self {
            Measure::Places => Some(row.score.places * 1000.0),
            Measure::Free => Some(row.score.free * 1000.0),
            Measure::Services => Some(row.score.services * 1000.0),
            Measure::Open => Some(row.score.open * 1000.0),
            Measure::Nearest => row.nearest_m,
        }
    }
}

/// Access for somebody who may look at these areas (all, if there are none), at `now`. People of all areas of
/// the kind count, for they all have the same places; only those that somebody may look at are told of.
///
/// # Errors
/// There is no such kind or need, nobody is known to live in such areas, the database fails, or the index is
/// being built.
pub fn access(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    question: &Question,
    now: Timestamp,
) -> Result<Access> {
    let need = question.need.map(|id| named(&app.engine, id)).transpose()?;
    let inhabited = Inhabited::read(app, conn, areas, (question.kind, question.ages))?;
    let offers = Offers::of(app, &inhabited, need.as_ref(), now)?;
    let mut access = computed(&inhabited, &offers, question);
    access.need = need;
    access.peopled = inhabited.peopled;
    Ok(access)
}

/// The kinds of areas of which it is known who lives in some, those of which the areas are smallest first.
///
/// # Errors
/// The database fails.
pub fn kinds_with_people(app: &App, conn: &mut Conn) -> Result<Vec<String>> {
    let gazetteer = app.engine.gazetteer();
    let peopled = people::latest(conn, None)?;
    let mut kinds = Vec::new();
    for (kind, _) in app.areas.kinds(conn, &gazetteer)? {
        let all = app.areas.of_kind(conn, &gazetteer, &kind)?;
        let is_known = |patch: &&Arc<Patch>| {
            let known = peopled.areas.get(&*patch.code);
            known.is_some_and(|known| !known.people.is_empty())
        };
        if all.iter().find(is_known).is_some() {
            kinds.push((std::cmp::Reverse(all.len()), kind));
        }
    }
    kinds.sort();
    Ok(kinds.into_iter().map(|(_, kind)| kind).collect())
}

fn computed(inhabited: &Inhabited, offers: &Offers, question: &Question) -> Access {
    let scores = inhabited.homes.scores(&offers.all, &question.reach);
    let nearest = Nearest::new(&offers.all);
    let all = (0..).zip(&inhabited.areas).zip(inhabited.homes.all());
    let told = all.filter(|((_, area), _)| area.is_told);
    let rows = told.map(|((number, area), home)| Row {
        patch: Arc::clone(&area.patch),
        people: area.people,
        decile: inhabited
            .peopled
            .areas
            .get(&*area.patch.code)
            .and_then(|known| known.decile),
        score: scores
            .homes
            .get(number as usize)
            .copied()
            .unwrap_or_default(),
        nearest_m: nearest.metres(home.at, number),
    });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by(|a, b| (&a.patch.name, &a.patch.code).cmp(&(&b.patch.name, &b.patch.code)));
    Access {
        fair: fair(&rows),
        unreached: scores.unreached,
        nowhere: offers.nowhere,
        rows,
        ..Access::default()
    }
}

fn fair(rows: &[Row]) -> Vec<Fair> {
    let of = |(measure, _): (Measure, &str)| {
        let known = rows.iter().filter_map(|row| {
            Some(Neighbourhood {
                people: row.people?,
                decile: row.decile?,
                value: measure.of(row)?,
            })
        });
        let known: Vec<Neighbourhood> = known.collect();
        Fair {
            measure,
            deciles: by_decile(&known),
            index: concentration(&known),
        }
    };
    Measure::ALL.into_iter().map(of).collect()
}

/// What services offer, and for which areas.
#[derive(Debug, Default)]
struct Offers {
    all: Vec<Offer>,
    nowhere: usize,
}

impl Offers {
    fn of(app: &App, inhabited: &Inhabited, need: Option<&Need>, now: Timestamp) -> Result<Self> {
        let number = |need: &Need| app.engine.need_number(&need.0).unwrap_or(u32::MAX);
        let wanted = need.map(number);
        let mut offers = Self::default();
        let grounds = Grounds {
            within: None,
            parts: &inhabited.ground,
        };
        app.engine.survey(&grounds, now, |service| {
            if wanted.is_none_or(|wanted| service.tags.contains(&wanted)) {
                offers.add(service, inhabited);
            }
        })?;
        Ok(offers)
    }

    /// Adds a service; one that is given at several places is shared out over these.
    fn add(&mut self, service: &Service, inhabited: &Inhabited) {
        let runs: Vec<&Line> = service
            .lines
            .iter()
            .filter(|line| line.room.state != State::Closed)
            .collect();
        let somewhere = |line: &&&Line| line.is_remote || line.place.is_some();
        let known: Vec<&&Line> = runs.iter().filter(somewhere).collect();
        if known.is_empty() {
            self.nowhere += usize::from(!runs.is_empty());
            return;
        }
        let only = || inhabited.homes_of(&service.reaches.parts);
        let share = 1.0 / known.len() as f64;
        for line in known {
            let has_room = matches!(line.room.state, State::Open | State::Limited);
            let number = |number: Option<u32>| number.map_or(0.0, f64::from);
            self.all.push(Offer {
                at: line.place.filter(|_| !line.is_remote),
                only: service.is_limited.then(only),
                offered: Score {
                    places: number(line.room.total),
                    free: number(line.room.free),
                    services: share,
                    open: if has_room { share } else { 0.0 },
                },
            });
        }
    }
}
