//! Names are found by the beginnings of their words.

use super::*;
use proptest::prelude::*;

/// Names as they stand, best first.
fn names(all: &[&str]) -> Names {
    Names::new((0..all.len() as u32).collect(), |number| {
        all[number as usize]
    })
}

/// The best names that begin with these words, in any order.
fn best(names: &Names, typed: &str, count: usize) -> Vec<u32> {
    let alike: Vec<Alike> = typed.split(' ').map(|word| names.starting(word)).collect();
    let found = names.best(&alike, alike.len() - 1, 1_000, count);
    found.into_iter().map(|(number, _)| number).collect()
}

#[test]
fn a_name_that_begins_so_comes_before_one_that_has_such_a_word() {
    let names = names(&["Big Lunch", "Lunch", "The Lunch", "Lunch Club", "Dinner"]);
    assert_eq!(best(&names, "lun", 9), [1, 3, 0, 2]);
    assert_eq!(best(&names, "lun", 1), [1]);
    assert_eq!(best(&names, "lunches", 9), [0; 0]);
    assert_eq!(best(&names, "c lun", 9), [3]);
    assert_eq!(best(&names, "lun c", 9), [3]);
    let all = names.occurring(&names.starting(""));
    assert_eq!(all, 8, "every word begins with nothing");
}

#[test]
fn without_names_nothing_is_found() {
    let names = names(&[]);
    assert!(best(&names, "a", 9).is_empty());
    assert!(best(&names, "a b", 9).is_empty());
    assert!(names.nearly("lunch").is_empty());
}

proptest! {
    #[test]
    fn the_best_of_all_that_begin_so_are_found(
        all in prop::collection::vec("[ab]{1,3}( [ab]{1,3}){0,2}", 0..400),
        typed in "[ab]{1,3}( [ab]{1,3}){0,2}",
        count in 1usize..20,
    ) {
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let words: Vec<String> = typed.split(' ').map(String::from).collect();
        let begins = all.iter().map(|name| spelt::begins(name, &words));
        let mut wanted: Vec<_> = begins.zip(0..).filter_map(|(begins, number)| Some((begins?, number))).collect();
        wanted.sort_unstable();
        let wanted: Vec<u32> = wanted.into_iter().take(count).map(|(_, number)| number).collect();
        prop_assert_eq!(best(&names(&all), &typed, count), wanted);
    }
}
