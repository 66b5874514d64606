//! How well areas can get at places: the tenths by deprivation side by side, and the areas that can least.

use super::Part;
use super::bars::{Bar, Fill, Key};
use super::choices::{Choice, kind_words, query, said};
use super::gaps::{moment, years};
use super::map::Drawing;
use crate::coverage::Need;
use crate::coverage::access::wish::USUAL_KM;
use crate::coverage::access::{Access, Decay, Fair, Measure, Row};
use crate::web::tongue::filters;
use crate::web::view::words::thousands;
use askama::Template;
use jiff::Timestamp;
use serde::Deserialize;

/// Areas that are shown on the page; the table to download has all.
const MOST: usize = 25;
/// What bars of places are made of.
const FREE: Key = &[(Fill::Solid, "places free now, for 1,000 people")];
/// An index that is nearer to 0 speaks for nobody.
const EVEN: f64 = 0.02;

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
    /// The name of a decay.
    pub decay: Option<String>,
    /// What the map shows.
    pub map: Option<String>,
}

impl Asked {
    /// The same, of which what is empty asks for nothing.
    pub fn tidy(self) -> Self {
        Self {
            areas: said(self.areas),
            need: said(self.need),
            ages: said(self.ages),
            within_km: said(self.within_km),
            decay: said(self.decay),
            map: said(self.map),
        }
    }

    /// The address of the same with this on the map.
    pub fn with_map(&self, kind: &str, map: &str) -> String {
        format!("/overview/access{}&map={map}#map", self.query(kind))
    }

