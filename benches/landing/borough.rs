//! What is true: how much room there really is, day by day. Chance is drawn for the day and the
//! service, so that it is the same whatever directory is in use.

use crate::assumptions::Assumptions;
use crate::random::Random;
use headroom::capacity::Report;
use headroom::domain::availability::StatedState;

/// Kinds of chance, each a stream of its own.
pub mod chance {
    pub const SERVICE: u64 = 1;
    pub const DAY: u64 = 2;
    pub const ANSWER: u64 = 3;
    pub const TELL: u64 = 4;
    pub const PERSON: u64 = 5;
}

/// A service as it really is.
#[derive(Debug, Clone)]
pub struct Service {
    /// For which need it is.
    pub need: usize,
    /// Where it is, in a square of side 1.
    pub at: (f64, f64),
    /// Whether its people count places.
    pub counts: bool,
    places: i32,
    free: i32,
    paused_until: i64,
}

/// The borough.
pub struct Borough {
    /// Its services.
    pub services: Vec<Service>,
    seed: u64,
}

impl Borough {
    /// The borough on its first day.
    pub fn new(assumptions: &Assumptions, seed: u64) -> Self {
        let service = |number: usize| {
            let mut random = Random::of(chance::SERVICE + 16 * seed, number as u64);
            let places = random.between(6, 24) as i32;
            Service {
                need: number % assumptions.needs,
                at: (random.part(), random.part()),
                counts: random.part() < assumptions.counts,
                places,
                free: random.below(places as usize / 2 + 1) as i32,
                paused_until: 0,
            }
        };
        Self {
            services: (0..assumptions.services).map(service).collect(),
            seed,
        }
    }

    /// Chance of a kind for a service on a day.
    pub fn chance(&self, kind: u64, service: usize, day: i64) -> Random {
        Random::of(kind + 16 * self.seed, (service as u64) << 32 | day as u64)
    }

    /// A day passes: people leave, others come by their own ways, groups pause. Which services have
    /// room now and had none, or the other way round.
    pub fn pass(&mut self, assumptions: &Assumptions, day: i64) -> Vec<usize> {
        let mut turned = Vec::new();
        for number in 0..self.services.len() {
            let mut random = self.chance(chance::DAY, number, day);
            let service = &mut self.services[number];
            let had_room = service.takes(day - 1);
            if random.part() < 1.0 / assumptions.frees_after {
                service.free = (service.free + 1).min(service.places);
            }
            if random.part() < assumptions.outside / assumptions.frees_after {
                service.free = (service.free - 1).max(0);
            }
            let pause = 14 + random.below(15) as i64;
            if random.part() < assumptions.pauses / 365.0 && service.paused_until <= day {
                service.paused_until = day + pause;
            }
            if service.takes(day) != had_room {
                turned.push(number);
            }
        }
        turned
    }
}

impl Service {
    /// Whether somebody who comes today is taken in.
    pub fn takes(&self, day: i64) -> bool {
        self.free > 0 && self.paused_until <= day
    }

    /// Somebody comes: whether they are taken in.
    pub fn comes(&mut self, day: i64) -> bool {
        let taken = self.takes(day);
        self.free -= i32::from(taken);
        taken
    }

    /// What its people would say today, which is true today.
    pub fn says(&self, day: i64) -> Report {
        let state = match self.free {
            _ if self.paused_until > day => StatedState::Paused,
            0 => StatedState::Full,
            1 | 2 => StatedState::Limited,
            _ => StatedState::Open,
        };
        let roomy = matches!(state, StatedState::Open | StatedState::Limited);
        Report {
            places_free: (self.counts && roomy).then_some(self.free),
            ..Report::of(state)
        }
    }

    /// How far away it is from somebody, squared.
    pub fn distance(&self, from: (f64, f64)) -> f64 {
        let (x, y) = (self.at.0 - from.0, self.at.1 - from.1);
        x * x + y * y
    }
}
