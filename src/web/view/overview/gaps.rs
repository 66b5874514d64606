//! Where people have no room within reach: need by need, and for one need area by area.

use super::Part;
use super::bars::{Bar, Fill, Key};
use super::choices::{Choice, kind_words, query, said};
use crate::coverage::Need;
use crate::coverage::access::wish::USUAL_KM;
use crate::coverage::demand::Whys;
use crate::coverage::gaps::{Area, Gap, Gaps, Standing};
use crate::domain::schedule::{local_day, london};
use crate::search::why::{Label, Way};
use crate::web::tongue::filters;
use crate::web::view::words::{short_day, thousands};
use askama::Template;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

/// Needs or areas that are shown on the page; the tables to download have all.
const MOST: usize = 25;

/// The reasons, in the order of the pieces of a bar.
const REASONS: [(Standing, Fill, &str); 6] = [
    (Standing::None, Fill::Solid, "none for them"),
    (Standing::TooFar, Fill::Stripes, "too far"),
    (Standing::Full, Fill::Crossed, "full or waiting"),
    (Standing::Catchment, Fill::Lines, "for other areas"),
    (Standing::Unknown, Fill::Dots, "not confirmed"),
    (
        Standing::NotAccessible,
        Fill::Empty,
        "not said to have the access",
    ),
];
/// What bars are made of.
const KEY: Key = &[
    (Fill::Solid, "none for them"),
    (Fill::Stripes, "too far"),
    (Fill::Crossed, "full or waiting"),
    (Fill::Lines, "for other areas"),
    (Fill::Dots, "not confirmed"),
    (Fill::Empty, "not said to have the access"),
];

/// What is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The kind of areas.
    pub areas: Option<String>,
    /// The id of a need.
    pub need: Option<String>,
    /// The people who count.
    pub ages: Option<String>,
    /// As far as people go.
    pub within_km: Option<String>,
    /// An arrangement for access without which room is none.
    pub access: Option<String>,
    /// Who would go: a name, or part of one.
    pub who: Option<String>,
    /// The name of a funder that would go.
    pub funder: Option<String>,
    /// The number of an award that would go.
    pub award: Option<String>,
    /// The id of an organisation that would go.
    pub organization: Option<String>,
}

impl Asked {
    /// The same, of which what is empty asks for nothing.
    pub fn tidy(self) -> Self {
        Self {
            areas: said(self.areas),
            need: said(self.need),
            ages: said(self.ages),
            within_km: said(self.within_km),
            access: said(self.access),
            who: said(self.who),
            funder: said(self.funder),
            award: said(self.award),
            organization: said(self.organization),
        }
    }

    /// What stands after an address, for this kind of areas.
    pub fn query(&self, kind: &str) -> String {
        let kind = Some(kind.to_owned());
        query(&[
            ("areas", &kind),
            ("need", &self.need),
            ("ages", &self.ages),
            ("within_km", &self.within_km),
            ("access", &self.access),
            ("funder", &self.funder),
            ("award", &self.award),
            ("organization", &self.organization),
        ])
    }
}

/// What can be chosen.
#[derive(Debug)]
pub struct Offered {
    /// Kinds of areas of which it is known who lives there.
    pub kinds: Vec<String>,
    /// Needs.
    pub needs: Vec<Need>,
    /// Arrangements for access.
    pub access: Vec<Need>,
}

/// The form, as it was filled in.
#[derive(Debug)]
pub struct Form {
    /// Kinds of areas.
    pub kinds: Vec<Choice>,
    /// Needs.
    pub needs: Vec<Choice>,
    /// Arrangements for access.
    pub access: Vec<Choice>,
    /// The ages, as they were written.
    pub ages: String,
    /// How far, as it was written.
    pub within_km: String,
}

