//! Gaps of a kind of areas, read and counted at one moment.

use super::chances::Chances;
use super::standing::{Standing, Standings};
use crate::app::App;
use crate::coverage::access::inhabited::{Inhabitant, Inhabited};
use crate::coverage::blocks::{self, BLOCKS, Block};
use crate::coverage::demand::{Demand, Of, Searches, Whys};
use crate::coverage::reading::{Need, label, lies_in, named};
use crate::coverage::scope::{Atlas, Scope, Wish};
use crate::db::Conn;
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::geography::ground::Patch;
use crate::geography::people::{Band, Peopled};
use crate::search::entry::TagKind;
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Question<'a> {
    /// The kind of areas.
    pub kind: &'a str,
    /// The id of a need; each of them, if there is none.
    pub need: Option<&'a str>,
    /// The ages of the people who count.
    pub ages: Band,
    /// As far as people go, in metres.
    pub farthest_m: f64,
    /// An arrangement for access without which room is none.
    pub access: Option<&'a str>,
}

/// People who are met with the same.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Met {
    /// How many they are, of areas where that is known.
    pub people: f64,
    /// In how many areas.
    pub areas: u32,
}

/// One need.
#[derive(Debug, Clone, Default)]
pub struct Gap {
    /// Which.
    pub need: Need,
    /// What people are met with, in the order of [`Standing::ALL`].
    pub met: [Met; Standing::ALL.len()],
    /// Searches for it, over [`Gaps::weeks`], as far as they may be told.
    pub searches: Searches,
    /// Why those found nothing with room.
    pub whys: Whys,
}

impl Gap {
    /// People who have no room within reach, and the areas that they live in.
    pub fn without(&self) -> Met {
        let reasons = Standing::reasons().iter().map(|reason| self.of(*reason));
        reasons.fold(Met::default(), |all, more| Met {
            people: all.people + more.people,
            areas: all.areas + more.areas,
        })
    }

    /// Those who are met with this.
    pub fn of(&self, standing: Standing) -> Met {
        self.met[standing as usize]
    }

    /// What stands between most of those without and room.
    pub fn main_reason(&self) -> Option<Standing> {
        let some = Standing::reasons().iter().copied();
        let some = some.filter(|reason| self.of(*reason).areas > 0);
        some.max_by(|a, b| {
            let (a, b) = (self.of(*a), self.of(*b));
            a.people.total_cmp(&b.people).then(a.areas.cmp(&b.areas))
        })
    }
}

/// An area without room for a need.
#[derive(Debug, Clone)]
pub struct Area {
    /// Which area.
    pub patch: Arc<Patch>,
    /// How many people of the ages live there, if that is known.
    pub people: Option<f64>,
    /// Why.
    pub reason: Standing,
}

/// What is missing.
#[derive(Debug, Default)]
pub struct Gaps {
    /// The need that was asked for.
    pub need: Option<Need>,
    /// Each need, where most people have no room within reach first.
    pub needs: Vec<Gap>,
    /// Each area without room for the one need that was asked for, where most people live first.
    pub areas: Vec<Area>,
    /// Areas that somebody may look at.
    pub of: u32,
    /// People who live in them, where that is known.
    pub people: f64,
    /// Areas of which it is not known who lives there.
    pub unpeopled: u32,
    /// The weeks that searches are of: from the first day to before the last.
    pub weeks: Option<Block>,
    /// Who lives where.
    pub peopled: Peopled,
}

/// Gaps for somebody who may look at these areas (all, if there are none), at `now`.
///
/// # Errors
/// There is no such kind, need or access; nobody is known to live in such areas; the database fails, or the
/// index is being built.
pub fn gaps(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    question: &Question,
    now: Timestamp,
) -> Result<Gaps> {
    let need = question.need.map(|id| named(&app.engine, id)).transpose()?;
    let access = question.access.map(|id| arrangement(app, id)).transpose()?;
    let inhabited = Inhabited::read(app, conn, areas, (question.kind, question.ages))?;
    let chances = Chances::of(app, &inhabited, (need.as_ref(), access), now)?;
    let offered = chances.all.iter().map(|offered| &offered.chance);
    let standings = Standings::of(
        &inhabited.homes,
        chances.needs.len(),
        offered,
        question.farthest_m,
    );
    let mut gaps = counted(&inhabited, &chances, &standings);
    let blocks = blocks::passed(local_day(now, 0), BLOCKS);
    let demand = Demand::read(conn, &blocks)?;
    let is_asked = |id: &str| need.as_ref().is_none_or(|need| need.0 == id);
    searched(app, conn, areas, (&demand, &is_asked), &mut gaps)?;
    gaps.needs.sort_by(|a, b| {
        let people = |gap: &Gap| gap.without().people;
        let then = (Reverse(a.searches.without), &a.need.1, &a.need.0);
        let other = (Reverse(b.searches.without), &b.need.1, &b.need.0);
        people(b).total_cmp(&people(a)).then(then.cmp(&other))
    });
    gaps.weeks = Some(blocks::span(&blocks));
    gaps.need = need;
    gaps.peopled = inhabited.peopled;
    Ok(gaps)
}

