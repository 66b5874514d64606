//! One place of a service: what is shown there, and what can be said.

use super::Loaded;
use crate::domain::schedule::london;
use crate::domain::undo;
use crate::search::truth::LineRow;
use crate::web::update::Typed;
use crate::web::view::badge::Badge;
use crate::web::view::service::{Known, Place};
use crate::web::view::update::{Notice, Sent, confirmable, since};
use crate::web::view::words::{capitalised, plural};
use jiff::Timestamp;

/// What was typed of one place, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Told {
    /// The line.
    pub slot: u32,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub notice: Notice,
}

/// What the page shows of a place.
#[derive(Debug)]
pub struct Here {
    /// The number of its line, for anchors.
    pub slot: u32,
    /// The id of the location; empty for none.
    pub location: String,
    /// Where it is, in a line.
    pub name: Option<String>,
    /// What is shown.
    pub badge: Badge,
    /// Since when.
    pub since: String,
    /// The note that is shown with it.
    pub note: Option<String>,
    /// What "nothing has changed" would confirm.
    pub same: Option<String>,
    /// The version of the line.
    pub version: i64,
    /// What places are called here.
    pub places: String,
    /// Until when what was just said can be undone, if it can be.
    pub undo_until: Option<String>,
    /// What is wrong with what was tapped.
    pub notice: Option<String>,
    /// What was typed.
    pub typed: Typed,
    /// Field and what is wrong with it.
    pub problems: Vec<(String, String)>,
    /// Those who were sent here lately.
    pub sent: Vec<Sent>,
}

impl Here {
    /// A place of a service.
    pub fn view(
        known: &Known,
        line: &LineRow,
        all: &Loaded,
        told: Option<&Told>,
        now: Timestamp,
    ) -> Self {
        let told = told.filter(|told| told.slot == line.slot);
        let said = line.known.statement.as_ref();
        let room = line.availability(now);
        let unit = room.unit.as_deref().unwrap_or("place");
        let place = Place::at(known, &line.location_id, now);
        Self {
            slot: line.slot,
            location: line.location_id.clone(),
            name: place.as_ref().and_then(Place::in_one_line),
            since: since(said, now),
            note: place.and_then(|place| place.note),
            same: said.and_then(|said| confirmable(said, now)),
            version: line.known.version,
            places: format!("{} free", capitalised(&plural(unit))),
            undo_until: undo_until(line, all, now),
            notice: told.map(|told| told.notice.words()),
            typed: told.map(|told| told.typed.clone()).unwrap_or_default(),
            problems: told.map_or_else(Vec::new, |told| told.notice.problems()),
            badge: Badge::view(&room, now),
            sent: sent(line, all, now),
        }
    }

    /// What is wrong with a field.
    pub fn problem(&self, field: &str) -> Option<&str> {
        let found = self.problems.iter().find(|(known, _)| known == field);
        found.map(|(_, words)| words.as_str())
    }
}

/// `10:42`, where whoever looks has just said something here, and nobody anything since.
fn undo_until(line: &LineRow, all: &Loaded, now: Timestamp) -> Option<String> {
    let used = all.taps.get(&line.slot)?;
    let is_theirs = used.version == line.known.version && used.before.is_some();
    let end = used.at + undo::OPEN_FOR;
    let until = end.to_zoned(london().clone()).strftime("%H:%M").to_string();
    (is_theirs && undo::is_open(used.at, now)).then_some(until)
}

fn sent(line: &LineRow, all: &Loaded, now: Timestamp) -> Vec<Sent> {
    let is_here = |location: Option<&str>| location.unwrap_or_default() == line.location_id;
    let here = all
        .sent
        .iter()
        .filter(|one| one.service_id == line.service_id && is_here(one.location_id.as_deref()));
    Sent::list(here.cloned().collect(), now)
}
