//! Sheets that were sent up lately, and the form for another.

pub mod sheet;

use super::words::moment;
use crate::domain::time::from_millis;
use crate::exchange::sheet::staged::Listed;
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;

/// Why a file was not taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// None was chosen.
    Nothing,
    /// It is over ten megabytes.
    TooLarge,
    /// It is no sheet.
    Because(String),
}

/// A sheet in the list.
#[derive(Debug)]
pub struct Shown {
    /// Its id.
    pub id: String,
    /// What the file was called.
    pub name: String,
    /// Who sent it.
    pub by: String,
    /// When.
    pub when: String,
    /// Whether it was taken in.
    pub is_taken: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "import.html")]
pub struct ImportPage {
    /// The sheets.
    pub sheets: Vec<Shown>,
    /// Why the file was not taken up.
    pub refused: Option<Refused>,
}

impl ImportPage {
    /// What is shown of these sheets.
    pub fn view(sheets: Vec<Listed>, refused: Option<Refused>, now: Timestamp) -> Self {
        let sheets = sheets.into_iter().map(|one| Shown {
            id: one.id,
            name: one.name,
            by: one.made_by,
            when: moment(from_millis(one.made_at), now),
            is_taken: one.taken_at.is_some(),
        });
        Self {
            sheets: sheets.collect(),
            refused,
        }
    }
}
