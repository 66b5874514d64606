//! A place that stands among the words of a question.

use super::Reader;
use crate::geography::{FoundKind, FoundPlace, PlaceKind};
use crate::search::plan::{Extra, Key};
use crate::search::ranking::ranking;

/// Words after which a place is named.
const WHERE: [&str; 10] = [
    "in", "near", "nr", "at", "around", "from", "round", "by", "of", "to",
];
/// How near the listings a place must be, in metres, to be meant without such a word.
const CLOSE_M: f64 = 40_000.0;

impl Reader<'_> {
    /// The place that the words name. Where one is asked for already, they only add to the score.
    pub(super) fn place(&mut self) {
        if self.reading.request.is_without("place") {
            return;
        }
        let words: Vec<&str> = self
            .tokens
            .iter()
            .map(|token| &self.text[token.at.clone()])
            .collect();
        let centre = self.aids.view.centre;
        let found = self.aids.gazetteer.find_in_from(&words, centre);
        let Some(found) = found.into_iter().find(|found| self.is_meant(found)) else {
            return;
        };
        for token in &self.tokens[found.range.clone()] {
            let (key, weight) = (Key::text(&token.stem), ranking().aside);
            self.reading.plan.extras.push(Extra { key, weight });
        }
        self.needs
            .retain(|need| !found.range.clone().any(|word| need.has(word)));
        self.take(found.range.clone());
        if self.reading.request.near.is_none() {
            let label = format!("Near {}", found.place.label);
            let typed = self.typed(&found.range);
            self.note("place", &found.place.label, label, typed, "place".into());
            self.reading.request.near = Some(found.place);
        }
    }

    /// Whether the words are about a place, and not about something of the same name.
    fn is_meant(&self, found: &FoundPlace) -> bool {
        let before = found
            .range
            .start
            .checked_sub(1)
            .map(|before| self.word(before));
        if before.is_some_and(|before| WHERE.contains(&before.as_str())) {
            return true;
        }
        let FoundKind::Name(kind) = found.kind else {
            return !found.ambiguous_word;
        };
        let needed = self
            .needs
            .iter()
            .any(|need| found.range.clone().any(|word| need.has(word)));
        let big = matches!(kind, PlaceKind::City | PlaceKind::Town);
        let local = self
            .aids
            .view
            .centre
            .is_some_and(|centre| centre.distance_m(found.place.point) <= CLOSE_M);
        // A place is said first or last: "bowls Sale", "Timperley, help with forms".
        let outside = found.range.start == 0 || found.range.end == self.tokens.len();
        match found.ambiguous_word {
            true => local && outside && !needed,
            false => !needed && (big || local),
        }
    }
}
