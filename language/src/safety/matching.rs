//! Looking for a pattern in a text.

use super::lexicon::{Reading, Symbol};
use super::pattern::{Element, Part, Pattern};

/// How many small words may stand where no gap is written.
const MOST_FILLERS: usize = 4;
/// A denial reaches over no more words than this to what it denies.
const DENIAL_REACH: usize = 7;

/// Where something was found: from its first word to before its last.
pub type Span = (usize, usize);

/// Classes that matter to every pattern.
#[derive(Debug, Clone, Copy)]
pub struct Grammar {
    /// Small words, which may stand anywhere in a pattern.
    pub filler: Symbol,
    /// `not`, `denies`, `without`.
    pub denial: Symbol,
    /// What may stand between a denial and what it denies: `thoughts of`, `any`.
    pub bridge: Symbol,
}

/// A text with what is masked in it.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The text.
    pub reading: &'a Reading,
    /// Classes that matter to every pattern.
    pub grammar: Grammar,
    /// By word: whether a harmless phrase has used it up.
    pub masked: Vec<bool>,
}

impl<'a> Scene<'a> {
    /// A text of which nothing is masked.
    pub fn new(reading: &'a Reading, grammar: Grammar) -> Scene<'a> {
        Scene {
            masked: vec![false; reading.len()],
            reading,
            grammar,
        }
    }

    /// The first place where the pattern is met and not denied.
    pub fn find(&self, pattern: &Pattern) -> Option<Span> {
        let wanted = pattern.parts.iter().filter(|part| !part.forbidden);
        let mut places = Vec::new();
        for part in wanted {
            let found = self.all(part);
            if found.is_empty() {
                return None;
            }
            places.push(found);
        }
        let open = |span: Span| self.stands(pattern, span);
        together(&places, pattern.window, &mut Vec::new(), &open)
    }

    /// Every place where a pattern is met that is of one part; of one with more, the first place.
    pub fn all_of(&self, pattern: &Pattern) -> Vec<Span> {
        match pattern.parts.as_slice() {
            [part] => self.all(part),
            _ => self.find(pattern).into_iter().collect(),
        }
    }

    fn all(&self, part: &Part) -> Vec<Span> {
        let starts = 0..self.reading.len();
        starts
            .filter_map(|start| Some((start, self.run(&part.elements, start, true)?)))
            .collect()
    }

    fn stands(&self, pattern: &Pattern, span: Span) -> bool {
        (pattern.denied_too || !self.is_denied(span.0))
            && !pattern
                .parts
                .iter()
                .filter(|part| part.forbidden)
                .any(|part| self.is_near(part, span, pattern.window))
    }

    fn is_near(&self, part: &Part, span: Span, window: usize) -> bool {
        let near = |(start, end): Span| start < span.1 + window && span.0 < end + window;
        self.all(part).into_iter().any(near)
    }

    /// Where the elements end when they begin at `place`.
    fn run(&self, elements: &[Element], place: usize, first: bool) -> Option<usize> {
        let Some((element, rest)) = elements.split_first() else {
            return Some(place);
        };
        if first {
            return self.here(element, rest, place).or_else(|| {
                let passed = element.optional.then_some(rest)?;
                self.run(passed, place, true)
            });
        }
        let found = self
            .reach(place, element.gap)
            .find_map(|next| self.here(element, rest, next));
        found.or_else(|| {
            let passed = element.optional.then_some(rest)?;
            self.run(passed, place, false)
        })
    }

    /// Where the elements end when the first is right here.
    fn here(&self, element: &Element, rest: &[Element], place: usize) -> Option<usize> {
        let right = self.reading.at(place).iter();
        let right = right.filter(|(symbol, _)| element.any.contains(symbol));
        right
            .map(|(_, len)| place + len)
            .filter(|end| !self.masked[place..*end].contains(&true))
            .find_map(|end| self.run(rest, end, false))
    }

    /// The places that the next element may begin at.
    fn reach(&self, place: usize, gap: usize) -> impl Iterator<Item = usize> + '_ {
        let mut left = gap;
        let mut fillers = MOST_FILLERS;
        let mut open = place < self.reading.len();
        (place..self.reading.len()).take_while(move |next| {
            let was_open = open && self.same_sentence(place, *next);
            if self.is_a(*next, self.grammar.filler) && fillers > 0 {
                fillers -= 1;
            } else if left > 0 {
                left -= 1;
            } else {
                open = false;
            }
            was_open
        })
    }

    fn same_sentence(&self, place: usize, other: usize) -> bool {
        let words = &self.reading.words;
        let before = place.saturating_sub(1);
        words[before].sentence == words[other].sentence
    }

    fn is_a(&self, place: usize, class: Symbol) -> bool {
        self.reading
            .at(place)
            .iter()
            .any(|(symbol, _)| *symbol == class)
    }

    /// Whether a denial stands before a place in its clause, with only bridges between.
    fn is_denied(&self, place: usize) -> bool {
        let words = &self.reading.words;
        let first = place.saturating_sub(DENIAL_REACH);
        let before = (first..place).rev();
        let clause = words[place].clause;
        for word in before.take_while(|word| words[*word].clause == clause) {
            if self.is_a(word, self.grammar.denial) {
                return true;
            }
            let passable = [self.grammar.bridge, self.grammar.filler];
            if !passable.iter().any(|class| self.is_a(word, *class)) {
                return false;
            }
        }
        false
    }
}

/// Takes one place of each part, none over another, all within the window.
fn together(
    places: &[Vec<Span>],
    window: usize,
    taken: &mut Vec<Span>,
    open: &dyn Fn(Span) -> bool,
) -> Option<Span> {
    let Some((first, rest)) = places.split_first() else {
        return Some(hull(taken)).filter(|span| open(*span));
    };
    for span in first {
        let apart = taken
            .iter()
            .all(|other| span.1 <= other.0 || other.1 <= span.0);
        taken.push(*span);
        let whole = hull(taken);
        let found = (apart && whole.1 - whole.0 <= window.max(span.1 - span.0))
            .then(|| together(rest, window, taken, open))
            .flatten();
        taken.pop();
        if found.is_some() {
            return found;
        }
    }
    None
}

fn hull(spans: &[Span]) -> Span {
    let start = spans.iter().map(|span| span.0).min().unwrap_or(0);
    let end = spans.iter().map(|span| span.1).max().unwrap_or(0);
    (start, end)
}
