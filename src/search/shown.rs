//! What a result shows of a listing, read from the few bytes that a shelf keeps of it. Read only
//! for the page of answers.

use super::entry::{Named, Tag};
use super::packed::{Page, Pen};
use super::record::{self, Record};
use super::shelf::Shelf;
use crate::domain::funding::FundingFacts;
use std::cmp::Ordering;
use uuid::Uuid;

/// What a result shows of one listing.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The service.
    pub id: Uuid,
    /// Its name.
    pub name: &'a str,
    /// The beginning of its description.
    pub summary: &'a str,
    /// Who runs it.
    pub organization: Option<Named>,
    /// Whether the listing itself says that it does not run.
    pub closed: bool,
    /// Its classifications.
    pub tags: Vec<&'a Tag>,
    /// What decides how sure the money is.
    pub funding: FundingFacts,
}

/// Writes the card of a listing: what [`Shown`] is read from.
pub fn write(record: &Record, organization: Option<u32>, funding: u32, pen: &mut Pen) {
    pen.id(record.id).text(record.name).text(record.summary);
    pen.number(funding.into());
    if let Some(number) = organization {
        pen.number(number.into());
    }
}

impl<'a> Shown<'a> {
    /// What a result shows of this document. A card is written by [`write()`] and held in memory, so
    /// that there is nothing in it that cannot be read.
    pub fn of(shelf: &'a Shelf, doc: u32) -> Self {
        let mut page = Page(shelf.cards.get(doc));
        let facts = &shelf.docs[doc as usize];
        let number = |page: &mut Page| Some(page.number()? as u32);
        let (id, name, summary) = (page.id(), page.text(), page.text());
        let funding = number(&mut page).map(|number| shelf.fundings.get(number));
        let organization = number(&mut page).map(|number| shelf.organizations.get(number));
        let tags = shelf.tags_of(facts).iter();
        Self {
            id: id.unwrap_or_default(),
            name: name.unwrap_or_default(),
            summary: summary.unwrap_or_default(),
            organization: organization.and_then(record::organization),
            closed: facts.closed,
            tags: tags
                .filter_map(|tag| shelf.label(*tag).map(|tag| &**tag))
                .collect(),
            funding: funding.and_then(record::funding).unwrap_or_default(),
        }
    }
}

/// The first eight bytes of a name in lower case, as a number in the order of names.
pub fn initial(name: &str) -> u64 {
    let mut bytes = [0; 8];
    let mut filled = 0;
    for letter in name.chars().flat_map(char::to_lowercase) {
        let mut buffer = [0; 4];
        let letter = letter.encode_utf8(&mut buffer).bytes();
        for (room, byte) in bytes[filled..].iter_mut().zip(letter) {
            *room = byte;
            filled += 1;
        }
        if filled == bytes.len() {
            break;
        }
    }
    u64::from_be_bytes(bytes)
}

/// Puts two listings in order: by name in lower case, and where two have one name, by id.
pub fn in_order(a: (&Shelf, u32), b: (&Shelf, u32)) -> Ordering {
    let initial = |(shelf, doc): (&Shelf, u32)| shelf.initials[doc as usize];
    let by_name = || by_name(a.0.name(a.1), b.0.name(b.1));
    initial(a).cmp(&initial(b)).then_with(by_name)
}

/// Puts two names in order, in lower case, and where they are the same, the ids.
pub fn by_name(a: (Uuid, &str), b: (Uuid, &str)) -> Ordering {
    let names = match a.1.is_ascii() && b.1.is_ascii() {
        true => by_ascii(a.1, b.1),
        false => a.1.to_lowercase().cmp(&b.1.to_lowercase()),
    };
    names.then(a.0.cmp(&b.0))
}

/// The numbers of names in the order in which they are suggested: shorter names first, then by
/// name.
pub fn shortest_first<'a>(count: u32, name: impl Fn(u32) -> (Uuid, &'a str)) -> Vec<u32> {
    let key = |number| {
        let (_, name) = name(number);
        (name.chars().count() as u32, initial(name), number)
    };
    let mut keyed: Vec<(u32, u64, u32)> = (0..count).map(key).collect();
    keyed.sort_unstable_by(|a, b| {
        let by_name = || by_name(name(a.2), name(b.2));
        (a.0, a.1).cmp(&(b.0, b.1)).then_with(by_name)
    });
    keyed.into_iter().map(|(_, _, number)| number).collect()
}

fn by_ascii(a: &str, b: &str) -> Ordering {
    let [a, b] = [a, b].map(|name| name.bytes().map(|byte| byte.to_ascii_lowercase()));
    a.cmp(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_beginnings_of_names_are_in_the_order_of_the_names(a in "\\PC{0,12}", b in "\\PC{0,12}") {
            let whole = a.to_lowercase().cmp(&b.to_lowercase());
            let begun = initial(&a).cmp(&initial(&b));
            prop_assert!(begun == Ordering::Equal || begun == whole, "{whole:?} {begun:?}");
        }
    }
}
