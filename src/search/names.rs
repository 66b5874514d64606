//! What services, or organisations, are called: found by the beginnings of their words, the best
//! first, however many begin so. The words stand in order, and behind each those that it is a word
//! of, best first; of each stretch of them the best is known.

use super::arena::{Arena, Interned};
use super::spelt::{self, Begins};
use std::ops::Range;

/// How many stand in a stretch.
const STRETCH: usize = 32;
/// Set where the word is not the first of the name: comes after all of which it is the first.
const INSIDE: u32 = 1 << 31;

/// Names of one kind in one segment.
#[derive(Debug, Default)]
pub struct Names {
    /// All words, each once, in order.
    words: Arena,
    /// Where the places behind each word end.
    ends: Vec<u32>,
    /// Places in `order`, [`INSIDE`] or not.
    places: Vec<u32>,
    /// The smallest place of each stretch.
    smallest: Vec<u32>,
    /// The numbers of those that are called so, best first.
    order: Vec<u32>,
    /// The words of each name in `order`, one name after another.
    own: Vec<u32>,
    /// Where the words of each name end.
    own_ends: Vec<u32>,
}

/// Words that begin alike, as ranges of all words in order.
pub type Alike = Vec<Range<u32>>;

impl Names {
    /// Lays out the names of these numbers, which stand in their order, best first.
    pub fn new<'a>(order: Vec<u32>, name: impl Fn(u32) -> &'a str) -> Self {
        let mut words = Interned::default();
        let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(order.len() * 3);
        let mut own_ends = Vec::with_capacity(order.len());
        for (place, number) in (0..).zip(&order) {
            let mut inside = 0;
            spelt::words(name(*number), |word| {
                pairs.push((words.number(word.as_bytes()), place | inside));
                inside = INSIDE;
            });
            own_ends.push(pairs.len() as u32);
        }
        let sorted = in_order(&mut pairs, words.arena);
        let (places, ends) = behind(sorted.len(), &pairs);
        let smallest = places.chunks(STRETCH);
        let smallest = smallest.filter_map(|stretch| stretch.iter().min().copied());
        Self {
            smallest: smallest.collect(),
            own: pairs.iter().map(|(word, _)| *word).collect(),
            words: sorted,
            ends,
            places,
            order,
            own_ends,
        }
    }

    /// The words that begin so.
    pub fn starting(&self, beginning: &str) -> Alike {
        let all = 0..self.words.len() as u32;
        vec![self.words_starting(all, beginning.as_bytes())]
    }

    /// The words that would begin so if one letter of the beginning were another, were missing, were
    /// one too many, or had changed places with the next. The first letter is right.
    pub fn nearly(&self, beginning: &str) -> Alike {
        let all = 0..self.words.len() as u32;
        let slips = spelt::Slips {
            starting: |words: Range<u32>, letters: &[u8]| self.words_starting(words, letters),
            letter: |word: u32, at: usize| self.words.get(word).get(at).copied(),
        };
        slips.of(all, beginning.as_bytes())
    }

    /// How often these words occur.
    pub fn occurring(&self, words: &Alike) -> usize {
        words.iter().map(|words| self.behind(words).len()).sum()
    }

    /// Those of the words in this range that begin so.
    fn words_starting(&self, words: Range<u32>, beginning: &[u8]) -> Range<u32> {
        let start = partition(words.clone(), |word| self.words.get(word) < beginning);
        let end = partition(start..words.end, |word| {
            self.words.get(word).starts_with(beginning)
        });
        start..end
    }

    /// Where in `places` those behind these words stand.
    fn behind(&self, words: &Range<u32>) -> Range<usize> {
        let end_of = |word: u32| {
            word.checked_sub(1)
                .map_or(0, |before| self.ends[before as usize])
        };
        end_of(words.start) as usize..end_of(words.end) as usize
    }

    /// The best names that have a word of each of these, by number, best first. Looked at are the
    /// `most` best of those that have one of the words that lead, which should be rare.
    pub fn best(
        &self,
        typed: &[Alike],
        lead: usize,
        most: usize,
        count: usize,
    ) -> Vec<(u32, Begins)> {
        let mut places = Vec::new();
        for words in &typed[lead] {
            self.gather(self.behind(words), most, &mut places);
        }
        keep_smallest(&mut places, most);
        let mut found: Vec<(Begins, u32)> = match typed {
            [_] => places.into_iter().map(of_one).collect(),
            _ => places
                .into_iter()
                .filter_map(|place| self.fits(place & !INSIDE, typed))
                .collect(),
        };
        // A name may have such a word twice: what it is at best counts.
        found.sort_unstable_by_key(|(begins, place)| (*place, *begins));
        found.dedup_by_key(|(_, place)| *place);
        found.sort_unstable();
        found.truncate(count);
        let numbered = found.into_iter();
        numbered
            .map(|(begins, place)| (self.order[place as usize], begins))
            .collect()
    }

    /// How the name at a place begins with what was typed, if it does.
    fn fits(&self, place: u32, typed: &[Alike]) -> Option<(Begins, u32)> {
        let end_of = |place: usize| self.own_ends[place] as usize;
        let start = (place as usize).checked_sub(1).map_or(0, end_of);
        let own = &self.own[start..end_of(place as usize)];
        let is_one = |word: &u32, alike: &Alike| alike.iter().any(|words| words.contains(word));
        let whole = own.len() >= typed.len()
            && own
                .iter()
                .zip(typed)
                .all(|(word, alike)| is_one(word, alike));
        if whole {
            return Some((Begins::Whole, place));
        }
        let has = |alike: &Alike| own.iter().any(|word| is_one(word, alike));
        typed.iter().all(has).then_some((Begins::Words, place))
    }

    /// Adds places of this range, among which are its smallest.
    fn gather(&self, range: Range<usize>, count: usize, found: &mut Vec<u32>) {
        let whole = range.start.div_ceil(STRETCH)..range.end / STRETCH;
        if whole.len() <= count {
            return found.extend(&self.places[range]);
        }
        found.extend(&self.places[range.start..whole.start * STRETCH]);
        found.extend(&self.places[whole.end * STRETCH..range.end]);
        // The smallest of all lie in the stretches whose smallest are smallest.
        let first = whole.start;
        let numbered = (first as u32..).zip(&self.smallest[whole]);
        let mut stretches: Vec<(u32, u32)> = numbered.map(|(at, least)| (*least, at)).collect();
        keep_smallest(&mut stretches, count);
        for (_, at) in stretches {
            let start = at as usize * STRETCH;
            found.extend(&self.places[start..start + STRETCH]);
        }
    }
}

