//! Postcodes in clusters as they lie on the ground: units around the middles of districts, districts
//! around the middles of towns.

use super::towns::{TOWNS, Town};
use crate::support::random::Random;

/// Letters that end a postcode.
const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";
/// Postcodes that one district can have: ten sectors of all pairs of letters.
const IN_DISTRICT: usize = 10 * LETTERS.len() * LETTERS.len();
/// Postcodes that a district has if there are many districts.
const WISHED_IN_DISTRICT: usize = 250;
/// Districts of a town at most; one more would need a third digit.
const MOST_DISTRICTS: usize = 99;
/// Kilometres around the middle of a district.
const DISTRICT_KM: f64 = 1.2;
/// Kilometres in a degree of latitude.
const DEGREE_KM: f64 = 111.2;

/// A postcode and what lies there.
#[derive(Debug, Clone)]
pub struct Postcode {
    /// As it is written.
    pub text: String,
    /// Latitude and longitude.
    pub at: (f64, f64),
    /// The town that it belongs to.
    pub town: &'static str,
}

impl Postcode {
    /// About so many.
    pub fn many(about: usize) -> Vec<Self> {
        Postcodes::new(about).0
    }

    /// The part before the space.
    pub fn outcode(&self) -> &str {
        self.text.split(' ').next().unwrap_or_default()
    }

    /// A ward for each district.
    pub fn ward(&self) -> String {
        format!("{} {}", self.town, self.outcode())
    }
}

/// All postcodes, those of a town together.
pub struct Postcodes(Vec<Postcode>);

impl Postcodes {
    /// About so many, shared out among the towns by their people.
    pub fn new(about: usize) -> Self {
        let people: f64 = TOWNS.iter().map(|town| town.people).sum();
        let mut all = Vec::with_capacity(about + TOWNS.len());
        for (number, town) in (0..).zip(&TOWNS) {
            let count = (about as f64 * town.people / people).ceil() as usize;
            add_town(&mut all, town, count, &mut Random::of(1, number));
        }
        Self(all)
    }

    /// All of them.
    pub fn all(&self) -> &[Postcode] {
        &self.0
    }

    /// Any of them.
    pub fn any(&self, chance: &mut Random) -> &Postcode {
        chance.pick(&self.0)
    }

    /// One of the same town, most often of the same part of it.
    pub fn near<'a>(&'a self, home: &'a Postcode, chance: &mut Random) -> &'a Postcode {
        let same = |code: &&Postcode| code.town == home.town;
        (0..200)
            .map(|_| self.any(chance))
            .find(same)
            .unwrap_or(home)
    }
}

fn add_town(all: &mut Vec<Postcode>, town: &'static Town, count: usize, chance: &mut Random) {
    let districts = count.div_ceil(WISHED_IN_DISTRICT).clamp(3, MOST_DISTRICTS);
    let spread_km = 1.0 + town.people.sqrt() / 5.0;
    let middles: Vec<(f64, f64)> = (0..districts)
        .map(|_| around(town.at, spread_km, chance))
        .collect();
    for number in 0..count.min(districts * IN_DISTRICT) {
        let (district, unit) = (number % districts, number / districts);
        all.push(Postcode {
            text: format!("{}{} {}", town.area, district + 1, incode(unit)),
            at: around(middles[district], DISTRICT_KM, chance),
            town: town.name,
        });
    }
}

fn incode(unit: usize) -> String {
    let letter = |place: usize| char::from(LETTERS[place % LETTERS.len()]);
    let sector = unit % 10;
    let (first, second) = (unit / 10 / LETTERS.len(), unit / 10);
    format!("{sector}{}{}", letter(first), letter(second))
}

/// A place so many kilometres around another, as towns are: dense inside, thin outside.
pub fn around((lat, lon): (f64, f64), km: f64, chance: &mut Random) -> (f64, f64) {
    let north = chance.bell() * km / DEGREE_KM;
    let east = chance.bell() * km / DEGREE_KM / lat.to_radians().cos();
    (lat + north, lon + east)
}

/// A border of `corners` corners at about `km` kilometres, as longitude and latitude, closed.
pub fn border(
    (lat, lon): (f64, f64),
    km: f64,
    corners: usize,
    chance: &mut Random,
) -> Vec<[f64; 2]> {
    let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
    let mut border: Vec<[f64; 2]> = (0..corners)
        .map(|corner| {
            let angle = corner as f64 / corners as f64 * std::f64::consts::TAU;
            let reach = km * (0.8 + 0.4 * chance.part()) / DEGREE_KM;
            let east = reach * angle.cos() / lat.to_radians().cos();
            [round(lon + east), round(lat + reach * angle.sin())]
        })
        .collect();
    border.push(border[0]);
    border
}
