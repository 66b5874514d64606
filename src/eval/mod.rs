//! How well searches find what people need, and duplicates are found: judged questions and judged pairs,
//! and the measures of the field over them. `docs/judged.md` describes the file.

mod judged;
mod measures;
pub mod pairs;
mod report;

pub use judged::{Case, Judged, read};
pub use measures::{Measures, measure};
pub use report::{Report, run};
