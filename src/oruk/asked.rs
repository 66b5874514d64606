//! What a request asks for, parameter by parameter.

use super::fault::Refusal;
use super::format::id_of;
use crate::error::{Error, FieldError};
use actix_web::HttpRequest;
use actix_web::web::Query;
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;

/// Parameters that one address may have at most.
const MOST_PAIRS: usize = 200;
/// The parameters of every list.
pub const OF_LISTS: [&str; 4] = ["page", "per_page", "format", "search"];

/// The parameters of a request.
pub struct Asked(Vec<(String, String)>);

/// Which page, from 1, and how many are on it.
pub type Paging = (usize, usize);

impl Asked {
    /// Reads them; only those of lists and these `others` are known here, so that nobody who misspells one
    /// is answered another question.
    ///
    /// # Errors
    /// One is not known, or the address cannot be read.
    pub fn strict(request: &HttpRequest, others: &[&str]) -> Result<Self, Refusal> {
        let asked = Self::lenient(request)?;
        let known = |name: &str| OF_LISTS.contains(&name) || others.contains(&name);
        let unknown = asked.0.iter().filter(|(name, _)| !known(name));
        let faults: Vec<FieldError> = unknown.map(|(name, _)| fault(name, others)).collect();
        match faults.is_empty() {
            true => Ok(asked),
            false => Err(Error::BadRequest(faults).into()),
        }
    }

    /// Reads them, whatever they are.
    ///
    /// # Errors
    /// The address cannot be read.
    pub fn lenient(request: &HttpRequest) -> Result<Self, Refusal> {
        let pairs = Query::<Vec<(String, String)>>::from_query(request.query_string());
        let pairs = pairs
            .map_err(|_| Error::bad("query", "cannot be read"))?
            .into_inner();
        let sound = |(_, value): &(String, String)| !value.contains('\0');
        if pairs.len() > MOST_PAIRS || !pairs.iter().all(sound) {
            return Err(Error::bad(
                "query",
                "has too many parameters, or characters that mean nothing",
            )
            .into());
        }
        Ok(Self(pairs))
    }

    /// The value of a parameter, if it is there and not empty; the last one counts.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.all(name).last()
    }

    /// All values of a parameter, some of which may stand together with commas between them.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let pairs = self
            .0
            .iter()
            .filter(move |(key, _)| key.trim_end_matches("[]") == name);
        pairs
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// A yes or no.
    ///
    /// # Errors
    /// It is neither.
    pub fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.text(name) {
            None | Some("false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(_) => Err(Error::bad(name, "must be true or false").into()),
        }
    }

    /// An id, as we publish it.
    pub fn id(&self, name: &str) -> Option<Uuid> {
        self.text(name).map(id_of)
    }

    /// A moment: a date alone is its beginning, and a time without an offset is in UTC.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn moment(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        // A plus that nobody has escaped is read as a space.
        let text = text.replace(' ', "+");
        let local = || {
            let date = || Some(text.parse::<Date>().ok()?.at(0, 0, 0, 0));
            let local = text.parse::<DateTime>().ok().or_else(date)?;
            Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
        };
        let moment = text.parse().ok().or_else(local);
        let wrong = || Error::bad(name, "must be a time such as 2026-03-01T09:30:00Z");
        Ok(Some(moment.ok_or_else(wrong)?))
    }

    /// Which page, with so many on it unless asked otherwise.
    ///
    /// # Errors
    /// Either is no number, or out of range.
    pub fn paging(&self, usual: usize, most: usize) -> Result<Paging, Refusal> {
        let page = self.count("page", 1, 100_000_000)?;
        Ok((page, self.count("per_page", usual, most)?))
    }

    fn count(&self, name: &str, usual: usize, most: usize) -> Result<usize, Refusal> {
        let Some(text) = self.text(name) else {
            return Ok(usual);
        };
        let count = text.parse().ok().filter(|count| (1..=most).contains(count));
        let wrong = || Error::bad(name, format!("must be a whole number from 1 to {most}"));
        Ok(count.ok_or_else(wrong)?)
    }

    /// Whether everything is wanted at once, a line each.
    ///
    /// # Errors
    /// Another format is wanted.
    pub fn lines(&self) -> Result<bool, Refusal> {
        match self.text("format") {
            None | Some("json") => Ok(false),
            Some("ndjson") => Ok(true),
            Some(_) => Err(Error::bad("format", "must be json or ndjson").into()),
        }
    }
}

fn fault(name: &str, others: &[&str]) -> FieldError {
    let shown: String = name.chars().take(40).collect();
    let known = [&OF_LISTS[..], others].concat().join(", ");
    FieldError::new(
        shown,
        format!("is not a parameter here; there are: {known}"),
    )
}
