//! One field of the form, as the template puts it in its place.

use super::words::{anchor, hint, label};
use super::{Filled, Loaded};
use crate::edits::field::{Field, Part};
use crate::edits::times::{self, DAYS, MOST};
use crate::edits::{ACCESS, ROUTES};
use crate::edits::{tier, waits};

/// Rows of times that are empty.
const SPARE: usize = 2;

/// Fields that belong together.
#[derive(Debug)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// What there is to say before its fields.
    pub lead: String,
    /// Why changes in it wait for a steward, and which; none where that is said of each field.
    pub waits: Option<(&'static str, Waiting)>,
    /// Whether it is folded away.
    pub folded: bool,
    /// The fields.
    pub inputs: Vec<Input>,
}

/// Which changes in a section wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// All of them.
    All,
    /// Those of a place's name and address.
    Address,
    /// Those of its access too.
    AddressAndAccess,
}

impl Waiting {
    fn of(inputs: &[Input]) -> Self {
        let has_access = |input: &&Input| matches!(input.kind, Kind::TicksAndMore(_));
        let access = inputs.iter().find(has_access);
        match inputs.iter().all(|input| input.waits.is_some()) {
            true => Self::All,
            false if access.is_some_and(|input| input.waits.is_some()) => Self::AddressAndAccess,
            false => Self::Address,
        }
    }
}

impl Section {
    /// Says once for all fields why they wait, where several do for one reason.
    pub fn told_once(mut self) -> Self {
        let mut reasons = self.inputs.iter().filter_map(|input| input.waits);
        let first = reasons.next();
        let is_one = reasons.clone().count() > 0 && reasons.all(|other| Some(other) == first);
        if let Some(reason) = first.filter(|_| is_one) {
            self.waits = Some((reason, Waiting::of(&self.inputs)));
            let note = format!("{}-waits", self.anchor);
            for input in self.inputs.iter_mut().filter(|input| input.waits.is_some()) {
                input.waits = None;
                input.waits_note = Some(note.clone());
            }
        }
        self
    }
}

/// One field.
#[derive(Debug)]
pub struct Input {
    /// Its anchor.
    pub id: String,
    /// Its name in the form.
    pub name: String,
    /// What it is called.
    pub label: &'static str,
    /// What to write there.
    pub hint: &'static str,
    /// How it is filled.
    pub kind: Kind,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// What somebody else has made of it meanwhile.
    pub clash: Option<String>,
    /// Why a change of it waits for a steward, if it does and that is said here.
    pub waits: Option<&'static str>,
    /// The anchor of where that is said for several.
    pub waits_note: Option<String>,
}

/// How a field is filled.
#[derive(Debug)]
pub enum Kind {
    /// One line: what it holds, and what kind of line.
    Line(String, &'static str),
    /// Several lines: what it holds, and how many.
    Text(String, usize),
    /// One of several: value, words, whether it is this one.
    Choice(Vec<(String, String, bool)>),
    /// Any of several: value, words, whether it is ticked.
    Ticks(Vec<(String, String, bool)>),
    /// The same, and a line for others.
    TicksAndMore(Vec<(String, String, bool)>),
    /// A box, and whether it is ticked.
    Tick(bool),
    /// Weekly times, and what else is said of times, which stays as it is.
    Times(Vec<TimesRow>, Vec<String>),
}

/// Some days with their hours.
#[derive(Debug)]
pub struct TimesRow {
    /// Which row, from 0.
    pub row: usize,
    /// The days: value, words, whether it is ticked.
    pub days: Vec<(&'static str, &'static str, bool)>,
    /// When it opens.
    pub from: String,
    /// When it closes.
    pub to: String,
}

impl Input {
    /// A field of a form.
    pub fn view(field: Field, loaded: &Loaded, filled: &Filled) -> Self {
        let waits = waits(&loaded.who, &field, &loaded.standings);
        let reason = tier::tier(&field, loaded.standings.of(&field)).reason();
        Self {
            id: anchor(&field),
            name: field.key(),
            label: label(&field),
            hint: hint(&field),
            kind: kind(&field, loaded, filled.value(&field)),
            problem: filled.problems.get(&field).cloned(),
            clash: filled.clashes.get(&field).cloned(),
            waits: waits.then_some(reason),
            waits_note: None,
        }
    }

