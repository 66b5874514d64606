//! Words as all three cut them: by Headroom's own rules, so that nobody finds more or less for having
//! another stemmer or another list of small words.

use headroom::lists;
use headroom::needs::token::{joined, tokens};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What Headroom's index leaves out.
const STOP_WORDS: &str = include_str!("../../index/stopwords.txt");

static STOPPED: LazyLock<HashSet<&str>> = LazyLock::new(|| lists::entries(STOP_WORDS).collect());

/// The stems of a text, a space after each.
pub fn stems(text: &str) -> String {
    let text = joined(text);
    let mut stems = String::with_capacity(text.len());
    for token in tokens(&text) {
        let word = text[token.at].to_lowercase();
        if !STOPPED.contains(word.as_str()) {
            stems.push_str(&token.stem);
            stems.push(' ');
        }
    }
    stems
}
