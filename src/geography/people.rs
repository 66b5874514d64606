//! How many people live in areas, and how deprived these are.

use crate::db::schema::{area_deprivation, area_people};
use crate::db::{Conn, Kind, Tx};
use crate::error::Result;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The age that stands for "and over".
pub const OLDEST: i32 = 200;
/// Areas read or written in one statement.
const AT_ONCE: usize = 100;

/// People of some ages: the youngest and the oldest, in whole years, both included.
pub type Band = (i32, i32);

/// Everybody.
pub const ALL: Band = (0, OLDEST);

/// How offices call everybody.
pub const EVERYBODY: [&str; 9] = [
    "people",
    "population",
    "total",
    "all ages",
    "all people",
    "all persons",
    "persons",
    "total population",
    "residents",
];

/// Who lives in one area in one year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// How many people of which ages.
    pub people: BTreeMap<Band, f64>,
    /// Which tenth of its country it belongs to, from 1, the most deprived, to 10.
    pub decile: Option<u8>,
}

/// An area and a year.
pub type Whose = (String, i32);

impl Known {
    /// How many people of these ages there are. Those of a band of which only some years are wanted are shared
    /// out evenly over its years; everybody counts as the bands do where these are all there is.
    pub fn of_ages(&self, (from, to): Band) -> Option<f64> {
        if (from, to) == ALL {
            let everybody = self.people.get(&ALL).copied();
            return everybody.or_else(|| self.sum(ALL));
        }
        self.sum((from, to))
    }

    fn sum(&self, (from, to): Band) -> Option<f64> {
        let bands = self.people.iter().filter(|(band, _)| **band != ALL);
        let mut sum = None;
        for ((least, most), people) in bands {
            let years = f64::from(most - least + 1);
            let wanted = f64::from((to.min(*most) - from.max(*least) + 1).max(0));
            // Nobody knows how old those "and over" are: they are wanted if the youngest of them are.
            let share = match *most >= OLDEST {
                true => f64::from(u8::from(to >= *least)),
                false => wanted / years,
            };
            *sum.get_or_insert(0.0) += people * share;
        }
        sum
    }
}

/// What is held of these areas in these years.
///
/// # Errors
/// The database fails.
pub fn held(conn: &mut Conn, whose: &[Whose]) -> Result<HashMap<Whose, Known>> {
    let mut held: HashMap<Whose, Known> = HashMap::new();
    for some in whose.chunks(AT_ONCE) {
        let codes: Vec<&str> = some.iter().map(|(code, _)| code.as_str()).collect();
        for row in people_of(conn, Some(&codes))? {
            let (code, year, from, to, people) = row;
            let known = held.entry((code, year)).or_default();
            known.people.insert((from, to), people);
        }
        for (code, year, decile) in deciles_of(conn, Some(&codes))? {
            held.entry((code, year)).or_default().decile = u8::try_from(decile).ok();
        }
    }
    Ok(held)
}

type PeopleRow = (String, i32, i32, i32, f64);

fn people_of(conn: &mut Conn, codes: Option<&[&str]>) -> Result<Vec<PeopleRow>> {
    let mut rows = area_people::table.into_boxed();
    if let Some(codes) = codes {
        rows = rows.filter(area_people::code.eq_any(codes.to_vec()));
    }
    Ok(rows.load(conn)?)
}

fn deciles_of(conn: &mut Conn, codes: Option<&[&str]>) -> Result<Vec<(String, i32, i32)>> {
    let mut rows = area_deprivation::table.into_boxed();
    if let Some(codes) = codes {
        rows = rows.filter(area_deprivation::code.eq_any(codes.to_vec()));
    }
    Ok(rows.load(conn)?)
}

/// Who lives where, as it was last told of each area.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Peopled {
    /// By the code of the area: what is known, the year of the people, and that of the deprivation.
    pub areas: HashMap<String, Known>,
    /// The years that the numbers of people are of, the first and the last.
    pub years: Option<(i32, i32)>,
    /// The years that the deprivation is of.
    pub deprivation_years: Option<(i32, i32)>,
}

/// The latest numbers of every area; those up to a year, if one is told.
///
/// # Errors
/// The database fails.
pub fn latest(conn: &mut Conn, up_to: Option<i32>) -> Result<Peopled> {
    let mut all = Peopled::default();
    let wanted = |year: i32| up_to.is_none_or(|last| year <= last);
    let mut newest: HashMap<String, i32> = HashMap::new();
    let people = people_of(conn, None)?;
    for (code, year, ..) in people.iter().filter(|row| wanted(row.1)) {
        let known = newest.entry(code.clone()).or_insert(*year);
        *known = (*known).max(*year);
    }
    for (code, year, from, to, people) in people {
        if newest.get(&code) == Some(&year) {
            all.areas
                .entry(code)
                .or_default()
                .people
                .insert((from, to), people);
            all.years = Some(stretched(all.years, year));
        }
    }
    let mut deciles: HashMap<String, (i32, i32)> = HashMap::new();
    for (code, year, decile) in deciles_of(conn, None)? {
        let known = deciles.get(&code).is_some_and(|(known, _)| *known >= year);
        if wanted(year) && !known {
            deciles.insert(code, (year, decile));
        }
    }
    for (code, (year, decile)) in deciles {
        all.areas.entry(code).or_default().decile = u8::try_from(decile).ok();
        all.deprivation_years = Some(stretched(all.deprivation_years, year));
    }
    Ok(all)
}

