//! Organisations, their places, and in short the services that they give.

use super::postcodes::{Postcode, Postcodes, around};
use super::terms::{TERMS, Term};
use super::words;
use crate::support::random::Random;

/// Kilometres between a building and the middle of its postcode.
const IN_POSTCODE_KM: f64 = 0.05;

const KINDS: [&str; 10] = [
    "Community Centre",
    "Trust",
    "Project",
    "Partnership",
    "Association",
    "Hub",
    "Foundation",
    "Network",
    "Action",
    "Society",
];
const BUILDINGS: [&str; 10] = [
    "Hall",
    "Library",
    "Community Centre",
    "Church Rooms",
    "Health Centre",
    "House",
    "Institute",
    "Family Centre",
    "Methodist Church",
    "Leisure Centre",
];

/// An organisation.
#[derive(Debug, Clone)]
pub struct Organization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its places.
    pub places: Vec<Place>,
    /// The seed of everything else about it.
    pub seed: u64,
    first_service: usize,
    services: usize,
}

/// Where services are given.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its postcode.
    pub postcode: Postcode,
    /// Latitude and longitude.
    pub at: (f64, f64),
}

/// A service, in short.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its id.
    pub id: String,
    /// Its name, which ends in `word`.
    pub name: String,
    /// A word that no other service has in its name.
    pub word: String,
    /// What it is for.
    pub term: &'static Term,
    /// Its places; none for a helpline.
    pub places: Vec<Place>,
    /// The seed of everything else about it.
    pub seed: u64,
}

impl Organization {
    /// The organisation of this number. They have two, three and four services in turn.
    pub fn new(number: usize, postcodes: &Postcodes) -> Self {
        let mut chance = Random::of(2, number as u64);
        let home = postcodes.any(&mut chance);
        let kind = chance.word(&KINDS);
        let count = *chance.pick(&[1, 1, 1, 2, 2, 3]);
        let places = (0..count)
            .map(|n| Place::new(n, home, postcodes, &mut chance))
            .collect();
        Self {
            id: chance.id(),
            name: format!(
                "{} {} {kind}",
                home.town,
                capital(&words::made_up(number % 9000))
            ),
            places,
            seed: chance.number(),
            first_service: number / 3 * 9 + [0, 2, 5][number % 3],
            services: number % 3 + 2,
        }
    }

    /// Its services.
    pub fn services(&self) -> impl Iterator<Item = Service> + use<> {
        let places = self.places.clone();
        let numbers = self.first_service..self.first_service + self.services;
        numbers.map(move |number| Service::new(number, &places))
    }
}

impl Place {
    fn new(number: usize, home: &Postcode, postcodes: &Postcodes, chance: &mut Random) -> Self {
        let postcode = match number {
            0 => home,
            _ => postcodes.near(home, chance),
        };
        let street = words::made_up(chance.below(5000));
        Self {
            id: chance.id(),
            name: format!("{} {}", capital(&street), chance.word(&BUILDINGS)),
            at: around(postcode.at, IN_POSTCODE_KM, chance),
            postcode: postcode.clone(),
        }
    }
}

impl Service {
    fn new(number: usize, places: &[Place]) -> Self {
        let mut chance = Random::of(3, number as u64);
        // The product of two leans to the first: some needs are met far more often than others.
        let place = chance.part() * chance.part() * TERMS.len() as f64;
        let term = &TERMS[place as usize];
        let count = *chance.pick(&[0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3]);
        let word = capital(&words::made_up(number + 9000));
        Self {
            id: chance.id(),
            name: format!("{} {word}", capital(chance.word(&term.1))),
            word,
            term,
            places: places.iter().take(count).cloned().collect(),
            seed: chance.number(),
        }
    }
}

/// With a capital letter.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
