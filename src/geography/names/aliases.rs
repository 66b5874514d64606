//! Other names of a place: those that a rule makes, and those of `index/other-place-names.txt`.

use super::{Called, Named, PlaceKind};
use crate::geography::fold::fold;
use crate::lists;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words that begin the part of a name which people leave out.
const JOINTS: [&str; 8] = ["on", "under", "in", "le", "next", "by", "cum", "juxta"];

/// Each line `name = other name`, the name as the gazetteer has it.
static OTHERS: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let pairs = lists::entries(include_str!("../../../index/other-place-names.txt"));
    let mut others: HashMap<String, Vec<&str>> = HashMap::new();
    for (name, other) in pairs.filter_map(|line| line.split_once('=')) {
        others.entry(fold(name)).or_default().push(other.trim());
    }
    others
});

/// Its other names, folded.
pub fn of(place: &Named) -> Vec<(String, Called)> {
    let key = fold(&place.name);
    let listed = OTHERS.get(&key).into_iter().flatten().copied();
    let others: Vec<&str> = listed.chain(english(place)).collect();
    if others.is_empty() {
        let short = short(place.kind, &key);
        return short
            .map(|short| (short, Called::Short))
            .into_iter()
            .collect();
    }
    let other = |name: &str| (fold(name), Called::Other(name.into()));
    others.into_iter().map(other).collect()
}

/// "Ashton" for "Ashton-under-Lyne"; small places are not well known enough for that.
fn short(kind: PlaceKind, key: &str) -> Option<String> {
    if kind > PlaceKind::Suburb || key.starts_with("city of ") {
        return None;
    }
    let words: Vec<&str> = key.split(' ').collect();
    let joint = words.iter().position(|word| JOINTS.contains(word))?;
    let whole = joint > 0 && joint + 1 < words.len();
    whole.then(|| words[..joint].join(" "))
}

/// Where a Welsh place gave its district its name, the district has the English one too:
/// Casnewydd is in "Casnewydd - Newport".
fn english(place: &Named) -> Option<&str> {
    let (welsh, english) = place.area.split_once(" - ")?;
    (*place.name == *welsh && welsh != english).then_some(english)
}
