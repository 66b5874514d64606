//! Who said what a listing says, field by field.

use super::super::words::moment;
use crate::directory::record::{Document, text};
use crate::directory::sources::Sources;
use crate::directory::store::Shelf;
use crate::domain::time::from_millis;
use crate::exchange::sheet::bring::SHEET;
use crate::feeds::Feed;
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;

/// A document and who said what of it.
#[derive(Debug)]
pub struct Known {
    /// What it is.
    pub shelf: Shelf,
    /// What it says.
    pub document: Document,
    /// Who said it.
    pub said: Sources,
}

/// Who said what a field says.
#[derive(Debug)]
pub enum By {
    /// Nobody has noted it.
    Unknown,
    /// Somebody here.
    Person,
    /// A sheet of a group, by what it is known as.
    Sheet(String),
    /// A feed, by its id and name.
    Feed(String, String),
    /// One that was removed.
    GoneFeed,
}

/// A field.
#[derive(Debug)]
pub struct Line {
    /// Its name.
    pub field: String,
    /// Who said it.
    pub by: By,
    /// When.
    pub when: String,
}

/// A part of the listing.
#[derive(Debug)]
pub struct Part {
    /// What it is.
    pub shelf: Shelf,
    /// What it is called.
    pub name: String,
    /// Its fields.
    pub lines: Vec<Line>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "sources.html")]
pub struct SourcesPage {
    id: String,
    name: String,
    parts: Vec<Part>,
}

impl SourcesPage {
    /// The documents of a service, which has this id and name.
    pub fn view((id, name): (&str, &str), known: &[Known], feeds: &[Feed], now: Timestamp) -> Self {
        let parts = known.iter().map(|known| Part {
            shelf: known.shelf,
            name: text(&known.document, "name").unwrap_or_default().to_owned(),
            lines: lines(known, feeds, now),
        });
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            parts: parts.collect(),
        }
    }
}

fn lines(known: &Known, feeds: &[Feed], now: Timestamp) -> Vec<Line> {
    let fields = known.document.keys().filter(|field| *field != "id");
    let lines = fields.map(|field| {
        let said = known.said.of(field);
        Line {
            field: field.replace('_', " "),
            when: said
                .map(|said| moment(from_millis(said.at), now))
                .unwrap_or_default(),
            by: match said.map(|said| &said.feed) {
                None => By::Unknown,
                Some(None) => By::Person,
                Some(Some(id)) if id.starts_with(SHEET) => By::Sheet(id[SHEET.len()..].to_owned()),
                Some(Some(id)) => feeds
                    .iter()
                    .find(|feed| feed.id == *id)
                    .map_or(By::GoneFeed, |feed| {
                        By::Feed(feed.id.clone(), feed.name.clone())
                    }),
            },
        }
    });
    lines.collect()
}
