//! Places among the words of spoken questions.

use super::*;
use crate::geography::gazetteer::tests::gazetteer;

fn found(question: &str) -> Vec<(String, String, FoundKind, bool)> {
    let words: Vec<&str> = question.split_whitespace().collect();
    let found = gazetteer().find_in(&words);
    let shown = |one: FoundPlace| {
        let named = words[one.range].join(" ");
        (named, one.place.label, one.kind, one.ambiguous_word)
    };
    found.into_iter().map(shown).collect()
}

fn one(question: &str) -> (String, String, FoundKind, bool) {
    let found = found(question);
    assert_eq!(found.len(), 1, "{question}: {found:?}");
    found.into_iter().next().unwrap()
}

fn is(
    named: &str,
    label: &str,
    kind: FoundKind,
    ambiguous: bool,
) -> (String, String, FoundKind, bool) {
    (named.into(), label.into(), kind, ambiguous)
}

#[test]
fn postcodes_stand_anywhere_in_a_question() {
    use FoundKind::*;
    let outcode = is("M32", "M32", Outcode, false);
    assert_eq!(one("lost his job and his hearing is going M32"), outcode);
    let whole = is("m32 0df", "M32 0DF", Postcode, false);
    assert_eq!(one("lonely since his wife died m32 0df please"), whole);
    assert_eq!(
        one("lives at M320DF."),
        is("M320DF.", "M32 0DF", Postcode, false)
    );
    assert_eq!(
        one("debt advice (M32 0)"),
        is("(M32 0)", "M32 0", Sector, false)
    );
    let near = "M32 9ZZ is not known; using M32";
    assert_eq!(
        one("M32 9ZZ walking group"),
        is("M32 9ZZ", near, Postcode, false)
    );
    assert_eq!(
        found("30 mins walk, 3 children aged 7 12 and 15, PIP2 form, a12"),
        []
    );
}

#[test]
fn names_of_up_to_four_words_the_longest_first() {
    use FoundKind::Name;
    let town = is(
        "Stretford",
        "Stretford, Trafford",
        Name(PlaceKind::Town),
        false,
    );
    assert_eq!(one("befriending Stretford for mum"), town);
    let sea = is(
        "st johns-on sea",
        "St. John's-on-Sea, Quayshire",
        Name(PlaceKind::Ward),
        false,
    );
    assert_eq!(one("carers group st johns-on sea"), sea);
    let both = found("from manchester to saint john's on sea");
    assert_eq!(both[0].0, "saint john's on sea");
    assert_eq!(both[1].0, "manchester");
    assert_eq!(found("strettford"), []);
}

#[test]
fn ordinary_words_are_marked() {
    let hale = one("my sister hale and hearty");
    assert_eq!((hale.0.as_str(), hale.3), ("hale", true));
    assert!(!one("manchester").3);
}

#[test]
fn every_place_word_is_folded_as_names_are() {
    assert!(ORDINARY.len() > 700);
    assert!(ORDINARY.contains("sale") && ORDINARY.contains("high street"));
    assert!(!ORDINARY.contains(""));
}

proptest::proptest! {
    #[test]
    fn what_is_found_does_not_overlap(words in proptest::collection::vec("(M32|0DF|stretford|hale|st|johns|on|sea|-|\\PC{0,6})", 0..12)) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let found = gazetteer().find_in(&words);
        for (at, one) in found.iter().enumerate() {
            proptest::prop_assert!(!one.range.is_empty() && one.range.end <= words.len());
            proptest::prop_assert!(found[..at].iter().all(|other| apart(&other.range, &one.range)));
        }
    }
}
