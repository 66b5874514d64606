//! Everything that meets a question, for whoever lists rather than advises: nothing is widened, ranked by room
//! or left out for it.

use super::engine::Engine;
use super::request::{Request, Sort, Wanted};
use crate::error::Result;
use jiff::Timestamp;
use uuid::Uuid;

impl Engine {
    /// The ids of all services that meet a question, in no order.
    ///
    /// # Errors
    /// The index is being built, or cannot be read.
    pub fn meeting(&self, request: &Request, now: Timestamp) -> Result<Vec<Uuid>> {
        let view = self.current_view()?;
        let all = Request {
            page: 1,
            per_page: usize::try_from(view.listings())
                .unwrap_or(usize::MAX)
                .max(1),
            wanted: Wanted::Any,
            sort: Sort::Name,
            ..request.clone()
        };
        let reading = self.read(&view, &all, now);
        let board = self.board.now();
        let tally = self.run(&view, &board, &reading.request, &reading.plan, &[], now)?;
        let found = tally.hits.iter();
        Ok(found
            .map(|hit| view.shelves[hit.segment as usize].name(hit.doc).0)
            .collect())
    }
}
