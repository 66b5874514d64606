//! Looking through the whole directory for pairs, and what is remembered of that.

use super::blocks::candidates;
use super::certain::is_certain;
use super::likeness::{LIKELY, Reason, likeness};
use super::profile::Profile;
use super::store;
use crate::db::{Conn, Tx};
use crate::directory::store::{assemble_all, ids_after};
use crate::error::Result;

/// Services read at once.
const AT_ONCE: i64 = 500;
/// Pairs that are remembered at most: more than anybody looks at.
const MOST_PAIRS: usize = 2000;

/// Two listings that are likely one service; the id that comes first in order stands first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// One.
    pub one: String,
    /// The other.
    pub other: String,
    /// How likely, from 0 to 100.
    pub score: u8,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Whether it needs nobody to look at it; see [`is_certain`].
    pub certain: bool,
}

impl Pair {
    /// Where it stands in a list: the likeliest first.
    pub fn place(&self) -> (u8, String, String) {
        (u8::MAX - self.score, self.one.clone(), self.other.clone())
    }
}

/// The pairs among these that are likely one, the likeliest first.
pub fn likely(profiles: &[Profile]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (at, to) in candidates(profiles) {
        let (Some(a), Some(b)) = (profiles.get(at), profiles.get(to)) else {
            continue;
        };
        let found = likeness(a, b);
        if found.score >= LIKELY {
            let (one, other) = store::ordered(&a.id, &b.id);
            pairs.push(Pair {
                one: one.to_owned(),
                other: other.to_owned(),
                score: found.score,
                certain: is_certain(a, b, &found),
                reasons: found.reasons,
            });
        }
    }
    pairs.sort_by_cached_key(Pair::place);
    pairs
}

/// Looks through all listings. Reads them a few at a time, so that no other work waits for it.
///
/// # Errors
/// The database fails.
pub fn look(conn: &mut Conn) -> Result<Vec<Pair>> {
    let (mut profiles, mut after) = (Vec::new(), String::new());
    loop {
        let ids = ids_after(conn, &after, AT_ONCE)?;
        let Some(last) = ids.last() else { break };
        after.clone_from(last);
        profiles.extend(assemble_all(conn, &ids)?.iter().filter_map(Profile::of));
    }
    Ok(likely(&profiles))
}

/// Remembers these in the place of those found before, without those that are known to be two.
///
/// # Errors
/// The database fails.
pub fn remember(tx: &mut Tx, pairs: Vec<Pair>) -> Result<usize> {
    let apart = store::apart(tx)?;
    let offered = pairs
        .into_iter()
        .filter(|pair| !apart.contains(&(pair.one.clone(), pair.other.clone())));
    let offered: Vec<Pair> = offered.take(MOST_PAIRS).collect();
    store::replace(tx, &offered)?;
    Ok(offered.len())
}
