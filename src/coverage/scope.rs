//! Which areas are looked at: those that somebody may look at, the one that is asked for, and the parts
//! that are told apart.

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::geography::Gazetteer;
use crate::geography::ground::{Ground, Held, OUTCODE, Patch};
use std::sync::Arc;

/// Parts that are told apart of themselves, without being asked for.
const USUAL: usize = 60;
/// Parts that are told apart at most.
const MOST: usize = 10_000;
/// Areas that can be chosen at most: more are no choice.
const MOST_CHOICES: usize = 400;
/// The kinds that are told apart first, where there are any.
const FIRST: [&str; 3] = ["ward", "lad", "msoa"];

/// What is asked for, as it stands in an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// The area, as `kind/code`.
    pub area: Option<String>,
    /// The kind of the parts that are told apart.
    pub by: Option<String>,
}

/// The areas that are looked at.
#[derive(Debug, Default)]
pub struct Scope {
    /// Those that somebody may look at; none for everything.
    pub own: Option<Ground>,
    /// Those that are asked for; none for everything.
    pub within: Option<Ground>,
    /// The parts of these.
    pub parts: Ground,
    /// What the parts are.
    pub by: String,
    /// Every kind of part that can be told apart.
    pub kinds: Vec<String>,
    /// The one area that is asked for.
    pub area: Option<Arc<Patch>>,
    /// The areas that can be asked for.
    pub choices: Vec<Arc<Patch>>,
    /// Areas of the account that are not known here.
    pub unknown: Vec<String>,
}

/// Where areas are found.
pub struct Atlas<'a> {
    /// The database.
    pub conn: &'a mut Conn,
    /// What was read before.
    pub held: &'a Held,
    /// Postcodes and places.
    pub gazetteer: &'a Arc<Gazetteer>,
}

impl Atlas<'_> {
    pub(super) fn of_kind(&mut self, kind: &str) -> Result<Arc<[Arc<Patch>]>> {
        self.held.of_kind(self.conn, self.gazetteer, kind)
    }

    /// The area that is called so: `kind/code`.
    fn find(&mut self, id: &str) -> Result<Option<Arc<Patch>>> {
        let Some((kind, code)) = id.split_once('/') else {
            return Ok(None);
        };
        let all = self.of_kind(kind)?;
        let found = all
            .iter()
            .find(|patch| patch.code.eq_ignore_ascii_case(code));
        Ok(found.cloned())
    }

    /// All areas of a kind whose middle is in others.
    fn parts(&mut self, kind: &str, of: Option<&Ground>) -> Result<Vec<Arc<Patch>>> {
        let all = self.of_kind(kind)?;
        let inside = all
            .iter()
            .filter(|patch| of.is_none_or(|of| is_in(patch, of)));
        Ok(inside.cloned().collect())
    }
}

/// Whether the middle of an area is in one of these, or it is one of them.
fn is_in(patch: &Arc<Patch>, of: &Ground) -> bool {
    let is_one = |own: &Arc<Patch>| own.kind == patch.kind && own.code == patch.code;
    of.patches().iter().any(is_one) || of.holds(patch.middle, None)
}

impl Scope {
    /// What somebody sees who may look at these areas (all, if there are none) and asks for this.
    ///
    /// # Errors
    /// There is no such area or kind; or they may not look at it.
    pub fn of(areas: &[String], wish: &Wish, mut atlas: Atlas) -> Result<Self> {
        let (mut own, mut unknown) = (Vec::new(), Vec::new());
        for id in areas {
            match atlas.find(id)? {
                Some(patch) => own.push(patch),
                None => unknown.push(id.clone()),
            }
        }
        // Of areas none of which is known, nothing is seen.
        let limit = (!areas.is_empty()).then(|| Ground::new(own.clone()));
        let area = match &wish.area {
            Some(id) => Some(asked_for(id, limit.as_ref(), &mut atlas)?),
            None => None,
        };
        let within = match &area {
            Some(area) => Some(Ground::new(vec![Arc::clone(area)])),
            None => limit.is_some().then(|| Ground::new(own.clone())),
        };
        let kinds = kinds(&mut atlas)?;
        let by = match &wish.by {
            Some(by) if kinds.contains(by) => by.clone(),
            Some(by) => return Err(no_kind(by, &kinds)),
            None => usual(&kinds, within.as_ref(), &mut atlas)?,
        };
        let mut parts = atlas.parts(&by, within.as_ref())?;
        if let Some(within) = within.as_ref().filter(|_| parts.is_empty()) {
            parts = within.patches().to_vec();
        }
        parts.truncate(MOST);
        // What can be chosen stays the same, whichever of it is.
        let offered = match &wish.by {
            Some(by) => by.clone(),
            None => usual(&kinds, limit.as_ref(), &mut atlas)?,
        };
        let mut choices = own;
        choices.extend(atlas.parts(&offered, limit.as_ref())?);
        choices.sort_by(|a, b| (&a.kind, &a.name, &a.code).cmp(&(&b.kind, &b.name, &b.code)));
        choices.dedup_by(|a, b| a.kind == b.kind && a.code == b.code);
        choices.truncate(MOST_CHOICES);
        Ok(Self {
            own: limit,
            within,
            parts: Ground::new(parts),
            by,
            kinds,
            area,
            choices,
            unknown,
        })
    }

    /// Whether somebody may look at some areas only, or asks for one.
    pub fn is_limited(&self) -> bool {
        self.within.is_some()
    }
}

fn asked_for(id: &str, limit: Option<&Ground>, atlas: &mut Atlas) -> Result<Arc<Patch>> {
    let unknown = || {
        let shown: String = id.chars().take(60).collect();
        Error::bad(
            "area",
            format!(
                "\"{shown}\" is no area that is known here: choose one of the list, such as ward/E05011350"
            ),
        )
    };
    let found = atlas.find(id)?.ok_or_else(unknown)?;
    if limit.is_none_or(|limit| is_in(&found, limit)) {
        return Ok(found);
    }
    Err(Error::Forbidden(format!(
        "{} is not among the areas of your account: ask whoever looks after the directory to add it",
        found.name
    )))
}

fn no_kind(by: &str, kinds: &[String]) -> Error {
    let shown: String = by.chars().take(60).collect();
    let kinds = kinds.join(", ");
    Error::bad("by", format!("must be one of {kinds}, not \"{shown}\""))
}

/// The kinds of which there are areas, those that are told apart first in front.
fn kinds(atlas: &mut Atlas) -> Result<Vec<String>> {
    let known = atlas.held.kinds(atlas.conn, atlas.gazetteer)?;
    let mut kinds: Vec<String> = known.into_iter().map(|(kind, _)| kind).collect();
    let place = |kind: &str| FIRST.iter().position(|first| *first == kind);
    kinds.sort_by_key(|kind| (kind == OUTCODE, place(kind).unwrap_or(FIRST.len())));
    Ok(kinds)
}

/// The first kind of which there are several parts and not too many to be read.
fn usual(kinds: &[String], within: Option<&Ground>, atlas: &mut Atlas) -> Result<String> {
    for kind in kinds {
        let parts = atlas.parts(kind, within)?.len();
        if (2..=USUAL).contains(&parts) {
            return Ok(kind.clone());
        }
    }
    Ok(OUTCODE.into())
}
