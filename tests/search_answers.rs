//! What a search answers, over HTTP with the real program on both databases.

mod facets;
mod filters;
mod news;
mod order;
mod places;
mod suggestions;
mod understood;
mod words;

use serde_json::Value;

use crate::support::listing::square;
use crate::support::town::{HOME, found, names, say, soon};
use crate::support::{Town, on_both_databases, service};

/// The distance over ground in metres, as on a sphere.
fn metres(from: (f64, f64), to: (f64, f64)) -> f64 {
    let [from, to] = [from, to].map(|(lat, lon)| (lat.to_radians(), lon.to_radians()));
    let haversine = |angle: f64| (angle / 2.0).sin().powi(2);
    let half = haversine(to.0 - from.0) + from.0.cos() * to.0.cos() * haversine(to.1 - from.1);
    2.0 * 6_371_000.0 * half.sqrt().asin()
}

/// The reasons given for one answer, in one text.
#[track_caller]
fn reasons(answer: &Value, name: &str) -> String {
    let because = &found(answer, name)["match"]["because"];
    let because = because.as_array().expect("reasons").iter();
    let because: Vec<&str> = because.filter_map(Value::as_str).collect();
    because.join("; ")
}

/// The choices of one kind, as `id count`.
fn choices(answer: &Value, kind: &str) -> Vec<String> {
    let list = answer["facets"][kind].as_array().expect("a kind of facet");
    let choice =
        |facet: &Value| format!("{} {}", facet["id"].as_str().unwrap_or(""), facet["count"]);
    list.iter().map(choice).collect()
}
