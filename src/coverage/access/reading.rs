//! Access of every area of a kind, read and computed at one moment.

use super::decay::Reach;
use super::fair::{Decile, Neighbourhood, by_decile, concentration};
use super::floating::{Home, Homes, Offer, Score};
use super::nearest::Nearest;
use crate::app::App;
use crate::coverage::reading::{Need, named};
use crate::coverage::scope::{Atlas, Scope, Wish};
use crate::db::Conn;
use crate::domain::availability::State;
use crate::error::{Error, Result};
use crate::geography::ground::{Ground, Patch};
use crate::geography::people::{self, Band, Peopled};
use crate::search::survey::{Grounds, Line, Service};
use jiff::Timestamp;
use std::collections::HashSet;
use std::sync::Arc;

/// Areas of one kind that are looked at, at most: as many as have a number.
const MOST: usize = u16::MAX as usize;

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
    let gazetteer = app.engine.gazetteer();
    let need = question.need.map(|id| named(&app.engine, id)).transpose()?;
    let wish = Wish {
        area: None,
        by: Some(question.kind.to_owned()),
    };
    let scope = Scope::of(
        areas,
        &wish,
        Atlas {
            conn,
            held: &app.areas,
            gazetteer: &gazetteer,
        },
    )?;
    let all = app.areas.of_kind(conn, &gazetteer, question.kind)?;
    let ground = Ground::new(all.iter().take(MOST).cloned().collect());
    let peopled = people::latest(conn, None)?;
    let people: Vec<Option<f64>> = ground
        .patches()
        .iter()
        .map(|patch| peopled.areas.get(&*patch.code)?.of_ages(question.ages))
        .collect();
    if people.iter().all(Option::is_none) {
        return Err(nobody(question.kind, &ground));
    }
    let offers = Offers::of(app, &ground, need.as_ref(), now)?;
    let told: HashSet<&str> = scope
        .parts
        .patches()
        .iter()
        .map(|patch| &*patch.code)
        .collect();
    let mut access = computed(&ground, &people, &offers, (question, &peopled), &told);
    access.need = need;
    access.peopled = peopled;
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

fn nobody(kind: &str, ground: &Ground) -> Error {
    let example = ground.patches().first().map(|patch| patch.code.to_string());
    let such_as = example
        .map(|code| format!(" (codes such as {code})"))
        .unwrap_or_default();
    Error::bad(
        "areas",
        format!(
            "nobody is known to live in a {kind}{such_as}: whoever runs the server can bring in how many do, by \
             \"headroom import population\""
        ),
    )
}

fn computed(
    ground: &Ground,
    people: &[Option<f64>],
    offers: &Offers,
    (question, peopled): (&Question, &Peopled),
    told: &HashSet<&str>,
) -> Access {
    // An area without a middle is nowhere: nobody there can be counted, and nothing told of it.
    let placed: Vec<usize> = (0..ground.patches().len())
        .filter(|at| {
            ground
                .patches()
                .get(*at)
                .is_some_and(|patch| patch.middle.is_some())
        })
        .collect();
    let renumbered = renumbered(&placed, ground.patches().len());
    let homes = placed.iter().filter_map(|at| {
        Some(Home {
            at: ground.patches().get(*at)?.middle?,
            people: people.get(*at).copied().flatten().unwrap_or(0.0),
        })
    });
    let homes = Homes::new(homes.collect());
    let all = offers.for_homes(&renumbered);
    let scores = homes.scores(&all, &question.reach);
    let nearest = Nearest::new(&all);
    let rows = placed.iter().enumerate().filter_map(|(number, at)| {
        let patch = ground.patches().get(*at)?;
        told.contains(&*patch.code).then(|| Row {
            patch: Arc::clone(patch),
            people: people.get(*at).copied().flatten(),
            decile: peopled
                .areas
                .get(&*patch.code)
                .and_then(|known| known.decile),
            score: scores.homes.get(number).copied().unwrap_or_default(),
            nearest_m: homes
                .all()
                .get(number)
                .and_then(|home| nearest.metres(home.at, number as u32)),
        })
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

/// By the number of an area, its number among those that have a middle.
fn renumbered(placed: &[usize], all: usize) -> Vec<Option<u32>> {
    let mut numbers = vec![None; all];
    for (number, at) in (0..).zip(placed) {
        if let Some(known) = numbers.get_mut(*at) {
            *known = Some(number);
        }
    }
    numbers
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
    fn of(app: &App, ground: &Ground, need: Option<&Need>, now: Timestamp) -> Result<Self> {
        let number = |need: &Need| app.engine.need_number(&need.0).unwrap_or(u32::MAX);
        let wanted = need.map(number);
        let mut offers = Self::default();
        let grounds = Grounds {
            own: None,
            within: None,
            parts: ground,
        };
        app.engine.survey(&grounds, now, |service| {
            if wanted.is_none_or(|wanted| service.tags.contains(&wanted)) {
                offers.add(service);
            }
        })?;
        Ok(offers)
    }

    /// Adds a service; one that is given at several places is shared out over these.
    fn add(&mut self, service: &Service) {
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
        let only = || {
            service
                .reaches
                .parts
                .iter()
                .map(|part| u32::from(*part))
                .collect()
        };
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

    /// The same, for areas that have other numbers.
    fn for_homes(&self, numbers: &[Option<u32>]) -> Vec<Offer> {
        let number = |at: &u32| numbers.get(*at as usize).copied().flatten();
        let all = self.all.iter().map(|offer| Offer {
            only: offer
                .only
                .as_ref()
                .map(|only| only.iter().filter_map(number).collect()),
            ..offer.clone()
        });
        all.collect()
    }
}
