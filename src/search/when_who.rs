//! For whom the answers are and when they take place, counted: what there is to choose from by day,
//! part of the day and age.

use super::answer::Facet;
use super::shelf::Doc;
use super::weigh;
use crate::domain::schedule::{DaySet, Part, Times, code, name};
use jiff::civil::Weekday;

/// Ages to choose from: one of each band, which is what the parameter takes, and the band.
const AGES: [(&str, f32, &str); 6] = [
    ("3", 3.0, "Under 5"),
    ("8", 8.0, "5 to 10"),
    ("14", 14.0, "11 to 17"),
    ("21", 21.0, "18 to 25"),
    ("45", 45.0, "26 to 64"),
    ("70", 70.0, "65 and over"),
];
/// Days of the week.
const DAYS: usize = 7;

/// How many of the answers say that they are for these ages, days and parts of the day.
#[derive(Debug, Clone)]
pub struct WhenWho {
    /// The days, then the parts of the day: which times they are, and how many answers have one.
    times: Vec<(Times, u32)>,
    ages: [u32; AGES.len()],
}

impl WhenWho {
    /// Nothing counted yet.
    pub fn new() -> Self {
        let days = days().map(|day| Times::on(DaySet::of(day), None));
        let parts = Part::ALL.into_iter();
        let parts = parts.map(|part| Times::on(DaySet::ALL, Some(part)));
        Self {
            times: days.chain(parts).map(|times| (times, 0)).collect(),
            ages: [0; AGES.len()],
        }
    }

    /// Counts one more answer.
    pub fn add(&mut self, doc: &Doc) {
        if let Some(said) = doc.times() {
            for (times, count) in &mut self.times {
                *count += u32::from(said.bits() & times.bits() != 0);
            }
        }
        if doc.ages() != (None, None) {
            for (count, (_, age, _)) in self.ages.iter_mut().zip(AGES) {
                *count += u32::from(weigh::is_for(doc, age) == Some(true));
            }
        }
    }

    /// The choices of each kind, in their natural order, without those that nothing has.
    pub fn facets(&self) -> [(&'static str, Vec<Facet>); 3] {
        let counts: Vec<u32> = self.times.iter().map(|(_, count)| *count).collect();
        let days = days().zip(&counts);
        let days = days.map(|(day, count)| facet(code(day), name(day), *count));
        let parts = Part::ALL.into_iter().zip(&counts[DAYS..]);
        let parts = parts.map(|(part, count)| facet(part.as_str(), part.label(), *count));
        let ages = AGES.into_iter().zip(self.ages);
        let ages = ages.map(|((id, _, label), count)| facet(id, label, count));
        [
            ("day", days.flatten().collect()),
            ("time", parts.flatten().collect()),
            ("age", ages.flatten().collect()),
        ]
    }
}

fn days() -> impl Iterator<Item = Weekday> {
    Weekday::Monday.cycle_forward().take(DAYS)
}

fn facet(id: &str, label: &str, count: u32) -> Option<Facet> {
    (count > 0).then(|| Facet {
        id: id.into(),
        label: label.into(),
        count,
    })
}