/// How a name begins with the one word that it has here.
fn of_one(place: u32) -> (Begins, u32) {
    match place & INSIDE {
        0 => (Begins::Whole, place),
        _ => (Begins::Words, place & !INSIDE),
    }
}

fn keep_smallest<T: Ord>(all: &mut Vec<T>, count: usize) {
    if all.len() > count && count > 0 {
        all.select_nth_unstable(count - 1);
        all.truncate(count);
    }
}

/// The first number of the range for which this is not so; before it, it is so for all.
fn partition(range: Range<u32>, is_so: impl Fn(u32) -> bool) -> u32 {
    let Range { mut start, mut end } = range;
    while start < end {
        let middle = start + (end - start) / 2;
        match is_so(middle) {
            true => start = middle + 1,
            false => end = middle,
        }
    }
    start
}

/// Puts the words in order, and gives the pairs their new numbers.
fn in_order(pairs: &mut [(u32, u32)], words: Arena) -> Arena {
    let key = |number: u32| (first(words.get(number)), number);
    let mut sorted: Vec<(u64, u32)> = (0..words.len() as u32).map(key).collect();
    sorted.sort_unstable_by(|a, b| {
        let whole = || words.get(a.1).cmp(words.get(b.1));
        a.0.cmp(&b.0).then_with(whole)
    });
    let mut numbers = vec![0; sorted.len()];
    let mut arena = Arena::default();
    for (_, word) in sorted {
        numbers[word as usize] = arena.push(words.get(word));
    }
    for (word, _) in pairs {
        *word = numbers[*word as usize];
    }
    arena.shrink();
    arena
}

/// The first bytes, as a number in their order.
fn first(word: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let filled = bytes.iter_mut().zip(word);
    filled.for_each(|(room, byte)| *room = *byte);
    u64::from_be_bytes(bytes)
}

/// The places behind each of so many words, smallest first, and where those of each end.
fn behind(words: usize, pairs: &[(u32, u32)]) -> (Vec<u32>, Vec<u32>) {
    let mut next = vec![0u32; words];
    pairs.iter().for_each(|(word, _)| next[*word as usize] += 1);
    let mut start = 0;
    for count in &mut next {
        start += std::mem::replace(count, start);
    }
    let mut places = vec![0; pairs.len()];
    // Places come in order but for their mark: those without it go before those with it.
    for marked in [0, INSIDE] {
        for (word, place) in pairs.iter().filter(|(_, place)| place & INSIDE == marked) {
            let at = &mut next[*word as usize];
            places[*at as usize] = *place;
            *at += 1;
        }
    }
    // Each word has been filled up to where the next begins.
    (places, next)
}

#[cfg(test)]
mod tests;
