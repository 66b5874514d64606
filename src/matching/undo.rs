//! Two that became one become two again, as they were.

use super::merge::Into;
use super::moved::{self, Moved};
use super::store::{self, Merge};
use super::sweep::is_by_itself;
use crate::accounts::audit::{self, Actor, Deed};
use crate::capacity::store::ensure_lines;
use crate::db::{Kind, Tx};
use crate::directory::record::{Document, location_ids};
use crate::directory::store::{Shelf, document, parse, put_service};
use crate::edits::hold;
use crate::error::{Error, Result};
use crate::search::truth::LineRow;
use jiff::Timestamp;

/// Undoes a merge; the lines whose room is another since. What became one by itself is not looked at again.
///
/// # Errors
/// There is no such merge, it was undone already, or the database fails.
pub fn undo(tx: &mut Tx, id: &str, who: &Actor, now: Timestamp) -> Result<Vec<LineRow>> {
    let merge = store::take(tx, id, who, now)?;
    let (kept, gone) = (merge.kept_id.as_str(), merge.gone_id.as_str());
    let (first, second) = store::ordered(kept, gone);
    hold(tx, first)?;
    hold(tx, second)?;
    store::point(tx, gone, None)?;
    listed(tx, gone)?;
    put_back(tx, &merge)?;
    // It would be found again, and made one again.
    if is_by_itself(&merge.made_by) {
        store::keep_apart(tx, kept, gone, who, now)?;
    }
    let moved: Moved = serde_json::from_str(&merge.moved).map_err(Error::internal)?;
    let lines = moved::back(tx, (kept, gone), &moved, who, now)?;
    let deed = Deed {
        action: "service.unmerged",
        kind: "service",
        id: gone,
    };
    let into = |merged_into| Into { merged_into };
    audit::note(
        tx,
        who,
        deed,
        (Some(&into(Some(kept))), Some(&into(None))),
        now,
    )?;
    Ok(lines)
}

/// The listing that had gone has its lines again, and searches find it.
fn listed(tx: &mut Tx, gone: &str) -> Result<()> {
    let service = document(tx, Shelf::Services, gone)?.unwrap_or_default();
    let mut places = location_ids(&service);
    if places.is_empty() {
        places.push(String::new());
    }
    ensure_lines(tx, gone, &places)?;
    tx.changed(Kind::Service, gone);
    Ok(())
}

/// The listing that stayed says again what it said; what was changed since stays.
fn put_back(tx: &mut Tx, merge: &Merge) -> Result<()> {
    let now = document(tx, Shelf::Services, &merge.kept_id)?.unwrap_or_default();
    let restored = restored(&parse(&merge.kept_before)?, &parse(&merge.kept_after)?, now);
    put_service(tx, &restored).map(drop)
}

/// What a document was `before`, where it still says what it said `after`; what it says by now otherwise.
pub fn restored(before: &Document, after: &Document, mut now: Document) -> Document {
    let fields: Vec<&String> = before.keys().chain(after.keys()).collect();
    for field in fields {
        let (was, made) = (before.get(field), after.get(field));
        if was == made || now.get(field) != made {
            continue;
        }
        match was {
            Some(was) => drop(now.insert(field.clone(), was.clone())),
            None => drop(now.shift_remove(field)),
        }
    }
    now
}
