//! The choices by which answers can be narrowed, with how many answers have each.

use super::answer::Facet;
use super::entry::{Tag, TagKind};
use super::pass::Tally;
use super::tags::Tags;
use crate::domain::availability::State;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Choices shown of each kind.
const MOST: usize = 30;

/// The choices of each kind, the commonest first.
pub fn facets(tags: &Tags, tally: &Tally) -> BTreeMap<String, Vec<Facet>> {
    let mut facets = tags.look(|all| classifications(all.iter().map(|tag| &**tag), tally));
    facets.insert("availability".into(), states(tally));
    facets.insert("cost".into(), cost(tally));
    let when_who = tally.when_who.facets().into_iter();
    facets.extend(when_who.map(|(kind, choices)| (kind.into(), choices)));
    facets
}

fn classifications<'a>(
    tags: impl Iterator<Item = &'a Tag>,
    tally: &Tally,
) -> BTreeMap<String, Vec<Facet>> {
    let mut counted: BTreeMap<TagKind, Vec<(u32, &Tag)>> = BTreeMap::new();
    for kind in TagKind::ALL {
        counted.insert(kind, Vec::new());
    }
    for (count, tag) in tally.tags.iter().zip(tags).filter(|(count, _)| **count > 0) {
        // A term that stands for a need is counted as that need.
        if let Some(choices) = counted.get_mut(&tag.kind) {
            choices.push((*count, tag));
        }
    }
    let kinds = counted.into_iter();
    kinds
        .map(|(kind, choices)| (kind.as_str().into(), commonest(choices)))
        .collect()
}

/// Only what is shown is copied: there are far more classifications than that.
fn commonest(mut choices: Vec<(u32, &Tag)>) -> Vec<Facet> {
    choices.sort_by_key(|(count, tag)| (Reverse(*count), tag.label.as_str()));
    choices.truncate(MOST);
    let shown = choices.into_iter();
    shown
        .map(|(count, tag)| Facet {
            id: tag.id.clone(),
            label: tag.label.clone(),
            count,
        })
        .collect()
}

fn states(tally: &Tally) -> Vec<Facet> {
    let counted = State::ALL.into_iter().zip(tally.states);
    let present = counted.filter(|(_, count)| *count > 0);
    present
        .map(|(state, count)| Facet {
            id: state.as_str().into(),
            label: state.label().into(),
            count,
        })
        .collect()
}

fn cost(tally: &Tally) -> Vec<Facet> {
    let free = Facet {
        id: "free".into(),
        label: "Free of charge".into(),
        count: tally.free,
    };
    Vec::from_iter((tally.free > 0).then_some(free))
}
