//! What each column of a sheet is about: guessed by the words over it and by what stands in it, and said with
//! the reason, so that a person can correct it.

use super::grid::Grid;
use super::target::Target;
use super::words;
use crate::accounts::people::tidy_email;
use crate::geography::postcode::Written;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Rows in which the header is looked for.
const HEADER_WITHIN: usize = 25;
/// Cells of a column that are looked at.
const LOOKED_AT: usize = 60;
/// What has a look of its own.
const LOOKS: [Target; 4] = [
    Target::Postcode,
    Target::Email,
    Target::Phone,
    Target::Website,
];
/// Letters of a sample.
const SAMPLE: usize = 60;

/// Why a column is taken for what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The words over it are the usual ones.
    Header,
    /// The words over it are like the usual ones.
    Likeness,
    /// What stands in it looks so.
    Content,
    /// Somebody said so.
    Told,
    /// Nothing is known of it, and it is left out.
    Unknown,
}

impl Why {
    /// What people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Header => "by its heading",
            Self::Likeness => "by words in its heading",
            Self::Content => "by what stands in it",
            Self::Told => "as you said",
            Self::Unknown => "not understood: left out",
        }
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands over it.
    pub name: String,
    /// Something that stands in it.
    pub sample: String,
    /// What it is about; none if it is left out.
    pub target: Option<Target>,
    /// Why.
    pub why: Why,
}

/// The columns of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The columns, by their place; those that are empty all the way are among them, without a name.
    pub all: Vec<Column>,
    /// The row of the header, from 0; none if the sheet begins with what it tells.
    pub header: Option<usize>,
}

impl Columns {
    /// The first row below the header, from 0.
    pub fn first(&self) -> usize {
        self.header.map_or(0, |header| header + 1)
    }

    /// Finds the header and guesses what each column is about.
    pub fn guess(grid: &Grid) -> Self {
        let header = header(grid);
        let first = header.map_or(0, |header| header + 1);
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        let below: Vec<Vec<&str>> = (0..width).map(|at| cells(grid, first, at)).collect();
        let name = |at: usize| {
            let row = header.and_then(|header| grid.get(header));
            row.and_then(|row| row.get(at)).cloned().unwrap_or_default()
        };
        let mut all: Vec<Column> = (0..width)
            .map(|at| Column {
                name: name(at).split_whitespace().collect::<Vec<_>>().join(" "),
                sample: below[at]
                    .first()
                    .map(|cell| cell.chars().take(SAMPLE).collect())
                    .unwrap_or_default(),
                target: None,
                why: Why::Unknown,
            })
            .collect();
        let mut likely: Vec<(u32, usize, Target, Why)> = Vec::new();
        for (at, column) in all.iter().enumerate() {
            for target in Target::all() {
                likely.extend(
                    score(&column.name, &below[at], target)
                        .map(|(score, why)| (score, at, target, why)),
                );
            }
        }
        // The likeliest first, and of equals that further to the left.
        likely.sort_by_key(|(score, at, target, _)| (Reverse(*score), *at, *target));
        for (_, at, target, why) in likely {
            let is_taken = all.iter().any(|column| column.target == Some(target));
            if !is_taken && all[at].target.is_none() {
                (all[at].target, all[at].why) = (Some(target), why);
            }
        }
        Self { all, header }
    }

    /// Corrects the guess: `column` is the words over it or its number from 1, as `2` or `#2`, and `target` a name or `-` for
    /// none.
    ///
    /// # Errors
    /// There is no such column or target.
    pub fn tell(&mut self, column: &str, target: &str) -> Result<(), String> {
        let known = words(column);
        let by_name = self
            .all
            .iter()
            .position(|one| !known.is_empty() && words(&one.name) == known);
        let number = column
            .trim()
            .trim_start_matches('#')
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        let by_name = by_name.filter(|_| !column.starts_with('#'));
        let at = by_name.or(number).filter(|at| *at < self.all.len());
        let at = at.ok_or_else(|| {
            let names: Vec<&str> = self
                .all
                .iter()
                .map(|one| one.name.as_str())
                .filter(|name| !name.is_empty())
                .collect();
            format!(
                "the sheet has no column \"{column}\": it has {}",
                names.join(", ")
            )
        })?;
        let target = match target.trim() {
            "-" | "" => None,
            name => Some(Target::parse(name).ok_or_else(|| {
                let names: Vec<&str> = Target::all().map(Target::key).collect();
                format!("\"{name}\" is nothing that a column can be about: use one of {}, or - to leave it out", names.join(", "))
            })?),
        };
        for other in &mut self.all {
            if target.is_some() && other.target == target {
                (other.target, other.why) = (None, Why::Unknown);
            }
        }
        (self.all[at].target, self.all[at].why) = (target, Why::Told);
        Ok(())
    }

