//! What people looked for near those who run services.

use crate::coverage::near::{NEAR_M, Near};
use crate::web::view::words::{day_of, short_day, thousands};
use jiff::{Timestamp, ToSpan};

/// Searches near somebody's services.
#[derive(Debug)]
pub struct LookedFor {
    /// The first day that is counted.
    pub from: String,
    /// The last day that is counted.
    pub to: String,
    /// How far away, in kilometres.
    pub km: u32,
    /// Need, searches, and those that found no room.
    pub rows: Vec<(String, String, String)>,
}

impl LookedFor {
    /// What was counted, in words.
    pub fn view(near: &Near, now: Timestamp) -> Self {
        let (first, after) = near.weeks;
        let day = |day| short_day(day, day_of(now));
        let rows = near.needs.iter().map(|((_, label), searches)| {
            let numbers = [searches.all(), searches.without].map(thousands);
            let [all, without] = numbers;
            (label.clone(), all, without)
        });
        Self {
            from: day(first),
            to: day(after.saturating_sub(1.days())),
            km: (NEAR_M / 1000.0) as u32,
            rows: rows.collect(),
        }
    }
}
