//! Why a service is on the work list.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// One thing that a steward should look into.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Somebody who was sent there found it otherwise than it is shown.
    Disputed,
    /// Whoever is asked about its room does not answer.
    Unanswered,
    /// There is nobody who could be asked.
    NoContact,
    /// The last known award has ended, and nobody has said a word since.
    FundingLapsed,
    /// Somebody who knows the service says that its details are wrong.
    DetailsWrong,
    /// The charity that runs it is in the official register no longer.
    CharityRemoved,
}

/// Why a service is on the list: several reasons may join.
pub type Reasons = BTreeSet<Reason>;

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 6] = [
        Reason::Disputed,
        Reason::Unanswered,
        Reason::NoContact,
        Reason::FundingLapsed,
        Reason::DetailsWrong,
        Reason::CharityRemoved,
    ];

    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Disputed => "disputed",
            Reason::Unanswered => "unanswered",
            Reason::NoContact => "no_contact",
            Reason::FundingLapsed => "funding_lapsed",
            Reason::DetailsWrong => "details_wrong",
            Reason::CharityRemoved => "charity_removed",
        }
    }

    /// The reason for a word, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }

    /// What a steward reads; of a dispute, the number of reports tells. The day of a removal is told beside
    /// it where it is known.
    pub fn label(self) -> Option<&'static str> {
        match self {
            Reason::Disputed => None,
            Reason::Unanswered => Some("nobody answers when asked about its room"),
            Reason::NoContact => Some("there is no address to ask at"),
            Reason::FundingLapsed => Some("its last known funding has ended"),
            Reason::DetailsWrong => Some("somebody says that its details are wrong"),
            Reason::CharityRemoved => Some("its charity was removed from the register"),
        }
    }
}

/// As the database keeps them.
pub fn write(reasons: &Reasons) -> String {
    let words: Vec<&str> = reasons.iter().map(|reason| reason.as_str()).collect();
    words.join(",")
}

/// As the database has them; a newer program may know more reasons than this one.
pub fn read(text: &str) -> Reasons {
    text.split(',').filter_map(Reason::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for reasons in [
            Reasons::new(),
            Reasons::from([Reason::NoContact]),
            Reasons::from(Reason::ALL),
        ] {
            assert_eq!(read(&write(&reasons)), reasons);
        }
        assert_eq!(read("disputed,flooded"), Reasons::from([Reason::Disputed]));
    }
}
