//! Which areas the sites and catchments of a segment are in, remembered for the areas that were asked about
//! last: a segment never changes, and to find them is most of the work of a survey over many small areas.

use crate::geography::ground::{Ground, Patch};
use std::sync::{Arc, Mutex, PoisonError};

/// Lists of areas that are remembered.
const MOST: usize = 4;

/// Numbers of areas, several for each of many things, laid out flat.
#[derive(Debug, Default)]
pub struct Numbers {
    /// Where the numbers of each end.
    ends: Vec<u32>,
    all: Vec<u16>,
}

impl Numbers {
    /// Those of the thing with this place.
    pub fn get(&self, place: usize) -> &[u16] {
        let begin = match place.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(u32::MAX),
            None => 0,
        };
        let end = self.ends.get(place).copied().unwrap_or(0);
        self.all.get(begin as usize..end as usize).unwrap_or(&[])
    }
}

impl FromIterator<Vec<u16>> for Numbers {
    fn from_iter<I: IntoIterator<Item = Vec<u16>>>(lists: I) -> Self {
        let mut numbers = Self::default();
        for list in lists {
            numbers.all.extend(list);
            numbers.ends.push(numbers.all.len() as u32);
        }
        numbers
    }
}

/// Which areas the sites are in, and which the catchments reach.
#[derive(Debug, Default)]
pub struct Parts {
    /// Of each site.
    pub sites: Numbers,
    /// Of each catchment.
    pub shapes: Numbers,
}

/// The areas that were asked about, by their patches; the last one first.
type Known = Vec<(Vec<Arc<Patch>>, Arc<Parts>)>;

/// What is remembered.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Known>);

impl Kept {
    /// What is in these areas: as it is remembered, or as it is found now.
    pub fn of(&self, ground: &Ground, find: impl FnOnce() -> Parts) -> Arc<Parts> {
        if let Some(parts) = self.remembered(ground) {
            return parts;
        }
        let parts = Arc::new(find());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(0, (ground.patches().to_vec(), Arc::clone(&parts)));
        known.truncate(MOST);
        parts
    }

    fn remembered(&self, ground: &Ground) -> Option<Arc<Parts>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The same patches, not others that are called alike: shapes change with the years.
        let is_same = |patches: &[Arc<Patch>]| {
            let own = ground.patches();
            let mut pairs = own.iter().zip(patches);
            own.len() == patches.len() && pairs.all(|(own, other)| Arc::ptr_eq(own, other))
        };
        let at = known.iter().position(|(patches, _)| is_same(patches))?;
        let found = known.remove(at);
        let parts = Arc::clone(&found.1);
        known.insert(0, found);
        Some(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(lists: &[&[u16]]) -> Numbers {
        lists.iter().map(|list| list.to_vec()).collect()
    }

    #[test]
    fn each_has_its_own_numbers() {
        let found = numbers(&[&[1, 2], &[], &[7]]);
        let all: Vec<&[u16]> = (0..4).map(|place| found.get(place)).collect();
        assert_eq!(all, [&[1, 2][..], &[], &[7], &[]]);
        assert_eq!(Numbers::default().get(0), [0u16; 0]);
    }

    #[test]
    fn the_same_areas_are_found_once_and_others_anew() {
        let kept = Kept::default();
        let ground = || Ground::new(Vec::new());
        let find = |list: &'static [u16]| {
            move || Parts {
                sites: numbers(&[list]),
                shapes: Numbers::default(),
            }
        };
        assert_eq!(kept.of(&ground(), find(&[1])).sites.get(0), [1]);
        assert_eq!(kept.of(&ground(), find(&[2])).sites.get(0), [1]);
    }
}