    fn query(&self, kind: &str) -> String {
        let kind = Some(kind.to_owned());
        query(&[
            ("areas", &kind),
            ("need", &self.need),
            ("ages", &self.ages),
            ("within_km", &self.within_km),
            ("decay", &self.decay),
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
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "overview_access.html")]
pub struct AccessPage {
    /// Kinds of areas.
    pub kinds: Vec<Choice>,
    /// Needs.
    pub needs: Vec<Choice>,
    /// Ways in which what is near counts for more.
    pub decays: Vec<Choice>,
    /// The ages, as they were written.
    pub ages: String,
    /// How far, as it was written.
    pub within_km: String,
    /// What is asked to be on the map.
    pub on_map: Option<String>,
    /// What is wrong with what was written.
    pub problem: Option<String>,
    /// What was found.
    pub shown: Option<Shown>,
}

/// What was found.
#[derive(Debug)]
pub struct Shown {
    /// The need.
    pub need: Option<String>,
    /// When, in words.
    pub as_of: String,
    /// How many areas, and how many people live in them.
    pub areas: String,
    /// How many people live in them.
    pub people: String,
    /// Places free for a thousand people, on the average.
    pub free: String,
    /// The share of people who have a place with room within reach, in per cent.
    pub near: String,
    /// Who gets more, in words.
    pub verdict: &'static str,
    /// Places free by tenth.
    pub chart: Part<()>,
    /// The tenths that there are.
    pub deciles: Vec<u8>,
    /// Each measure by tenth.
    pub measures: Vec<MeasureRow>,
    /// The areas on a map.
    pub map: Drawing,
    /// The areas that can get at least.
    pub least: Vec<Least>,
    /// How many areas there are in all.
    pub of: usize,
    /// How many of them nothing is known of: people, deprivation.
    pub unpeopled: usize,
    /// Areas of which the deprivation is not known.
    pub unranked: usize,
    /// Places that nobody lives within reach of.
    pub unreached: String,
    /// Services that are nowhere.
    pub nowhere: usize,
    /// Of which years the people are.
    pub people_years: String,
    /// Of which years the deprivation is.
    pub deprivation_years: String,
    /// As far as people go, in kilometres.
    pub km: String,
    /// What stands after the addresses of the tables.
    pub query: String,
}

/// A measure, tenth by tenth.
#[derive(Debug)]
pub struct MeasureRow {
    /// Which.
    pub name: &'static str,
    /// The means, in the order of the tenths; empty where it is not known.
    pub means: Vec<String>,
    /// The concentration index; empty where there is none.
    pub index: String,
}

/// An area that can get at little.
#[derive(Debug)]
pub struct Least {
    /// Its name.
    pub name: String,
    /// How many people live there.
    pub people: String,
    /// Which tenth it belongs to; empty where that is not known.
    pub decile: String,
    /// Places free for a thousand people.
    pub free: String,
    /// Services with room for a thousand people.
    pub open: String,
    /// Kilometres to the nearest with room; empty where there is none.
    pub nearest: String,
}

impl AccessPage {
    /// The page: what was found, or what is wrong with what was asked.
    pub fn view(
        access: Option<(Access, Drawing)>,
        offered: &Offered,
        (asked, kind): (&Asked, Option<&str>),
        problem: Option<String>,
        now: Timestamp,
    ) -> Self {
        let choice = |value: &str, words: &str, chosen: bool| Choice {
            value: value.to_owned(),
            words: words.to_owned(),
            chosen,
        };
        let decay = asked.decay.as_deref().unwrap_or(Decay::default().as_str());
        let kinds = offered.kinds.iter();
        let needs = offered.needs.iter();
        let km = asked
            .within_km
            .clone()
            .unwrap_or_else(|| USUAL_KM.to_string());
        Self {
            kinds: kinds
                .map(|one| choice(one, &kind_words(one), kind == Some(one.as_str())))
                .collect(),
            needs: needs
                .map(|(id, label)| choice(id, label, asked.need.as_deref() == Some(id.as_str())))
                .collect(),
            decays: Decay::ALL
                .map(|(one, name)| choice(name, decay_words(one), name == decay))
                .into(),
            ages: asked.ages.clone().unwrap_or_default(),
            shown: access.map(|(access, map)| {
                let kind = kind.unwrap_or_default();
                Shown::view((&access, map), (asked, kind), &km, now)
            }),
            on_map: asked.map.clone(),
            within_km: km,
            problem,
        }
    }
}

fn decay_words(decay: Decay) -> &'static str {
    match decay {
        Decay::Even => "all within reach counts the same",
        Decay::Slow => "three zones, slowly less",
        Decay::Sharp => "three zones, sharply less",
        Decay::Smooth => "ever less, without steps",
    }
}

fn measure_words(measure: Measure) -> &'static str {
    match measure {
        Measure::Places => "Places in all, for 1,000 people",
        Measure::Free => "Places free now, for 1,000 people",
        Measure::Services => "Services, for 1,000 people",
        Measure::Open => "Services that say they have room, for 1,000 people",
        Measure::Nearest => "Kilometres to the nearest with room",
    }
}

/// A mean as it is shown: metres as kilometres.
fn told(measure: Measure, mean: f64) -> String {
    match measure {
        Measure::Nearest => format!("{:.1}", mean / 1000.0),
        _ => format!("{mean:.2}"),
    }
}

impl Shown {
    /// What is shown of access.
    pub fn view(
        (access, map): (&Access, Drawing),
        (asked, kind): (&Asked, &str),
        km: &str,
        now: Timestamp,
    ) -> Self {
        let people = |row: &Row| row.people.unwrap_or(0.0);
        let total: f64 = access.rows.iter().map(people).sum();
        let share = |of: &dyn Fn(&Row) -> f64| match total > 0.0 {
            true => {
                access
                    .rows
                    .iter()
                    .map(|row| people(row) * of(row))
                    .sum::<f64>()
                    / total
            }
            false => 0.0,
        };
        let farthest = km.parse().unwrap_or(USUAL_KM) * 1000.0;
        let is_near = |row: &Row| {
            f64::from(u8::from(
                row.nearest_m.is_some_and(|metres| metres <= farthest),
            ))
        };
        let free = access
            .fair
            .iter()
            .find(|fair| fair.measure == Measure::Free);
        let deciles: Vec<u8> = (1..=10)
            .filter(|decile| access.rows.iter().any(|row| row.decile == Some(*decile)))
            .collect();
        Self {
            need: access.need.as_ref().map(|(_, label)| label.clone()),
            as_of: moment(now),
            areas: thousands(access.rows.len() as i64),
            people: thousands(total.round() as i64),
            free: format!("{:.2}", share(&|row| row.score.free * 1000.0)),
            near: format!("{:.0}", share(&is_near) * 100.0),
            verdict: verdict(free.and_then(|fair| fair.index)),
            chart: chart(free),
            measures: access
                .fair
                .iter()
                .map(|fair| measure_row(fair, &deciles))
                .collect(),
            deciles,
            map,
            least: least(&access.rows),
            of: access.rows.len(),
            unpeopled: access
                .rows
                .iter()
                .filter(|row| row.people.is_none())
                .count(),
            unranked: access
                .rows
                .iter()
                .filter(|row| row.decile.is_none())
                .count(),
            unreached: thousands(access.unreached.places.round() as i64),
            nowhere: access.nowhere,
            people_years: years(access.peopled.years),
            deprivation_years: years(access.peopled.deprivation_years),
            km: km.to_owned(),
            query: asked.query(kind),
        }
    }
}

