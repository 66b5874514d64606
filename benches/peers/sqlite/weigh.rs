//! Weighing what SQLite has met: what fits is counted, and the best of it kept.

use super::ask::Asked;
use headroom::domain::availability::State;
use headroom::domain::point::{Point, Unit};

/// What is further away than this is far, in metres.
const LOCAL_M: f64 = 15_000.0;
/// At this distance nearness is worth half, in metres.
const NEAR_HALF_M: f64 = 10_000.0;

/// A service at one of its places, as a row of the database.
pub struct Offer<'a> {
    /// The service.
    pub service: i64,
    /// Which of its places.
    pub number: i64,
    /// Latitude and longitude.
    pub point: Option<(f64, f64)>,
    /// Whether distance does not matter.
    pub anywhere: bool,
    /// Whether it is only for those who live in an area.
    pub fenced: bool,
    /// What was said of its room.
    pub state: i64,
    /// Until when that is believed.
    pub until: i64,
    /// Whether it is free of charge, if known.
    pub free: Option<i64>,
    /// Which kinds of classification it says anything about.
    pub says: u8,
    /// Youngest and oldest.
    pub ages: [Option<f64>; 2],
    /// When it takes place.
    pub times: Option<i64>,
    /// Numbers of classifications, two bytes each.
    pub tags: &'a [u8],
    /// What FTS5 makes of it: less is better.
    pub rank: f64,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The service.
    pub service: i64,
    /// Which of its places.
    pub number: i64,
    /// Where that is.
    pub point: Option<Point>,
    /// How far away.
    pub metres: Option<f64>,
    /// Its room.
    pub state: State,
    /// How well it fits; more is better.
    pub score: f64,
    tier: (bool, u8),
    free: bool,
}

/// What was found.
pub struct Tally {
    /// How many there are of each state, in the order of [`State::ALL`].
    pub states: [u32; State::ALL.len()],
    /// How many have each classification.
    pub tags: Vec<u32>,
    /// How many are free of charge.
    pub free: u32,
    /// All answers.
    pub hits: Vec<Hit>,
    asked: Asked,
    wanted: Vec<(u8, Vec<u16>)>,
    from: Unit,
    now: i64,
    /// The best place so far of the service that is being looked at, with its classifications.
    open: Option<Hit>,
    open_tags: Vec<u8>,
}

impl Tally {
    /// Of nothing yet.
    pub fn new(asked: &Asked, near: Point, tags: usize, now: i64) -> Self {
        Self {
            states: Default::default(),
            tags: vec![0; tags],
            free: 0,
            hits: Vec::new(),
            wanted: wanted(&asked.tags),
            asked: asked.clone(),
            from: Unit::from(near),
            now,
            open: None,
            open_tags: Vec::new(),
        }
    }

    /// Takes the next offer; those of one service come together.
    pub fn look_at(&mut self, offer: &Offer) {
        let Some(hit) = self.weigh(offer) else {
            return;
        };
        match &mut self.open {
            Some(open) if open.service == hit.service => {
                let far = |hit: &Hit| hit.metres.unwrap_or(0.0);
                let better = hit
                    .state
                    .cmp(&open.state)
                    .then(far(&hit).total_cmp(&far(open)));
                if better.is_lt() {
                    *open = hit;
                }
            }
            _ => {
                self.finish();
                self.open_tags.clear();
                self.open_tags.extend(offer.tags);
                self.open = Some(hit);
            }
        }
    }

    /// Counts the service that was looked at last.
    pub fn finish(&mut self) {
        let Some(hit) = self.open.take() else {
            return;
        };
        self.states[hit.state as usize] += 1;
        self.free += u32::from(hit.free);
        for tag in self.open_tags.as_chunks::<2>().0 {
            self.tags[usize::from(u16::from_le_bytes(*tag))] += 1;
        }
        self.hits.push(hit);
    }

    fn weigh(&self, offer: &Offer) -> Option<Hit> {
        let state = match offer.until <= self.now {
            true => State::Unconfirmed,
            false => State::ALL[offer.state as usize],
        };
        let most = if self.asked.room {
            State::Limited
        } else {
            State::Unconfirmed
        };
        if state > most || !self.fits(offer) {
            return None;
        }
        let point = offer.point.map(|(latitude, longitude)| Point {
            latitude,
            longitude,
        });
        let metres = point.map(|at| self.from.distance_m(Unit::from(at)));
        let is_far = |metres: f64| metres > self.asked.within_m;
        if metres.is_some_and(is_far) && !offer.fenced && !offer.anywhere {
            return None;
        }
        let far = metres.is_some_and(|metres| metres > LOCAL_M) && !offer.fenced;
        let tier = if state <= State::Limited {
            0
        } else {
            state as u8
        };
        let nearness = NEAR_HALF_M / (NEAR_HALF_M + metres.unwrap_or(LOCAL_M));
        Some(Hit {
            service: offer.service,
            number: offer.number,
            score: -offer.rank * nearness,
            tier: (far, tier),
            free: offer.free == Some(1),
            point,
            metres,
            state,
        })
    }

    /// What a service does not say does not hide it.
    fn fits(&self, offer: &Offer) -> bool {
        let has = |numbers: &[u16]| {
            let mut tags = offer.tags.as_chunks::<2>().0.iter();
            tags.any(|tag| numbers.contains(&u16::from_le_bytes(*tag)))
        };
        let [youngest, oldest] = offer.ages;
        let mut wanted = self.wanted.iter();
        wanted.all(|(bit, numbers)| offer.says & bit == 0 || has(numbers))
            && !(self.asked.free && offer.free == Some(0))
            && self.asked.age.is_none_or(|age| {
                youngest.is_none_or(|from| from <= age) && oldest.is_none_or(|to| age <= to)
            })
            && self
                .asked
                .times
                .is_none_or(|times| offer.times.is_none_or(|own| own & i64::from(times) != 0))
    }

    /// The best, best first.
    pub fn best(&mut self, count: usize) -> Vec<Hit> {
        let order = |a: &Hit, b: &Hit| a.tier.cmp(&b.tier).then(b.score.total_cmp(&a.score));
        let mut best: Vec<Hit> = match self.hits.len() > count {
            true => {
                self.hits.select_nth_unstable_by(count, order);
                self.hits[..count].to_vec()
            }
            false => self.hits.clone(),
        };
        best.sort_by(order);
        best
    }
}

/// Classifications as they come over HTTP.
fn wanted(text: &str) -> Vec<(u8, Vec<u16>)> {
    let kinds = text.split(';').filter_map(|kind| kind.split_once(':'));
    let numbers = |list: &str| {
        list.split(',')
            .filter_map(|number| number.parse().ok())
            .collect()
    };
    kinds
        .filter_map(|(bit, list)| Some((bit.parse().ok()?, numbers(list))))
        .collect()
}
