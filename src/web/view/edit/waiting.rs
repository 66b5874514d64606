//! What waits for a steward, and what one has decided, as whoever runs the service reads it.

use super::Loaded;
use super::marks::{Piece, pieces};
use super::preview::full_label;
use super::words::of;
use crate::edits::store::Proposal;
use crate::web::view::words::{ago, moment};
use jiff::Timestamp;

/// A change that waits.
#[derive(Debug)]
pub struct Waiting {
    /// Its id.
    pub id: String,
    /// The field.
    pub label: String,
    /// What it said and what it is to say, laid over each other.
    pub pieces: Vec<Piece>,
    /// Since when.
    pub since: String,
    /// Who proposed it.
    pub by: String,
}

/// A change that a steward has decided on.
#[derive(Debug)]
pub struct Decided {
    /// The field.
    pub label: String,
    /// What was proposed.
    pub proposed: String,
    /// What became of it: `approved`, `changed`, `refused`.
    pub result: String,
    /// What the listing says since, where that is something else.
    pub taken: String,
    /// Why it was refused.
    pub reason: String,
    /// When.
    pub when: String,
}

impl Waiting {
    /// A proposal; none for a field that is not known.
    pub fn view(proposal: &Proposal, loaded: &Loaded, now: Timestamp) -> Option<Self> {
        let field = proposal.field()?;
        let words = |value: &str| of(&field, value);
        Some(Self {
            id: proposal.id.clone(),
            label: full_label(loaded, &field),
            pieces: pieces(
                &words(&proposal.value_before),
                &words(&proposal.value_proposed),
            ),
            since: moment(proposal.made_at(), now),
            by: proposal.made_by_name.clone(),
        })
    }
}

impl Decided {
    /// A proposal; none for a field that is not known.
    pub fn view(proposal: &Proposal, loaded: &Loaded, now: Timestamp) -> Option<Self> {
        let field = proposal.field()?;
        let words = |value: &str| of(&field, value);
        Some(Self {
            label: full_label(loaded, &field),
            proposed: words(&proposal.value_proposed),
            result: proposal.result.clone().unwrap_or_default(),
            taken: words(proposal.value_taken.as_deref().unwrap_or_default()),
            reason: proposal.reason.clone().unwrap_or_default(),
            when: ago(proposal.ended_at()?, now),
        })
    }
}
