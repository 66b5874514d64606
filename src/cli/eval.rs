//! `headroom eval`.

use crate::app::App;
use crate::config::Config;
use crate::error::Result;
use crate::eval;
use jiff::Timestamp;
use std::path::Path;

/// Asks the judged questions of a file and prints how good the answers were, or looks for duplicates
/// among the judged listings of a file and prints how many were right.
///
/// # Errors
/// The file is not as it should be, or database or index fail.
pub fn run(config: &Config, file: &Path) -> Result<()> {
    if eval::pairs::is_of_pairs(file) {
        print!("{}", eval::pairs::run(&eval::pairs::read(file)?));
        return Ok(());
    }
    let cases = eval::read(file)?;
    let app = App::open(config)?;
    let report = eval::run(&app, cases, Timestamp::now())?;
    print!("{report}");
    Ok(())
}
