//! An entry as the bytes that the index stores: written from the entry, and read without copying
//! when a shelf is laid out. What several entries share stands in pieces of its own, so that a
//! shelf can keep each once.

use super::entry::{Entry, Line, Named, Site, Tag, TagKind};
use super::packed::{Page, Pen};
use super::shapes;
use crate::domain::funding::{FundingFacts, FundingStatus, Period};
use crate::domain::point::Point;
use crate::domain::schedule::Schedule;
use crate::error::{Error, Result};
use jiff::Span;
use jiff::civil::{Date, date};
use uuid::Uuid;

const CLOSED: u64 = 1;
const COST_KNOWN: u64 = 1 << 1;
const FREE: u64 = 1 << 2;
const HAS_ORGANIZATION: u64 = 1 << 3;
const HAS_MINIMUM: u64 = 1 << 4;
const HAS_MAXIMUM: u64 = 1 << 5;

const REMOTE: u64 = 1;
const HAS_SITE: u64 = 1 << 1;

const HAS_OPEN: u64 = 1;
/// Days are counted from this one.
const EPOCH: Date = date(1970, 1, 1);

const HAS_NAME: u64 = 1;
const HAS_POSTCODE: u64 = 1 << 1;
const HAS_POINT: u64 = 1 << 2;

/// An entry, as it stands in the bytes.
#[derive(Debug)]
pub struct Record<'a> {
    /// The service.
    pub id: Uuid,
    /// Its name.
    pub name: &'a str,
    /// The beginning of its description.
    pub summary: &'a str,
    /// Who runs it, see [`organization`].
    pub organization: Option<&'a [u8]>,
    /// Whether the listing itself says that it does not run.
    pub closed: bool,
    /// Whether it is free of charge, if that is known.
    pub free: Option<bool>,
    /// Ages served.
    pub ages: [Option<f64>; 2],
    /// How sure the money is, see [`funding`].
    pub funding: &'a [u8],
    /// Its classifications, see [`tag`].
    pub tags: Vec<&'a [u8]>,
    /// Where it is given.
    pub lines: Vec<LineRecord<'a>>,
    /// Where people must live: the name and the shape of each area.
    pub areas: Vec<(&'a str, &'a [u8])>,
}

/// A capacity line, as it stands in the bytes.
#[derive(Debug)]
pub struct LineRecord<'a> {
    /// Its place on the board.
    pub slot: u32,
    /// Whether distance does not matter.
    pub remote: bool,
    /// Where it is, see [`site`].
    pub site: Option<&'a [u8]>,
    /// When it takes place, see [`schedules`]; empty for never said.
    pub schedules: &'a [u8],
}

fn bit_if(bit: u64, is: bool) -> u64 {
    if is { bit } else { 0 }
}

/// The bytes of an entry.
///
/// # Errors
/// Its schedules cannot be written, which would be a fault of ours.
pub fn write(entry: &Entry) -> Result<Vec<u8>> {
    let mut pen = Pen::default();
    pen.id(entry.id)
        .text(&entry.name)
        .text(&entry.summary)
        .number(flags(entry));
    if let Some(organization) = &entry.organization {
        pen.written(|pen| write_organization(organization, pen));
    }
    for age in [entry.minimum_age, entry.maximum_age].into_iter().flatten() {
        pen.fraction(age);
    }
    pen.written(|pen| write_funding(&entry.funding, pen));
    pen.number(entry.tags.len() as u64);
    for tag in &entry.tags {
        pen.written(|pen| write_tag(tag, pen));
    }
    pen.number(entry.lines.len() as u64);
    for line in &entry.lines {
        write_line(line, &mut pen)?;
    }
    let shapes = entry.areas.iter();
    // Shapes were read once before; one that cannot be read restricts nobody.
    let shapes = shapes.filter_map(|area| Some((&area.name, shapes::write(&area.geometry)?)));
    let shapes: Vec<_> = shapes.collect();
    pen.number(shapes.len() as u64);
    for (name, shape) in shapes {
        pen.text(name).piece(&shape);
    }
    Ok(pen.0)
}

fn flags(entry: &Entry) -> u64 {
    bit_if(CLOSED, entry.closed)
        | bit_if(COST_KNOWN, entry.free.is_some())
        | bit_if(FREE, entry.free == Some(true))
        | bit_if(HAS_ORGANIZATION, entry.organization.is_some())
        | bit_if(HAS_MINIMUM, entry.minimum_age.is_some())
        | bit_if(HAS_MAXIMUM, entry.maximum_age.is_some())
}

fn write_organization(organization: &Named, pen: &mut Pen) {
    pen.id(organization.id).text(&organization.name);
}

fn write_tag(tag: &Tag, pen: &mut Pen) {
    pen.number(number(tag.kind)).text(&tag.id).text(&tag.label);
}

fn write_funding(funding: &FundingFacts, pen: &mut Pen) {
    let (status, said) = funding.stated.unzip();
    // A statement is a number from 1, in the order of all of them.
    let place = FundingStatus::ALL
        .iter()
        .position(|one| Some(*one) == status);
    pen.number(place.map_or(0, |place| place as u64 + 1));
    pen.number(bit_if(HAS_OPEN, funding.open_from.is_some()));
    for day in [said, funding.open_from].into_iter().flatten() {
        write_day(day, pen);
    }
    pen.number(funding.periods.len() as u64);
    for period in &funding.periods {
        write_day(period.first, pen);
        write_day(period.last, pen);
    }
}

fn write_day(day: Date, pen: &mut Pen) {
    let since = EPOCH.until(day).map_or(0, |span| span.get_days());
    pen.signed(since.into());
}

