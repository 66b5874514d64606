//! Looking through the directory, making one of what is certainly one, and remembering what is likely.

use super::look::{Pair, look, remember};
use super::merge::{Taken, merge};
use super::store;
use crate::accounts::audit::Actor;
use crate::capacity::store::lines_of;
use crate::db::{Conn, Database, Tx};
use crate::directory::record::{Document, text};
use crate::directory::store::{assemble, assemble_all};
use crate::edits::{Field, read};
use crate::error::{Error, Result};
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Whose name stands beside a merge that nobody made.
const BY_ITSELF: &str = "Headroom, by itself";

/// What came of looking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Pairs that became one.
    pub merged: usize,
    /// Pairs that somebody is to look at.
    pub offered: usize,
}

/// Whether a merge was made by nobody, to judge by the name beside it.
pub fn is_by_itself(made_by: &str) -> bool {
    made_by == BY_ITSELF
}

/// Looks through all listings. Pairs that are certain and come from two sources become one, each in a
/// transaction of its own; those that are likely are offered to stewards. A source is a feed, or whatever
/// people keep here: whoever lists two themselves may mean two.
///
/// Must not be called where asynchronous code runs.
///
/// # Errors
/// The database fails; what was merged until then stays so.
pub fn sweep(db: &Database) -> Result<Swept> {
    let (pairs, apart) = db.read(|conn| Ok((look(conn)?, store::apart(conn)?)))?;
    let is_apart = |pair: &Pair| apart.contains(&(pair.one.clone(), pair.other.clone()));
    let (certain, likely): (Vec<Pair>, Vec<Pair>) = pairs
        .into_iter()
        .filter(|pair| !is_apart(pair))
        .partition(|pair| pair.certain);
    let (mut swept, mut likely) = (Swept::default(), likely);
    for pair in certain {
        let held = pair.clone();
        match db.write(move |tx| made_one(tx, &held)) {
            Ok(true) => swept.merged += 1,
            Ok(false) => likely.push(pair),
            // One of the two has become one with a third meanwhile, or has gone.
            Err(Error::Conflict(_) | Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    likely.sort_by_cached_key(Pair::place);
    swept.offered = db.write(move |tx| {
        let moved = super::moves(tx)?;
        likely.retain(|pair| !moved.contains_key(&pair.one) && !moved.contains_key(&pair.other));
        remember(tx, likely)
    })?;
    Ok(swept)
}

fn by_itself() -> Actor {
    Actor {
        kind: "itself".into(),
        id: String::new(),
        name: BY_ITSELF.into(),
    }
}

/// Makes one of two, if two sources list them.
fn made_one(tx: &mut Tx, pair: &Pair) -> Result<bool> {
    let givers = store::givers(tx, &[pair.one.clone(), pair.other.clone()])?;
    if givers.get(&pair.one) == givers.get(&pair.other) {
        return Ok(false);
    }
    let (kept, gone, taken) = chosen(tx, pair, &givers)?;
    merge(tx, (&kept, &gone), &taken, &by_itself(), Timestamp::now())?;
    Ok(true)
}

/// Which of two stays, which goes, and what the one that stays takes: all that it does not say itself.
fn chosen(
    conn: &mut Conn,
    pair: &Pair,
    givers: &HashMap<String, String>,
) -> Result<(String, String, Taken)> {
    let mut both = Vec::new();
    for service in assemble_all(conn, &[pair.one.clone(), pair.other.clone()])? {
        let id = text(&service, "id").unwrap_or_default().to_owned();
        let spoken = lines_of(conn, &id)?;
        let is_spoken = spoken.iter().any(|line| line.known.statement.is_some());
        both.push((worth(&service, is_spoken, givers.contains_key(&id)), id));
    }
    both.sort();
    let [(_, kept), (_, gone)] = both.as_slice() else {
        return Err(Error::NotFound("one of the two has gone".into()));
    };
    let whole = |conn: &mut Conn, id: &str| Ok::<_, Error>(assemble(conn, id)?.unwrap_or_default());
    let (ours, theirs) = (whole(conn, kept)?, whole(conn, gone)?);
    Ok((kept.clone(), gone.clone(), lacking(&ours, &theirs)))
}

/// What decides which of two stays, the better first: one whose group says how much room it has, one that
/// people keep here and no feed, one that says more.
fn worth(service: &Document, is_spoken: bool, is_fed: bool) -> impl Ord + use<> {
    let said = read(service)
        .values()
        .filter(|value| !value.is_empty())
        .count();
    (Reverse(is_spoken), is_fed, Reverse(said))
}

/// What a listing does not say and another does.
fn lacking(ours: &Document, theirs: &Document) -> Taken {
    let (ours, theirs) = (read(ours), read(theirs));
    let says = |values: &crate::edits::Values, field: &Field| {
        values.get(field).is_some_and(|value| !value.is_empty())
    };
    let lacks = |field: &Field| !says(&ours, field) && says(&theirs, field);
    Taken {
        fields: Field::OF_SERVICE.into_iter().filter(lacks).collect(),
        places: Vec::new(),
    }
}