/// Who gets more of the places that are free.
fn verdict(index: Option<f64>) -> &'static str {
    match index {
        None => {
            "Nothing can be compared: no place is free, or it is not known how deprived these areas are."
        }
        Some(index) if index < -EVEN => {
            "People in more deprived areas can get at more of the places that are free."
        }
        Some(index) if index > EVEN => {
            "People in less deprived areas can get at more of the places that are free."
        }
        Some(_) => "Places that are free are within reach of all tenths alike.",
    }
}

fn chart(fair: Option<&Fair>) -> Part<()> {
    let deciles = fair.map(|fair| fair.deciles.as_slice()).unwrap_or_default();
    let most = deciles.iter().map(|one| one.mean).fold(0.0, f64::max);
    let bars = deciles.iter().map(|one| {
        let value = format!("{:.2}", one.mean);
        let told = (format!("{value} for 1,000 people"), value);
        Bar::measured(&tenth(one.decile), Fill::Solid, (one.mean, most), told)
    });
    Part {
        bars: bars.collect(),
        key: FREE,
        rows: Vec::new(),
        of: None,
    }
}

/// What a tenth is called.
fn tenth(decile: u8) -> String {
    match decile {
        1 => "1, most deprived".into(),
        10 => "10, least deprived".into(),
        decile => decile.to_string(),
    }
}

fn measure_row(fair: &Fair, deciles: &[u8]) -> MeasureRow {
    let mean = |decile: &u8| {
        let found = fair.deciles.iter().find(|one| one.decile == *decile);
        found
            .map(|one| told(fair.measure, one.mean))
            .unwrap_or_default()
    };
    MeasureRow {
        name: measure_words(fair.measure),
        means: deciles.iter().map(mean).collect(),
        index: fair
            .index
            .map(|index| format!("{index:+.3}"))
            .unwrap_or_default(),
    }
}

/// The areas in which somebody lives that can get at least, the more people first where they are even.
fn least(rows: &[Row]) -> Vec<Least> {
    let mut rows: Vec<&Row> = rows
        .iter()
        .filter(|row| row.people.is_some_and(|people| people > 0.0))
        .collect();
    rows.sort_by(|a, b| {
        let free = a.score.free.total_cmp(&b.score.free);
        let people = |row: &Row| row.people.unwrap_or(0.0);
        free.then(people(b).total_cmp(&people(a)))
    });
    let shown = rows.into_iter().take(MOST).map(|row| Least {
        name: row.patch.name.to_string(),
        people: thousands(row.people.unwrap_or(0.0).round() as i64),
        decile: row
            .decile
            .map(|decile| decile.to_string())
            .unwrap_or_default(),
        free: format!("{:.2}", row.score.free * 1000.0),
        open: format!("{:.2}", row.score.open * 1000.0),
        nearest: row
            .nearest_m
            .map(|metres| format!("{:.1}", metres / 1000.0))
            .unwrap_or_default(),
    });
    shown.collect()
}
