//! Which needs a listing meets, from what it says of itself.

use super::token::{joined, tokens};
use super::vocabulary::{NeedId, Vocabulary};
use std::collections::BTreeMap;

/// Occurrences of a need that count in one text.
const MOST: u32 = 3;

/// A text of a listing: what it weighs, and whether a phrase in it says what the listing is for.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// What is written.
    pub text: &'a str,
    /// How much an occurrence counts.
    pub weight: u32,
    /// Whether it tells what the listing is for: a description does, an address does not.
    pub telling: bool,
}

/// A need that a listing meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Annotated {
    /// Which.
    pub need: NeedId,
    /// How strongly its texts say so.
    pub weight: u32,
    /// Whether it is what the listing is for, and not only mentioned in an address.
    pub telling: bool,
}

/// The needs that these texts and taxonomy terms show, with the wider needs of which they are
/// part. A taxonomy term counts as much as `term`.
pub fn annotate(
    vocabulary: &Vocabulary,
    parts: &[Part],
    terms: &[&str],
    term: u32,
) -> Vec<Annotated> {
    let mut found: BTreeMap<NeedId, (u32, bool)> = BTreeMap::new();
    let mut note = |need: NeedId, weight: u32, telling: bool| {
        let known = found.entry(need).or_default();
        *known = (known.0 + weight, known.1 | telling);
    };
    for part in parts {
        for (need, times) in occurrences(vocabulary, part.text) {
            note(need, part.weight * times.min(MOST), part.telling);
        }
    }
    for need in terms.iter().flat_map(|term| vocabulary.by_term(term)) {
        note(*need, term, true);
    }
    with_ancestors(vocabulary, found)
}

fn occurrences(vocabulary: &Vocabulary, text: &str) -> BTreeMap<NeedId, u32> {
    let mut times = BTreeMap::new();
    for one in vocabulary.listed(&tokens(&joined(text))) {
        *times.entry(one.means).or_insert(0) += 1;
    }
    times
}

/// Somebody who asks for the wider need finds the narrower one too, after what is for just that.
fn with_ancestors(vocabulary: &Vocabulary, found: BTreeMap<NeedId, (u32, bool)>) -> Vec<Annotated> {
    let mut all = found.clone();
    for (need, (weight, telling)) in found {
        for wider in vocabulary.ancestors(need) {
            let known = all.entry(wider).or_default();
            *known = (known.0.max(weight.div_ceil(2)), known.1 | telling);
        }
    }
    let all = all.into_iter();
    all.map(|(need, (weight, telling))| Annotated {
        need,
        weight,
        telling,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        [[need]]
        id = "money"
        label = "Money"
        [[need]]
        id = "debt"
        label = "Debt"
        parent = "money"
        words = ["arrears"]
        says = ["behind with the rent"]
        listing = ["stepchange"]
        not = ["debt of gratitude"]
        ukcat = ["SO201"]
    "#;

    fn needs(text: &str, terms: &[&str]) -> Vec<(String, u32)> {
        let vocabulary = Vocabulary::read([("test.toml", FILE)]).unwrap();
        let part = Part {
            text,
            weight: 4,
            telling: true,
        };
        let found = annotate(&vocabulary, &[part], terms, 5);
        let named = found
            .iter()
            .map(|one| (vocabulary.need(one.need).id.clone(), one.weight));
        named.collect()
    }

    #[test]
    fn a_listing_meets_the_needs_that_it_names_and_the_wider_ones() {
        let both =
            |debt: u32, money: u32| vec![("money".to_owned(), money), ("debt".to_owned(), debt)];
        assert_eq!(needs("Help with arrears", &[]), both(4, 2));
        assert_eq!(
            needs("Stepchange: arrears, arrears of all kinds, arrears", &[]),
            both(12, 6)
        );
        assert_eq!(needs("A group", &["so201"]), both(5, 3));
        assert_eq!(
            needs(
                "We owe a debt of gratitude, and are behind with the rent",
                &[]
            ),
            []
        );
    }
}