    /// What describes the field to a screen reader: the anchors of what stands below it.
    pub fn described_by(&self) -> String {
        let parts = [
            self.problem.as_ref().map(|_| "problem"),
            self.clash.as_ref().map(|_| "clash"),
            self.waits.map(|_| "waits"),
        ];
        let parts = parts
            .into_iter()
            .flatten()
            .map(|part| format!("{}-{part}", self.id));
        let note = self.waits_note.iter().cloned();
        parts.chain(note).collect::<Vec<_>>().join(" ")
    }
}

fn kind(field: &Field, loaded: &Loaded, value: &str) -> Kind {
    let line = |kind| Kind::Line(value.to_owned(), kind);
    match field {
        Field::Description => Kind::Text(value.to_owned(), 7),
        Field::Eligibility | Field::Process => Kind::Text(value.to_owned(), 4),
        Field::Alert | Field::Fees => Kind::Text(value.to_owned(), 2),
        Field::Running => Kind::Choice(running(value)),
        Field::Routes => Kind::Ticks(routes(value)),
        Field::Free => Kind::Tick(!value.is_empty()),
        Field::Phone => line("tel"),
        Field::Email => line("email"),
        Field::Website => line("url"),
        Field::Times => Kind::Times(rows(value), others(loaded, None)),
        Field::At(place, Part::Times) => Kind::Times(rows(value), others(loaded, Some(place))),
        Field::At(_, Part::Access) => Kind::TicksAndMore(access(value)),
        _ => line("text"),
    }
}

fn running(value: &str) -> Vec<(String, String, bool)> {
    let mut known = vec!["active", "temporarily closed"];
    if !known.contains(&value) && !value.is_empty() {
        known.push(value);
    }
    let words = |status: &str| super::words::of(&Field::Running, status);
    known
        .into_iter()
        .map(|one| (one.to_owned(), words(one), one == value))
        .collect()
}

fn routes(value: &str) -> Vec<(String, String, bool)> {
    let said: Vec<&str> = value.split(',').collect();
    let words = |route: &str| super::words::of(&Field::Routes, route);
    ROUTES
        .iter()
        .map(|route| ((*route).to_owned(), words(route), said.contains(route)))
        .collect()
}

fn access(value: &str) -> Vec<(String, String, bool)> {
    let said: Vec<&str> = value.lines().collect();
    let others = said.iter().filter(|name| !ACCESS.contains(name));
    let all = ACCESS.iter().chain(others);
    all.map(|name| ((*name).to_owned(), (*name).to_owned(), said.contains(name)))
        .collect()
}

/// The rows as they are, or as they were typed where they cannot be read.
fn rows(value: &str) -> Vec<TimesRow> {
    let lines: Vec<&str> = value.lines().collect();
    let count = (lines.len() + SPARE).min(MOST).max(lines.len().min(MOST));
    (0..count)
        .map(|row| times_row(row, lines.get(row).copied().unwrap_or_default()))
        .collect()
}

fn times_row(row: usize, line: &str) -> TimesRow {
    let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    let (days, hours) = line.split_once(' ').unwrap_or((line, ""));
    let (from, to) = hours.split_once('-').unwrap_or((hours, ""));
    let said: Vec<&str> = days.split(',').collect();
    let days = DAYS
        .iter()
        .zip(names)
        .map(|(day, name)| (*day, name, said.contains(day)));
    TimesRow {
        row,
        days: days.collect(),
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

/// In words, what is said of times and is more than a form knows.
fn others(loaded: &Loaded, place: Option<&str>) -> Vec<String> {
    let service = &loaded.known.service;
    let others = match place {
        None => times::others(service),
        Some(place) => {
            let mut entries = crate::directory::record::objects(service, "service_at_locations");
            let entry = entries
                .find(|entry| crate::directory::record::text(entry, "location_id") == Some(place));
            entry.map(times::others).unwrap_or_default()
        }
    };
    let read = others
        .iter()
        .filter_map(crate::domain::schedule::Schedule::from_document);
    read.map(|schedule| schedule.in_words()).collect()
}
