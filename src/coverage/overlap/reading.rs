//! The groups of an area, read and made at one moment.

use super::alike::{Traits, alike, apart_m};
use super::gathered::{Gathering, Listed};
use super::groups::{Alike, groups};
use super::near::pairs;
use super::shared::{Labels, Shared, shared};
use super::together::{Idea, ideas};
use super::wish::Question;
use crate::app::App;
use crate::coverage::reading::{Need, named};
use crate::coverage::scope::{Atlas, Scope, Wish};
use crate::db::Conn;
use crate::error::Result;
use crate::matching::{common, store as likely, words};
use crate::search::survey::{Grounds, When};
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use uuid::Uuid;

/// Pairs that may be one service that are read at most: as many as are remembered.
const MOST_LIKELY: i64 = 2_000;

/// Organisations of whose names so much is common are taken for one.
const SAME_NAME: f64 = 0.8;

/// Services that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The services, by name, each with the metres to the nearest other one.
    pub members: Vec<(Listed, Option<f64>)>,
    /// How many organisations run them.
    pub organizations: usize,
    /// How alike the two are that are least alike, from 0 to 1.
    pub least: f64,
    /// What they have in common.
    pub shared: Shared,
    /// What could be done together.
    pub ideas: Vec<Idea>,
    /// Pairs of them that may be one service listed twice.
    pub doubles: Vec<(Uuid, Uuid)>,
}

/// What there is of overlap.
#[derive(Debug, Default)]
pub struct Overlap {
    /// Which areas are looked at.
    pub scope: Scope,
    /// The need.
    pub need: Option<Need>,
    /// How alike any two of a group are at least.
    pub threshold: f64,
    /// How many services were compared.
    pub compared: usize,
    /// Those in which some are full and some have room first, then the larger ones.
    pub groups: Vec<Group>,
    /// Groups that are left out, for their members may all be one service listed several times.
    pub doubled: usize,
}

/// Overlap, for somebody who may look at these areas (all, if there are none), at `now`.
///
/// # Errors
/// There is no such area or need, or they may not look at it; too much would have to be compared; the database
/// fails, or the index is being built.
pub fn overlap(
    app: &App,
    conn: &mut Conn,
    areas: &[String],
    question: &Question,
    now: Timestamp,
) -> Result<Overlap> {
    let gazetteer = app.engine.gazetteer();
    let need = question.need.map(|id| named(&app.engine, id)).transpose()?;
    let wish = Wish {
        area: question.area.map(str::to_owned),
        by: None,
    };
    let atlas = Atlas {
        conn,
        held: &app.areas,
        gazetteer: &gazetteer,
    };
    let scope = Scope::of(areas, &wish, atlas)?;
    let number = |need: &Need| app.engine.need_number(&need.0).unwrap_or(u32::MAX);
    let wanted = need.as_ref().map(number);
    let mut gathering = Gathering::default();
    let grounds = Grounds {
        within: scope.within.as_ref(),
        parts: &scope.parts,
    };
    app.engine
        .survey_told(&grounds, When::Now(now), |service, told| {
            gathering.add(service, told, wanted);
        })?;
    let (all, words) = gathering.finish();
    let likely = likely::pairs(conn, MOST_LIKELY)?;
    let likely = likely.iter().filter_map(|pair| {
        let (one, other) = (pair.one.parse().ok()?, pair.other.parse().ok()?);
        Some((one, other))
    });
    let likely: HashSet<(Uuid, Uuid)> = likely.collect();
    let label = |number: u32| app.engine.tag_label(number);
    let labels = Labels {
        words: &words,
        tag: &label,
    };
    let compared = all.len();
    let (groups, doubled) = found(all, question.threshold, &labels, &likely)?;
    Ok(Overlap {
        scope,
        need,
        threshold: question.threshold,
        compared,
        groups,
        doubled,
    })
}

