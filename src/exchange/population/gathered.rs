//! The rows of a table of people, put together by area and year.

use super::YEARS;
use super::columns::Columns;
use crate::exchange::summary::Rejection;
use crate::geography::people::{Band, Known, Whose, ages_named};
use csv::ByteRecord;
use std::collections::BTreeMap;

/// What is wrong with a row: the field and the reason.
type Flaw = (String, String);

/// What has been read so far.
#[derive(Debug)]
pub struct Gathered {
    columns: Columns,
    year: Option<i32>,
    areas: BTreeMap<Whose, Known>,
    /// Rows that cannot be used.
    pub rejections: Vec<Rejection>,
}

impl Gathered {
    /// Of a table with these columns, of this year where rows have none of their own.
    pub fn new(columns: Columns, year: Option<i32>) -> Self {
        Self {
            columns,
            year,
            areas: BTreeMap::new(),
            rejections: Vec::new(),
        }
    }

    /// The code of a row's area.
    pub fn code(&self, row: &ByteRecord) -> String {
        cell(row, self.columns.code)
    }

    /// Takes a row; one that is wrong anywhere is taken nowhere.
    pub fn take(&mut self, row: &ByteRecord) -> Result<(), Flaw> {
        if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return Ok(());
        }
        let flaw = |field: &str, reason: String| (field.to_owned(), reason);
        let code = self.code(row);
        if code.is_empty() {
            return Err(flaw("code", "is empty: write the code of the area".into()));
        }
        let year = self.year_of(row)?;
        let decile = self.decile_of(row)?;
        let mut people = Vec::new();
        for (column, ages) in &self.columns.people {
            let text = cell(row, *column);
            if text.is_empty() {
                continue;
            }
            let ages = match ages {
                Some(ages) => *ages,
                None => self.ages_of(row)?,
            };
            let number = number(&text)
                .ok_or_else(|| flaw("people", format!("\"{text}\" is no number of people")))?;
            people.push((ages, number));
        }
        let known = self.areas.get(&(code.clone(), year));
        let told_before =
            |(ages, _): &&(Band, f64)| known.is_some_and(|known| known.people.contains_key(ages));
        if people.iter().find(told_before).is_some()
            || decile.is_some() && known.is_some_and(|known| known.decile.is_some())
        {
            let reason = format!("{code} was told before in this table: the first row counts");
            return Err(flaw("code", reason));
        }
        let known = self.areas.entry((code, year)).or_default();
        known.people.extend(people);
        known.decile = known.decile.or(decile);
        Ok(())
    }

    fn year_of(&self, row: &ByteRecord) -> Result<i32, Flaw> {
        let Some(column) = self.columns.year else {
            return Ok(self.year.unwrap_or_default());
        };
        let text = cell(row, column);
        let year = text.parse().ok().filter(|year| YEARS.contains(year));
        year.ok_or_else(|| {
            (
                "year".into(),
                format!("\"{text}\" is no year: write one such as 2024"),
            )
        })
    }

    fn ages_of(&self, row: &ByteRecord) -> Result<Band, Flaw> {
        let text = self
            .columns
            .age
            .map(|column| cell(row, column))
            .unwrap_or_default();
        ages_named(&text).ok_or_else(|| {
            (
                "age".into(),
                format!("\"{text}\" names no ages: write 0-15, 65+ or all"),
            )
        })
    }

    fn decile_of(&self, row: &ByteRecord) -> Result<Option<u8>, Flaw> {
        let text = self
            .columns
            .decile
            .map(|column| cell(row, column))
            .unwrap_or_default();
        if text.is_empty() {
            return Ok(None);
        }
        let decile = text.parse().ok().filter(|decile| (1..=10).contains(decile));
        let wrong = || {
            (
                "decile".into(),
                format!("\"{text}\" is no tenth: write 1 (most deprived) to 10"),
            )
        };
        decile.map(Some).ok_or_else(wrong)
    }

    /// What was read, without areas of which nothing was told, and the rows that cannot be used.
    pub fn finish(mut self) -> (BTreeMap<Whose, Known>, Vec<Rejection>) {
        self.areas.retain(|_, known| *known != Known::default());
        (self.areas, self.rejections)
    }
}

fn cell(row: &ByteRecord, column: usize) -> String {
    let bytes = row.get(column).unwrap_or_default();
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// A number of people: `1,234` and `1234.5` are, what is below nothing is not.
fn number(text: &str) -> Option<f64> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{a0}'))
        .collect();
    plain
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite() && *number >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geography::people::{ALL, OLDEST};

    fn gathered(header: &str, year: Option<i32>, rows: &[&str]) -> (Gathered, Vec<Flaw>) {
        let record = |text: &str| ByteRecord::from(text.split('|').collect::<Vec<_>>());
        let mut all = Gathered::new(Columns::of(&record(header)).unwrap(), year);
        let flaws = rows.iter().filter_map(|row| all.take(&record(row)).err());
        let flaws = flaws.collect();
        (all, flaws)
    }

    #[test]
    fn wide_and_long_tables_say_the_same() {
        let (wide, flaws) = gathered("code|0-15|16+", Some(2024), &["E1|1,200|3000.5", "||"]);
        assert_eq!(flaws, []);
        let long = gathered(
            "code|year|age|people",
            None,
            &["E1|2024|0-15|1200", "E1|2024|16 and over|3000.5"],
        )
        .0;
        let (wide, long) = (wide.finish().0, long.finish().0);
        assert_eq!(wide, long);
        assert_eq!(wide[&("E1".to_owned(), 2024)].people[&(16, OLDEST)], 3000.5);
    }

    #[test]
    fn a_row_that_is_wrong_is_told_with_what_to_write_and_costs_no_other() {
        let rows = [
            "E1|many|3",
            "|5|3",
            "E2|10|11",
            "E3|-4|3",
            "E4|7|",
            "E4|8|2",
            "E5|9|10",
        ];
        let (all, flaws) = gathered("code|people|imd decile", Some(2024), &rows);
        let fields: Vec<&str> = flaws.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["people", "code", "decile", "people", "code"]);
        let (areas, _) = all.finish();
        assert_eq!(areas.len(), 2);
        assert_eq!(areas[&("E4".to_owned(), 2024)].people[&ALL], 7.0);
        assert_eq!(areas[&("E5".to_owned(), 2024)].decile, Some(10));
    }
}
