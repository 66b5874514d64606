//! Places that stand inside a spoken question: "lost his job and his hearing is going M14".

use super::fold::fold;
use super::gazetteer::{Gazetteer, named_place};
use super::names::PlaceKind;
use super::place::Place;
use super::postcode::{Outcode, Postcode, Written};
use crate::domain::point::Point;
use crate::lists;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Words of a place name at most.
const LONGEST: usize = 4;

/// Names and outcodes that mean something else as well.
static ORDINARY: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = lists::entries(include_str!("../../index/ordinary-place-words.txt"));
    let names = lines.flat_map(|line| line.split(',')).map(fold);
    names.filter(|name| !name.is_empty()).collect()
});

/// As what a place was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoundKind {
    /// A whole postcode.
    Postcode,
    /// A postcode sector.
    Sector,
    /// An outcode.
    Outcode,
    /// A place name.
    Name(PlaceKind),
}

/// A place among words.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPlace {
    /// Which of the words name it.
    pub range: Range<usize>,
    /// The place.
    pub place: Place,
    /// As what it was named.
    pub kind: FoundKind,
    /// Whether the words may well mean something else: an ordinary word, a first name, a need. They
    /// name a place then only if the sentence says so: "in Sale", "near Bath", "lives in Hope".
    pub ambiguous_word: bool,
}

impl Gazetteer {
    /// As [`Gazetteer::find_in_from`], without knowing where the listings are.
    pub fn find_in(&self, words: &[&str]) -> Vec<FoundPlace> {
        self.find_in_from(words, None)
    }

    /// The postcodes, outcodes and place names among the words of a question, as they are known and
    /// without putting any spelling right: those of most words first, then in their order. No two
    /// overlap; the one with more words is kept, and of two with as many one that can mean nothing
    /// else. `centre` decides between places of one name, as for [`Gazetteer::locate_from`].
    pub fn find_in_from(&self, words: &[&str], centre: Option<Point>) -> Vec<FoundPlace> {
        let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
        let mut found: Vec<FoundPlace> = Vec::new();
        for at in 0..words.len() {
            found.extend(self.postcode_at(words, at));
            found.extend(self.names_at(&folded, at, centre));
        }
        found.sort_by_key(|one| {
            (
                Reverse(one.range.len()),
                one.ambiguous_word,
                one.range.start,
            )
        });
        let mut kept: Vec<FoundPlace> = Vec::new();
        for one in found {
            if kept.iter().all(|other| apart(&other.range, &one.range)) {
                kept.push(one);
            }
        }
        kept.sort_by_key(|one| (Reverse(one.range.len()), one.range.start));
        kept
    }

    fn postcode_at(&self, words: &[&str], at: usize) -> Option<FoundPlace> {
        let word = plain(words[at]);
        if !word.bytes().any(|byte| byte.is_ascii_digit()) || word.len() > 8 {
            return None;
        }
        let next = words.get(at + 1).map(|next| plain(next));
        let pair = next.filter(|next| next.len() <= 3 && word.len() <= 4);
        let pair = pair.and_then(|next| self.postcode_of(two(word, next)?, at..at + 2));
        pair.or_else(|| self.postcode_of(one(word)?, at..at + 1))
    }

    fn postcode_of(&self, written: Written, range: Range<usize>) -> Option<FoundPlace> {
        let place = self.exact(written).or_else(|| self.fallback(written))?;
        let (kind, ambiguous_word) = match written {
            Written::Full(_) => (FoundKind::Postcode, false),
            Written::Sector(..) => (FoundKind::Sector, false),
            Written::Outcode(outcode) => (FoundKind::Outcode, is_ordinary(outcode.as_str())),
        };
        Some(FoundPlace {
            range,
            place,
            kind,
            ambiguous_word,
        })
    }

    /// The names that begin with this word, the longest first.
    fn names_at(
        &self,
        folded: &[String],
        at: usize,
        centre: Option<Point>,
    ) -> impl Iterator<Item = FoundPlace> {
        let first = folded[at].split(' ').next().unwrap_or_default();
        let most = self.names.longest_from(first).min(LONGEST);
        let lengths = (1..=most.min(folded.len() - at)).rev();
        lengths.filter_map(move |length| {
            // A word that is only a sign neither begins nor ends a name.
            folded
                .get(at + length - 1)
                .filter(|last| !last.is_empty())?;
            let name = folded[at..at + length].join(" ");
            let known = self.names.exactly(&name, centre)?;
            Some(FoundPlace {
                range: at..at + length,
                kind: FoundKind::Name(known.place.kind),
                place: named_place(known),
                ambiguous_word: is_ordinary(&name),
            })
        })
    }
}

fn is_ordinary(text: &str) -> bool {
    ORDINARY.contains(&text.to_ascii_lowercase())
}

fn apart(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.end <= b.start || b.end <= a.start
}

/// The word without the signs around it.
fn plain(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// `M145AB`, `M14`, `M14-5AB` or `M145` as one word.
fn one(word: &str) -> Option<Written> {
    let upper: String = word.chars().filter(|c| *c != '-').collect();
    let upper = upper.to_ascii_uppercase();
    let sector = || {
        let (head, digit) = upper.split_at_checked(upper.len().checked_sub(1)?)?;
        two(head, digit)
    };
    let full = Postcode::exact(upper.as_bytes()).map(Written::Full);
    let outcode = || Some(Written::Outcode(Outcode::exact(upper.as_bytes())?));
    full.or_else(outcode).or_else(sector)
}

/// `M14 5AB` or `M14 5` as two words.
fn two(head: &str, tail: &str) -> Option<Written> {
    let outcode = Outcode::exact(head.to_ascii_uppercase().as_bytes())?;
    match tail.as_bytes() {
        [digit @ b'0'..=b'9'] => Some(Written::Sector(outcode, digit - b'0')),
        _ if tail.len() == 3 => {
            let whole = Postcode::exact(format!("{head}{tail}").as_bytes());
            whole.map(Written::Full)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
