//! One year with one kind of directory.

use crate::assumptions::Assumptions;
use crate::borough::{Borough, chance};
use crate::directory::{DAY, Kind, Line};
use crate::random::Random;
use headroom::capacity::Report;
use headroom::config::USUAL_HOLD;
use headroom::signposts::Outcome;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Days that are played, after [`WARM`] days that are not counted.
const DAYS: i64 = 365;
/// Days until the directories have filled.
const WARM: i64 = 60;
/// From one end of the borough to the other, in kilometres.
const ACROSS_KM: f64 = 10.0;
/// The distance at which nearness is worth half, as the product ranks.
const NEAR_HALF_KM: f64 = 10.0;
/// Days until a report arrives, at most.
const REPORTED_WITHIN: f64 = 2.0;

/// What became of those who asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Landed {
    asked: u32,
    sent: u32,
    failed: u32,
    km: f64,
}

impl Landed {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            asked: self.asked + other.asked,
            sent: self.sent + other.sent,
            failed: self.failed + other.failed,
            km: self.km + other.km,
        }
    }

    /// Of those who were sent somewhere, the share that met a full or closed door.
    pub fn failed_share(self) -> f64 {
        f64::from(self.failed) / f64::from(self.sent.max(1))
    }

    /// How far people were sent on average, in kilometres.
    pub fn km(self) -> f64 {
        self.km / f64::from(self.sent.max(1))
    }

    /// Of those who asked, the share for whom there was somewhere to go.
    pub fn found_share(self) -> f64 {
        f64::from(self.sent) / f64::from(self.asked.max(1))
    }
}

/// What happens at a moment. In order of time; of the same moment, in this order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A provider tells what is true then.
    Says(usize),
    /// Somebody asks where to go.
    Asks(u64),
    /// Somebody who was sent arrives: where, sent when, with a place kept until when.
    Arrives(usize, i64, Option<i64>, u64),
    /// What became of somebody is told.
    Told(usize, i64, Option<i64>, bool),
}

struct Year<'a> {
    kind: Kind,
    assumptions: &'a Assumptions,
    seed: u64,
    borough: Borough,
    lines: Vec<Line>,
    events: BinaryHeap<Reverse<(i64, Event)>>,
    landed: Landed,
    people: u64,
}

/// Plays a year.
pub fn play(kind: Kind, assumptions: &Assumptions, seed: u64) -> Landed {
    let borough = Borough::new(assumptions, seed);
    let mut year = Year {
        kind,
        assumptions,
        seed,
        lines: borough.services.iter().map(|_| Line::default()).collect(),
        borough,
        events: BinaryHeap::new(),
        landed: Landed::default(),
        people: 0,
    };
    (1..WARM + DAYS).for_each(|day| year.day(day));
    year.landed
}

impl Year<'_> {
    fn day(&mut self, day: i64) {
        for turned in self.borough.pass(self.assumptions, day) {
            let mut random = self.borough.chance(chance::TELL, turned, day);
            if random.part() < self.assumptions.tells {
                self.will_say(turned, day * DAY, &mut random);
            }
        }
        for number in 0..self.lines.len() {
            if self.lines[number].ask(self.kind, day * DAY) {
                let mut random = self.borough.chance(chance::ANSWER, number, day);
                if random.part() < self.assumptions.answers {
                    self.will_say(number, day * DAY, &mut random);
                }
            }
        }
        self.people_ask(day);
        while let Some(Reverse((now, event))) = self.events.pop() {
            if now >= (day + 1) * DAY {
                self.events.push(Reverse((now, event)));
                return;
            }
            self.happens(now, event);
        }
    }

    /// After a while that is short more often than long.
    fn will_say(&mut self, number: usize, now: i64, random: &mut Random) {
        let days = -(1.0 - random.part()).ln() * self.assumptions.answers_after;
        self.events.push(Reverse((
            now + (days * DAY as f64) as i64,
            Event::Says(number),
        )));
    }

    fn people_ask(&mut self, day: i64) {
        let mut random = Random::of(chance::PERSON + 16 * self.seed, day as u64);
        let wanted = self.assumptions.sent_a_day();
        let people = wanted as u64 + u64::from(random.part() < wanted.fract());
        for _ in 0..people {
            let now = day * DAY + (random.part() * DAY as f64) as i64;
            self.people += 1;
            self.events.push(Reverse((now, Event::Asks(self.people))));
        }
    }

    fn happens(&mut self, now: i64, event: Event) {
        match event {
            Event::Says(number) => {
                let report: Report = self.borough.services[number].says(now / DAY);
                self.lines[number].say(&report, now);
            }
            Event::Asks(person) => self.asks(person, now),
            Event::Arrives(number, sent, held, person) => {
                self.arrives(number, sent, held, person, now)
            }
            Event::Told(number, sent, held, taken) => {
                let outcome = if taken {
                    Outcome::Attended
                } else {
                    Outcome::TurnedAwayFull
                };
                self.lines[number].hear(outcome, sent, held, now);
            }
        }
    }

    /// A navigator sends somebody to the nearest of what is shown as the best.
    fn asks(&mut self, person: u64, now: i64) {
        let mut random = Random::of(chance::PERSON + 16 * self.seed, person << 20);
        let (need, from) = (
            random.below(self.assumptions.needs),
            (random.part(), random.part()),
        );
        let services = self
            .borough
            .services
            .iter()
            .enumerate()
            .filter(|(_, service)| service.need == need);
        let shown = services.filter_map(|(number, service)| {
            let (rank, worth) = self.lines[number].rank(self.kind, now)?;
            let km = service.distance(from).sqrt() * ACROSS_KM;
            Some((rank, worth * NEAR_HALF_KM / (NEAR_HALF_KM + km), km, number))
        });
        let best = shown.min_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        self.landed.asked += u32::from(counts(now));
        let Some((_, _, km, number)) = best else {
            return;
        };
        self.lines[number].send();
        self.landed.sent += u32::from(counts(now));
        self.landed.km += km * f64::from(counts(now));
        let held = self
            .kind
            .holds()
            .then(|| now + USUAL_HOLD.as_millis() as i64);
        if let Some(until) = held {
            self.lines[number].hold(until);
        }
        let days = 0.2 + random.part() * (self.assumptions.travels - 0.2).max(0.0);
        let arrives = now + (days * DAY as f64) as i64;
        self.events.push(Reverse((
            arrives,
            Event::Arrives(number, now, held, person),
        )));
    }

    fn arrives(&mut self, number: usize, sent: i64, held: Option<i64>, person: u64, now: i64) {
        let taken = self.borough.services[number].comes(now / DAY);
        self.landed.failed += u32::from(!taken && counts(sent));
        let mut random = Random::of(chance::PERSON + 16 * self.seed, person << 20 | 1);
        let tells = random.part()
            < if taken {
                self.assumptions.told
            } else {
                self.assumptions.reports
            };
        if tells && self.kind.hears() {
            let days = random.part() * REPORTED_WITHIN;
            let told = now + (days * DAY as f64) as i64;
            self.events
                .push(Reverse((told, Event::Told(number, sent, held, taken))));
        }
    }
}

fn counts(now: i64) -> bool {
    now >= WARM * DAY
}
