//! Several things, one after the other: “a, b and c”.

use super::grammar::joined;

/// What may stand between two things.
const JOINTS: [&str; 3] = ["; ", " and ", ", "];
/// How many joints a list may have: what has more is a text that somebody wrote.
const MOST: usize = 24;

/// A list in Welsh, if each thing in it can be said.
pub fn speak(english: &str, one: impl Fn(&str) -> Option<String>) -> Option<String> {
    let joints = joints(english);
    if joints.is_empty() || joints.len() > MOST {
        return None;
    }
    let (mut said, mut before, mut start) = (String::new(), "", 0);
    loop {
        let (end, thing) = longest(english, start, &joints, &one)?;
        said = match before {
            " and " => joined(&said, &thing),
            joint => said + joint + thing.as_str(),
        };
        let Some((at, joint)) = joints.iter().find(|(at, _)| *at == end) else {
            return Some(said);
        };
        (before, start) = (joint, at + joint.len());
    }
}

/// The thing that begins at a place, and where it ends. Names of things have commas, too: of what could be
/// one, the longest is.
fn longest(
    english: &str,
    start: usize,
    joints: &[(usize, &str)],
    one: impl Fn(&str) -> Option<String>,
) -> Option<(usize, String)> {
    let ends = joints.iter().map(|(at, _)| *at).filter(|at| *at > start);
    // The whole is no thing of it.
    let whole = (start > 0).then_some(english.len());
    let ends: Vec<usize> = ends.chain(whole).collect();
    let mut longest = ends.into_iter().rev();
    longest.find_map(|end| Some((end, one(&english[start..end])?)))
}

/// Where a thing may end, in order, and what stands there.
fn joints(english: &str) -> Vec<(usize, &'static str)> {
    let found = JOINTS.into_iter().flat_map(|joint| {
        let places = english.match_indices(joint);
        places.map(move |(at, _)| (at, joint))
    });
    let mut joints: Vec<(usize, &'static str)> = found.collect();
    joints.sort_unstable();
    joints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(english: &str) -> Option<String> {
        let known = ["gas, oil and wood", "gas", "tea", "oil"];
        let one = |thing: &str| known.contains(&thing).then(|| thing.to_uppercase());
        speak(english, one)
    }

    #[test]
    fn each_thing_is_said() {
        assert_eq!(said("tea, gas; oil").as_deref(), Some("TEA, GAS; OIL"));
        assert_eq!(said("gas and tea").as_deref(), Some("GAS a TEA"));
        assert_eq!(said("gas and water"), None);
        assert_eq!(said("tea"), None);
    }

    #[test]
    fn names_with_commas_are_one_thing() {
        let words = said("tea, gas, oil and wood, tea");
        assert_eq!(words.as_deref(), Some("TEA, GAS, OIL AND WOOD, TEA"));
    }

    #[test]
    fn what_is_too_long_is_no_list() {
        assert_eq!(said(&["tea"; 26].join(", ")), None);
    }
}
