//! The HSDS tabular data package (3.2): the directory as a table for each kind of thing, joined by ids, with a
//! `datapackage.json` that describes them. What the tables have no place for stands in one more,
//! `beyond_the_standard.csv`, by which a package that was written here says all that nested JSON would.

pub mod cells;
pub mod export;
pub mod flat;
pub mod join;
mod package;
mod read;
mod rows;
pub mod tables;
mod write;

pub use read::{Part, is_package, read};

/// The name of the table of what the others have no place for.
pub const REST: &str = "beyond_the_standard";
/// Its columns.
const REST_COLUMNS: [&str; 4] = ["resource", "id", "field", "value"];
/// The file that describes the package.
pub const DESCRIPTION: &str = "datapackage.json";