impl Form {
    /// Of what can be chosen and what was.
    pub fn view(offered: &Offered, asked: &Asked, kind: Option<&str>) -> Self {
        let choice = |value: &str, words: String, chosen: Option<&str>| Choice {
            value: value.to_owned(),
            words,
            chosen: chosen == Some(value),
        };
        let of = |all: &[Need], chosen: &Option<String>| {
            let all = all.iter();
            all.map(|(id, label)| choice(id, label.clone(), chosen.as_deref()))
                .collect()
        };
        let kinds = offered.kinds.iter();
        let km = asked.within_km.clone();
        Self {
            kinds: kinds
                .map(|one| choice(one, kind_words(one), kind))
                .collect(),
            needs: of(&offered.needs, &asked.need),
            access: of(&offered.access, &asked.access),
            ages: asked.ages.clone().unwrap_or_default(),
            within_km: km.unwrap_or_else(|| USUAL_KM.to_string()),
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "overview_gaps.html")]
pub struct GapsPage {
    /// The form.
    pub form: Form,
    /// What is wrong with what was written.
    pub problem: Option<String>,
    /// What was found.
    pub shown: Option<Shown>,
}

/// What was found.
#[derive(Debug)]
pub struct Shown {
    /// The need that was asked for.
    pub need: Option<String>,
    /// When, in words.
    pub as_of: String,
    /// How many areas, and how many people live in them.
    pub areas: String,
    /// How many people live in them.
    pub people: String,
    /// Needs for which somebody has no room within reach.
    pub needs_with_gaps: usize,
    /// Need by need; a chart and a table.
    pub needs: Part<NeedRow>,
    /// Area by area, if one need was asked for.
    pub least: Vec<AreaRow>,
    /// How many areas have no room.
    pub least_of: usize,
    /// The first and the last day of the searches that are counted.
    pub weeks: (String, String),
    /// Of which years the people are.
    pub people_years: String,
    /// Areas of which it is not known who lives there.
    pub unpeopled: u32,
    /// As far as people go, in kilometres.
    pub km: String,
    /// What stands after the addresses of the tables.
    pub query: String,
}

/// A need.
#[derive(Debug)]
pub struct NeedRow {
    /// Its name.
    pub name: String,
    /// The page with its areas.
    pub link: String,
    /// People without room within reach.
    pub people: String,
    /// Their share of all, in per cent.
    pub share: String,
    /// Areas without.
    pub areas: u32,
    /// Why most of them have none.
    pub reason: &'static str,
    /// Searches that found nothing with room; empty where too few to be told.
    pub searches: String,
    /// What was in the way of most of these, and of how many.
    pub in_the_way: Vec<(&'static str, i64)>,
}

/// An area without room.
#[derive(Debug)]
pub struct AreaRow {
    /// Its name.
    pub name: String,
    /// How many people live there; empty where that is not known.
    pub people: String,
    /// Why.
    pub reason: &'static str,
}

impl GapsPage {
    /// The page: what was found, or what is wrong with what was asked.
    pub fn view(
        gaps: Option<&Gaps>,
        offered: &Offered,
        (asked, kind): (&Asked, Option<&str>),
        problem: Option<String>,
        now: Timestamp,
    ) -> Self {
        let form = Form::view(offered, asked, kind);
        let km = form.within_km.clone();
        let kind = kind.unwrap_or_default();
        Self {
            shown: gaps.map(|gaps| Shown::view(gaps, (asked, kind), km, now)),
            form,
            problem,
        }
    }
}

/// A reason, in words.
pub fn reason_words(reason: Standing) -> &'static str {
    let known = REASONS.iter().find(|(known, ..)| *known == reason);
    known.map_or("", |(_, _, words)| words)
}

/// What was in the way, in words.
fn way_words(way: Way) -> &'static str {
    match way {
        Way::Access => "without the access",
        Way::Language => "in another language",
        Way::Route => "another way in",
        Way::Delivery => "given in another way",
        Way::Cost => "costs something",
        Way::Age => "for other ages",
        Way::Times => "on other days or times",
        Way::Distance => "too far",
        Way::Catchment => "for other areas",
        Way::Unconfirmed => "not confirmed",
        Way::WaitingList => "waiting list",
        Way::Paused => "paused",
        Way::Full => "full",
        Way::Closed => "closed",
    }
}

