//! What is compared of every service of an area, as the index and the board have it at one moment.

use super::alike::Traits;
use super::words::{Lexicon, Text};
use crate::coverage::supply::room_in;
use crate::domain::availability::State;
use crate::matching::{audience, words};
use crate::search::entry::{Named, TagKind};
use crate::search::survey::{Line, Room, Service, Told};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The oldest that anybody is, in years: the end of ages that have none.
const OLDEST: f32 = 120.0;

/// A service that is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub organization: Option<Named>,
    /// Its room in the area.
    pub room: Room,
    /// What it is compared by.
    pub traits: Traits,
}

/// Services as they are read, before it is known how rare their words and needs are.
#[derive(Default)]
pub struct Gathering {
    all: Vec<(Listed, Text)>,
    lexicon: Lexicon,
    /// How many meet each need.
    meeting: BTreeMap<u32, u32>,
    /// How many there are, for whatever need.
    every: u32,
}

impl Gathering {
    /// Adds a service that runs, if it is in the area and for the need. How rare words and needs are is counted over
    /// all needs: among choirs alone, nothing would be as common as to sing.
    pub fn add(&mut self, service: &Service, told: &Told, wanted: Option<u32>) {
        let reached = service.reaches.within;
        let Some((room, given)) = room_in(service, reached, |line| line.at.within) else {
            return;
        };
        if room.state == State::Closed {
            return;
        }
        let numbers = |kinds: &[TagKind]| {
            let tags = told.tags().filter(|(_, tag)| kinds.contains(&tag.kind));
            let mut numbers: Vec<u32> = tags.map(|(number, _)| number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        let needs = numbers(&[TagKind::Need]);
        for need in &needs {
            *self.meeting.entry(*need).or_default() += 1;
        }
        let shown = told.shown();
        let text = Text::of(shown.name, shown.summary);
        self.lexicon.add(&text);
        self.every += 1;
        if wanted.is_some_and(|wanted| !service.tags.contains(&wanted)) {
            return;
        }
        let is_there = |line: &&Line| !line.is_remote && (line.at.within || !given);
        let listed = Listed {
            id: service.id,
            name: shown.name.to_owned(),
            organization: shown.organization,
            room,
            traits: Traits {
                needs: needs.into_iter().map(|need| (need, 0.0)).collect(),
                places: service
                    .lines
                    .iter()
                    .filter(is_there)
                    .filter_map(|line| line.place)
                    .collect(),
                // What reaches the middle of no area that is told apart may be anywhere.
                only: Some(service.reaches.parts.clone())
                    .filter(|parts| service.is_limited && !parts.is_empty()),
                people: people(shown.name),
                ages: ages(told.ages()),
                asked: numbers(&[TagKind::Access, TagKind::Language]),
                times: told.times(),
                ..Traits::default()
            },
        };
        self.all.push((listed, text));
    }

    /// All services, and how their words are written.
    pub fn finish(self) -> (Vec<Listed>, Vec<String>) {
        let Self {
            all,
            lexicon,
            meeting,
            every,
        } = self;
        let weights = lexicon.weights();
        let weighed = all.into_iter().map(|(mut listed, text)| {
            listed.traits.words = weights.weigh(&text);
            for (need, weight) in &mut listed.traits.needs {
                let have = meeting.get(need).copied().unwrap_or(1);
                *weight = (f64::from(every) / f64::from(have)).ln_1p();
            }
            listed
        });
        let all = weighed.collect();
        (all, weights.written())
    }
}

/// For whom a service is, as its name says.
fn people(name: &str) -> Vec<&'static str> {
    let named = words(name);
    let mut people: Vec<&str> = named.iter().filter_map(|word| audience(word)).collect();
    people.sort_unstable();
    people.dedup();
    people
}

fn ages((least, most): (Option<f32>, Option<f32>)) -> Option<(f32, f32)> {
    if least.is_none() && most.is_none() {
        return None;
    }
    let least = least.unwrap_or(0.0).clamp(0.0, OLDEST);
    Some((least, most.unwrap_or(OLDEST).clamp(least, OLDEST)))
}
