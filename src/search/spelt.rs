//! How names are cut into words for suggestions, and beginnings that are one letter wrong.

use super::fields;
use std::ops::Range;

/// Letters that a beginning has at least before one of them may be wrong.
const LONG_ENOUGH: usize = 4;
/// Bytes that a word has at most; what is longer is no word.
const LONGEST: usize = 60;

/// Gives each word of a name, in lower case and without accents.
pub fn words(name: &str, mut each: impl FnMut(&str)) {
    if !name.is_ascii() {
        let words = fields::stems(&mut fields::plain(), name);
        return words.iter().for_each(|word| each(word));
    }
    let mut buffer = [0; LONGEST];
    for word in name.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let Some(lower) = buffer.get_mut(..word.len()).filter(|word| !word.is_empty()) else {
            continue;
        };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        each(std::str::from_utf8(lower).unwrap_or_default());
    }
}

/// How a name begins with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Begins {
    /// Its first words begin with the words typed, in their order.
    Whole,
    /// Each of the words typed begins a word of it.
    Words,
}

/// How the name begins with these words, if it does.
pub fn begins(name: &str, typed: &[String]) -> Option<Begins> {
    let (mut met, mut number, mut whole) = (0u64, 0, true);
    words(name, |own| {
        for (bit, word) in typed.iter().enumerate().take(64) {
            let begins = own.starts_with(word.as_str());
            met |= u64::from(begins) << bit;
            whole &= bit != number || begins;
        }
        number += 1;
    });
    let wanted = typed.len().min(64);
    let all = met.count_ones() as usize == wanted;
    match all && whole && number >= wanted {
        true => Some(Begins::Whole),
        false => all.then_some(Begins::Words),
    }
}

/// Finds words that would begin with a word if one letter of it were not wrong. The words are a
/// sorted list; ranges of it are looked at.
pub struct Slips<Starting, Letter> {
    /// Those of a range of words that begin with these letters.
    pub starting: Starting,
    /// The letter of a word at a place, if it has so many.
    pub letter: Letter,
}

impl<Starting, Letter> Slips<Starting, Letter>
where
    Starting: Fn(Range<u32>, &[u8]) -> Range<u32>,
    Letter: Fn(u32, usize) -> Option<u8>,
{
    /// The ranges of such words. They do not overlap, and are in order.
    pub fn of(&self, all: Range<u32>, word: &[u8]) -> Vec<Range<u32>> {
        let mut found = Vec::new();
        if word.len() < LONG_ENOUGH {
            return found;
        }
        let mut alike = all;
        for at in 1..=word.len() {
            alike = (self.starting)(alike, &word[..at]);
            if alike.is_empty() {
                break;
            }
            self.slips_at(alike.clone(), word, at, &mut found);
        }
        joined(found)
    }

    /// The words begin as the word does up to `at`; the letter there is wrong.
    fn slips_at(&self, alike: Range<u32>, word: &[u8], at: usize, found: &mut Vec<Range<u32>>) {
        let (before, rest) = word.split_at(at);
        let begun = |with: &[&[u8]]| {
            let letters = [before, &with.concat()].concat();
            (self.starting)(alike.clone(), &letters)
        };
        if let [_, after @ ..] = rest {
            found.push(begun(&[after]));
        }
        if let [wrong, next, after @ ..] = rest {
            found.push(begun(&[&[*next, *wrong], after]));
        }
        let mut from = alike.start;
        while from < alike.end {
            let Some(letter) = (self.letter)(from, at) else {
                // A word that ends here: the next ones go on.
                from += 1;
                continue;
            };
            let same = (self.starting)(from..alike.end, &[before, &[letter]].concat());
            from = same.end.max(from + 1);
            for after in [rest.get(1..), Some(rest)].into_iter().flatten() {
                let letters = [before, &[letter], after].concat();
                found.push((self.starting)(same.clone(), &letters));
            }
        }
    }
}

fn joined(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        words(text, |word| all.push(word.to_owned()));
        all
    }

    #[test]
    fn names_are_cut_as_the_index_cuts_them() {
        for name in [
            "Men's Shed (Café)",
            "St. Mary’s 2-5",
            "  ",
            "ÅSE & Co",
            "a_b",
        ] {
            assert_eq!(typed(name), fields::stems(&mut fields::plain(), name));
        }
    }

    #[test]
    fn a_name_begins_with_words_in_any_order() {
        let begins = |name, text| begins(name, &typed(text));
        assert_eq!(begins("Lunch Club", "lun"), Some(Begins::Whole));
        assert_eq!(begins("Lunch Club", "lunch cl"), Some(Begins::Whole));
        assert_eq!(begins("Lunch Club", "cl lun"), Some(Begins::Words));
        assert_eq!(begins("The Lunch Club", "lunch"), Some(Begins::Words));
        assert_eq!(begins("Lunch Club", "lunches"), None);
        assert_eq!(begins("Lunch", "lunch cl"), None);
    }

    fn nearly(list: &[&str], word: &str) -> Vec<String> {
        let bytes: Vec<&[u8]> = list.iter().map(|word| word.as_bytes()).collect();
        let slips = Slips {
            starting: |range: Range<u32>, letters: &[u8]| {
                let among = &bytes[range.start as usize..range.end as usize];
                let start = among.partition_point(|word| *word < letters);
                let length = among[start..].partition_point(|word| word.starts_with(letters));
                let start = range.start + start as u32;
                start..start + length as u32
            },
            letter: |word: u32, at: usize| bytes[word as usize].get(at).copied(),
        };
        let found = slips.of(0..list.len() as u32, word.as_bytes());
        let words = found.into_iter().flatten();
        words.map(|word| list[word as usize].to_owned()).collect()
    }

    #[test]
    fn one_wrong_letter_is_forgiven() {
        let list = ["be", "befriend", "befriending", "beginner", "defriend"];
        let both = ["befriend", "befriending"];
        for slip in [
            "befreind",
            "befrend",
            "befriiend",
            "befriand",
            "befiend",
            "bfriend",
        ] {
            assert_eq!(nearly(&list, slip), both, "{slip}");
        }
        assert_eq!(nearly(&list, "befriendinx"), ["befriending"]);
        assert!(nearly(&list, "befraind").is_empty(), "two are not");
        assert_eq!(nearly(&["club"], "clubb"), ["club"]);
        assert!(
            nearly(&list, "xefriend").is_empty(),
            "the first letter is right"
        );
        assert!(
            nearly(&["befriend"], "bef").is_empty(),
            "too short to be wrong"
        );
    }
}
