//! The map beside the answers: a number for each answer that is somewhere, as in the list.

mod tiles;

use super::card::Card;
use super::words::list;
use crate::config::Tiles;
use crate::domain::point::Point;
use crate::geography::plane::{metres, plane};
use crate::search::answer::{Answer, Found};
use crate::web::map::window::{SIDE, Window};
use geo::Coord;
use tiles::Tile;

/// How far pins stand from each other, in pixels: the width of one and a little more.
const APART: f64 = 26.0;
/// The radius of a pin.
const RADIUS: f64 = 12.0;
/// Answers further away than so many times what is usual of them are not worth a smaller map.
const FAR: f64 = 3.0;
/// What is nearer than this is never far, in metres.
const NEAR_M: f64 = 2_000.0;

/// What the map shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// The address of what lies below.
    pub sheet: String,
    /// The side, in pixels.
    pub side: f64,
    /// The side of what lies below.
    pub sheet_side: f64,
    /// Where that begins.
    pub corner: (i64, i64),
    /// Pictures of streets that lie over it.
    pub tiles: Vec<Tile>,
    /// Whose work those are.
    pub credit: Option<String>,
    /// Where somebody asked from, in pixels.
    pub here: Option<(i64, i64)>,
    /// What that place is called.
    pub here_label: String,
    /// The answers.
    pub pins: Vec<Pin>,
    /// What is not on it, in words.
    pub beside: Option<String>,
    /// How long the bar of the scale is, in pixels.
    pub bar: i64,
    /// What length that is on the ground.
    pub bar_words: String,
}

/// An answer on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// Its number in the list.
    pub number: usize,
    /// The service.
    pub service: String,
    /// Its name.
    pub name: String,
    /// The state as the style sheet knows it.
    pub state: &'static str,
    /// Where the number stands, in pixels.
    pub at: (i64, i64),
    /// Where the place is, if the number had to stand aside.
    pub place: Option<(i64, i64)>,
}

impl Map {
    /// The map of an answer; none where nothing of it is anywhere. The cards are those of the answer
    /// and get their numbers.
    pub fn view(answer: &Answer, cards: &mut [Card], from: Option<&Tiles>) -> Option<Self> {
        let asked = answer.interpretation.place.as_ref();
        let asked_at = asked.and_then(|place| Point::new(place.latitude, place.longitude));
        let here = asked_at.map(plane);
        let somewhere: Vec<(usize, Coord<f64>)> = answer
            .contents
            .iter()
            .enumerate()
            .filter_map(|(at, found)| Some((at, plane(point(found)?))))
            .collect();
        let near = near(&somewhere, here)?;
        let seen: Vec<Coord<f64>> = near.iter().map(|(_, at)| *at).chain(here).collect();
        let window = Window::around(&seen)?;
        for (at, card) in cards.iter_mut().enumerate() {
            card.number = near.iter().any(|(shown, _)| *shown == at).then_some(at + 1);
        }
        let (bar, bar_words) = bar(window.sheet.width_m());
        let corner = rounded(window.corner);
        Some(Self {
            sheet: format!(
                "/map/{}/{}/{}.svg",
                window.sheet.level, window.sheet.x, window.sheet.y
            ),
            side: SIDE,
            sheet_side: SIDE * 2.0,
            corner: (-corner.0, -corner.1),
            tiles: from.map_or_else(Vec::new, |from| tiles::tiles(from, &window)),
            credit: from.map(|from| from.credit.clone()),
            here: here.map(|here| rounded(window.pixel(here))),
            here_label: asked.map_or_else(String::new, |place| place.label.clone()),
            pins: pins(&window, &near, cards),
            beside: beside(cards),
            bar,
            bar_words,
        })
    }
}

fn point(found: &Found) -> Option<Point> {
    let at = found.location.as_ref()?;
    Point::new(at.latitude?, at.longitude?)
}

/// Those that are not much further away than the others are, from where somebody asked or else from
/// the middle of them; none if there are none.
fn near(
    somewhere: &[(usize, Coord<f64>)],
    here: Option<Coord<f64>>,
) -> Option<Vec<(usize, Coord<f64>)>> {
    let middle = |of: fn(&Coord<f64>) -> f64| median(somewhere.iter().map(|(_, at)| of(at)));
    let from = match here {
        Some(here) => here,
        None => Coord {
            x: middle(|at| at.x)?,
            y: middle(|at| at.y)?,
        },
    };
    let away = |at: &Coord<f64>| metres((at.x - from.x).hypot(at.y - from.y), from.y);
    let usual = median(somewhere.iter().map(|(_, at)| away(at)))?;
    let most = (usual * FAR).max(NEAR_M);
    let near = somewhere.iter().filter(|(_, at)| away(at) <= most);
    Some(near.copied().collect())
}

