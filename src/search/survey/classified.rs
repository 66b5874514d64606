//! How listings are classified, for whoever looks after the vocabulary of needs.

use super::Named;
use crate::error::Result;
use crate::needs;
use crate::search::Engine;
use crate::search::entry::{Tag, TagKind};
use crate::search::shelf::Shelf;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// What the listings that are open say of themselves.
#[derive(Debug, Default)]
pub struct Classified {
    /// How many there are.
    pub services: usize,
    /// How many of them show no need of the vocabulary.
    pub needless: usize,
    /// Some of those, by name.
    pub some_needless: Vec<(Uuid, Named)>,
    /// How many listings meet each need, and how many have each taxonomy term that is none, by number
    /// of the tag.
    counts: HashMap<u32, usize>,
}

/// A classification, and how many listings have it.
pub type Counted = (Arc<Tag>, usize);

impl Engine {
    /// Looks at every listing that is open, and remembers so many that show no need.
    ///
    /// # Errors
    /// The index is being built.
    pub fn classified(&self, remembered: usize) -> Result<Classified> {
        let view = self.current_view()?;
        let mut found = Classified::default();
        let segments = view.searcher.segment_readers().iter().zip(&view.shelves);
        for (reader, shelf) in segments {
            let alive = reader.alive_bitset();
            for (doc, facts) in (0..).zip(&shelf.docs) {
                if !facts.closed && alive.is_none_or(|alive| alive.is_alive(doc)) {
                    found.count(shelf, doc, remembered);
                }
            }
        }
        found
            .some_needless
            .sort_by(|(_, a), (_, b)| a.service.cmp(&b.service));
        Ok(found)
    }

    /// What these counts are of, without those of another kind than needs.
    pub fn counted_needs(&self, of: &Classified) -> Vec<Counted> {
        let counts = of.counts.iter();
        let tags = counts.filter_map(|(tag, count)| Some((self.tags.tag(*tag)?, *count)));
        tags.filter(|(tag, _)| tag.kind == TagKind::Need).collect()
    }
}

impl Classified {
    fn count(&mut self, shelf: &Shelf, doc: u32, remembered: usize) {
        self.services += 1;
        let mut shows_need = false;
        for tag in shelf.tags_of(&shelf.docs[doc as usize]) {
            *self.counts.entry(*tag).or_default() += 1;
            shows_need |= shelf.label(*tag).is_some_and(|tag| is_known(tag));
        }
        if shows_need {
            return;
        }
        self.needless += 1;
        if self.some_needless.len() < remembered {
            let shown = shelf.shown(doc);
            let named = Named {
                service: shown.name.to_owned(),
                organization: shown.organization.map(|run_by| run_by.name),
            };
            self.some_needless.push((shown.id, named));
        }
    }
}

/// Whether the vocabulary has this need: a taxonomy term that stands for none is a need of its own.
pub fn is_known(tag: &Tag) -> bool {
    tag.kind == TagKind::Need && needs::vocabulary().number(&tag.id).is_some()
}
