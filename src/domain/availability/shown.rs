//! What a navigator is told, wherever room is shown.

use super::{Freshness, Known, Source, State};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a navigator is told about room, wherever it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Availability {
    /// What to go by.
    pub state: State,
    /// Whether somebody may be sent there.
    pub signpostable: bool,
    /// Places free, after holds; null when not counted or no longer believed.
    pub places_free: Option<i32>,
    /// Places in all.
    pub places_total: Option<i32>,
    /// What a place is.
    pub unit: Option<String>,
    /// People on the waiting list.
    pub waiting: Option<i32>,
    /// Weeks that somebody joining now would wait.
    pub wait_weeks: Option<i32>,
    /// The day on which it opens again.
    #[schema(value_type = Option<String>, format = Date)]
    pub opens_on: Option<Date>,
    /// When the statement ends by its own words.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// Places under an unexpired hold, already taken off `places_free`.
    pub held: i32,
    /// When the statement was true.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub as_of: Option<Timestamp>,
    /// When someone last said that it still is.
    #[serde(with = "crate::domain::time::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub confirmed_at: Option<Timestamp>,
    /// How old the last word is.
    pub freshness: Freshness,
    /// Who said it.
    pub source: Source,
    /// Whether a navigator has reported otherwise since.
    pub disputed: bool,
    /// The provider's own words.
    pub note: Option<String>,
    /// Counts every change; for `If-Match`.
    pub version: i64,
}

impl Availability {
    /// What is known where nobody has ever said anything.
    pub fn never(closed: bool) -> Self {
        Self::of(&Known::default(), closed, Timestamp::UNIX_EPOCH)
    }

    /// What to show at `now`; `closed` when the listing itself says that the service does not run.
    pub fn of(known: &Known, closed: bool, now: Timestamp) -> Self {
        let state = known.state(closed, now);
        let said = known.statement.as_ref();
        let freshness = said.map_or(Freshness::Never, |said| said.vitals.freshness(now));
        let believed = said.filter(|_| known.is_believed(now));
        let details = said.map(|said| &said.details);
        Self {
            state,
            signpostable: state.is_signpostable(),
            places_free: believed.and_then(|_| known.free(now)),
            places_total: details.and_then(|details| details.places_total),
            unit: details.and_then(|details| details.unit.clone()),
            waiting: believed.and_then(|said| said.details.waiting),
            wait_weeks: believed.and_then(|said| said.details.wait_weeks),
            opens_on: details.and_then(|details| details.opens_on),
            until: said.and_then(|said| said.vitals.until),
            held: known.holds.at(now),
            as_of: said.map(|said| said.as_of),
            confirmed_at: said.map(|said| said.vitals.confirmed_at),
            freshness,
            source: said.map_or(Source::None, |said| said.source),
            disputed: known.disputed,
            note: details.and_then(|details| details.note.clone()),
            version: known.version,
        }
    }
}