/// The two things that were in the way most often.
fn in_the_way(whys: &Whys) -> Vec<(&'static str, i64)> {
    let only = whys.iter().filter_map(|(label, times)| match label {
        Label::Only(way) => Some((way_words(*way), *times)),
        _ => None,
    });
    let mut only: Vec<_> = only.collect();
    only.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    only.truncate(2);
    only
}

/// When, in words.
pub fn moment(now: Timestamp) -> String {
    let here = now.to_zoned(london().clone());
    here.strftime("%-d %B %Y, %H:%M").to_string()
}

/// From the first to the last year.
pub fn years(years: Option<(i32, i32)>) -> String {
    match years {
        None => String::new(),
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first}–{last}"),
    }
}

/// So many people.
pub fn people(number: f64) -> String {
    thousands(number.round() as i64)
}

impl Shown {
    /// What is shown of gaps.
    pub fn view(gaps: &Gaps, (asked, kind): (&Asked, &str), km: String, now: Timestamp) -> Self {
        let today = local_day(now, 0);
        let days = gaps.weeks.map(|(first, after)| {
            let last = after.saturating_sub(1.days());
            (short_day(first, today), short_day(last, today))
        });
        let with_gaps = |gap: &&Gap| gap.without().areas > 0;
        Self {
            need: gaps.need.as_ref().map(|(_, label)| label.clone()),
            as_of: moment(now),
            areas: thousands(gaps.of.into()),
            people: people(gaps.people),
            needs_with_gaps: gaps.needs.iter().filter(with_gaps).count(),
            needs: needs(gaps, (asked, kind)),
            least: gaps.areas.iter().take(MOST).map(area_row).collect(),
            least_of: gaps.areas.len(),
            weeks: days.unwrap_or_default(),
            people_years: years(gaps.peopled.years),
            unpeopled: gaps.unpeopled,
            km,
            query: asked.query(kind),
        }
    }
}

fn area_row(area: &Area) -> AreaRow {
    AreaRow {
        name: area.patch.name.to_string(),
        people: area.people.map(people).unwrap_or_default(),
        reason: reason_words(area.reason),
    }
}

fn needs(gaps: &Gaps, (asked, kind): (&Asked, &str)) -> Part<NeedRow> {
    let shown = || {
        let all = gaps.needs.iter();
        all.filter(|gap| gap.without().areas > 0).take(MOST)
    };
    let most = shown().map(|gap| gap.without().people).fold(0.0, f64::max) as u64;
    let link = |gap: &Gap| {
        let asked = Asked {
            need: Some(gap.need.0.clone()),
            ..asked.clone()
        };
        format!("/overview/gaps{}", asked.query(kind))
    };
    let bars = shown().map(|gap| {
        let numbers = REASONS.map(|(reason, ..)| gap.of(reason).people.round() as u64);
        let value = people(gap.without().people);
        Bar::of(&gap.need.1, KEY, &numbers, most, value).leading_to(link(gap))
    });
    let rows = shown().map(|gap| NeedRow {
        name: gap.need.1.clone(),
        link: link(gap),
        people: people(gap.without().people),
        share: match gaps.people > 0.0 {
            true => format!("{:.0}", gap.without().people / gaps.people * 100.0),
            false => String::new(),
        },
        areas: gap.without().areas,
        reason: gap.main_reason().map(reason_words).unwrap_or_default(),
        searches: match gap.searches.without {
            0 => String::new(),
            number => number.to_string(),
        },
        in_the_way: in_the_way(&gap.whys),
    });
    let of = gaps.needs.iter().filter(|gap| gap.without().areas > 0);
    let of = of.count();
    Part {
        bars: bars.collect(),
        key: KEY,
        rows: rows.collect(),
        of: Some(of).filter(|of| *of > MOST),
    }
}
