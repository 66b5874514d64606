//! Shapes hold the points that lie in them.

use super::*;
use proptest::prelude::*;

/// A shape laid out, with what it was made from.
fn laid_out(geometry: &str) -> (Shapes, Catchment) {
    let mut collecting = Collecting::default();
    let shape = write(geometry).expect("a shape");
    assert_eq!(collecting.number("Somewhere", &shape), Some(0));
    assert_eq!(collecting.number("Somewhere", &shape), Some(0));
    assert_eq!(collecting.number("Elsewhere", &shape), Some(1));
    let shapes = collecting.finish();
    (shapes, Catchment::parse(geometry).expect("a shape"))
}

fn at(longitude: f64, latitude: f64) -> Point {
    Point::new(latitude, longitude).expect("a position")
}

/// Two squares side by side, the first with a hole.
const SQUARES: &str = r#"{"type":"MultiPolygon","coordinates":[
    [[[0,50],[4,50],[4,54],[0,54],[0,50]], [[1,51],[3,51],[3,53],[1,53],[1,51]]],
    [[[2,52],[2.5,52],[2.5,52.5],[2,52.5],[2,52]]]]}"#;

#[test]
fn a_hole_is_outside_and_an_island_in_it_is_inside() {
    let (shapes, _) = laid_out(SQUARES);
    let inside = |x, y| shapes.contains(0, at(x, y));
    assert!(inside(0.5, 50.5) && inside(2.2, 52.2));
    assert!(!inside(1.5, 51.5) && !inside(5.0, 52.0) && !inside(-1.0, 52.0));
}

#[test]
fn a_border_belongs_to_the_area() {
    let (shapes, _) = laid_out(SQUARES);
    for (x, y) in [
        (0.0, 50.0),
        (4.0, 52.0),
        (2.0, 54.0),
        (1.0, 52.0),
        (3.0, 53.0),
    ] {
        assert!(shapes.contains(0, at(x, y)), "{x}, {y}");
    }
}

#[test]
fn shapes_keep_their_names_and_bounds() {
    let (shapes, _) = laid_out(SQUARES);
    assert_eq!((shapes.name(0), shapes.name(1)), ("Somewhere", "Elsewhere"));
    let [low, high] = shapes.bounds(1);
    assert!(low[0] < 0.0 && low[1] < 50.0 && high[0] > 4.0 && high[1] > 54.0);
    assert!(low[0] > -1e-6 && high[1] < 54.0 + 1e-6);
}

/// Whether a point is so near to the line through two corners that follow each other that it may be on it.
fn is_on_a_border(point: [f64; 2], ring: &[[f64; 2]]) -> bool {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).any(|(from, to)| {
        let along = [to[0] - from[0], to[1] - from[1]];
        let there = [point[0] - from[0], point[1] - from[1]];
        let beside = along[0] * there[1] - along[1] * there[0];
        beside.abs() <= 1e-5 * along[0].hypot(along[1])
    })
}

#[test]
fn a_point_that_rounding_puts_on_a_border_is_told() {
    let ring = [[0.78, 50.55], [0.28, 50.94], [0.0, 50.0]];
    assert!(is_on_a_border([0.325, 50.9049], &ring));
    assert!(!is_on_a_border([0.3, 50.6], &ring));
}

proptest! {
    #[test]
    fn a_laid_out_shape_holds_what_the_shape_holds(
        corners in prop::collection::vec((0..100, 5000..5100), 3..12),
        points in prop::collection::vec((-10..110, 4990..5110), 20),
    ) {
        let degrees = |(x, y): &(i32, i32)| [f64::from(*x) / 100.0, f64::from(*y) / 100.0];
        let ring: Vec<[f64; 2]> = corners.iter().map(degrees).collect();
        let geometry = serde_json::json!({"type": "Polygon", "coordinates": [ring]}).to_string();
        // What encloses nothing is no shape.
        if Catchment::parse(&geometry).is_ok() {
            let (shapes, catchment) = laid_out(&geometry);
            // On a border rounding decides.
            for [x, y] in points.iter().map(degrees).map(|[x, y]| [x + 0.005, y + 0.0049]) {
                if !is_on_a_border([x, y], &ring) {
                    prop_assert_eq!(shapes.contains(0, at(x, y)), catchment.contains(at(x, y)));
                }
            }
        }
    }
}