/// The number of an arrangement for access.
fn arrangement(app: &App, id: &str) -> Result<u32> {
    app.engine.tag_number(TagKind::Access, id).ok_or_else(|| {
        let shown: String = id.chars().take(60).collect();
        let message = format!("no listing says \"{shown}\": choose one of the list");
        Error::bad("access", message)
    })
}

fn counted(inhabited: &Inhabited, chances: &Chances, standings: &Standings) -> Gaps {
    let told = || inhabited.areas.iter().filter(|area| area.is_told);
    let mut gaps = Gaps {
        of: told().count() as u32,
        people: told().filter_map(|area| area.people).sum(),
        unpeopled: told().filter(|area| area.people.is_none()).count() as u32,
        ..Gaps::default()
    };
    let needs = (0..).zip(&chances.needs).zip(&chances.is_listed);
    // What nobody offers is a gap only if somebody looked for it, or asks now.
    let needs = needs.filter(|(_, is_listed)| **is_listed || chances.needs.len() == 1);
    for ((row, need), _) in needs {
        let mut gap = Gap {
            need: need.clone(),
            ..Gap::default()
        };
        let all = inhabited.areas.iter().zip(standings.row(row));
        for (area, standing) in all.filter(|(area, _)| area.is_told) {
            let met = &mut gap.met[*standing as usize];
            met.areas += 1;
            met.people += area.people.unwrap_or(0.0);
            if *standing != Standing::Room && chances.needs.len() == 1 {
                gaps.areas.push(without(area, *standing));
            }
        }
        gaps.needs.push(gap);
    }
    gaps.areas.sort_by(|a, b| {
        let people = |area: &Area| area.people.unwrap_or(-1.0);
        let name = (&a.patch.name, &a.patch.code);
        let then = || name.cmp(&(&b.patch.name, &b.patch.code));
        people(b).total_cmp(&people(a)).then_with(then)
    });
    gaps
}

fn without(area: &Inhabitant, reason: Standing) -> Area {
    Area {
        patch: Arc::clone(&area.patch),
        people: area.people,
        reason,
    }
}

/// Puts in what was searched for; a need that nothing is listed for is a gap for everybody.
fn searched(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    (demand, is_asked): (&Demand, &dyn Fn(&str) -> bool),
    gaps: &mut Gaps,
) -> Result<()> {
    let gazetteer = app.engine.gazetteer();
    let atlas = Atlas {
        conn,
        held: &app.areas,
        gazetteer: &gazetteer,
    };
    let scope = Scope::of(areas, &Wish::default(), atlas)?;
    let from = |outcode| lies_in(&gazetteer, scope.within.as_ref(), outcode);
    let of = Of {
        from: scope.is_limited().then_some(&from),
        need: is_asked,
    };
    let mut whys = demand.whys(&of);
    let mut known: BTreeMap<String, Searches> = demand.by_need(&of).into_iter().collect();
    known.remove("");
    for gap in &mut gaps.needs {
        gap.searches = known.remove(&gap.need.0).unwrap_or_default();
        gap.whys = whys.remove(&gap.need.0).unwrap_or_default();
    }
    for (id, searches) in known {
        let mut gap = Gap {
            whys: whys.remove(&id).unwrap_or_default(),
            need: label(&app.engine, id),
            searches,
            ..Gap::default()
        };
        gap.met[Standing::None as usize] = Met {
            people: gaps.people,
            areas: gaps.of,
        };
        gaps.needs.push(gap);
    }
    Ok(())
}
