//! Numbers for tags, so that facets are counted in an array. They live as long as the process.

use super::entry::{Tag, TagKind};
use crate::needs::{self, Circumstance};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Gives each tag a number, and knows the tag of each number.
#[derive(Default)]
pub struct Tags {
    inner: RwLock<Inner>,
}

#[derive(Default)]
struct Inner {
    numbers: HashMap<(TagKind, String), u32>,
    tags: Vec<Arc<Tag>>,
}

impl Tags {
    /// The number of this tag, a new one if it was never seen.
    pub fn intern(&self, tag: &Tag) -> u32 {
        if let Some(number) = self.number(tag.kind, &tag.id) {
            return number;
        }
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        let next = inner.tags.len() as u32;
        let key = (tag.kind, tag.id.clone());
        let number = *inner.numbers.entry(key).or_insert(next);
        if number == next {
            inner.tags.push(Arc::new(tag.clone()));
        }
        number
    }

    /// The number of the tag with this id, if any listing ever had it.
    pub fn number(&self, kind: TagKind, id: &str) -> Option<u32> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.numbers.get(&(kind, id.to_owned())).copied()
    }

    /// The ids of all tags of a kind by which a circumstance is offered: those with its id, and
    /// those whose labels have one of its words.
    pub fn offering(&self, kind: TagKind, said: &Circumstance) -> Vec<String> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        let offers = |tag: &&Arc<Tag>| {
            let label = tag.label.to_lowercase();
            tag.kind == kind
                && (tag.id == said.id
                    || said.also.contains(&tag.id)
                    || said.tags.iter().any(|word| label.contains(word.as_str())))
        };
        let offering = inner.tags.iter().filter(offers);
        offering.map(|tag| tag.id.clone()).collect()
    }

    /// The tag that has this number.
    pub fn tag(&self, number: u32) -> Option<Arc<Tag>> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.tags.get(number as usize).cloned()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.tags.len()
    }

    /// Looks at all of them, in the order of their numbers.
    pub fn look<T>(&self, at: impl FnOnce(&[Arc<Tag>]) -> T) -> T {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        at(&inner.tags)
    }
}

impl super::Engine {
    /// What people read for a classification: a need of the vocabulary, or what any listing ever
    /// had.
    pub fn label(&self, kind: TagKind, id: &str) -> Option<String> {
        let vocabulary = needs::vocabulary();
        if let Some(need) = vocabulary.number(id).filter(|_| kind == TagKind::Need) {
            return Some(vocabulary.need(need).label.clone());
        }
        let number = self.tags.number(kind, id);
        let number = number.or_else(|| match kind {
            TagKind::Need => self.tags.number(TagKind::Term, id),
            _ => None,
        });
        Some(self.tags.tag(number?)?.label.clone())
    }
}
