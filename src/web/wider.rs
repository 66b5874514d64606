//! Questions that the page asks in place of the one that was typed.

use super::address::Question;
use crate::app::{Whereabouts, question};
use crate::error::FieldError;
use crate::search::request::{Request, Wanted};

/// The question without its place, if that is all that is wrong with it: whoever has somebody on the
/// telephone sees what there is, and mends the place beside it.
pub fn from_everywhere(
    question: &Question,
    faults: &[FieldError],
    whereabouts: &Whereabouts,
) -> Option<(Question, Request)> {
    let is_of_place = faults.iter().all(|fault| fault.field == "near");
    let wider = question.without(&["near", "within_km"]);
    if !is_of_place || wider.is_empty() {
        return None;
    }
    let request = question::request(&wider.pairs(), whereabouts).ok()?;
    Some((wider, request))
}

/// The search that finds every listing, for what there is to choose from.
pub fn everything(request: &Request) -> Request {
    Request {
        wanted: Wanted::Any,
        per_page: 1,
        ..request.clone()
    }
}
