//! What some services are called, what they are for, and where they are.

use crate::domain::point::Point;
use crate::error::Result;
use crate::search::Engine;
use crate::search::entry::TagKind;
use crate::search::shelf::{Doc, Shelf};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

impl Engine {
    /// The ids of all needs that these services meet, and the places where they are given.
    ///
    /// # Errors
    /// The index is being built.
    pub fn met_by(&self, ids: &HashSet<Uuid>) -> Result<(BTreeSet<String>, Vec<Point>)> {
        let view = self.current_view()?;
        let (mut needs, mut places) = (BTreeSet::new(), Vec::new());
        for shelf in &view.shelves {
            for (number, doc) in (0..).zip(&shelf.docs) {
                if ids.contains(&shelf.name(number).0) {
                    needs.extend(needs_of(shelf, doc));
                    let lines = shelf.lines_of(doc).iter();
                    places.extend(lines.filter_map(|line| line.place()).map(Point::from));
                }
            }
        }
        Ok((needs, places))
    }
}

/// What a service is called, and who runs it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// Its name.
    pub service: String,
    /// The name of its organisation.
    pub organization: Option<String>,
}

impl Engine {
    /// What these services are called.
    ///
    /// # Errors
    /// The index is being built.
    pub fn named(&self, ids: &HashSet<Uuid>) -> Result<HashMap<Uuid, Named>> {
        let view = self.current_view()?;
        let mut named = HashMap::new();
        for shelf in view.shelves.iter().filter(|_| !ids.is_empty()) {
            for number in 0..shelf.docs.len() as u32 {
                if ids.contains(&shelf.name(number).0) {
                    let shown = shelf.shown(number);
                    let organization = shown.organization.map(|run_by| run_by.name);
                    let service = shown.name.to_owned();
                    named.insert(
                        shown.id,
                        Named {
                            service,
                            organization,
                        },
                    );
                }
            }
        }
        Ok(named)
    }
}

fn needs_of<'a>(shelf: &'a Shelf, doc: &'a Doc) -> impl Iterator<Item = String> + 'a {
    let tags = shelf.tags_of(doc).iter();
    let tags = tags.filter_map(|tag| shelf.label(*tag));
    let needs = tags.filter(|tag| tag.kind == TagKind::Need);
    needs.map(|tag| tag.id.clone())
}
