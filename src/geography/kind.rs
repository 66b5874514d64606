//! What kinds of place there are, from the best known to the least.

/// What kind of place a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A city.
    City,
    /// A town.
    Town,
    /// A local authority district.
    District,
    /// A part of a town.
    Suburb,
    /// An electoral ward.
    Ward,
    /// A village.
    Village,
    /// A hamlet.
    Hamlet,
    /// Any other settlement.
    Other,
}

impl PlaceKind {
    /// Every kind; where a name stands for several places, the earlier kind is meant.
    pub const ALL: [PlaceKind; 8] = [
        PlaceKind::City,
        PlaceKind::Town,
        PlaceKind::District,
        PlaceKind::Suburb,
        PlaceKind::Ward,
        PlaceKind::Village,
        PlaceKind::Hamlet,
        PlaceKind::Other,
    ];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceKind::City => "city",
            PlaceKind::Town => "town",
            PlaceKind::District => "district",
            PlaceKind::Suburb => "suburb",
            PlaceKind::Ward => "ward",
            PlaceKind::Village => "village",
            PlaceKind::Hamlet => "hamlet",
            PlaceKind::Other => "other",
        }
    }

    /// The kind for a word; one that this program does not know is "other".
    pub fn parse(word: &str) -> Self {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        known.unwrap_or(PlaceKind::Other)
    }

    /// Whether it is known far beyond its own neighbourhood.
    pub fn is_big(self) -> bool {
        self <= PlaceKind::District
    }
}
