//! How much a word of a question tells, by its stem.

use crate::lists;
use crate::needs::token::stem;
use std::collections::HashSet;
use std::sync::LazyLock;

static FILLERS: LazyLock<HashSet<String>> =
    LazyLock::new(|| stems(include_str!("../../../index/filler-words.txt")));
static WEAK: LazyLock<HashSet<String>> =
    LazyLock::new(|| stems(include_str!("../../../index/weak-words.txt")));

fn stems(list: &str) -> HashSet<String> {
    lists::entries(list).map(stem).collect()
}

/// Whether it says nothing about what is looked for: "help", "my", "please".
pub fn is_filler(stem: &str) -> bool {
    FILLERS.contains(stem)
}

/// Whether many listings have it, so that it says little: "group", "support".
pub fn is_weak(stem: &str) -> bool {
    WEAK.contains(stem)
}

/// Whether it is either, and so is spelt as it should be.
pub fn is_common(stem: &str) -> bool {
    is_filler(stem) || is_weak(stem)
}
