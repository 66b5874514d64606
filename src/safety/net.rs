//! The net itself: which patterns ring for a text, and which danger is the gravest.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Danger;
use super::files::{Fault, Files};
use super::learning::Learning;
use super::lexicon::{Lexicon, Reading, Symbol};
use super::load::load;
use super::matching::{Grammar, Scene, Span};
use super::pattern::{Element, Pattern};
use super::words::Word;

/// How much one pattern that rings says for danger, in the measure of the second layer.
const ONE_RINGS: f32 = 1.5;
/// How much it takes to ring. Chosen where few harmless questions of a writer whose examples
/// were not learnt rang, and nearly all dangerous ones.
const ENOUGH: f32 = 0.75;

/// What a pattern is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Its words show no danger, or not that of one file.
    Mask(Option<usize>),
    /// Its clause is about a subject, not about a person in danger.
    About,
    /// Its clause is about a time long gone.
    Past,
    /// It shows a danger.
    Rings {
        /// Which, among all levels of all dangers.
        danger: usize,
        /// The file it is from.
        subject: usize,
        /// Whether it only names the danger.
        topic: bool,
    },
}

/// A pattern with its role.
#[derive(Debug)]
pub struct Rule {
    /// What to look for.
    pub pattern: Pattern,
    /// What it means.
    pub role: Role,
}

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
    /// How like the dangerous examples the text is (above zero), if there is enough to say so.
    pub likeness: Option<f32>,
    /// The patterns that rang, in the order of the files.
    pub ringing: Vec<Ringing<'a>>,
}

/// All patterns and what was learnt, ready to be asked.
#[derive(Debug)]
pub struct Net {
    lexicon: Lexicon,
    grammar: Grammar,
    rules: Vec<Rule>,
    dangers: Vec<Danger>,
    learning: Learning,
    /// By symbol: the rules that cannot be met without it.
    index: HashMap<Symbol, Vec<usize>>,
}

/// A rule that is met, and where.
struct Met {
    rule: usize,
    danger: usize,
    span: Span,
}

impl Net {
    /// Reads the files; the first thing wrong is told with its file and line.
    pub fn parse(files: &Files) -> Result<Net, Fault> {
        load(files)
    }

    pub(super) fn new(
        (lexicon, grammar): (Lexicon, Grammar),
        rules: Vec<Rule>,
        dangers: Vec<Danger>,
        learning: Learning,
    ) -> Net {
        let mut index: HashMap<Symbol, Vec<usize>> = HashMap::new();
        for (number, rule) in rules.iter().enumerate() {
            let anchor = anchor(&rule.pattern, &lexicon);
            for symbol in anchor.into_iter().flat_map(|element| &element.any) {
                index.entry(*symbol).or_default().push(number);
            }
        }
        Net {
            lexicon,
            grammar,
            rules,
            dangers,
            learning,
            index,
        }
    }

    /// Every danger at every level, in the order of the files.
    pub fn dangers(&self) -> &[Danger] {
        &self.dangers
    }

    /// The gravest danger that a text shows, if it shows any.
    pub fn check(&self, text: &str) -> Option<&Danger> {
        let reading = self.lexicon.read(text);
        self.judge(&reading, &self.met(&reading))
    }

