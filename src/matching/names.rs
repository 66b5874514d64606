//! How alike two names are. Two directories that list one service add words to its name or leave some away;
//! two services of one organisation have a word each that the other has not.

use super::profile::Profile;
use std::collections::BTreeSet;
use strsim::normalized_damerau_levenshtein;

/// Two words that are so alike are one, differently spelt.
const SPELT: f64 = 0.84;
/// Letters from which on a word may be misspelt, and may end differently.
const LONG: usize = 5;
/// How much of two names that say no more than who runs them must be common.
const LEAST_COMMON: f64 = 0.5;
/// Words that say what kind of thing it is, as many others are: alone they make no other name.
const KINDS: [&str; 24] = [
    "group",
    "groups",
    "club",
    "service",
    "services",
    "session",
    "sessions",
    "class",
    "classes",
    "centre",
    "center",
    "project",
    "scheme",
    "programme",
    "community",
    "local",
    "branch",
    "meeting",
    "meetings",
    "team",
    "support",
    "low",
    "cost",
    "weekly",
];
/// Words that tell sessions of one service apart, and the form in which they are compared.
const DAYS: [(&str, [&str; 3]); 7] = [
    ("monday", ["mon", "mondays", ""]),
    ("tuesday", ["tue", "tues", "tuesdays"]),
    ("wednesday", ["wed", "weds", "wednesdays"]),
    ("thursday", ["thu", "thurs", "thursdays"]),
    ("friday", ["fri", "fridays", ""]),
    ("saturday", ["sat", "saturdays", ""]),
    ("sunday", ["sun", "sundays", ""]),
];
/// Words that say for whom a session is, and the form in which they are compared.
const AUDIENCES: [(&str, [&str; 4]); 9] = [
    ("men", ["mens", "man", "boys", "dads"]),
    ("women", ["womens", "woman", "ladies", "girls"]),
    ("child", ["children", "childrens", "kids", "childs"]),
    ("young", ["youth", "youths", "teens", "teenagers"]),
    ("junior", ["juniors", "infants", "", ""]),
    ("senior", ["seniors", "elders", "", ""]),
    ("adult", ["adults", "", "", ""]),
    ("beginner", ["beginners", "starters", "", ""]),
    ("advanced", ["improvers", "intermediate", "", ""]),
];

/// Whether one organisation runs two listings, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bodies {
    /// One record, or one official number.
    One,
    /// Names that are alike.
    Alike,
    /// Nothing says so.
    Two,
}

/// What two names have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Names {
    /// How alike they are, from 0 to 1.
    pub alike: f64,
    /// Whether they are the same but for the order of words, kinds of things, and who runs it.
    pub is_same: bool,
    /// Whether each has a word that the other has not.
    pub is_other: bool,
}

/// Compares the names of two listings, of organisations that are one or not, as far as is known.
pub fn compare(a: &Profile, b: &Profile, bodies: Bodies) -> Names {
    if !a.letters.is_empty() && a.letters == b.letters {
        return Names {
            alike: 1.0,
            is_same: true,
            is_other: false,
        };
    }
    let all = common(&a.name, &b.name);
    let told = |profile: &Profile| -> Vec<String> {
        let words = profile.name.iter();
        let names = |word: &&String| !is_background(word, a, b, bodies);
        words.filter(names).cloned().collect()
    };
    let (ours, theirs) = (told(a), told(b));
    let lone = |words: &[String], profile: &Profile, other: &Profile| {
        let lone = words.iter().filter(|word| !is_in(word, profile, other));
        lone.count()
    };
    let (left, right) = (lone(&ours, a, b), lone(&theirs, b, a));
    let shared = (ours.len() - left).max(theirs.len() - right);
    let is_same = left + right == 0 && (shared > 0 || all >= LEAST_COMMON);
    Names {
        alike: match (left, right) {
            (0, 0) if is_same => 1.0,
            (0, 0) => all,
            (0, more) | (more, 0) => all.max(added(more, shared > 0)),
            _ => all.min(shared as f64 / (shared + left.max(right)) as f64),
        },
        is_same,
        is_other: left > 0 && right > 0,
    }
}

/// How alike two names are of which one has `more` words than the other.
fn added(more: usize, have_common: bool) -> f64 {
    match have_common {
        true => (1.0 - 0.12 * more as f64).max(0.6),
        // One is only the name of who runs it.
        false => (0.7 - 0.1 * more as f64).max(0.0),
    }
}

/// Whether a word says who runs both, or what kind of thing it is. Who runs them says nothing of which service
/// of one organisation it is, and all of two organisations that each have one.
fn is_background(word: &str, a: &Profile, b: &Profile, bodies: Bodies) -> bool {
    let runs = |profile: &Profile| profile.run_by.iter().any(|name| is_same(name, word));
    let is_of_who = match bodies {
        Bodies::One => runs(a) || runs(b),
        Bodies::Alike => runs(a) && runs(b),
        Bodies::Two => false,
    };
    is_of_who || KINDS.contains(&word)
}

/// Whether a word of one name is in the other, be it as part of a word, as two words or as who runs it.
fn is_in(word: &str, own: &Profile, other: &Profile) -> bool {
    let is_there = |word: &str| {
        let beside = other.name.iter().chain(&other.joined).chain(&other.run_by);
        beside.into_iter().any(|known| is_same(known, word))
    };
    let in_joined = || {
        let whole = own.joined.iter().filter(|joined| joined.contains(word));
        whole.into_iter().any(|joined| other.name.contains(joined))
    };
    is_there(word) || in_joined()
}

