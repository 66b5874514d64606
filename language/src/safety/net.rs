//! The net itself: weighs what rings against what was learnt, and tells the gravest danger.

use std::cmp::Reverse;
use std::ops::Range;

use super::Danger;
use super::files::{Fault, Files};
use super::learning::Learning;
use super::lexicon::Reading;
use super::load::load;
use super::rules::{Met, Rules};
use super::words::Word;

/// How much patterns that ring say for danger, in the measure of the second layer: one of them,
/// and more than one.
const RINGING: [f32; 2] = [0.2, 0.7];
/// How much it takes to ring. Chosen where few harmless questions rang, and nearly all dangerous
/// ones, of writers of whom no question was among the examples.
const ENOUGH: f32 = 0.2;
/// So few words are left to the patterns.
const FEW: usize = 3;
/// A text with more words than this is weighed in stretches.
const LONG: usize = 30;
/// How many words a stretch has at most.
const STRETCH: usize = 16;

/// One pattern that rang.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ringing<'a> {
    /// What it rang for.
    pub danger: &'a Danger,
    /// As it is written in the file.
    pub pattern: &'a str,
    /// The words of the text that met it.
    pub words: String,
}

/// Why the net rang or did not: for tuning.
#[derive(Debug, Clone)]
pub struct Explanation<'a> {
    /// What [`Net::check`] answers.
    pub danger: Option<&'a Danger>,
    /// How like the dangerous examples the whole text is (above zero) or the harmless ones.
    pub likeness: f32,
    /// Each word with how much it adds to the likeness where it stands.
    pub words: Vec<(String, f32)>,
    /// The patterns that rang, in the order of the files.
    pub ringing: Vec<Ringing<'a>>,
}

/// All patterns and what was learnt, ready to be asked.
#[derive(Debug)]
pub struct Net {
    rules: Rules,
    dangers: Vec<Danger>,
    learning: Learning,
}

impl Net {
    /// Reads the files; the first thing wrong is told with its file and line.
    pub fn parse(files: &Files) -> Result<Net, Fault> {
        load(files)
    }

    pub(super) fn new(rules: Rules, dangers: Vec<Danger>, learning: Learning) -> Net {
        Net {
            rules,
            dangers,
            learning,
        }
    }

    /// Every danger at every level, in the order of the files.
    pub fn dangers(&self) -> &[Danger] {
        &self.dangers
    }

    /// The gravest danger that a text shows, if it shows any.
    pub fn check(&self, text: &str) -> Option<&Danger> {
        let reading = self.rules.read(text);
        self.judge(&reading, &self.rules.met(&reading))
    }

    /// Why the net rings for a text or does not.
    pub fn explain(&self, text: &str) -> Explanation<'_> {
        let reading = self.rules.read(text);
        let met = self.rules.met(&reading);
        let ringing = met.iter().map(|met| Ringing {
            danger: &self.dangers[met.rings.danger],
            pattern: &met.pattern.written,
            words: reading.text(met.span),
        });
        let likeness = self.learning.likeness(&reading.words);
        let without = |place: usize| {
            let mut words = reading.words.clone();
            let word = words.remove(place).plain;
            (word, likeness - self.learning.likeness(&words))
        };
        Explanation {
            danger: self.judge(&reading, &met),
            likeness,
            words: (0..reading.len()).map(without).collect(),
            ringing: ringing.collect(),
        }
    }

    fn judge(&self, reading: &Reading, met: &[Met]) -> Option<&Danger> {
        let mut stretches = stretches(&reading.words);
        stretches.retain(|stretch| self.rings(reading, met, stretch));
        let first = stretches.first()?;
        let counted = |met: &&Met| stretches.iter().any(|one| one.contains(&met.span.0));
        let gravest = met.iter().filter(counted).map(|met| met.rings.danger);
        let gravest = gravest.min_by_key(|danger| (Reverse(self.dangers[*danger].level), *danger));
        let learnt = || self.learning.most_like(&reading.words[first.clone()]);
        self.dangers.get(gravest.or_else(learnt)?)
    }

    /// Whether what rings in a stretch and what it is like are enough.
    fn rings(&self, reading: &Reading, met: &[Met], stretch: &Range<usize>) -> bool {
        let ringing = met.iter().filter(|met| stretch.contains(&met.span.0));
        let said = match ringing.count() {
            0 => 0.0,
            1 => RINGING[0],
            _ => RINGING[1],
        };
        if stretch.len() <= FEW {
            return said > 0.0;
        }
        said + self.learning.likeness(&reading.words[stretch.clone()]) > ENOUGH
    }
}

/// The stretches that a text is weighed in, so that a danger is not drowned by all that is said
/// around it. One ends where a clause does, unless the clause is longer than a stretch.
fn stretches(words: &[Word]) -> Vec<Range<usize>> {
    let clauses = words.chunk_by(|one, next| one.clause == next.clause);
    let pieces = clauses.flat_map(|clause| clause.chunks(STRETCH));
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    let longest = if words.len() > LONG { STRETCH } else { LONG };
    for piece in pieces {
        let start = end;
        end += piece.len();
        match stretches.last_mut() {
            Some(last) if end - last.start <= longest => last.end = end,
            _ => stretches.push(start..end),
        }
    }
    stretches
}