fn stretched(years: Option<(i32, i32)>, year: i32) -> (i32, i32) {
    years.map_or((year, year), |(first, last)| {
        (first.min(year), last.max(year))
    })
}

/// Puts this in the place of what was held of the same areas and years. What a table says nothing of stays:
/// deprivation comes in a file of its own.
///
/// # Errors
/// The database fails.
pub fn replace(tx: &mut Tx, whose: &Whose, known: &Known) -> Result<()> {
    let (code, year) = whose;
    let conn: &mut Conn = tx;
    if !known.people.is_empty() {
        let held = area_people::table.filter(area_people::code.eq(code));
        diesel::delete(held.filter(area_people::year.eq(year))).execute(conn)?;
    }
    for ((from, to), people) in &known.people {
        diesel::insert_into(area_people::table)
            .values((
                area_people::code.eq(code),
                area_people::year.eq(year),
                area_people::from_age.eq(from),
                area_people::to_age.eq(to),
                area_people::people.eq(people),
            ))
            .execute(conn)?;
    }
    if let Some(decile) = known.decile {
        diesel::delete(area_deprivation::table.find((code, year))).execute(conn)?;
        diesel::insert_into(area_deprivation::table)
            .values((
                area_deprivation::code.eq(code),
                area_deprivation::year.eq(year),
                area_deprivation::decile.eq(i32::from(decile)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Tells those who follow that who lives where has changed.
pub fn told(tx: &mut Tx) {
    tx.changed(Kind::Gazetteer, "people");
}

/// The ages that a header or a cell names: `0-15`, `aged 16 to 64`, `65+`, `90 and over`, `under 5`, `7`, `all`.
pub fn ages_named(text: &str) -> Option<Band> {
    let text = text.trim().to_lowercase().replace(['–', '_'], "-");
    if EVERYBODY.contains(&text.as_str()) || text == "all" {
        return Some(ALL);
    }
    let text = ["ages", "aged", "age", "years", "year olds"]
        .iter()
        .fold(text, |text, word| text.replace(word, " "));
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let (under, over) = (
        has(&["under", "below", "less than"]),
        has(&["+", "over", "plus", "older", "above"]),
    );
    let numbers: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let words = text.chars().filter(|c| c.is_alphabetic()).count();
    let age = |at: usize| {
        numbers
            .get(at)
            .and_then(|text| text.parse::<i32>().ok())
            .filter(|age| *age <= 130)
    };
    match numbers.len() {
        1 if under => age(0).filter(|age| *age > 0).map(|age| (0, age - 1)),
        1 if over => age(0).map(|age| (age, OLDEST)),
        1 if words == 0 => age(0).map(|age| (age, age)),
        2 if words == 0 || text.contains(" to ") => {
            age(0).zip(age(1)).filter(|(from, to)| from <= to)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_as_offices_write_them() {
        for (text, ages) in [
            ("0-15", Some((0, 15))),
            ("0–4", Some((0, 4))),
            ("Aged 16 to 64", Some((16, 64))),
            ("age_5_9", Some((5, 9))),
            ("65+", Some((65, OLDEST))),
            ("Aged 90 and over", Some((90, OLDEST))),
            ("under 5", Some((0, 4))),
            ("17", Some((17, 17))),
            ("All ages", Some(ALL)),
            ("64-16", None),
            ("households", None),
            ("imd_rank 2019", None),
            ("", None),
        ] {
            assert_eq!(ages_named(text), ages, "{text}");
        }
    }

    fn known(people: &[(Band, f64)]) -> Known {
        Known {
            people: people.iter().copied().collect(),
            decile: None,
        }
    }

    #[test]
    fn ages_are_those_of_the_bands_and_shares_of_them() {
        let all = known(&[((0, 15), 160.0), ((16, 64), 490.0), ((65, OLDEST), 90.0)]);
        assert_eq!(all.of_ages(ALL), Some(740.0));
        assert_eq!(all.of_ages((0, 15)), Some(160.0));
        assert_eq!(all.of_ages((16, 25)), Some(100.0));
        assert_eq!(all.of_ages((65, OLDEST)), Some(90.0));
        // How many of them are over 80 is not known: all of them may be.
        assert_eq!(all.of_ages((80, OLDEST)), Some(90.0));
        assert_eq!(all.of_ages((20, 40)), Some(210.0));
    }

    #[test]
    fn everybody_counts_once_where_both_are_told() {
        let all = known(&[(ALL, 1000.0), ((0, 15), 200.0), ((16, OLDEST), 790.0)]);
        assert_eq!(all.of_ages(ALL), Some(1000.0));
        assert_eq!(all.of_ages((0, 15)), Some(200.0));
        assert_eq!(known(&[]).of_ages(ALL), None);
        assert_eq!(known(&[(ALL, 5.0)]).of_ages((0, 15)), None);
    }
}