fn day(page: &mut Page) -> Option<Date> {
    let since = Span::new().try_days(page.signed()?).ok()?;
    EPOCH.checked_add(since).ok()
}

fn write_line(line: &Line, pen: &mut Pen) -> Result<()> {
    let flags = bit_if(REMOTE, line.remote) | bit_if(HAS_SITE, line.site.is_some());
    pen.number(line.slot.into()).number(flags);
    if let Some(site) = &line.site {
        pen.written(|pen| write_site(site, pen));
    }
    match line.schedules.is_empty() {
        true => pen.piece(&[]),
        false => pen.piece(&serde_json::to_vec(&line.schedules).map_err(Error::internal)?),
    };
    Ok(())
}

fn write_site(site: &Site, pen: &mut Pen) {
    let flags = bit_if(HAS_NAME, site.name.is_some())
        | bit_if(HAS_POSTCODE, site.postcode.is_some())
        | bit_if(HAS_POINT, site.point.is_some());
    pen.id(site.id).number(flags);
    for text in [&site.name, &site.postcode].into_iter().flatten() {
        pen.text(text);
    }
    if let Some(point) = site.point {
        pen.fraction(point.latitude).fraction(point.longitude);
    }
}

/// Reads the bytes of an entry; none if they are not those of one.
pub fn read(bytes: &[u8]) -> Option<Record<'_>> {
    let mut page = Page(bytes);
    let (id, name, summary) = (page.id()?, page.text()?, page.text()?);
    let flags = page.number()?;
    let has = |bit| flags & bit != 0;
    Some(Record {
        id,
        name,
        summary,
        organization: if_so(has(HAS_ORGANIZATION), || page.piece())?,
        closed: has(CLOSED),
        free: has(COST_KNOWN).then_some(has(FREE)),
        ages: [
            if_so(has(HAS_MINIMUM), || page.fraction())?,
            if_so(has(HAS_MAXIMUM), || page.fraction())?,
        ],
        funding: page.piece()?,
        tags: page.list(Page::piece)?,
        lines: page.list(line)?,
        areas: page.list(|page| Some((page.text()?, page.piece()?)))?,
    })
}

/// What is read only if it is there: nothing, or what was read; `None` if it cannot be read.
fn if_so<T>(is: bool, read: impl FnOnce() -> Option<T>) -> Option<Option<T>> {
    match is {
        true => read().map(Some),
        false => Some(None),
    }
}

fn line<'a>(page: &mut Page<'a>) -> Option<LineRecord<'a>> {
    let slot = u32::try_from(page.number()?).ok()?;
    let flags = page.number()?;
    Some(LineRecord {
        slot,
        remote: flags & REMOTE != 0,
        site: if_so(flags & HAS_SITE != 0, || page.piece())?,
        schedules: page.piece()?,
    })
}

/// The organisation of a piece.
pub fn organization(piece: &[u8]) -> Option<Named> {
    let mut page = Page(piece);
    Some(Named {
        id: page.id()?,
        name: page.text()?.to_owned(),
    })
}

/// The funding of a piece.
pub fn funding(piece: &[u8]) -> Option<FundingFacts> {
    let mut page = Page(piece);
    let place = usize::try_from(page.number()?).ok()?.checked_sub(1);
    let flags = page.number()?;
    let stated = match place {
        Some(place) => Some((*FundingStatus::ALL.get(place)?, day(&mut page)?)),
        None => None,
    };
    Some(FundingFacts {
        stated,
        open_from: if_so(flags & HAS_OPEN != 0, || day(&mut page))?,
        periods: page.list(|page| {
            let (first, last) = (day(page)?, day(page)?);
            Some(Period { first, last })
        })?,
    })
}

/// The classification of a piece.
pub fn tag(piece: &[u8]) -> Option<Tag> {
    let mut page = Page(piece);
    Some(Tag {
        kind: kind(page.number()?)?,
        id: page.text()?.to_owned(),
        label: page.text()?.to_owned(),
    })
}

/// The site of a piece.
pub fn site(piece: &[u8]) -> Option<Site> {
    let mut page = Page(piece);
    let (id, flags) = (page.id()?, page.number()?);
    let has = |bit| flags & bit != 0;
    let name = if_so(has(HAS_NAME), || page.text())?;
    let postcode = if_so(has(HAS_POSTCODE), || page.text())?;
    Some(Site {
        id,
        name: name.map(String::from),
        postcode: postcode.map(String::from),
        point: if_so(has(HAS_POINT), || {
            Point::new(page.fraction()?, page.fraction()?)
        })?,
    })
}

/// The position in the piece of a site, if it is known.
pub fn position(piece: &[u8]) -> Option<Point> {
    let mut page = Page(piece);
    page.id()?;
    let flags = page.number()?;
    for bit in [HAS_NAME, HAS_POSTCODE] {
        if flags & bit != 0 {
            page.piece()?;
        }
    }
    let is_known = flags & HAS_POINT != 0;
    is_known.then(|| Point::new(page.fraction()?, page.fraction()?))?
}

/// The schedules of a piece.
pub fn schedules(piece: &[u8]) -> Option<Vec<Schedule>> {
    serde_json::from_slice(piece).ok()
}

/// The number that stands for a kind of tag. Once given, a number keeps its meaning.
fn number(kind: TagKind) -> u64 {
    match kind {
        TagKind::Need => 0,
        TagKind::Access => 1,
        TagKind::Language => 2,
        TagKind::Route => 3,
        TagKind::Delivery => 4,
        TagKind::Term => 5,
    }
}

fn kind(given: u64) -> Option<TagKind> {
    let mut kinds = TagKind::ALL.into_iter().chain([TagKind::Term]);
    kinds.find(|kind| number(*kind) == given)
}

#[cfg(test)]
mod tests;
