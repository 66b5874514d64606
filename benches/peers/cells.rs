//! Cells of a grid, so that an index of words can hold places too: it then meets only what has the
//! words and is nearby, and never all that has the words, or all that is nearby. This is the best that
//! we know to do with either of the peers; it needs no more than what they come with.

use super::listing::{Offer, Service};
use headroom::domain::point::Point;

/// Metres in a degree of latitude, at least.
const DEGREE_M: f64 = 111_000.0;
/// The height of the cells of each grid in degrees; they are half as wide again, which is about a
/// square in these islands.
const HEIGHTS: [f64; 2] = [0.02, 0.1];
/// Cells of a question, unless only the coarsest grid has as few.
const MOST: usize = 60;
/// The first number of each grid.
const FIRST: [i32; 2] = [1_000_000, 500_000_000];
/// What can be reached from anywhere.
const ANYWHERE: i32 = 0;

/// The cells of an offer: its own, one in each grid. What is only for those who live in an area has
/// the coarse cells of the box around that, below zero.
pub fn of(service: &Service, offer: &Offer) -> Vec<i32> {
    if !service.areas.is_empty() {
        let boxes = service.areas.iter().map(|area| area.bounds());
        let cells = boxes.flat_map(|(low, high)| within(1, low, high));
        let mut cells: Vec<i32> = cells.map(|cell| -cell).collect();
        cells.sort_unstable();
        cells.dedup();
        return cells;
    }
    match offer.point().filter(|_| !offer.anywhere) {
        Some(at) => vec![cell(0, at), cell(1, at)],
        None => vec![ANYWHERE],
    }
}

/// The cells of a question: of the finest grid that has few enough of them, of the areas around it,
/// and of what can be reached from anywhere.
pub fn around(near: Point, within_m: f64) -> Vec<i32> {
    let (low, high) = corners(near, within_m);
    let fine: Vec<i32> = within(0, low, high).take(MOST + 1).collect();
    let mut cells = match fine.len() > MOST {
        true => within(1, low, high).collect(),
        false => fine,
    };
    cells.extend([-cell(1, near), ANYWHERE]);
    cells
}

/// The south-western and the north-eastern corner of the box around a circle.
pub fn corners(near: Point, within_m: f64) -> (Point, Point) {
    let height = within_m / DEGREE_M;
    let width = height / (near.latitude.abs() + height).to_radians().cos();
    let corner = |sign: f64| Point {
        latitude: near.latitude + sign * height,
        longitude: near.longitude + sign * width,
    };
    (corner(-1.0), corner(1.0))
}

fn row(grid: usize, latitude: f64) -> i32 {
    ((latitude + 90.0) / HEIGHTS[grid]) as i32
}

fn column(grid: usize, longitude: f64) -> i32 {
    ((longitude + 180.0) / (HEIGHTS[grid] * 1.5)) as i32
}

fn number(grid: usize, row: i32, column: i32) -> i32 {
    FIRST[grid] + row * column_count(grid) + column
}

fn column_count(grid: usize) -> i32 {
    column(grid, 180.0) + 1
}

fn cell(grid: usize, at: Point) -> i32 {
    number(grid, row(grid, at.latitude), column(grid, at.longitude))
}

fn within(grid: usize, low: Point, high: Point) -> impl Iterator<Item = i32> {
    let rows = row(grid, low.latitude)..=row(grid, high.latitude);
    let columns = column(grid, low.longitude)..=column(grid, high.longitude);
    rows.flat_map(move |row| columns.clone().map(move |column| number(grid, row, column)))
}