    /// Why the net rings for a text or does not.
    pub fn explain(&self, text: &str) -> Explanation<'_> {
        let reading = self.lexicon.read(text);
        let met = self.met(&reading);
        let ringing = met.iter().map(|met| Ringing {
            danger: &self.dangers[met.danger],
            pattern: &self.rules[met.rule].pattern.written,
            words: reading.text(met.span),
        });
        Explanation {
            danger: self.judge(&reading, &met),
            likeness: self.learning.likeness(&reading.words),
            ringing: ringing.collect(),
        }
    }

    /// Weighs what rang against what was learnt. Two patterns ring whatever was learnt: danger
    /// in the middle of a long ordinary request is danger.
    fn judge(&self, reading: &Reading, met: &[Met]) -> Option<&Danger> {
        let learnt = |words: &[Word]| self.learning.likeness(words);
        let whole = learnt(&reading.words).unwrap_or(0.0);
        let rings = match met {
            [] => whole > ENOUGH,
            [one] => {
                ONE_RINGS + learnt(reading.around(one.span)).map_or(whole, |near| near.max(whole))
                    > ENOUGH
            }
            _ => true,
        };
        let gravest = met.iter().map(|met| met.danger);
        let gravest = gravest.min_by_key(|danger| (Reverse(self.dangers[*danger].level), *danger));
        let danger = || gravest.or_else(|| self.learning.most_like(&reading.words));
        rings
            .then(danger)
            .flatten()
            .and_then(|danger| self.dangers.get(danger))
    }

    /// The rules of danger that are met and not silenced.
    fn met(&self, reading: &Reading) -> Vec<Met> {
        let candidates = self.candidates(reading);
        let mut scene = Scene::new(reading, self.grammar);
        self.mask(&mut scene, &candidates, None);
        let about = self.clauses(&scene, &candidates, Role::About);
        let past = self.clauses(&scene, &candidates, Role::Past);
        let open = scene.masked.clone();
        let mut masked_for = None;
        let mut found = Vec::new();
        for rule in candidates.iter().copied() {
            let Role::Rings {
                danger,
                subject,
                topic,
            } = self.rules[rule].role
            else {
                continue;
            };
            if masked_for.replace(subject) != Some(subject) {
                scene.masked.clone_from(&open);
                self.mask(&mut scene, &candidates, Some(subject));
            }
            let span = scene.find(&self.rules[rule].pattern);
            found.extend(span.map(|span| (Met { rule, danger, span }, topic)));
        }
        found.retain(|(met, topic)| {
            let clause = reading.words[met.span.0].clause;
            let silent = past.contains(&clause) || *topic && about.contains(&clause);
            !silent
        });
        found.into_iter().map(|(met, _)| met).collect()
    }

    /// The rules that may be met, in the order of the files.
    fn candidates(&self, reading: &Reading) -> Vec<usize> {
        let symbols = reading.symbols();
        let rules = symbols
            .filter_map(|symbol| self.index.get(&symbol))
            .flatten();
        let mut candidates: Vec<usize> = rules.copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    /// Masks what the harmless phrases of a subject meet. They may use words that are masked.
    fn mask(&self, scene: &mut Scene, candidates: &[usize], subject: Option<usize>) {
        let masked = std::mem::replace(&mut scene.masked, vec![false; scene.reading.len()]);
        let patterns = self.of_role(candidates, Role::Mask(subject));
        let spans: Vec<Span> = patterns.flat_map(|pattern| scene.all_of(pattern)).collect();
        scene.masked = masked;
        for (start, end) in spans {
            scene.masked[start..end].fill(true);
        }
    }

    fn of_role<'a>(
        &'a self,
        candidates: &'a [usize],
        role: Role,
    ) -> impl Iterator<Item = &'a Pattern> {
        let rules = candidates.iter().map(|number| &self.rules[*number]);
        rules
            .filter(move |rule| rule.role == role)
            .map(|rule| &rule.pattern)
    }

    fn clauses(&self, scene: &Scene, candidates: &[usize], role: Role) -> Vec<u16> {
        let patterns = self.of_role(candidates, role);
        let spans = patterns.filter_map(|pattern| scene.find(pattern));
        spans
            .map(|span| scene.reading.words[span.0].clause)
            .collect()
    }
}

/// The element that the fewest words meet: without it the pattern need not be looked at.
fn anchor<'a>(pattern: &'a Pattern, lexicon: &Lexicon) -> Option<&'a Element> {
    let breadth = |element: &&Element| -> usize {
        let symbols = element.any.iter();
        symbols.map(|symbol| lexicon.breadth(*symbol)).sum()
    };
    pattern.required().min_by_key(breadth)
}
