//! Days that are named by where they stand from today.

use super::{Reader, Soft};
use crate::domain::schedule::{DaySet, Part, Times, london};
use jiff::ToSpan;
use jiff::civil::Weekday;

impl Reader<'_> {
    /// "today", "tonight" and "tomorrow", in UK local time.
    pub(super) fn days_by_name(&mut self) {
        if self.reading.request.times.is_some() || self.reading.request.is_without("day") {
            return;
        }
        let today = self.aids.now.to_zoned(london().clone());
        for index in 0..self.tokens.len() {
            let (day, part) = match self.word(index).as_str() {
                "today" => (today.clone(), None),
                "tonight" => (today.clone(), Some(Part::Evening)),
                "tomorrow" => match today.checked_add(1.day()) {
                    Ok(tomorrow) => (tomorrow, None),
                    Err(_) => continue,
                },
                _ => continue,
            };
            let typed = self.typed(&(index..index + 1));
            self.take(index..index + 1);
            self.reading.request.times = Some(times(day.weekday(), part));
            self.reading.soft.push(Soft::Times);
            return self.note(
                "day",
                typed,
                super::super::answer::capitalised(typed),
                typed,
                "day".into(),
            );
        }
    }
}

fn times(day: Weekday, part: Option<Part>) -> Times {
    Times::on(DaySet::of(day), part)
}
