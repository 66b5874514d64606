//! Words of running text, as phrases are compared with them: lower case, without accents and
//! apostrophes, reduced to their stems, with the small words marked.

use crate::lists;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
    TextAnalyzer,
};

/// Words that carry no meaning of their own: one a line.
pub const SMALL: &str = include_str!("../../../index/small-words.txt");
/// Bytes in a word at most; what is longer is no word.
const LONGEST: usize = 60;
/// Words that a thread remembers at most.
const REMEMBERED: usize = 30_000;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its stem.
    pub stem: String,
    /// Whether it is one of the small words, which phrases pass over.
    pub small: bool,
    /// Where it stands, in bytes of the text that was cut.
    pub at: Range<usize>,
}

/// The words of a text whose apostrophes are gone already (see [`joined`]).
pub fn tokens(text: &str) -> Vec<Token> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    CUTTER.with_borrow_mut(|cutter| {
        let tokens = words.filter_map(|word| {
            let cut = cutter.cut(word)?;
            let from = word.as_ptr().addr() - text.as_ptr().addr();
            Some(Token {
                stem: cut.stem.clone(),
                small: cut.small,
                at: from..from + word.len(),
            })
        });
        tokens.collect()
    })
}

/// Cuts words into stems, and remembers those it has cut: most words of a text come again.
struct Cutter {
    analyzer: TextAnalyzer,
    known: HashMap<String, Option<Cut>>,
}

/// What is left of a word.
struct Cut {
    stem: String,
    small: bool,
}

impl Cutter {
    fn new() -> Self {
        Self {
            analyzer: analyzer(),
            known: HashMap::new(),
        }
    }

    /// What is left of a word; nothing of what is too long to be one.
    fn cut(&mut self, word: &str) -> Option<&Cut> {
        if !self.known.contains_key(word) {
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            let mut cut = None;
            self.analyzer.token_stream(word).process(&mut |token| {
                cut = Some(Cut {
                    small: SMALL_STEMS.contains(token.text.as_str()),
                    stem: SAME.get(&token.text).unwrap_or(&token.text).clone(),
                });
            });
            self.known.insert(word.to_owned(), cut);
        }
        self.known.get(word)?.as_ref()
    }
}

/// The stem of one word.
pub fn stem(word: &str) -> String {
    tokens(word)
        .into_iter()
        .next()
        .map_or_else(String::new, |token| token.stem)
}

/// Whether a stem is that of a small word.
pub fn is_small(stem: &str) -> bool {
    SMALL_STEMS.contains(stem)
}

/// The text with words that an apostrophe cuts in two made one, as people type them: "can't" is
/// "cant", and the s of "mum's" is left out.
pub fn joined(text: &str) -> Cow<'_, str> {
    // Bytes are sooner looked through than letters, and settle it for most texts.
    let may_have = text
        .bytes()
        .any(|byte| matches!(byte, b'\'' | b'`' | 0x80..));
    if !may_have || !text.contains(is_apostrophe) {
        return text.into();
    }
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(is_apostrophe) {
        joined.push_str(before);
        rest = after;
        if !before.ends_with(char::is_alphanumeric) {
            joined.push(' ');
        } else if let Some(after) = owned(after) {
            rest = after;
        }
    }
    (joined + rest).into()
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '`')
}

/// What follows an s that only says whose something is.
fn owned(after: &str) -> Option<&str> {
    let rest = after.strip_prefix(['s', 'S'])?;
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// Stems that stand for another: two spellings or forms of one word that stemming keeps apart.
static SAME: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let pairs = [
        ("advise", "advice"),
        ("center", "centre"),
        ("behavior", "behaviour"),
        ("neighbor", "neighbour"),
        ("color", "colour"),
        ("organization", "organisation"),
        ("counseling", "counselling"),
        ("counselor", "counsellor"),
        ("luncheon", "lunch"),
        ("jewelry", "jewellery"),
        ("program", "programme"),
        ("practise", "practice"),
        ("theater", "theatre"),
    ];
    let mut analyzer = analyzer();
    let mut stem = |word: &str| {
        let mut stem = String::new();
        analyzer
            .token_stream(word)
            .process(&mut |token| stem.clone_from(&token.text));
        stem
    };
    pairs
        .into_iter()
        .map(|(from, to)| (stem(from), stem(to)))
        .collect()
});

static SMALL_STEMS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut analyzer = analyzer();
    let mut stems = HashSet::new();
    for word in lists::entries(SMALL) {
        analyzer.token_stream(word).process(&mut |token| {
            stems.insert(token.text.clone());
        });
    }
    stems
});

thread_local! {
    static CUTTER: RefCell<Cutter> = RefCell::new(Cutter::new());
}

fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter_dynamic(Stemmer::new(Language::English))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apostrophes_do_not_cut_words() {
        assert_eq!(
            joined("can't pay mum's men’s O'Neill's 'quoted'"),
            "cant pay mum men ONeill  quoted"
        );
    }

    #[test]
    fn small_words_are_marked() {
        let tokens = tokens("He is behind with his rent");
        let kept: Vec<&str> = tokens
            .iter()
            .filter(|t| !t.small)
            .map(|t| t.stem.as_str())
            .collect();
        assert_eq!(kept, ["behind", "rent"]);
    }
}
