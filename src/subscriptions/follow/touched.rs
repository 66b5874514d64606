//! Which services some changes are about.

use crate::db::{Change, Kind};
use std::collections::BTreeSet;

/// Services that changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    /// Those whose listing changed, or what pays for them, in order.
    pub listings: Vec<String>,
    /// Those whose room may be another.
    rooms: BTreeSet<String>,
}

impl Touched {
    /// By these changes.
    pub fn by(changes: &[Change]) -> Self {
        let (mut listings, mut rooms) = (BTreeSet::new(), BTreeSet::new());
        for change in changes {
            match Kind::parse(&change.kind) {
                Some(Kind::Service) => {
                    listings.insert(change.id.clone());
                }
                Some(Kind::Capacity) => {
                    let service = change.id.split('/').next().unwrap_or_default();
                    rooms.insert(service.to_owned());
                }
                _ => {}
            }
        }
        Self {
            listings: listings.into_iter().collect(),
            rooms,
        }
    }

    /// Whether the room of this service may be another. A listing says whether a service runs at all.
    pub fn has(&self, service_id: &str) -> bool {
        let is_listed = || {
            self.listings
                .binary_search_by(|id| id.as_str().cmp(service_id))
        };
        self.rooms.contains(service_id) || is_listed().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_at_a_location_is_of_its_service() {
        let change = |kind: &str, id: &str| Change {
            seq: 1,
            kind: kind.into(),
            id: id.into(),
            at: 0,
        };
        let touched = Touched::by(&[
            change("capacity", "a/x"),
            change("capacity", "b"),
            change("service", "c"),
            change("service", "c"),
            change("location", "d"),
            change("something newer", "e"),
        ]);
        assert_eq!(touched.listings, ["c"]);
        for (id, is) in [
            ("a", true),
            ("b", true),
            ("c", true),
            ("d", false),
            ("e", false),
        ] {
            assert_eq!(touched.has(id), is, "{id}");
        }
    }
}
