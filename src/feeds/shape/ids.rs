//! Ids of a feed. One that is a UUID may be kept; any other becomes one, always the same for the same feed
//! and id, so that what comes again is known.

use crate::domain::id;
use crate::edits::made_id;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// A service.
    Service,
    /// An organisation.
    Organization,
    /// A location.
    Location,
}

impl Named {
    /// The word for it, in rows and in ids that are made.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Organization => "organization",
            Self::Location => "location",
        }
    }
}

/// The id for what a feed knows by another: SHA-256 over the feed, the kind and its id, as a UUID of
/// version 8.
pub fn derived(feed: &str, named: Named, their_id: &str) -> String {
    made_id(&["feed", feed, named.as_str(), their_id.trim()])
}

/// The id as all ids are kept, if it is a UUID.
pub fn proper(their_id: &str) -> Option<String> {
    id::parse(their_id).ok().map(|id| id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_id_always_becomes_the_same_uuid() {
        let made = derived("a", Named::Service, "1234");
        assert_eq!(proper(&made).as_deref(), Some(made.as_str()));
        assert_eq!(made, derived("a", Named::Service, " 1234 "));
        assert_ne!(made, derived("b", Named::Service, "1234"));
        assert_ne!(made, derived("a", Named::Location, "1234"));
        assert_eq!(proper("1234"), None);
        assert_eq!(
            proper("DEF5CCD4F121DF4D60D20102030405FF").as_deref(),
            Some("def5ccd4-f121-df4d-60d2-0102030405ff")
        );
    }
}
