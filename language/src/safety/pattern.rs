//! Patterns: what a text must hold, written in a line of a file.
//!
//! | written | met by |
//! |---|---|
//! | `hurt` | any form of the word, also misspelt |
//! | `=hurt` | this form alone |
//! | `@family` | anything of the class |
//! | `wont\|refuse_to\|@never` | one of these; `_` joins the words of a phrase |
//! | `really?` | this or nothing |
//! | `a .. b`, `a ..6 b` | up to three, up to six other words between |
//! | `a b & c & d` | the parts in any order, within twelve words |
//! | `a & b /20` | the same within twenty words |
//! | `a & !b` | not where `b` is within reach |
//! | `^a b` | also where a denial stands before it |
//!
//! Small words (`the`, `his`, `really`) may always stand between.

use super::lexicon::{Lexicon, Symbol};

/// How many other words `..` stands for.
const USUAL_GAP: usize = 3;
/// Within how many words the parts of a pattern stand.
const USUAL_WINDOW: usize = 12;

/// One place of a pattern.
#[derive(Debug, Clone)]
pub struct Element {
    /// Any of these is right.
    pub any: Vec<Symbol>,
    /// Whether it may be missing.
    pub optional: bool,
    /// How many other words may stand before it.
    pub gap: usize,
}

/// Elements that follow each other.
#[derive(Debug, Clone)]
pub struct Part {
    /// In order; never empty, and one of them is not optional.
    pub elements: Vec<Element>,
    /// Whether the pattern is off where this is.
    pub forbidden: bool,
}

/// One line of a file, ready to be looked for.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As it is written in the file.
    pub written: String,
    /// In any order.
    pub parts: Vec<Part>,
    /// Within how many words all parts stand.
    pub window: usize,
    /// Whether it counts also where a denial stands before it.
    pub denied_too: bool,
}

impl Pattern {
    /// Reads a line. What is wrong with it is said in words for whoever wrote it.
    pub fn parse(written: &str, lexicon: &mut Lexicon) -> Result<Pattern, String> {
        let (line, denied_too) = match written.trim().strip_prefix('^') {
            Some(rest) => (rest, true),
            None => (written.trim(), false),
        };
        let (line, window) = split_window(line)?;
        let parts = line.split('&').map(|part| parse_part(part, lexicon));
        let parts: Vec<Part> = parts.collect::<Result<_, String>>()?;
        if parts.iter().all(|part| part.forbidden) {
            return Err("the pattern asks for nothing: name a word that must be there".to_owned());
        }
        let written = written.to_owned();
        Ok(Pattern {
            written,
            parts,
            window,
            denied_too,
        })
    }

    /// The elements that must be there.
    pub fn required(&self) -> impl Iterator<Item = &Element> {
        let wanted = self.parts.iter().filter(|part| !part.forbidden);
        let elements = wanted.flat_map(|part| &part.elements);
        elements.filter(|element| !element.optional)
    }
}

fn split_window(line: &str) -> Result<(&str, usize), String> {
    let Some((line, number)) = line.split_once('/') else {
        return Ok((line, USUAL_WINDOW));
    };
    let number = number.trim();
    let window = number.parse();
    let window = window.map_err(|_| format!("/{number} is no number of words: write /20"))?;
    Ok((line, window))
}

fn parse_part(written: &str, lexicon: &mut Lexicon) -> Result<Part, String> {
    let (written, forbidden) = match written.trim().strip_prefix('!') {
        Some(rest) => (rest, true),
        None => (written.trim(), false),
    };
    let mut elements: Vec<Element> = Vec::new();
    let mut gap = 0;
    for item in written.split_whitespace() {
        if let Some(number) = item.strip_prefix("..") {
            gap = parse_gap(number)?;
        } else {
            elements.push(parse_element(item, gap, lexicon)?);
            gap = 0;
        }
    }
    if elements.iter().all(|element| element.optional) {
        return Err("a part of the pattern is empty: name a word that must be there".to_owned());
    }
    Ok(Part {
        elements,
        forbidden,
    })
}

fn parse_gap(number: &str) -> Result<usize, String> {
    if number.is_empty() {
        return Ok(USUAL_GAP);
    }
    let gap = number.parse();
    gap.map_err(|_| format!("..{number} is no gap: write .. or a number of words such as ..6"))
}

fn parse_element(item: &str, gap: usize, lexicon: &mut Lexicon) -> Result<Element, String> {
    let (item, optional) = match item.strip_suffix('?') {
        Some(rest) => (rest, true),
        None => (item, false),
    };
    let any = item.split('|').map(|one| parse_choice(one, lexicon));
    let any = any.collect::<Result<_, String>>()?;
    Ok(Element { any, optional, gap })
}

fn parse_choice(one: &str, lexicon: &mut Lexicon) -> Result<Symbol, String> {
    if let Some(name) = one.strip_prefix('@') {
        let class = lexicon.class(name);
        return class.ok_or_else(|| format!("there is no class @{name} in classes.toml"));
    }
    let phrase = lexicon.phrase(&one.replace('_', " "));
    phrase.ok_or_else(|| "a choice is empty: write a word on both sides of |".to_owned())
}
