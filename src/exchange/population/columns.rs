//! Which column of a table of people is which, by its header.

use crate::geography::people::{ALL, Band, EVERYBODY, ages_named};
use csv::ByteRecord;

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The code of the area.
    pub code: usize,
    /// The year, where each row has its own.
    pub year: Option<usize>,
    /// People, by age; `None` where the age is in a column of its own.
    pub people: Vec<(usize, Option<Band>)>,
    /// The ages of a row, where each row has its own.
    pub age: Option<usize>,
    /// Which tenth the area belongs to by deprivation.
    pub decile: Option<usize>,
}

/// Headers of the code, those that are preferred first, as they are [`plain`].
const CODES: [&str; 12] = [
    "code",
    "area code",
    "areacode",
    "geography code",
    "mnemonic",
    "gss code",
    "lsoa21",
    "lsoa11",
    "msoa21",
    "msoa11",
    "ward",
    "lad",
];
/// Endings of other headers of the code.
const CODE_ENDINGS: [&str; 2] = [" code", "cd"];
/// Headers of the age of a row.
const AGES: [&str; 4] = ["age", "age band", "age group", "ages"];

impl Columns {
    /// The columns that a header names.
    ///
    /// # Errors
    /// What is missing, and what to write.
    pub fn of(header: &ByteRecord) -> Result<Self, String> {
        let names: Vec<String> = header.iter().map(plain).collect();
        let named = |all: &[&str]| {
            all.iter()
                .find_map(|name| names.iter().position(|known| known == name))
        };
        let ending = |name: &String| CODE_ENDINGS.iter().any(|ending| name.ends_with(ending));
        let code = named(&CODES).or_else(|| names.iter().position(ending));
        let code = code.ok_or_else(|| {
            format!(
                "has no column with the codes of areas: call it \"code\" (it has {})",
                told(&names)
            )
        })?;
        let age = named(&AGES);
        let band = |name: &str| match EVERYBODY.contains(&name) {
            true => Some(age.is_none().then_some(ALL)),
            false => ages_named(name).map(Some).filter(|_| age.is_none()),
        };
        let people = (0..)
            .zip(&names)
            .filter_map(|(at, name)| Some((at, band(name)?)));
        let columns = Self {
            code,
            year: named(&["year"]),
            people: people.filter(|(at, _)| *at != code).collect(),
            decile: names.iter().position(|name| is_decile(name)),
            age,
        };
        match columns.people.is_empty() && columns.decile.is_none() {
            false => Ok(columns),
            true => Err(format!(
                "has no column of people (\"people\", or ages such as \"0-15\", \"65+\") and none of deprivation \
                 (\"imd decile\"); it has {}",
                told(&names)
            )),
        }
    }
}

fn told(names: &[String]) -> String {
    let names = names.iter().filter(|name| !name.is_empty()).take(12);
    names
        .map(|name| format!("\"{name}\""))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A header in small letters, with one space between its words.
fn plain(header: &[u8]) -> String {
    let text = String::from_utf8_lossy(header).to_lowercase();
    let text = text
        .trim_start_matches('\u{feff}')
        .replace(['_', ':', '(', ')'], " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_decile(header: &str) -> bool {
    header == "decile"
        || header.contains("decile")
            && (header.contains("imd") || header.contains("multiple deprivation"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str) -> Result<Columns, String> {
        Columns::of(&header.split(',').collect::<Vec<_>>().into())
    }

    #[test]
    fn wide_and_long_tables_and_deprivation_are_told_by_their_headers() {
        let wide = of("LSOA 2021 Code,LSOA 2021 Name,All ages,0-15,16-64,65+").unwrap();
        assert_eq!((wide.code, wide.people.len(), wide.age), (0, 4, None));
        let long = of("area_code,year,age,population").unwrap();
        assert_eq!(
            (long.code, long.year, long.age, &long.people[..]),
            (0, Some(1), Some(2), &[(3, None)][..])
        );
        let imd =
            of("lsoa11_code,lsoa11_name,lad19_code,imd_rank,imd_decile,income_decile").unwrap();
        assert_eq!((imd.code, imd.decile, imd.people.len()), (0, Some(4), 0));
    }

    #[test]
    fn a_header_without_what_it_takes_is_refused_with_what_to_write() {
        assert!(of("name,people").unwrap_err().contains("call it \"code\""));
        assert!(of("code,name").unwrap_err().contains("no column of people"));
    }
}
