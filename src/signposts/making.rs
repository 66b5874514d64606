//! Making a signpost once, however often the same request comes: a telephone repeats what it is not sure
//! of, and a hand clicks twice.

use super::Wish;
use super::answered::Once;
use super::store::{self, Standing};
use crate::accounts::hash;
use crate::db::Tx;
use crate::error::Result;
use crate::search::truth::LineRow;
use jiff::{SignedDuration, Timestamp};

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Where somebody is to be sent.
    pub wish: Wish,
    /// Who asks: the id of the key or the account.
    pub by: String,
    /// What tells this request from all others of theirs; none where each is a new one.
    pub key: Option<String>,
}

/// What is answered.
#[derive(Debug)]
pub struct Made {
    /// The answer.
    pub answer: String,
    /// The line as it now is; none where the answer to an earlier request was given again.
    pub line: Option<LineRow>,
}

/// Makes a signpost, or gives the answer of the one that was made for the same request within a day.
/// `answer` puts a new one into the words that are given and kept.
///
/// # Errors
/// What [`store::make`] says; or the key was used for another request.
pub fn make_once(
    tx: &mut Tx,
    asked: &Asked,
    kept_for: SignedDuration,
    now: Timestamp,
    answer: impl FnOnce(Standing) -> Result<String>,
) -> Result<Made> {
    let once = asked.once();
    let before = once.as_ref().map(|once| once.before(tx, now)).transpose()?;
    if let Some(answer) = before.flatten() {
        return Ok(Made { answer, line: None });
    }
    let made = store::make(tx, &asked.wish, &asked.by, kept_for, now)?;
    let line = Some(made.line.clone());
    let answer = answer(made)?;
    if let Some(once) = once {
        once.keep(tx, &answer)?;
    }
    Ok(Made { answer, line })
}

impl Asked {
    fn once(&self) -> Option<Once> {
        let key = self.key.clone()?;
        Some(Once {
            owner: self.by.clone(),
            key,
            request: hash(&format!("{:?}", self.wish)),
        })
    }
}
