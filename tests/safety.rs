//! The safety net: what must ring, what must not, and what it says about a broken file.

mod faults;
mod judged;

use headroom::safety::{Level, net};
use proptest::prelude::*;

/// What the net answers, as `danger` or nothing.
fn heard(text: &str) -> Option<&'static str> {
    net().check(text).map(|danger| danger.id.as_str())
}

#[test]
fn danger_is_heard_without_its_word() {
    for (text, danger) in [
        ("he has given away his dog and all his tools", "suicide"),
        ("he counts her money and reads her texts", "controlling"),
        ("wont wake up properly", "medical"),
        ("face has dropped on one side", "medical"),
        ("crushing pain across chest down arm", "medical"),
        ("took all her tablets", "overdose"),
        ("sleeping in his car tonight", "homeless_tonight"),
        (
            "sending her to Pakistan to marry a man shes never met",
            "forced_marriage",
        ),
    ] {
        assert_eq!(heard(text), Some(danger), "{text}");
    }
    assert!(heard("she flinches when the carer comes in").is_some());
}

#[test]
fn danger_is_heard_through_misspelling() {
    for text in [
        "sucide",
        "overdoes of pills",
        "kill hersef",
        "cant breath",
        "can’t breath",
        "she's od'd",
    ] {
        assert!(heard(text).is_some(), "{text}");
    }
}

#[test]
fn danger_that_is_said_plainly_is_heard_beside_a_request() {
    for (text, danger) in [
        ("suicidal", "suicide"),
        ("suicidal thoughts help please", "suicide"),
        ("self harm support for teenager", "self_harm"),
        ("domestic violence refuge Manchester", "domestic_abuse"),
        ("nowhere to sleep tonight", "homeless_tonight"),
    ] {
        assert_eq!(heard(text), Some(danger), "{text}");
    }
}

#[test]
fn danger_is_heard_in_the_middle_of_a_long_request() {
    let before =
        "I am ringing about my dad who is eighty and used to go to the bowls club at the church";
    let danger = "last night he took all his tablets and now he wont wake up";
    let after =
        "he likes dominoes and a hot dinner, and my sister could drive him there on a Friday";
    let text = format!("{before}, {danger}, {after}");
    assert!(heard(&text).is_some());
    assert_eq!(heard(&format!("{before}, {after}, {after}")), None);
}

#[test]
fn a_denial_of_the_word_does_not_take_the_danger_away() {
    for text in [
        "he says he's fine but keeps talking about ending it",
        "won't say he wants to die but hes written letters to the kids",
        "bereaved by suicide and now says she wants to join him",
    ] {
        assert_eq!(heard(text), Some("suicide"), "{text}");
    }
}

#[test]
fn words_of_danger_in_a_harmless_setting_do_not_ring() {
    for text in [
        "bereaved by suicide",
        "survivors' choir",
        "suicide awareness training",
        "my feet are killing me",
        "dying for a cup of tea",
        "shooting club",
        "boxing",
        "murder mystery",
        "martial arts",
        "bath bombs",
        "voices choir",
        "stroke club",
        "heart support group",
        "asthma review",
        "no thoughts of harming herself",
        "not suicidal, just lonely",
    ] {
        assert_eq!(heard(text), None, "{text}");
    }
}

#[test]
fn troubles_that_are_only_sad_do_not_ring() {
    for text in [
        "",
        "lunch club",
        "lost his job and his hearing is going, only leaves the flat for the shops",
        "debts, drinking more than he should",
        "forgetful",
        "low and lonely and can't sleep",
    ] {
        assert_eq!(heard(text), None, "{text}");
    }
}

#[test]
fn the_gravest_danger_is_told() {
    let found = net().check("sleeping in his car tonight and he wants to kill himself");
    let found = found.expect("two dangers");
    assert_eq!(
        (found.id.as_str(), found.level),
        ("suicide", Level::Emergency)
    );
}

#[test]
fn every_danger_says_what_to_do_and_whom_to_call() {
    for danger in net().dangers() {
        let sentences = danger.advice.split_inclusive(['.', '?']).count();
        assert!((1..=3).contains(&sentences), "{}", danger.advice);
        assert!(!danger.contacts.is_empty(), "{}", danger.id);
    }
}

#[test]
fn an_explanation_names_the_pattern_and_its_words() {
    let explained = net().explain("she took all her tablets");
    let first = &explained.ringing[0];
    assert_eq!(first.danger.id, "overdose");
    assert!(first.words.contains("tablets"), "{first:?}");
    assert_eq!(explained.danger, net().check("she took all her tablets"));
    let words = explained.words.iter().map(|(word, _)| word.as_str());
    assert!(words.eq(["she", "took", "all", "her", "tablets"]));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        net().check(&text);
    }

    #[test]
    fn no_order_of_words_makes_it_panic(
        words in prop::collection::vec("not|no|his|but|,|\\.|kill|himself|pills|took|all|tonight|mum|é|’|od'd|[a-z]{1,9}", 0..60),
    ) {
        net().check(&words.join(" "));
    }
}
