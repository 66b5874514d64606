//! Districts that the list of places names only as where its places are: Wirral, Trafford. They are
//! places too, in the middle of those that they have.

use super::hints::Middles;
use super::{Named, PlaceKind};
use crate::geography::fold::fold;
use std::collections::HashSet;

/// What stands before the name of a district.
const TITLES: [&str; 5] = [
    "City and County of the City of ",
    "The City of ",
    "City of ",
    "County of ",
    "the ",
];

/// The districts that have no place of their name.
pub fn unnamed(places: &[Named], middles: &Middles) -> Vec<Named> {
    let known: HashSet<String> = places.iter().map(|place| fold(&place.name)).collect();
    let district = |(area, middle)| Named {
        name: plain(area).into(),
        area: "".into(),
        kind: PlaceKind::District,
        at: middle,
    };
    let all = middles.districts().map(district);
    all.filter(|district| !known.contains(&fold(&district.name)))
        .collect()
}

/// The English name without its title.
fn plain(area: &str) -> &str {
    let english = area.rsplit(" - ").next().unwrap_or(area).trim_matches('"');
    let mut titles = TITLES.iter();
    titles
        .find_map(|title| english.strip_prefix(title))
        .unwrap_or(english)
}
