//! Words of days and times put together, one after the other.

use super::super::clock::{self, Written};
use super::{ALL, Slot, Times, Word};
use crate::domain::schedule::code;
use jiff::civil::Weekday;

/// What has been read of a text so far.
#[derive(Debug, Default)]
pub struct Reading {
    days: Vec<Weekday>,
    nth: Vec<i8>,
    times: Vec<Written>,
    to: bool,
    every: bool,
    other: bool,
    done: Vec<Slot>,
    note: Option<&'static str>,
}

impl Reading {
    /// Reads all words of a text.
    ///
    /// # Errors
    /// What is wrong with it, or may mean two things.
    pub fn all(mut self, words: &[Word]) -> Result<Times, String> {
        for (at, word) in words.iter().enumerate() {
            self.word(word, words.get(at + 1))?;
        }
        self.close()?;
        if self.done.is_empty() && self.every {
            return Ok(Times::default());
        }
        Ok(Times {
            slots: self.done,
            note: self.note,
        })
    }

    fn word(&mut self, word: &Word, next: Option<&Word>) -> Result<(), String> {
        match word {
            Word::Day(_) | Word::Days(_) | Word::Nth(_) | Word::Every if !self.times.is_empty() => {
                self.close()?;
                self.word(word, next)
            }
            Word::Day(day) => {
                match self.days.last().filter(|_| self.to) {
                    Some(first) => self.days.extend(between(*first, *day)),
                    None => self.days.push(*day),
                }
                self.to = false;
                Ok(())
            }
            Word::Days(days) => {
                self.days.extend(*days);
                Ok(())
            }
            Word::Nth(nth) => {
                if self.every && *nth == 2 && self.nth.is_empty() {
                    self.note = Some(
                        "\u{201c}every 2nd\u{201d} was read as the second of each month: write \u{201c}every other\u{201d} and a start date if it is every two weeks",
                    );
                }
                self.nth.push(*nth);
                Ok(())
            }
            Word::Time(time) => self.time(*time),
            Word::To => {
                self.to = true;
                Ok(())
            }
            // After hours, another pair of hours of the same days may follow, or other days.
            Word::And | Word::End => {
                if !self.times.is_empty() && matches!(next, Some(Word::Time(_))) && !self.to {
                    let (days, nth) = (self.days.clone(), self.nth.clone());
                    self.close()?;
                    (self.days, self.nth) = (days, nth);
                }
                Ok(())
            }
            Word::Every => {
                self.every = true;
                Ok(())
            }
            Word::Other => {
                self.other = true;
                Ok(())
            }
            Word::OfMonth => {
                self.note = None;
                Ok(())
            }
        }
    }

    fn time(&mut self, time: Written) -> Result<(), String> {
        if self.times.len() == 1 && !self.to || self.times.len() > 1 {
            return Err("has hours that do not belong together: write them as 10am-12pm, with days and their hours between commas".into());
        }
        self.to = false;
        self.times.push(time);
        Ok(())
    }

    fn close(&mut self) -> Result<(), String> {
        let this = std::mem::take(self);
        (self.done, self.note, self.every) = (this.done, this.note, false);
        if this.days.is_empty() && this.times.is_empty() && this.nth.is_empty() {
            self.every = this.every;
            self.other = this.other;
            return Ok(());
        }
        let hours = clock::hours(this.times.first().copied(), this.times.get(1).copied())?;
        let days = match (this.days.is_empty(), this.every) {
            (true, true) => ALL.to_vec(),
            (true, false) => {
                return Err(
                    "has hours and no day: write the day before them, as Monday 10am-12pm".into(),
                );
            }
            _ => ALL
                .into_iter()
                .filter(|day| this.days.contains(day))
                .collect(),
        };
        self.done.push(Slot {
            days: days.into_iter().map(code).collect(),
            of_month: this.nth,
            weeks: if this.other { 2 } else { 1 },
            date: None,
            opens: hours.0,
            closes: hours.1,
        });
        Ok(())
    }
}

/// The days after one up to another, around the end of the week if need be.
fn between(first: Weekday, last: Weekday) -> Vec<Weekday> {
    let after = first.cycle_forward().skip(1).take(6);
    let mut days: Vec<Weekday> = Vec::new();
    for day in after {
        days.push(day);
        if day == last {
            break;
        }
    }
    days
}