fn median(of: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sorted: Vec<f64> = of.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

fn pins(window: &Window, near: &[(usize, Coord<f64>)], cards: &[Card]) -> Vec<Pin> {
    let mut taken: Vec<Coord<f64>> = Vec::new();
    let pin = |(at, on_plane): &(usize, Coord<f64>)| {
        let card = cards.get(*at)?;
        let place = window.pixel(*on_plane);
        let stands = aside(place, &taken);
        taken.push(stands);
        Some(Pin {
            number: at + 1,
            service: card.service.clone(),
            name: card.name.clone(),
            state: card.badge.state,
            at: rounded(stands),
            place: (stands != place).then(|| rounded(place)),
        })
    };
    near.iter().filter_map(pin).collect()
}

/// The nearest spot at which a pin covers no other and is not cut off.
fn aside(place: Coord<f64>, taken: &[Coord<f64>]) -> Coord<f64> {
    let rings = (1..4).flat_map(|ring| {
        let spots = ring * 8;
        (0..spots).map(move |spot| {
            let (sin, cos) = (f64::from(spot) / f64::from(spots) * std::f64::consts::TAU).sin_cos();
            place + Coord { x: sin, y: -cos } * APART * f64::from(ring)
        })
    });
    let within = |at: f64| (RADIUS..=SIDE - RADIUS).contains(&at);
    let is_free = |spot: &Coord<f64>| {
        let clear = |other: &Coord<f64>| (spot.x - other.x).hypot(spot.y - other.y) >= APART - 0.5;
        within(spot.x) && within(spot.y) && taken.iter().all(clear)
    };
    let mut spots = std::iter::once(place).chain(rings);
    spots.find(is_free).unwrap_or(place)
}

fn rounded(at: Coord<f64>) -> (i64, i64) {
    (at.x.round() as i64, at.y.round() as i64)
}

/// `Not on this map, …: The Lunch Club and Ring and Talk.`
fn beside(cards: &[Card]) -> Option<String> {
    let off = cards.iter().filter(|card| card.number.is_none());
    let names: Vec<String> = off.map(|card| card.name.clone()).collect();
    (!names.is_empty()).then(|| {
        format!(
            "Not on this map, because far away or at no one place: {}.",
            list(&names)
        )
    })
}

/// A round length that takes less than a third of the width, and how long it is drawn.
fn bar(width_m: f64) -> (i64, String) {
    let round = [100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5];
    let fits = round
        .into_iter()
        .rev()
        .find(|length| length * 3.0 <= width_m);
    let length = fits.unwrap_or(round[0]);
    let words = match length {
        ..1e3 => format!("{length} m"),
        _ => format!("{} km", length / 1e3),
    };
    ((length / width_m * SIDE).round() as i64, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_pin_covers_another(places in proptest::collection::vec((0.0..352.0f64, 0.0..352.0f64), 0..10)) {
            let mut taken: Vec<Coord<f64>> = Vec::new();
            for (x, y) in places {
                let stands = aside(Coord { x, y }, &taken);
                let apart = |other: &Coord<f64>| (stands.x - other.x).hypot(stands.y - other.y) >= APART - 1.0;
                prop_assert!(taken.iter().all(apart));
                taken.push(stands);
            }
        }
    }

    #[test]
    fn the_scale_is_a_round_length() {
        assert_eq!(bar(3_000.0), (117, "1 km".into()));
        assert_eq!(bar(1_500.0), (117, "500 m".into()));
    }

    #[test]
    fn one_that_is_far_away_does_not_make_the_map_small() {
        let here = plane(Point::new(53.45, -2.3).unwrap());
        let at = |number: usize, north: f64| (number, plane(Point::new(north, -2.3).unwrap()));
        let somewhere = [at(0, 53.46), at(1, 53.44), at(2, 51.5)];
        let near = near(&somewhere, Some(here)).unwrap();
        let numbers: Vec<usize> = near.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [0, 1]);
    }
}