/// How much of two sets of words is common, from 0 to 1.
pub fn common(a: &[String], b: &[String]) -> f64 {
    let total = a.len() + b.len();
    if total == 0 {
        return 0.0;
    }
    let in_other = |words: &[String], others: &[String]| {
        words
            .iter()
            .filter(|word| others.iter().any(|other| is_same(word, other)))
            .count()
    };
    (in_other(a, b) + in_other(b, a)) as f64 / total as f64
}

fn is_same(a: &str, b: &str) -> bool {
    let canonical = |word| day(word).or_else(|| audience(word));
    if a == b || canonical(a).is_some_and(|one| canonical(b) == Some(one)) {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let is_ending = |end: &str| ["s", "eon", "ing", "ers", "er"].contains(&end);
    let goes_on = short.len() >= LONG - 1 && long.strip_prefix(short).is_some_and(is_ending);
    goes_on || (short.len() >= LONG && normalized_damerau_levenshtein(a, b) >= SPELT)
}

fn listed<const N: usize>(word: &str, table: &[(&'static str, [&str; N])]) -> Option<&'static str> {
    let has = |(name, others): &&(&str, [&str; N])| *name == word || others.contains(&word);
    table.iter().find(has).map(|(name, _)| *name)
}

fn day(word: &str) -> Option<&'static str> {
    listed(word, &DAYS)
}

/// For whom something is that has this word in its name: `child` for `kids`.
pub fn audience(word: &str) -> Option<&'static str> {
    listed(word, &AUDIENCES)
}

/// What tells two sessions of one service apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// Each names what the other does not.
    Both,
    /// One names what the other leaves open.
    One,
    /// Nothing.
    Neither,
}

fn apart<T: Ord>(ours: &BTreeSet<T>, theirs: &BTreeSet<T>) -> Apart {
    match (ours == theirs, ours.is_empty() || theirs.is_empty()) {
        (true, _) => Apart::Neither,
        (false, true) => Apart::One,
        (false, false) => Apart::Both,
    }
}

/// Whether they name different days or numbers.
pub fn sessions(a: &Profile, b: &Profile) -> Apart {
    let tells = |profile: &Profile| -> BTreeSet<String> {
        let told = profile.name.iter().filter_map(|word| match day(word) {
            Some(day) => Some(day.to_owned()),
            None => word
                .chars()
                .any(|c| c.is_ascii_digit())
                .then(|| word.clone()),
        });
        told.collect()
    };
    apart(&tells(a), &tells(b))
}

/// Whether they are named for different people.
pub fn audiences(a: &Profile, b: &Profile) -> Apart {
    let tells = |profile: &Profile| -> BTreeSet<&'static str> {
        profile
            .name
            .iter()
            .filter_map(|word| audience(word))
            .collect()
    };
    apart(&tells(a), &tells(b))
}

#[cfg(test)]
mod tests {
    use super::super::profile::{joined, letters, words};
    use super::*;

    fn named(name: &str) -> Profile {
        Profile {
            name: words(name),
            joined: joined(name),
            letters: letters(name),
            run_by: words("Millbeck Trust"),
            ..Profile::default()
        }
    }

    fn of_one(a: &str, b: &str) -> Names {
        compare(&named(a), &named(b), Bodies::One)
    }

    #[test]
    fn order_accents_hyphens_and_who_runs_it_make_no_other_name() {
        for (one, other) in [
            ("Lunch Club", "Club (lunch)"),
            ("Memory Café", "Millbeck Trust: memory cafe"),
            ("Food Bank", "Foodbank"),
            ("Rhyme time", "Rhymetime at Millbeck"),
            ("Furniture Re-use", "Furniture ReUse"),
            (
                "Counselling for young people",
                "Youth counselling for people",
            ),
            ("Lunch club (Weds)", "Wednesday lunch club"),
            ("Type 2 Together", "Type2 together group"),
        ] {
            assert!(of_one(one, other).is_same, "{one} | {other}");
            assert!(of_one(other, one).is_same, "{other} | {one}");
        }
    }

    #[test]
    fn a_word_of_ones_own_each_makes_another_name() {
        for (one, other) in [
            ("Chess Club", "Art Club"),
            ("Memory Café", "Memory Walk"),
            ("Cubs", "Scouts"),
        ] {
            let names = of_one(one, other);
            assert!(names.is_other && !names.is_same, "{one} | {other}");
        }
    }

    #[test]
    fn who_runs_it_tells_two_organisations_apart() {
        let of = |name: &str| Profile {
            run_by: words(name),
            ..named(name)
        };
        let (one, other) = (
            of("Lostock Badminton Club"),
            of("Blue Triangle Badminton Club"),
        );
        assert!(compare(&one, &other, Bodies::Two).is_other);
        assert_eq!(compare(&one, &one, Bodies::Two).alike, 1.0);
    }

    #[test]
    fn days_numbers_and_people_tell_sessions_apart() {
        let (monday, tuesday, open) = (named("Yoga Mon"), named("Yoga Tuesdays"), named("Yoga"));
        assert_eq!(sessions(&monday, &tuesday), Apart::Both);
        assert_eq!(sessions(&monday, &open), Apart::One);
        assert_eq!(sessions(&monday, &named("Mondays: yoga")), Apart::Neither);
        assert_eq!(
            audiences(&named("Men's shed"), &named("Ladies' shed")),
            Apart::Both
        );
        assert_eq!(
            audiences(&named("Kids' art"), &named("Art for children")),
            Apart::Neither
        );
    }
}
