//! Laying out a shelf: entry after entry, what several of them share is kept once.

use super::arena::Interned;
use super::entry::Tag;
use super::names::Names;
use super::packed::Pen;
use super::record::{self, LineRecord, Record};
use super::shapes::Collecting;
use super::shelf::{Doc, LineFacts, NONE, Shelf, bit};
use super::shown;
use super::tags::Tags;
use crate::domain::point::Point;
use crate::domain::schedule::{Schedule, Times};
use std::collections::HashMap;
use std::sync::Arc;

/// A shelf being filled.
#[derive(Default)]
pub struct Laying {
    shelf: Shelf,
    shapes: Collecting,
    organizations: Interned,
    fundings: Interned,
    sites: Interned,
    schedules: Interned,
    /// In which parts of the week each list of schedules takes place.
    times: Vec<Option<Times>>,
    /// The tags so far, by their bytes.
    tags: HashMap<Box<[u8]>, (u32, Arc<Tag>)>,
}

impl Laying {
    /// Adds the next document. None if its record is damaged.
    pub fn add(&mut self, record: &Record, tags: &Tags) -> Option<()> {
        let first_line = self.shelf.lines.len();
        let points = self.add_lines(&record.lines)?;
        let mut doc = Doc::new(record.ages, self.times_from(first_line));
        (doc.closed, doc.free) = (record.closed, record.free);
        doc.first_line = first_line as u32;
        doc.first_tag = self.shelf.tags.len() as u32;
        // More lines or tags than these are beyond what anything can show.
        doc.lines = record.lines.len().min(u16::MAX.into()) as u16;
        doc.tags = record.tags.len().min(u16::MAX.into()) as u16;
        for piece in &record.tags {
            let (number, tag) = self.tag(piece, tags)?;
            doc.says |= bit(tag.kind);
            self.shelf.tags.push(number);
        }
        doc.first = self
            .shelf
            .lines
            .get(first_line)
            .copied()
            .unwrap_or(doc.first);
        let mut areas = Vec::new();
        for (name, shape) in &record.areas {
            areas.push(self.shapes.number(name, shape)?);
        }
        doc.areas = self.shelf.areas.push(&areas);
        self.shelf.reach.add(&points, &areas);
        self.shelf.docs.push(doc);
        self.add_card(record);
        Some(())
    }

    /// The lines; where they are, as far as distance matters.
    fn add_lines(&mut self, lines: &[LineRecord]) -> Option<Vec<Option<Point>>> {
        let mut points = Vec::with_capacity(lines.len());
        for line in lines {
            let point = line.site.and_then(record::position);
            let site = line.site.map_or(NONE, |site| self.sites.number(site));
            let schedules = match line.schedules.is_empty() {
                true => NONE,
                false => self.schedules_of(line.schedules)?,
            };
            let facts = LineFacts::new(point, line.slot, line.remote);
            self.shelf.lines.push(facts);
            self.shelf.line_parts.push([site, schedules]);
            points.push(point.filter(|_| !line.remote));
        }
        Some(points)
    }

    fn schedules_of(&mut self, piece: &[u8]) -> Option<u32> {
        let number = self.schedules.number(piece);
        if number as usize == self.shelf.schedules.len() {
            let schedules = record::schedules(piece)?;
            let times = schedules.iter().map(Schedule::times);
            self.times.push(times.reduce(|all, times| all | times));
            self.shelf.schedules.push(schedules.into());
        }
        Some(number)
    }

    /// When the lines from this one on take place.
    fn times_from(&self, first_line: usize) -> Option<Times> {
        let lines = self.shelf.line_parts[first_line..].iter();
        let times = lines.filter_map(|[_, schedules]| *self.times.get(*schedules as usize)?);
        times.reduce(|all, times| all | times)
    }

    fn tag(&mut self, piece: &[u8], tags: &Tags) -> Option<(u32, Arc<Tag>)> {
        if let Some((number, tag)) = self.tags.get(piece) {
            return Some((*number, Arc::clone(tag)));
        }
        let number = tags.intern(&record::tag(piece)?);
        let known = (number, tags.tag(number)?);
        self.tags.insert(piece.into(), known.clone());
        Some(known)
    }

    fn add_card(&mut self, record: &Record) {
        let organization = record
            .organization
            .map(|own| self.organizations.number(own));
        let doc = self.shelf.initials.len() as u32;
        self.shelf
            .runs
            .extend(organization.map(|number| (number, doc)));
        let funding = self.fundings.number(record.funding);
        let mut pen = Pen::default();
        shown::write(record, organization, funding, &mut pen);
        self.shelf.cards.push(&pen.0);
        self.shelf.initials.push(shown::initial(record.name));
    }

    /// The shelf, once all documents are in.
    pub fn finish(self) -> Shelf {
        let mut shelf = self.shelf;
        shelf.shapes = self.shapes.finish();
        shelf.reach.finish(&shelf.shapes);
        shelf.organizations = self.organizations.arena;
        shelf.fundings = self.fundings.arena;
        shelf.sites = self.sites.arena;
        for (number, tag) in self.tags.into_values() {
            let number = number as usize;
            shelf
                .labels
                .resize(shelf.labels.len().max(number + 1), None);
            shelf.labels[number] = Some(tag);
        }
        shelf.runs.sort_unstable();
        shelf.shrink();
        shelf.take_names();
        shelf
    }
}

impl Shelf {
    /// Lays out what the documents and those who run them are called.
    fn take_names(&mut self) {
        let (docs, organizations) = (self.docs.len() as u32, self.organizations.len() as u32);
        let order = shown::shortest_first(docs, |doc| self.name(doc));
        self.service_names = Names::new(order, |doc| self.name(doc).1);
        let name = |number| self.organization_name(number);
        let order = shown::shortest_first(organizations, name);
        self.organization_names = Names::new(order, |number| name(number).1);
    }

    /// Gives back the memory that more documents would have taken.
    fn shrink(&mut self) {
        self.docs.shrink_to_fit();
        self.lines.shrink_to_fit();
        self.line_parts.shrink_to_fit();
        self.tags.shrink_to_fit();
        self.runs.shrink_to_fit();
        self.initials.shrink_to_fit();
        let arenas = [&mut self.cards, &mut self.organizations, &mut self.sites];
        arenas.into_iter().for_each(super::arena::Arena::shrink);
    }
}
