//! Numbers for tags, so that facets are counted in an array. They live as long as the process.

use super::entry::{Tag, TagKind};
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

    /// All of them, in the order of their numbers.
    pub fn all(&self) -> Vec<Arc<Tag>> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.tags.clone()
    }
}

impl super::Engine {
    /// What people read for a classification, if any listing ever had it.
    pub fn label(&self, kind: super::entry::TagKind, id: &str) -> Option<String> {
        let tag = self.tags.tag(self.tags.number(kind, id)?)?;
        Some(tag.label.clone())
    }
}
