//! What a search asks. Parameters that are not known are passed over, as FHIR wants it: the link of the answer to
//! itself says what was understood.

use super::BASE;
use super::outcome::Outcome;
use crate::error::Error;
use crate::oruk::id_of;
use actix_web::HttpRequest;
use actix_web::web::Query as Pairs;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Resources on a page, unless asked otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;

/// What a search asks.
#[derive(Debug, Default)]
pub struct Query {
    /// What names must be like, as SQL has it.
    pub name: Option<String>,
    /// The one with this id.
    pub id: Option<String>,
    /// At this location.
    pub location: Option<String>,
    /// Run by this organisation.
    pub organization: Option<String>,
    /// Changed at this moment or after it, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Which page, from 1, and how many are on it.
    pub paging: (usize, usize),
    understood: Vec<(String, String)>,
}

impl Query {
    /// Reads it.
    ///
    /// # Errors
    /// A parameter that is known has a value that cannot be read.
    pub fn read(request: &HttpRequest) -> Result<Self, Outcome> {
        let pairs = Pairs::<Vec<(String, String)>>::from_query(request.query_string());
        let pairs = pairs
            .map_err(|_| Error::bad("query", "cannot be read"))?
            .into_inner();
        let mut query = Self {
            paging: (1, USUAL),
            ..Self::default()
        };
        for (name, value) in pairs {
            let value = value.trim().to_owned();
            if value.contains('\0') {
                return Err(Error::bad(name, "has characters that mean nothing").into());
            }
            if !value.is_empty() && query.take(&name, &value)? {
                query.understood.push((name, value));
            }
        }
        Ok(query)
    }

    /// Asks for the one with this id.
    pub fn of_one(id: &str) -> Self {
        Self {
            id: Some(id_of(id).to_string()),
            paging: (1, 1),
            ..Self::default()
        }
    }

    fn take(&mut self, name: &str, value: &str) -> Result<bool, Outcome> {
        match name {
            "name" => self.name = Some(format!("{}%", pattern(value))),
            "name:contains" => self.name = Some(format!("%{}%", pattern(value))),
            "name:exact" => self.name = Some(pattern(value)),
            "_id" => self.id = Some(id_of(value).to_string()),
            "location" => self.location = Some(referred(value, "Location/")),
            "organization" => self.organization = Some(referred(value, "Organization/")),
            "_lastUpdated" => self.since = Some(since(value)?),
            "_count" => self.paging.1 = number(name, value)?.min(MOST),
            "_page" => {
                self.paging.0 = number(name, value)?;
                return Ok(false);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The address of a page of this search.
    pub fn page(&self, kind: &str, number: usize) -> String {
        let page = ("_page".to_owned(), number.to_string());
        let pairs = self.understood.iter().chain([&page]).map(|(name, value)| {
            format!("{}={}", name, utf8_percent_encode(value, NON_ALPHANUMERIC))
        });
        format!("{BASE}/{kind}?{}", pairs.collect::<Vec<_>>().join("&"))
    }
}

fn number(name: &str, value: &str) -> Result<usize, Outcome> {
    let number = value
        .parse()
        .ok()
        .filter(|number| (1..=100_000_000).contains(number));
    Ok(number.ok_or_else(|| Error::bad(name, "must be a whole number from 1"))?)
}

/// What stands for any letter is meant as itself; neither database takes a lone backslash well.
fn pattern(words: &str) -> String {
    words.to_lowercase().replace(['%', '_', '\\'], " ")
}

/// The id in a reference, which may be whole, or the id alone.
fn referred(value: &str, start: &str) -> String {
    let id = value.rsplit_once(start).map_or(value, |(_, id)| id);
    id_of(id).to_string()
}

/// The moment of `ge2026-03-01` or `gt2026-03-01T09:30:00Z`.
fn since(value: &str) -> Result<i64, Outcome> {
    let wrong = || {
        Error::bad(
            "_lastUpdated",
            "must be ge or gt with a date or a time, such as ge2026-03-01T09:30:00Z",
        )
    };
    let (prefix, text) = value.split_at_checked(2).ok_or_else(wrong)?;
    let text = text.replace(' ', "+");
    let day = || {
        Some(
            text.parse::<Date>()
                .ok()?
                .to_zoned(TimeZone::UTC)
                .ok()?
                .timestamp(),
        )
    };
    let moment = text.parse::<Timestamp>().ok().or_else(day);
    let millis = moment.ok_or_else(wrong)?.as_millisecond();
    match prefix {
        "ge" => Ok(millis),
        "gt" => Ok(millis + 1),
        _ => Err(wrong().into()),
    }
}
