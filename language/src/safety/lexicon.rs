//! What the patterns know of: words, phrases and classes of meaning, each a symbol. A text is
//! read into the symbols that stand at each of its places.

use crate::lists;
use std::collections::{HashMap, HashSet};

use super::spelling::Spelling;
use super::words::{Word, stem, words};

/// A word, a phrase or a class that patterns can ask for.
pub type Symbol = u32;

/// All symbols, and the ways from words to them.
#[derive(Debug, Default)]
pub struct Lexicon {
    exact: HashMap<String, Symbol>,
    stems: HashMap<String, Symbol>,
    classes: HashMap<String, Symbol>,
    /// By its first word: the rest of a phrase, and what it is.
    phrases: HashMap<Symbol, Vec<(Vec<Symbol>, Symbol)>>,
    phrase_symbols: HashMap<Vec<Symbol>, Symbol>,
    /// By symbol: the classes that hold it.
    holders: Vec<Vec<Symbol>>,
    /// By symbol: how many words meet it, about.
    breadths: Vec<usize>,
    /// Stems of common words, which are never taken for a misspelt one.
    common: HashSet<String>,
    spelling: Spelling,
}

/// A text as the patterns see it.
#[derive(Debug, Default)]
pub struct Reading {
    /// The words, in order.
    pub words: Vec<Word>,
    /// What begins at each word, and over how many words it goes.
    begins: Vec<Vec<(Symbol, usize)>>,
}

impl Reading {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The words of a span, as they are looked at.
    pub fn text(&self, (start, end): (usize, usize)) -> String {
        let plain = self.words[start..end]
            .iter()
            .map(|word| word.plain.as_str());
        plain.collect::<Vec<_>>().join(" ")
    }

    /// What begins at a word, and over how many words it goes.
    pub fn at(&self, place: usize) -> &[(Symbol, usize)] {
        self.begins.get(place).map_or(&[], Vec::as_slice)
    }

    /// Every symbol that occurs, some more than once.
    pub fn symbols(&self) -> impl Iterator<Item = Symbol> + '_ {
        self.begins.iter().flatten().map(|(symbol, _)| *symbol)
    }
}

impl Lexicon {
    fn new_symbol(&mut self) -> Symbol {
        self.holders.push(Vec::new());
        // Proven: `u32::try_from` cannot fail below four thousand million entries of a file.
        u32::try_from(self.holders.len() - 1).expect("fewer symbols than that")
    }

    /// The symbol of a word: of all its forms, or with `=` before it of this form alone.
    pub fn word(&mut self, written: &str) -> Symbol {
        if let Some(plain) = written.strip_prefix('=') {
            return self.exact_word(plain);
        }
        let stem = stem(written);
        if let Some(symbol) = self.stems.get(&stem) {
            return *symbol;
        }
        let symbol = self.new_symbol();
        self.spelling.add(&stem, symbol);
        self.stems.insert(stem, symbol);
        symbol
    }

    fn exact_word(&mut self, plain: &str) -> Symbol {
        if let Some(symbol) = self.exact.get(plain) {
            return *symbol;
        }
        let symbol = self.new_symbol();
        self.exact.insert(plain.to_owned(), symbol);
        symbol
    }

    /// The symbol of one or more words in a row, which may be written with `=`.
    pub fn phrase(&mut self, written: &str) -> Option<Symbol> {
        let parts = written.split_whitespace().flat_map(plain_words);
        let symbols: Vec<Symbol> = parts.map(|part| self.word(&part)).collect();
        match symbols.as_slice() {
            [] => None,
            [one] => Some(*one),
            _ => Some(self.longer_phrase(symbols)),
        }
    }

    fn longer_phrase(&mut self, symbols: Vec<Symbol>) -> Symbol {
        if let Some(symbol) = self.phrase_symbols.get(&symbols) {
            return *symbol;
        }
        let symbol = self.new_symbol();
        let (first, rest) = (symbols[0], symbols[1..].to_vec());
        self.phrases.entry(first).or_default().push((rest, symbol));
        self.phrase_symbols.insert(symbols, symbol);
        symbol
    }

    /// Begins a class; `None` when there is one of this name already.
    pub fn new_class(&mut self, name: &str) -> Option<Symbol> {
        if self.classes.contains_key(name) {
            return None;
        }
        let symbol = self.new_symbol();
        self.classes.insert(name.to_owned(), symbol);
        Some(symbol)
    }

