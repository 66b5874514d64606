//! Groups by complete link: of all groups the two are joined first whose least alike members are most alike, until
//! no two are left whose members are all as alike to each other as was asked for.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// How alike two are, from 0 to 1, in ten thousandths, so that they can be put in order.
type Points = u32;

/// The most points.
const ALL: f64 = 1e4;

/// A group of some that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike {
    /// Their numbers, in order.
    pub members: Vec<u32>,
    /// How alike the two of them are that are least alike.
    pub least: f64,
}

/// Groups of two or more of so many, of which these pairs are as alike as was asked for, and no others. The order
/// of the pairs makes no difference; where two joins are as good, the one with the lower numbers is made.
pub fn groups(of: u32, pairs: &[(u32, u32, f64)]) -> Vec<Alike> {
    // Each group has the number of its first member.
    let mut members: Vec<Vec<u32>> = (0..of).map(|number| vec![number]).collect();
    let mut least: Vec<Points> = vec![Points::MAX; of as usize];
    let mut links: Vec<BTreeMap<u32, Points>> = vec![BTreeMap::new(); of as usize];
    let mut heap = BinaryHeap::new();
    for (a, b, alike) in pairs {
        let (low, high) = (*a.min(b), *a.max(b));
        let points = (alike.clamp(0.0, 1.0) * ALL).round() as Points;
        for (one, other) in [(low, high), (high, low)] {
            if let Some(links) = links.get_mut(one as usize) {
                links.insert(other, points);
            }
        }
        heap.push((points, Reverse(low), Reverse(high)));
    }
    while let Some((points, Reverse(low), Reverse(high))) = heap.pop() {
        // What is in the heap may be of a group that has grown since.
        let is_so = links.get(low as usize).and_then(|links| links.get(&high)) == Some(&points);
        if !is_so {
            continue;
        }
        for (other, points) in joined(&mut links, low, high) {
            heap.push((points, Reverse(low.min(other)), Reverse(low.max(other))));
        }
        let gone = members.get_mut(high as usize).map(std::mem::take);
        if let (Some(members), Some(gone)) = (members.get_mut(low as usize), gone) {
            members.extend(gone);
        }
        if let Some(least) = least.get_mut(low as usize) {
            // Groups are joined at ever fewer points.
            *least = points;
        }
    }
    let all = members.into_iter().zip(least);
    let several = all.filter(|(members, _)| members.len() > 1);
    several
        .map(|(mut members, least)| {
            members.sort_unstable();
            Alike {
                members,
                least: f64::from(least) / ALL,
            }
        })
        .collect()
}

/// Makes one of two groups: it is linked with those that both were linked with, as the less alike of the two was.
fn joined(links: &mut [BTreeMap<u32, Points>], low: u32, high: u32) -> BTreeMap<u32, Points> {
    let mut take = |group: u32| {
        let links = links.get_mut(group as usize);
        links.map(std::mem::take).unwrap_or_default()
    };
    let (ours, theirs) = (take(low), take(high));
    let common: BTreeMap<u32, Points> = ours
        .iter()
        .filter_map(|(other, points)| Some((*other, *points.min(theirs.get(other)?))))
        .collect();
    for other in ours.keys().chain(theirs.keys()) {
        if let Some(links) = links.get_mut(*other as usize) {
            links.remove(&low);
            links.remove(&high);
            if let Some(points) = common.get(other) {
                links.insert(low, *points);
            }
        }
    }
    if let Some(links) = links.get_mut(low as usize) {
        links.clone_from(&common);
    }
    common
}
