//! The first layer: patterns with what each is for, and which of them ring for a text.

use std::collections::HashMap;

use super::lexicon::{Lexicon, Reading, Symbol};
use super::matching::{Grammar, Scene, Span};
use super::pattern::{Element, Pattern};

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
    Rings(Rings),
}

/// The danger that a pattern shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rings {
    /// Which, among all levels of all dangers.
    pub danger: usize,
    /// The file it is from.
    pub subject: usize,
    /// Whether it only names the danger.
    pub topic: bool,
}

/// A pattern with its role.
#[derive(Debug)]
pub struct Rule {
    /// What to look for.
    pub pattern: Pattern,
    /// What it means.
    pub role: Role,
}

/// A rule of danger that is met, and where.
#[derive(Debug, Clone, Copy)]
pub struct Met<'a> {
    /// The pattern.
    pub pattern: &'a Pattern,
    /// What it rings for.
    pub rings: Rings,
    /// The words that met it.
    pub span: Span,
}

/// All rules in the order of the files, ready to be asked.
#[derive(Debug)]
pub struct Rules {
    lexicon: Lexicon,
    grammar: Grammar,
    rules: Vec<Rule>,
    /// By symbol: the rules that cannot be met without it.
    index: HashMap<Symbol, Vec<usize>>,
}

impl Rules {
    /// Makes rules findable by their rarest words.
    pub fn new((lexicon, grammar): (Lexicon, Grammar), rules: Vec<Rule>) -> Rules {
        let mut index: HashMap<Symbol, Vec<usize>> = HashMap::new();
        for (number, rule) in rules.iter().enumerate() {
            let anchor = anchor(&rule.pattern, &lexicon);
            for symbol in anchor.into_iter().flat_map(|element| &element.any) {
                index.entry(*symbol).or_default().push(number);
            }
        }
        Rules {
            lexicon,
            grammar,
            rules,
            index,
        }
    }

    /// Reads a text as the patterns see it.
    pub fn read(&self, text: &str) -> Reading {
        self.lexicon.read(text)
    }

    /// The rules of danger that are met and not silenced, in the order of the files.
    pub fn met(&self, reading: &Reading) -> Vec<Met<'_>> {
        let candidates = self.candidates(reading);
        let mut scene = Scene::new(reading, self.grammar);
        mask(&mut scene, &candidates, None);
        let about = clauses(&scene, &candidates, Role::About);
        let past = clauses(&scene, &candidates, Role::Past);
        let silent = |met: &Met| {
            let clause = reading.words[met.span.0].clause;
            past.contains(&clause) || met.rings.topic && about.contains(&clause)
        };
        let open = scene.masked.clone();
        let mut found = Vec::new();
        for of_subject in ringing(&candidates).chunk_by(|(_, a), (_, b)| a.subject == b.subject) {
            scene.masked.clone_from(&open);
            mask(&mut scene, &candidates, Some(of_subject[0].1.subject));
            let met = of_subject.iter().filter_map(|(pattern, rings)| {
                let (pattern, rings) = (*pattern, *rings);
                let span = scene.find(pattern)?;
                Some(Met {
                    pattern,
                    rings,
                    span,
                })
            });
            found.extend(met.filter(|met| !silent(met)));
        }
        found
    }

    /// The rules that may be met, in the order of the files.
    fn candidates(&self, reading: &Reading) -> Vec<&Rule> {
        let symbols = reading.symbols();
        let rules = symbols
            .filter_map(|symbol| self.index.get(&symbol))
            .flatten();
        let mut candidates: Vec<usize> = rules.copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let rules = candidates.into_iter().map(|number| &self.rules[number]);
        rules.collect()
    }
}

/// Those that show a danger.
fn ringing<'a>(candidates: &[&'a Rule]) -> Vec<(&'a Pattern, Rings)> {
    let rings = candidates.iter().filter_map(|rule| match rule.role {
        Role::Rings(rings) => Some((&rule.pattern, rings)),
        _ => None,
    });
    rings.collect()
}

fn of_role<'a>(candidates: &[&'a Rule], role: Role) -> impl Iterator<Item = &'a Pattern> {
    let rules = candidates.iter().filter(move |rule| rule.role == role);
    rules.map(|rule| &rule.pattern)
}

/// Masks what the harmless phrases of a subject meet. They may use words that are masked.
fn mask(scene: &mut Scene, candidates: &[&Rule], subject: Option<usize>) {
    let masked = std::mem::replace(&mut scene.masked, vec![false; scene.reading.len()]);
    let patterns = of_role(candidates, Role::Mask(subject));
    let spans: Vec<Span> = patterns.flat_map(|pattern| scene.all_of(pattern)).collect();
    scene.masked = masked;
    for (start, end) in spans {
        scene.masked[start..end].fill(true);
    }
}

fn clauses(scene: &Scene, candidates: &[&Rule], role: Role) -> Vec<u16> {
    let patterns = of_role(candidates, role);
    let spans = patterns.filter_map(|pattern| scene.find(pattern));
    spans
        .map(|span| scene.reading.words[span.0].clause)
        .collect()
}

/// The element that the fewest words meet: without it the pattern need not be looked at.
fn anchor<'a>(pattern: &'a Pattern, lexicon: &Lexicon) -> Option<&'a Element> {
    let breadth = |element: &&Element| -> usize {
        let symbols = element.any.iter();
        symbols.map(|symbol| lexicon.breadth(*symbol)).sum()
    };
    pattern.required().min_by_key(breadth)
}
