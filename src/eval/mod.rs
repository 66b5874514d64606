//! How well searches find what people need: judged questions, and the measures of the field over
//! them. `docs/judged.md` describes the file.

mod judged;
mod measures;
mod report;

pub use judged::{Case, Judged, read};
pub use measures::{Measures, measure};
pub use report::{Report, run};
