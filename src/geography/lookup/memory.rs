//! What was answered lately, so that nothing is asked twice: bounded in number and in time.

use super::answer::Answer;
use crate::geography::postcode::Written;
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// Answers that are remembered at most.
const MOST: usize = 10_000;
/// How long an answer counts.
const LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// Remembers answers; the oldest goes first.
#[derive(Default)]
pub struct Memory {
    answers: HashMap<Written, (Instant, Answer)>,
    /// In the order in which they came, and so in that in which they end.
    order: VecDeque<Written>,
}

impl Memory {
    /// The answer, if it is remembered.
    pub fn get(&self, asked: Written, now: Instant) -> Option<Answer> {
        let (since, answer) = self.answers.get(&asked)?;
        is_alive(*since, now).then(|| answer.clone())
    }

    /// Remembers an answer, and forgets those that have ended or are too many.
    pub fn put(&mut self, asked: Written, answer: Answer, now: Instant) {
        self.forget(asked, now);
        self.answers.insert(asked, (now, answer));
        self.order.push_back(asked);
    }

    /// Makes room for one.
    fn forget(&mut self, asked: Written, now: Instant) {
        if self.answers.remove(&asked).is_some() {
            self.order.retain(|other| *other != asked);
        }
        while let Some(oldest) = self.order.front() {
            let alive = self.answers.get(oldest).map(|(since, _)| *since);
            if self.order.len() < MOST && alive.is_some_and(|since| is_alive(since, now)) {
                return;
            }
            self.answers.remove(oldest);
            self.order.pop_front();
        }
    }
}

fn is_alive(since: Instant, now: Instant) -> bool {
    now.saturating_duration_since(since) < LIFE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::postcode::{Inward, Outcode, Postcode};

    /// One of many postcodes.
    fn postcode(number: usize) -> Written {
        let (district, code) = (10 + number / 6760, number % 6760);
        let outcode = Outcode::exact(format!("M{district}").as_bytes()).unwrap();
        let inward = Inward::from_code(code as u16).unwrap();
        Written::Full(Postcode { outcode, inward })
    }

    #[test]
    fn an_answer_is_remembered_for_a_day() {
        let (mut memory, begun) = (Memory::default(), Instant::now());
        memory.put(postcode(0), None, begun);
        assert_eq!(memory.get(postcode(1), begun), None);
        let evening = begun + LIFE - Duration::from_secs(1);
        assert_eq!(memory.get(postcode(0), evening), Some(None));
        assert_eq!(memory.get(postcode(0), begun + LIFE), None);
        memory.put(postcode(1), None, begun + LIFE);
        assert_eq!(memory.answers.len(), 1);
    }

    #[test]
    fn the_oldest_of_too_many_is_forgotten() {
        let (mut memory, now) = (Memory::default(), Instant::now());
        (0..MOST + 5).for_each(|number| memory.put(postcode(number), None, now));
        assert_eq!((memory.answers.len(), memory.order.len()), (MOST, MOST));
        assert_eq!(memory.get(postcode(4), now), None);
        assert_eq!(memory.get(postcode(5), now), Some(None));
    }

    #[test]
    fn what_is_remembered_again_counts_once_and_from_then() {
        let (mut memory, begun) = (Memory::default(), Instant::now());
        memory.put(postcode(0), None, begun);
        memory.put(postcode(0), None, begun + LIFE / 2);
        assert_eq!(memory.order.len(), 1);
        assert_eq!(memory.get(postcode(0), begun + LIFE), Some(None));
    }
}