    /// The symbol of a class, if it is known.
    pub fn class(&self, name: &str) -> Option<Symbol> {
        self.classes.get(name).copied()
    }

    /// Puts a symbol into a class.
    pub fn hold(&mut self, class: Symbol, member: Symbol) {
        let holders = &mut self.holders[member as usize];
        if !holders.contains(&class) {
            holders.push(class);
        }
    }

    /// Takes in common words, which are not to be corrected.
    pub fn add_common(&mut self, list: &str) {
        let words = lists::entries(list).flat_map(words);
        self.common.extend(words.map(|word| stem(&word.plain)));
    }

    /// Lets every class that holds a class hold its members. Call it when all are known.
    pub fn settle(&mut self) {
        for symbol in 0..self.holders.len() {
            let mut all = self.holders[symbol].clone();
            let mut next = 0;
            while next < all.len() {
                for outer in self.holders[all[next] as usize].clone() {
                    if !all.contains(&outer) {
                        all.push(outer);
                    }
                }
                next += 1;
            }
            self.holders[symbol] = all;
        }
        self.measure();
    }

    /// How many words meet a symbol, about: those met by small words count much more. Right
    /// only when all is settled.
    pub fn breadth(&self, symbol: Symbol) -> usize {
        self.breadths[symbol as usize]
    }

    fn measure(&mut self) {
        let everyday = self.class("everyday");
        let own = |held: &Vec<Symbol>| {
            let common = everyday.is_some_and(|class| held.contains(&class));
            if common { 51 } else { 1 }
        };
        self.breadths = self.holders.iter().map(own).collect();
        for held in &self.holders {
            let own = own(held);
            for class in held {
                self.breadths[*class as usize] += own;
            }
        }
    }

    /// Reads a text.
    pub fn read(&self, text: &str) -> Reading {
        let words = words(text);
        let plain: Vec<[Option<Symbol>; 2]> =
            words.iter().map(|word| self.forms(&word.plain)).collect();
        let begins = (0..plain.len())
            .map(|place| self.begin(&plain, place))
            .collect();
        Reading { words, begins }
    }

    /// The symbols of one word of a text: of its form and of its stem.
    fn forms(&self, plain: &str) -> [Option<Symbol>; 2] {
        let exact = self.exact.get(plain).copied();
        let stem = stem(plain);
        let known = self.stems.get(&stem).copied();
        if exact.is_some() || known.is_some() || plain.len() < 5 || self.common.contains(&stem) {
            return [exact, known];
        }
        [None, self.spelling.nearest(&stem)]
    }

    fn begin(&self, plain: &[[Option<Symbol>; 2]], place: usize) -> Vec<(Symbol, usize)> {
        let mut found = Vec::new();
        for symbol in plain[place].into_iter().flatten() {
            self.add_with_holders(&mut found, symbol, 1);
            for (rest, phrase) in self.phrases.get(&symbol).into_iter().flatten() {
                if follows(&plain[place + 1..], rest) {
                    self.add_with_holders(&mut found, *phrase, rest.len() + 1);
                }
            }
        }
        found
    }

    fn add_with_holders(&self, found: &mut Vec<(Symbol, usize)>, symbol: Symbol, len: usize) {
        let holders = self.holders[symbol as usize].iter().copied();
        for each in std::iter::once(symbol).chain(holders) {
            if !found.contains(&(each, len)) {
                found.push((each, len));
            }
        }
    }
}

/// Whether the words go on as the rest of a phrase does.
fn follows(plain: &[[Option<Symbol>; 2]], rest: &[Symbol]) -> bool {
    plain.len() >= rest.len()
        && rest
            .iter()
            .zip(plain)
            .all(|(wanted, forms)| forms.contains(&Some(*wanted)))
}

/// The plain words of one written in a file, each with the `=` before it, if there is one.
fn plain_words(written: &str) -> Vec<String> {
    let (mark, rest) = match written.strip_prefix('=') {
        Some(rest) => ("=", rest),
        None => ("", written),
    };
    let all = words(rest).into_iter();
    all.map(|word| format!("{mark}{}", word.plain)).collect()
}
