//! What holds of areas that were simplified together.

use super::lines::{area, pieces};
use super::*;
use proptest::prelude::*;
use serde_json::json;
use std::collections::HashMap;

/// A country of squares whose borders are crooked, each shared by two.
fn country(size: usize, crooked: &[(i8, i8)]) -> Vec<Catchment> {
    let bend = |number: usize| crooked.get(number % crooked.len().max(1)).copied();
    let corner = |x: usize, y: usize| {
        let (dx, dy) = bend(x * 31 + y * 17).unwrap_or_default();
        [
            -3.0 + 0.1 * x as f64 + 0.0002 * f64::from(dx),
            53.0 + 0.1 * y as f64 + 0.0002 * f64::from(dy),
        ]
    };
    // Nine corners along each side, the same for whichever of two areas it is walked.
    let side = |from: (usize, usize), to: (usize, usize)| {
        let forward = from < to;
        let (low, high) = if forward { (from, to) } else { (to, from) };
        let (a, b) = (corner(low.0, low.1), corner(high.0, high.1));
        let mut line: Vec<[f64; 2]> = (0..9)
            .map(|step| {
                let share = f64::from(step) / 8.0;
                let (dx, dy) = match step {
                    0 | 8 => (0, 0),
                    _ => bend(low.0 * 7 + low.1 * 13 + high.0 * 3 + step as usize)
                        .unwrap_or_default(),
                };
                [
                    a[0] + (b[0] - a[0]) * share + 0.0001 * f64::from(dx),
                    a[1] + (b[1] - a[1]) * share + 0.0001 * f64::from(dy),
                ]
            })
            .collect();
        if !forward {
            line.reverse();
        }
        line.pop();
        line
    };
    let square = |x: usize, y: usize| {
        let around = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)];
        let mut ring: Vec<[f64; 2]> = around
            .windows(2)
            .flat_map(|ends| side(ends[0], ends[1]))
            .collect();
        ring.extend(ring.first().copied());
        Catchment::from_value(json!({ "type": "Polygon", "coordinates": [ring] })).unwrap()
    };
    let all = (0..size).flat_map(|x| (0..size).map(move |y| (x, y)));
    all.map(|(x, y)| square(x, y)).collect()
}

fn mosaic(areas: &[Catchment], units: u32) -> Mosaic {
    let areas: Vec<Option<&Catchment>> = areas.iter().map(Some).collect();
    Mosaic::new(&areas, units).unwrap()
}

/// How often each piece of a border is walked, whichever way.
fn walked(mosaic: &Mosaic) -> HashMap<(Cell, Cell), u32> {
    let mut walked = HashMap::new();
    for ring in mosaic
        .shapes
        .iter()
        .flat_map(|shape| shape.0.iter().flatten())
    {
        for (from, to) in pieces(ring) {
            *walked.entry((from.min(to), from.max(to))).or_default() += 1;
        }
    }
    walked
}

proptest! {
    #[test]
    fn what_was_beside_each_other_still_is(
        size in 2..5usize,
        units in 60..600u32,
        crooked in proptest::collection::vec((-60..60i8, -60..60i8), 1..40),
    ) {
        let areas = country(size, &crooked);
        let mosaic = mosaic(&areas, units);
        let all: i64 = mosaic.shapes.iter().flat_map(|shape| shape.0.iter().flatten()).map(|ring| area(ring).abs()).sum();
        // Walked once, a piece is on the outer border; and what that encloses is what all enclose together.
        let walked = walked(&mosaic);
        prop_assert!(walked.values().all(|times| *times <= 2));
        let outer: i64 = mosaic.shapes.iter().flat_map(|shape| shape.0.iter().flatten()).flat_map(|ring| {
            let turn = area(ring).signum();
            pieces(ring).filter(|(from, to)| walked[&(*from.min(to), *from.max(to))] == 1).map(move |(from, to)| {
                turn * (i64::from(from[0]) * i64::from(to[1]) - i64::from(to[0]) * i64::from(from[1]))
            }).collect::<Vec<i64>>()
        }).sum();
        prop_assert_eq!(all, outer);
    }

    #[test]
    fn the_order_of_areas_and_of_their_corners_makes_no_difference(
        crooked in proptest::collection::vec((-60..60i8, -60..60i8), 1..40),
        turn in 0..30usize,
    ) {
        let areas = country(3, &crooked);
        let turned: Vec<Catchment> = areas.iter().rev().map(|area| {
            let polygon = area.polygons().into_iter().next().unwrap();
            let mut ring: Vec<[f64; 2]> = polygon.exterior().coords().map(|at| [at.x, at.y]).collect();
            ring.pop();
            let by = turn % ring.len();
            ring.rotate_left(by);
            ring.extend(ring.first().copied());
            ring.reverse();
            Catchment::from_value(json!({ "type": "Polygon", "coordinates": [ring] })).unwrap()
        }).collect();
        let corners = |mosaic: &Mosaic, at: usize| {
            let mut corners: Vec<Cell> = mosaic.shapes[at].0.iter().flatten().flatten().copied().collect();
            corners.sort_unstable();
            corners
        };
        let (one, other) = (mosaic(&areas, 300), mosaic(&turned, 300));
        for at in 0..areas.len() {
            prop_assert_eq!(corners(&one, at), corners(&other, areas.len() - 1 - at));
        }
    }
}

