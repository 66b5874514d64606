//! How long things took, and how that is told.

use std::fmt;
use std::time::{Duration, Instant};

/// Many durations of one kind of thing.
#[derive(Debug, Clone, Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    /// Does something and keeps how long it took.
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let made = work();
        self.add(begun.elapsed());
        made
    }

    /// Keeps how long something took.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Adds those of another.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The sorted durations, to read percentiles from.
    pub fn sorted(&self) -> Sorted {
        let mut all = self.0.clone();
        all.sort_unstable();
        Sorted(all)
    }
}

/// Durations in order.
#[derive(Debug, Clone)]
pub struct Sorted(Vec<Duration>);

impl Sorted {
    /// The duration that this share of all did not exceed, in milliseconds.
    pub fn at(&self, share: f64) -> f64 {
        let place = (share * self.0.len() as f64).ceil() as usize;
        let found = self.0.get(place.clamp(1, self.0.len().max(1)) - 1).copied();
        found.unwrap_or_default().as_secs_f64() * 1000.0
    }

    /// The middle, in milliseconds.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }
}

impl fmt::Display for Sorted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [p50, p90, p99, most] = [0.5, 0.9, 0.99, 1.0].map(|share| self.at(share));
        let count = self.0.len();
        write!(f, "{p50:9.3}{p90:9.3}{p99:9.3}{most:9.3}{count:10}")
    }
}

/// The heading over rows of [`Sorted`], in milliseconds.
pub const HEADING: &str = "   p50 ms   p90 ms   p99 ms   max ms     count";

/// A ratio with what is promised of it: at most `most`.
pub fn promise(what: &str, measured: f64, most: f64) {
    let verdict = if measured <= most { "kept" } else { "MISSED" };
    println!("  promise: {what} at most {most}: {measured:.2}, {verdict}");
}

/// A ratio with what is promised of it: at least `least`.
pub fn promise_at_least(what: &str, measured: f64, least: f64) {
    let verdict = if measured >= least { "kept" } else { "MISSED" };
    println!("  promise: {what} at least {least}: {measured:.2}, {verdict}");
}