/// The groups among these, in whatever order they come, and how many were left out because they may all be one
/// service.
///
/// # Errors
/// There are too many pairs to compare.
pub fn found(
    mut all: Vec<Listed>,
    threshold: f64,
    labels: &Labels,
    likely: &HashSet<(Uuid, Uuid)>,
) -> Result<(Vec<Group>, usize)> {
    all.sort_by_key(|one| one.id);
    let linked = linked(&all, threshold)?;
    let mut doubled = 0;
    let mut made = Vec::new();
    for one in groups(all.len() as u32, &linked) {
        let members = one.members.iter();
        let members: Vec<&Listed> = members.filter_map(|at| all.get(*at as usize)).collect();
        let doubles = doubles(&members, likely);
        let organizations = organizations(&members);
        if organizations < 2 {
            continue;
        }
        match distinct(&members, &doubles) {
            0 | 1 => doubled += 1,
            _ => made.push(group(&one, &members, (organizations, doubles), labels)),
        }
    }
    made.sort_by_cached_key(Group::place);
    Ok((made, doubled))
}

/// The pairs that are as alike as was asked for.
fn linked(all: &[Listed], threshold: f64) -> Result<Vec<(u32, u32, f64)>> {
    let traits: Vec<Traits> = all.iter().map(|one| one.traits.clone()).collect();
    let pairs = pairs(&traits)?.into_iter();
    let linked = pairs.filter_map(|(a, b)| {
        let score = alike(traits.get(a as usize)?, traits.get(b as usize)?)?;
        (score >= threshold).then_some((a, b, score))
    });
    Ok(linked.collect())
}

fn group(
    alike: &Alike,
    members: &[&Listed],
    (organizations, doubles): (usize, Vec<(Uuid, Uuid)>),
    labels: &Labels,
) -> Group {
    let nearest = |one: &Listed| {
        let others = members.iter().filter(|other| other.id != one.id);
        let metres = others.filter_map(|other| apart_m(&one.traits, &other.traits));
        metres.reduce(f64::min)
    };
    let mut own: Vec<(Listed, Option<f64>)> = members
        .iter()
        .map(|one| ((*one).clone(), nearest(one)))
        .collect();
    own.sort_by(|(a, _), (b, _)| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Group {
        members: own,
        organizations,
        least: alike.least,
        shared: shared(members, labels),
        ideas: ideas(members),
        doubles,
    }
}

impl Group {
    /// Whether some are full, or have lists, while others have room.
    pub fn is_uneven(&self) -> bool {
        let mut ideas = self.ideas.iter();
        ideas.any(|idea| matches!(idea, Idea::SendOn { .. }))
    }

    /// Where it stands in a list.
    fn place(&self) -> (bool, Reverse<usize>, Reverse<u32>, Option<Uuid>) {
        let ids = self.members.iter().map(|(one, _)| one.id);
        let least = (self.least * 1e4) as u32;
        (
            !self.is_uneven(),
            Reverse(self.members.len()),
            Reverse(least),
            ids.min(),
        )
    }
}

/// How many organisations run these; each service of which that is not known is one's own, and organisations with
/// names that are alike count as one: a branch and the whole, or one name with a slip.
fn organizations(members: &[&Listed]) -> usize {
    let mut known: Vec<(Uuid, Vec<String>)> = Vec::new();
    for one in members {
        let (id, name) = match &one.organization {
            Some(by) => (by.id, words(&by.name)),
            None => (one.id, Vec::new()),
        };
        let is_it = |(other, theirs): &(Uuid, Vec<String>)| {
            *other == id || common(theirs, &name) >= SAME_NAME
        };
        if !known.iter().any(is_it) {
            known.push((id, name));
        }
    }
    known.len()
}

fn doubles(members: &[&Listed], likely: &HashSet<(Uuid, Uuid)>) -> Vec<(Uuid, Uuid)> {
    let pairs = members.iter().flat_map(|one| {
        let others = members.iter().filter(|other| one.id < other.id);
        others.map(|other| (one.id, other.id))
    });
    let is_likely = |(one, other): &(Uuid, Uuid)| {
        likely.contains(&(*one, *other)) || likely.contains(&(*other, *one))
    };
    pairs.filter(is_likely).collect()
}

/// How many services these are, if each of these pairs is one.
fn distinct(members: &[&Listed], doubles: &[(Uuid, Uuid)]) -> usize {
    let mut stands_for: BTreeMap<Uuid, Uuid> = members.iter().map(|one| (one.id, one.id)).collect();
    for (one, other) in doubles {
        let (Some(kept), Some(gone)) =
            (stands_for.get(one).copied(), stands_for.get(other).copied())
        else {
            continue;
        };
        let of_gone = stands_for.values_mut().filter(|own| **own == gone);
        of_gone.for_each(|own| *own = kept);
    }
    stands_for.values().collect::<BTreeSet<_>>().len()
}