fn drawn(json: serde_json::Value) -> Catchment {
    Catchment::from_value(json).unwrap()
}

#[test]
fn a_path_has_its_holes_and_begins_in_the_upper_left() {
    let ring = |low: f64, high: f64| {
        json!([
            [low, low],
            [high, low],
            [high, high],
            [low, high],
            [low, low]
        ])
    };
    let with_hole =
        drawn(json!({ "type": "Polygon", "coordinates": [ring(0.0, 1.0), ring(0.4, 0.6)] }));
    let mosaic = mosaic(&[with_hole], 10);
    assert_eq!((mosaic.frame.width, mosaic.frame.height), (10, 10));
    assert_eq!(
        mosaic.shapes[0].path(),
        "M0 0l0 10 10 0 0-10zM4 4l0 2 2 0 0-2z"
    );
    assert_eq!(mosaic.shapes[0].bounds(), Some(([0, 0], [10, 10])));
}

#[test]
fn positions_run_as_geojson_wants_them() {
    let ring = |low: f64, high: f64| {
        json!([
            [low, low],
            [high, low],
            [high, high],
            [low, high],
            [low, low]
        ])
    };
    let with_hole =
        drawn(json!({ "type": "Polygon", "coordinates": [ring(0.0, 1.0), ring(0.4, 0.6)] }));
    let mosaic = mosaic(&[with_hole], 1000);
    let polygons = mosaic.shapes[0].positions(&mosaic.frame);
    let turn = |ring: &[[f64; 2]]| {
        ring.windows(2)
            .map(|two| two[0][0] * two[1][1] - two[1][0] * two[0][1])
            .sum::<f64>()
    };
    let [outer, hole] = polygons[0].as_slice() else {
        panic!("{polygons:?}")
    };
    assert!(
        (turn(outer) - 2.0).abs() < 1e-3 && (turn(hole) + 0.08).abs() < 1e-3,
        "{polygons:?}"
    );
    assert_eq!((outer.first(), outer.len()), (outer.last(), 5));
}

#[test]
fn what_is_too_small_for_the_grid_is_a_dot_and_what_has_no_shape_is_nothing() {
    let big = drawn(
        json!({ "type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]] }),
    );
    let small = drawn(
        json!({ "type": "Polygon", "coordinates": [[[0.5, 0.5], [0.501, 0.5], [0.501, 0.501], [0.5, 0.5]]] }),
    );
    let mosaic = Mosaic::new(&[Some(&big), None, Some(&small)], 100).unwrap();
    assert_eq!(mosaic.shapes[2].path(), "M49 49l2 0 0 2-2 0z");
    assert!(mosaic.shapes[1].0.is_empty() && mosaic.shapes[1].bounds().is_none());
    assert!(Mosaic::new(&[None], 100).is_none());
}

#[test]
fn a_corner_of_the_grid_is_where_it_was_put() {
    let frame = Frame::around(
        std::iter::once((
            crate::domain::point::Point::new(53.0, -3.0).unwrap(),
            crate::domain::point::Point::new(54.0, -2.0).unwrap(),
        )),
        1000,
    )
    .unwrap();
    assert!(frame.width < frame.height && frame.height == 1000);
    let [x, y] = frame.position(frame.cell(geo::Coord { x: -2.5, y: 53.25 }));
    assert!(
        (x + 2.5).abs() < 0.001 && (y - 53.25).abs() < 0.001,
        "{x} {y}"
    );
}
