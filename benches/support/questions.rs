//! Questions as people ask them, as paths of the API: what they need in one to four words, from a
//! postcode or a position, within a few kilometres.

use super::random::Random;
use super::world::World;
use super::world::terms::{AUDIENCES, TERMS};

/// Questions of each kind.
pub const COUNT: usize = 500;

/// How a question is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, a place and a radius: the main job.
    Whole,
    /// Words, from nowhere.
    Words,
    /// A place and a radius: browsing.
    Place,
    /// A page far behind the first of a question with few words.
    Deep,
}

/// The questions of one kind.
pub fn questions(world: &World, kind: Kind) -> Vec<String> {
    (0..COUNT as u64)
        .map(|number| question(world, kind, &mut Random::of(7, number)))
        .collect()
}

fn question(world: &World, kind: Kind, chance: &mut Random) -> String {
    let words = format!("q={}", escaped(&words(world, chance)));
    let near = escaped(&near(world, chance));
    let place = format!("near={near}&within_km={}", chance.between(2, 20));
    let query = match kind {
        Kind::Whole => format!("{words}&{place}"),
        Kind::Words => words,
        Kind::Place => place,
        Kind::Deep => format!("q={}&page=25", escaped(first_word(chance))),
    };
    format!("/api/v1/search?{query}")
}

/// Most people name what they need; some add for whom, some ask with words of their own.
fn words(world: &World, chance: &mut Random) -> String {
    let term = &TERMS[(chance.part() * chance.part() * TERMS.len() as f64) as usize];
    let need = chance.word(&term.1);
    let mut words: Vec<&str> = match chance.below(10) {
        0..6 => need.split(' ').collect(),
        6..8 => need.split(' ').chain([chance.word(&AUDIENCES)]).collect(),
        _ => {
            let count = chance.between(1, 3);
            (0..count).map(|_| world.words().any(chance)).collect()
        }
    };
    words.truncate(4);
    words.join(" ")
}

fn first_word(chance: &mut Random) -> &'static str {
    let term = &TERMS[chance.below(TERMS.len() / 2)];
    term.1[0].split(' ').next().unwrap_or_default()
}

/// A postcode, or its position.
fn near(world: &World, chance: &mut Random) -> String {
    let postcode = world.postcode(chance);
    match chance.happens(0.5) {
        true => postcode.text.clone(),
        false => format!("{:.4},{:.4}", postcode.at.0, postcode.at.1),
    }
}

/// As a query wants it; what is asked here has no other letters than these.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => escaped.push('+'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b',' => {
                escaped.push(byte.into())
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

/// A question as a navigator asks it, in its parts, so that others than this server can be asked it.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// One to four words.
    pub words: String,
    /// A postcode, or latitude and longitude.
    pub near: String,
    /// Kilometres.
    pub within_km: f64,
    /// Whether only what has room will do.
    pub room: bool,
}

/// The mixed questions: one to four words, a place, a radius; every other one wants room.
pub fn mixed(world: &World) -> Vec<Asked> {
    (0..COUNT as u64)
        .map(|number| {
            let chance = &mut Random::of(8, number);
            Asked {
                words: words(world, chance),
                near: near(world, chance),
                within_km: chance.between(2, 20) as f64,
                room: number % 2 == 0,
            }
        })
        .collect()
}

impl Asked {
    /// As a path of the API.
    pub fn path(&self) -> String {
        let room = if self.room {
            "&availability=confirmed"
        } else {
            ""
        };
        format!(
            "/api/v1/search?q={}&near={}&within_km={}{room}",
            escaped(&self.words),
            escaped(&self.near),
            self.within_km
        )
    }

    /// The same asked from nearer.
    pub fn nearer(&self, times: f64) -> Self {
        Self {
            within_km: self.within_km / times,
            ..self.clone()
        }
    }
}
