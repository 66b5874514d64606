//! The middle of where the listings are: of two places of one name the nearer to it is meant.

use crate::domain::point::{Point, Unit};

/// Places looked at: enough to know the middle of any number.
const LOOK_AT: usize = 2000;
/// A directory is of one region if most of it is within so many metres of its middle.
const REGION_M: f64 = 60_000.0;
/// What is further from the first guess than this, in metres, has no say in the second.
const OUTLIER_M: f64 = 150_000.0;

/// The middle of some places, if most of them are in one region.
pub fn centre(places: impl ExactSizeIterator<Item = Unit>) -> Option<Point> {
    let step = (places.len() / LOOK_AT).max(1);
    let sample: Vec<Unit> = places.step_by(step).collect();
    let guess = Unit::mean(sample.iter().copied())?;
    let near = |middle: Unit, most: f64| {
        let within = move |at: &&Unit| at.distance_m(middle) <= most;
        sample.iter().filter(within).copied()
    };
    let middle = Unit::mean(near(guess, OUTLIER_M))?;
    let inside = near(middle, REGION_M).count();
    (2 * inside > sample.len()).then(|| middle.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(places: &[(f64, f64)]) -> Option<Point> {
        let units = places
            .iter()
            .map(|(lat, lon)| Unit::from(Point::new(*lat, *lon).unwrap()));
        centre(units.collect::<Vec<_>>().into_iter())
    }

    #[test]
    fn a_region_has_a_middle_and_a_country_has_none() {
        let town = at(&[(53.4, -2.3), (53.5, -2.2), (53.6, -2.1), (50.2, -5.1)]).unwrap();
        assert!(
            town.distance_m(Point::new(53.5, -2.2).unwrap()) < 1000.0,
            "{town:?}"
        );
        assert_eq!(
            at(&[(50.2, -5.1), (53.5, -2.2), (55.9, -3.2), (51.5, -0.1)]),
            None
        );
        assert_eq!(at(&[]), None);
    }
}
