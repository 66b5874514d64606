//! Catchments against plain geometry, and against all that is wrong with polygons in the wild.

use super::*;
use geo::{Contains, ConvexHull, MultiPoint};
use proptest::prelude::*;
use serde_json::json;

fn square() -> Value {
    json!({"type": "Polygon", "coordinates": [
        [[-2.4, 53.4], [-2.2, 53.4], [-2.2, 53.5], [-2.4, 53.5], [-2.4, 53.4]],
        [[-2.32, 53.44], [-2.28, 53.44], [-2.28, 53.46], [-2.32, 53.46], [-2.32, 53.44]]]})
}

fn at(latitude: f64, longitude: f64) -> Point {
    Point::new(latitude, longitude).unwrap()
}

#[test]
fn inside_outside_in_the_hole_and_on_the_border() {
    let area = Catchment::from_value(square()).unwrap();
    assert!(area.contains(at(53.41, -2.3)));
    assert!(!area.contains(at(53.45, -2.3)));
    assert!(!area.contains(at(53.39, -2.3)));
    assert!(area.contains(at(53.4, -2.3)));
    assert_eq!(area.bounds(), (at(53.4, -2.4), at(53.5, -2.2)));
}

#[test]
fn the_same_geometry_has_the_same_id_however_it_is_wrapped() {
    let plain = Catchment::from_value(square()).unwrap();
    assert_eq!(plain.id(), 17_994_384_716_624_538_856);
    let feature = json!({"type": "Feature", "properties": {"name": "x"}, "geometry": square()});
    let collection = json!({"type": "FeatureCollection", "features": [feature]});
    for wrapped in [feature, collection] {
        assert_eq!(Catchment::parse(&wrapped.to_string()).unwrap(), plain);
    }
    let text = serde_json::to_string(&plain).unwrap();
    assert_eq!(serde_json::from_str::<Catchment>(&text).unwrap(), plain);
    let twice = json!({"type": "GeometryCollection", "geometries": [square(), square()]});
    assert_ne!(Catchment::from_value(twice).unwrap().id(), plain.id());
}

#[test]
fn what_is_wrong_is_said() {
    let polygon = |ring: Value| json!({"type": "Polygon", "coordinates": [ring]}).to_string();
    let cases = [
        ("{", "not JSON"),
        ("[]", "not GeoJSON"),
        (r#"{"type": "Polygon"}"#, "not GeoJSON"),
        (r#"{"type": "Point", "coordinates": [1, 2]}"#, "has a Point"),
        (r#"{"type": "Polygon", "coordinates": []}"#, "no ring"),
        (
            r#"{"type": "MultiPolygon", "coordinates": []}"#,
            "no polygon",
        ),
        (
            r#"{"type": "FeatureCollection", "features": []}"#,
            "no polygon",
        ),
        (
            r#"{"type": "Feature", "properties": null, "geometry": null}"#,
            "no polygon",
        ),
    ];
    let rings = [
        (json!([[1, 50.5], [2, 51]]), "three corners"),
        (
            json!([[1, 51], [2, 52], [3, 53], [1, 51]]),
            "encloses nothing",
        ),
        (
            json!([[53.4, -2.4], [53.4, -2.2], [53.5, -2.2]]),
            "latitude first",
        ),
        (
            json!([[380000, 390000], [380001, 390000], [380000, 390001]]),
            "grid reference",
        ),
        (json!([[1], [2], [3]]), "two numbers"),
    ];
    let rings = rings.map(|(ring, wanted)| (polygon(ring), wanted));
    for (text, wanted) in cases
        .map(|(t, w)| (t.to_owned(), w))
        .into_iter()
        .chain(rings)
    {
        let error = Catchment::parse(&text).expect_err(&text);
        assert!(error.contains(wanted), "{text}: {error}");
    }
}

fn coords(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<(f64, f64)>> {
    proptest::collection::vec((-7.0..1.5f64, 50.0..60.0f64), count)
}

proptest! {
    #[test]
    fn contains_agrees_with_geometry(corners in coords(3..9), points in coords(30..31)) {
        let hull = MultiPoint::from(corners).convex_hull();
        prop_assume!(hull.unsigned_area() > 1e-6);
        let ring: Vec<[f64; 2]> = hull.exterior().coords().map(|c| [c.x, c.y]).collect();
        let json = json!({"type": "Polygon", "coordinates": [ring]});
        let area = Catchment::from_value(json).unwrap();
        for (x, y) in points {
            prop_assert_eq!(area.contains(at(y, x)), hull.contains(&geo::Point::new(x, y)));
        }
        let middle = hull.exterior().coords().take(3).fold(Coord::zero(), |sum, c| sum + *c) / 3.0;
        prop_assert!(area.contains(at(middle.y, middle.x)));
    }

    #[test]
    fn any_numbers_are_refused_or_taken_without_panic(ring in proptest::collection::vec(proptest::collection::vec(any::<f64>(), 0..4), 0..6)) {
        let _ = Catchment::from_value(json!({"type": "Polygon", "coordinates": [ring]}));
    }
}
