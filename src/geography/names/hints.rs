//! What people add to a name to tell it from others: "Stretford, Trafford", "Hale nr Altrincham".

use super::{Known, Named, Names, choice};
use crate::domain::point::Point;
use crate::geography::fold::{fold, has_words};
use crate::geography::units::{Mean, Steps};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How far a place may be from the bigger one that was named to tell it apart ("Stretford,
/// Manchester"), in metres.
const NEARBY_M: f64 = 40_000.0;
/// How far it may be from the middle of a district or county, in metres.
const WITHIN_M: f64 = 80_000.0;

/// A text taken apart: a name, and what may tell it from others.
pub struct Split {
    /// The name, folded.
    pub name: String,
    /// What was added, folded; several, if commas say so.
    pub hints: Vec<String>,
    /// Whether a sign or word between the two says that the name ends there. A hint that says
    /// nothing may then be overlooked.
    pub is_certain: bool,
}

/// The ways to take a text apart: where commas or "near" divide it, or else at any space, the
/// longest name first.
pub fn splits(text: &str) -> Vec<Split> {
    let parts: Vec<String> = text.split([',', ';', '(', ')']).map(fold).collect();
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 {
        let at = (1..parts.len()).rev();
        return at
            .map(|at| split(parts[..at].join(" "), parts[at..].to_vec(), true))
            .collect();
    }
    let words = fold(text);
    for near in [" near ", " nr "] {
        if let Some((name, hint)) = words.split_once(near) {
            return vec![split(name.to_owned(), vec![hint.to_owned()], true)];
        }
    }
    let spaces = words.rmatch_indices(' ').map(|(at, _)| at);
    let cut = |at: usize| {
        split(
            words[..at].to_owned(),
            vec![words[at + 1..].to_owned()],
            false,
        )
    };
    spaces.map(cut).collect()
}

fn split(name: String, hints: Vec<String>, is_certain: bool) -> Split {
    Split {
        name,
        hints,
        is_certain,
    }
}

/// The middle of every district that places are said to be in.
#[derive(Debug, Default)]
pub struct Middles(Vec<District>);

#[derive(Debug)]
struct District {
    folded: Box<str>,
    name: Box<str>,
    middle: Steps,
}

/// Each line `name, latitude, longitude`.
static COUNTIES: LazyLock<Vec<(Box<str>, Point)>> = LazyLock::new(|| {
    let county = |line: &str| {
        let mut parts = line.split(',').map(str::trim);
        let (name, north, east) = (parts.next()?, parts.next()?, parts.next()?);
        let point = Point::new(north.parse().ok()?, east.parse().ok()?)?;
        Some((fold(name).into_boxed_str(), point))
    };
    let lines = include_str!("../../../index/counties.txt").lines();
    lines.filter_map(county).collect()
});

impl Middles {
    /// The mean of the places in each district.
    pub fn of(places: &[Named]) -> Self {
        let mut means: BTreeMap<&str, Mean> = BTreeMap::new();
        for place in places.iter().filter(|place| !place.area.is_empty()) {
            means.entry(&place.area).or_default().add(place.at);
        }
        let district = |(name, mean): (&str, Mean)| {
            Some(District {
                folded: fold(name).into(),
                name: name.into(),
                middle: mean.position()?,
            })
        };
        Self(means.into_iter().filter_map(district).collect())
    }

    /// The name and the middle of every district.
    pub fn districts(&self) -> impl Iterator<Item = (&str, Steps)> {
        self.0
            .iter()
            .map(|district| (&*district.name, district.middle))
    }

    /// The middle of the counties and of the districts that this names.
    fn called<'a>(&'a self, hint: &'a str) -> impl Iterator<Item = Point> + 'a {
        let counties = COUNTIES.iter().filter(move |(name, _)| **name == *hint);
        let counties = counties.map(|(_, point)| *point);
        let districts = self
            .0
            .iter()
            .filter(|district| has_words(&district.folded, hint));
        counties.chain(districts.map(|district| district.middle.into()))
    }
}

impl Names {
    /// The one that is in what a hint names, or near to it.
    pub(super) fn told_apart<'a>(
        &'a self,
        all: impl Iterator<Item = Known<'a>> + Clone,
        hints: &[String],
        centre: Option<Point>,
    ) -> Option<Known<'a>> {
        all.clone().next()?;
        let mut found = hints.iter().filter_map(|hint| {
            let within = |known: &Known| has_words(&fold(&known.place.area), hint);
            choice::best(all.clone().filter(within), centre)
                .or_else(|| self.nearest_to(all.clone(), hint, centre))
        });
        found.next()
    }

    fn nearest_to<'a>(
        &'a self,
        all: impl Iterator<Item = Known<'a>>,
        hint: &str,
        centre: Option<Point>,
    ) -> Option<Known<'a>> {
        let town = self.exactly(hint, centre);
        let town = town.map(|known| (known.place.point(), NEARBY_M));
        let around = self.middles.called(hint).map(|point| (point, WITHIN_M));
        let around: Vec<(Point, f64)> = town.into_iter().chain(around).collect();
        let metres = |known: &Known| {
            let metres = around.iter().filter_map(|(point, most)| {
                let metres = known.place.point().distance_m(*point);
                (metres <= *most).then_some(metres)
            });
            metres.min_by(f64::total_cmp)
        };
        let near = all.filter_map(|known| Some((metres(&known)?, known)));
        near.min_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, known)| known)
    }
}