    /// The place of the column about this.
    pub fn of(&self, target: Target) -> Option<usize> {
        self.all
            .iter()
            .position(|column| column.target == Some(target))
    }

    /// What is needed and in no column.
    ///
    /// # Errors
    /// There is no column with names.
    pub fn suffice(&self) -> Result<(), String> {
        match self.of(Target::Name).or(self.of(Target::Organization)) {
            Some(_) => Ok(()),
            None => Err("no column has the names of the services: say which one it is".into()),
        }
    }
}

/// The row whose cells mean most; where none means anything, the first that says anything, unless it tells of
/// a service already.
fn header(grid: &Grid) -> Option<usize> {
    let known = |cell: &String| {
        let meant = |target| by_header(&words(cell), target).is_some_and(|(score, _)| score >= 60);
        Target::all().any(meant)
    };
    let meaning = |row: &Vec<String>| row.iter().filter(|cell| known(cell)).count();
    let rows = grid.iter().take(HEADER_WITHIN).enumerate();
    // Of equals the first: a header comes before what it is over.
    let best = rows.map(|(at, row)| (meaning(row), Reverse(at))).max();
    if let Some((1.., Reverse(at))) = best {
        return Some(at);
    }
    let first = grid
        .iter()
        .position(|row| row.iter().any(|cell| !cell.is_empty()))?;
    let tells = |cell: &String| {
        LOOKS
            .iter()
            .any(|target| share(&[cell], *target) == Some(100))
    };
    (!grid[first].iter().any(tells)).then_some(first)
}

fn cells(grid: &Grid, first: usize, at: usize) -> Vec<&str> {
    let below = grid.iter().skip(first).filter_map(|row| row.get(at));
    let said = below.map(String::as_str).filter(|cell| !cell.is_empty());
    said.take(LOOKED_AT).collect()
}

fn score(name: &str, below: &[&str], target: Target) -> Option<(u32, Why)> {
    let by_words = by_header(&words(name), target);
    let share = share(below, target);
    match (by_words, share) {
        // What can be told by its look must look so, most of it.
        (Some((score, why)), Some(share)) if share >= 40 || below.is_empty() => {
            Some((score + share / 4, why))
        }
        (Some((score, why)), Some(_)) => Some((score / 2, why)),
        (Some(found), None) => Some(found),
        (None, Some(share)) if share >= 70 => Some((share / 2, Why::Content)),
        (None, _) => None,
    }
}

/// How far the words of a header mean this.
fn by_header(header: &str, target: Target) -> Option<(u32, Why)> {
    if header.is_empty() {
        return None;
    }
    if let Some(at) = target.headers().iter().position(|known| *known == header) {
        return Some((100 - u32::try_from(at.min(30)).unwrap_or(30), Why::Header));
    }
    let said: Vec<&str> = header.split(' ').collect();
    let within = target.headers().iter().filter(|known| {
        let mut parts = known.split(' ');
        known.len() > 2 && said.len() <= 7 && parts.all(|part| said.contains(&part))
    });
    let longest = within.map(|known| known.len()).max()?;
    Some((
        40 + u32::try_from(longest.min(25)).unwrap_or(25),
        Why::Likeness,
    ))
}

/// How many of a hundred cells look like this; none for what has no look of its own.
fn share(below: &[&str], target: Target) -> Option<u32> {
    let looks: fn(&str) -> bool = match target {
        Target::Postcode => |cell| matches!(cell.parse(), Ok(Written::Full(_))),
        Target::Email => |cell| tidy_email(cell).is_some(),
        Target::Phone => is_phone,
        Target::Website => |cell| {
            let cell = cell.to_lowercase();
            cell.starts_with("http") || cell.starts_with("www.")
        },
        _ => return None,
    };
    let found = below.iter().filter(|cell| looks(cell)).count();
    u32::try_from(found * 100 / below.len().max(1)).ok()
}

fn is_phone(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let begins = cell.trim_start_matches(['(', '+', ' ']);
    let begins = begins.starts_with('0')
        || begins.starts_with("44")
        || begins.starts_with('7')
        || begins.starts_with('1');
    begins && (9..=14).contains(&digits) && cell.chars().filter(|c| c.is_alphabetic()).count() <= 6
}
