//! How well listings of one service are found: judged groups of listings, and precision and recall over
//! all pairs of them. `docs/judged.md` describes the file.

use crate::directory::record::Document;
use crate::error::{Error, Result};
use crate::matching::{self, Pair, Profile};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::fmt::{self, Display};
use std::path::Path;

/// Listings that look alike, and which of them are one service. Listings of different groups never are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What the report calls it.
    pub id: String,
    #[serde(rename = "note")]
    _note: Option<String>,
    /// The listings, nested as HSDS has them.
    pub listings: Vec<Document>,
    /// The pairs that are one, by their places in the list.
    pub same: Vec<(usize, usize)>,
}

/// How many of the pairs of one kind were right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hits {
    /// Found, and one service.
    pub right: usize,
    /// Found, and two.
    pub wrong: usize,
    /// One service, and not found.
    pub missed: usize,
}

/// What came of a file.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Pairs in one group, each of which somebody has judged.
    pub judged: usize,
    /// Pairs that are offered to stewards, with those that are certain.
    pub likely: Hits,
    /// Pairs that become one by themselves.
    pub certain: Hits,
    /// What was missed or found wrongly, in words.
    pub told: Vec<String>,
}

/// Whether a file holds judged groups of listings, and not questions.
pub fn is_of_pairs(path: &Path) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| serde_json::from_str::<Group>(line).is_ok())
}

/// Reads a file.
///
/// # Errors
/// It cannot be read, or a line is not as it should be; the message names the line.
pub fn read(path: &Path) -> Result<Vec<Group>> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(Error::io(format!("cannot read {}", path.display())))?;
    let lines = (1..).zip(text.lines());
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let groups = lines.map(|(number, line)| {
        group(line).map_err(|message| {
            Error::Usage(format!("{}, line {number}: {message}", path.display()))
        })
    });
    groups.collect()
}

fn group(line: &str) -> std::result::Result<Group, String> {
    let group: Group = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let listings = group.listings.len();
    let wrong = |(one, other): &&(usize, usize)| one >= other || *other >= listings;
    match group.same.iter().find(wrong) {
        Some((one, other)) => Err(format!(
            "[{one}, {other}] is no pair of {listings} listings: count from 0, the lower first"
        )),
        None => Ok(group),
    }
}

/// Looks for pairs among all listings of the file, as among those of a directory.
pub fn run(groups: &[Group]) -> Report {
    let all = groups.iter().flat_map(|group| &group.listings);
    let profiles: Vec<Profile> = all.filter_map(Profile::of).collect();
    let found = matching::likely(&profiles);
    let same = groups.iter().flat_map(same);
    let names: HashMap<&str, String> = groups.iter().flat_map(names).collect();
    let mut report = Report {
        judged: groups.iter().map(|group| pairs(group.listings.len())).sum(),
        ..Report::default()
    };
    let same: HashSet<(String, String)> = same.collect();
    let certain: Vec<&Pair> = found.iter().filter(|pair| pair.certain).collect();
    let mut tell = |kind: &str, one: &str, other: &str, more: String| {
        let name = |id: &str| names.get(id).cloned().unwrap_or_default();
        let told = format!("{kind}  {} | {}{more}", name(one), name(other));
        report.told.push(told);
    };
    for pair in &found {
        if !same.contains(&(pair.one.clone(), pair.other.clone())) {
            let kind = if pair.certain { "WRONG" } else { "wrong" };
            let more = format!("  ({}: {:?})", pair.score, pair.reasons);
            tell(kind, &pair.one, &pair.other, more);
        }
    }
    let known: HashSet<(&str, &str)> = found.iter().map(ids).collect();
    let mut missed: Vec<&(String, String)> = same
        .iter()
        .filter(|(one, other)| !known.contains(&(one.as_str(), other.as_str())))
        .collect();
    missed.sort_by_key(|(one, other)| (names.get(one.as_str()), names.get(other.as_str())));
    for (one, other) in missed {
        tell("missed", one, other, String::new());
    }
    report.likely = Hits::of(&mut found.iter(), &same);
    report.certain = Hits::of(&mut certain.into_iter(), &same);
    report
}

fn ids(pair: &Pair) -> (&str, &str) {
    (&pair.one, &pair.other)
}

/// How many pairs so many listings make.
fn pairs(listings: usize) -> usize {
    listings * listings.saturating_sub(1) / 2
}

fn id(listing: &Document) -> Option<&str> {
    crate::directory::record::text(listing, "id")
}

/// The pairs of a group that are one, as [`matching::likely`] orders two ids.
fn same(group: &Group) -> impl Iterator<Item = (String, String)> + '_ {
    let id = |at: usize| group.listings.get(at).and_then(id);
    group.same.iter().filter_map(move |(one, other)| {
        let (one, other) = matching::store::ordered(id(*one)?, id(*other)?);
        Some((one.to_owned(), other.to_owned()))
    })
}

fn names(group: &Group) -> impl Iterator<Item = (&str, String)> {
    group.listings.iter().filter_map(move |listing| {
        let name = crate::directory::record::text(listing, "name").unwrap_or_default();
        Some((id(listing)?, format!("{}: {name}", group.id)))
    })
}

impl Hits {
    fn of(found: &mut dyn Iterator<Item = &Pair>, same: &HashSet<(String, String)>) -> Self {
        let (right, wrong): (Vec<&Pair>, Vec<&Pair>) =
            found.partition(|pair| same.contains(&(pair.one.clone(), pair.other.clone())));
        Self {
            right: right.len(),
            wrong: wrong.len(),
            missed: same.len().saturating_sub(right.len()),
        }
    }

    /// Of those that were found, the share that is right; 1 where none was found.
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Of those that are one, the share that was found; 1 where none is.
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    match whole {
        0 => 1.0,
        _ => part as f64 / whole as f64,
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for line in &self.told {
            writeln!(f, "{line}")?;
        }
        let (likely, certain) = (self.likely, self.certain);
        let one = likely.right + likely.missed;
        writeln!(f, "{} judged pairs, {one} of them one service", self.judged)?;
        for (name, hits) in [("offered", likely), ("made one", certain)] {
            writeln!(
                f,
                "{name:8}  precision {:.3}  recall {:.3}  right {}  wrong {}  missed {}",
                hits.precision(),
                hits.recall(),
                hits.right,
                hits.wrong,
                hits.missed
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_group_is_said() {
        let wrong = r#"{"id":"a","listings":[{"id":"x"}],"same":[[0,1]]}"#;
        assert!(
            group(wrong)
                .unwrap_err()
                .contains("no pair of 1 listings: count from 0")
        );
        assert!(
            group(r#"{"q":"debt"}"#)
                .unwrap_err()
                .contains("unknown field")
        );
    }

    #[test]
    fn precision_is_of_what_was_found_and_recall_of_what_there_is() {
        let hits = Hits {
            right: 3,
            wrong: 1,
            missed: 2,
        };
        assert!((hits.precision() - 0.75).abs() < 1e-9 && (hits.recall() - 0.6).abs() < 1e-9);
        assert!((Hits::default().precision() - 1.0).abs() < 1e-9);
    }
}
