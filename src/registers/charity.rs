//! A charity as the register has it, and what becomes of that when the register speaks again. Pure.

use crate::db::schema::charities;
use diesel::prelude::*;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether a charity is in the register, in the register's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is.
    Registered,
    /// It was.
    Removed,
}

impl Status {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Registered => "registered",
            Status::Removed => "removed",
        }
    }

    /// Reads the extract's word, or the letters of the register's API.
    pub fn read(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "registered" | "r" => Some(Self::Registered),
            "removed" | "rm" => Some(Self::Removed),
            _ => None,
        }
    }
}

/// Where something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// In an extract, as of its day.
    Extract,
    /// When the register was asked, on the day itself.
    Api,
}

impl Source {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Source::Extract => "extract",
            Source::Api => "api",
        }
    }
}

/// A part of the world in which a charity works: of its area of benefit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Area {
    /// The register's `geographic_area_type`: `Local Authority`, `Region` or `Country`.
    pub kind: String,
    /// Its `geographic_area_description`.
    pub name: String,
}

/// What a register says of a charity. What it leaves out stays as it was said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The register's own number, which joins its tables.
    pub organisation_number: i64,
    /// The charity number as org-id.guide writes it.
    pub number: String,
    /// The name.
    pub name: String,
    /// Whether it is registered.
    pub status: Status,
    /// Since when.
    pub registered_on: Option<Date>,
    /// Since when it is not.
    pub removed_on: Option<Date>,
    /// Why.
    pub removal_reason: Option<String>,
    /// Whether its accounts have come in, in the register's words.
    pub reporting_status: Option<String>,
    /// The end of the year of its latest accounts.
    pub accounts_to: Option<Date>,
    /// The income of that year, in pounds.
    pub income: Option<i64>,
    /// What was spent in it, in pounds.
    pub expenditure: Option<i64>,
    /// Its number at Companies House.
    pub company_number: Option<String>,
    /// Whether it cannot pay what it owes.
    pub insolvent: Option<bool>,
    /// Whether somebody else administers it.
    pub in_administration: Option<bool>,
    /// Other names that it works or worked under.
    pub other_names: Option<Vec<String>>,
    /// Where it works.
    pub areas: Option<Vec<Area>>,
    /// The day of which all of this is true.
    pub as_of: Date,
    /// Where it was said.
    pub source: Source,
}

/// A row of `charities`: what the register said last. Days are as `YYYY-MM-DD`, lists as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = charities, treat_none_as_null = true, treat_none_as_default_value = false)]
#[expect(missing_docs, reason = "the fields are those of `Told`")]
pub struct Charity {
    pub organisation_number: i64,
    pub number: String,
    pub name: String,
    pub status: String,
    pub registered_on: Option<String>,
    pub removed_on: Option<String>,
    pub removal_reason: Option<String>,
    pub reporting_status: Option<String>,
    pub accounts_to: Option<String>,
    pub income: Option<i64>,
    pub expenditure: Option<i64>,
    pub company_number: Option<String>,
    pub insolvent: bool,
    pub in_administration: bool,
    pub other_names: String,
    pub areas: String,
    pub as_of: String,
    pub source: String,
    /// When it was heard here that it is registered, or removed, in milliseconds since 1970.
    pub heard_at: i64,
}

impl Charity {
    /// Whether it is in the register no longer.
    pub fn is_removed(&self) -> bool {
        self.status == Status::Removed.as_str()
    }

    /// Other names that it works or worked under, by the alphabet.
    pub fn names(&self) -> Vec<String> {
        serde_json::from_str(&self.other_names).unwrap_or_default()
    }

    /// Where it works, by kind and name.
    pub fn benefits(&self) -> Vec<Area> {
        serde_json::from_str(&self.areas).unwrap_or_default()
    }

    /// Whether something was said later than this, or on the same day by the register itself.
    pub fn is_newer_than(&self, told: &Told) -> bool {
        let day = told.as_of.to_string();
        let from_api = self.source == Source::Api.as_str();
        self.as_of > day || self.as_of == day && from_api && told.source == Source::Extract
    }

    /// Whether both say the same, whenever they do.
    pub fn says_as(&self, other: &Self) -> bool {
        let (as_of, source) = (other.as_of.clone(), other.source.clone());
        Self {
            as_of,
            source,
            ..self.clone()
        } == *other
    }
}

impl Told {
    /// What is to be held after this was said at `now`, where `held` was before.
    pub fn after(&self, held: Option<&Charity>, now: i64) -> Charity {
        let before =
            |text: fn(&Charity) -> &Option<String>| held.and_then(|held| text(held).clone());
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let removed = self.status == Status::Removed;
        let mut charity = Charity {
            organisation_number: self.organisation_number,
            number: self.number.clone(),
            name: self.name.clone(),
            status: self.status.as_str().to_owned(),
            registered_on: day(self.registered_on).or_else(|| before(|held| &held.registered_on)),
            // Who is registered again was not removed.
            removed_on: (day(self.removed_on).or_else(|| before(|held| &held.removed_on)))
                .filter(|_| removed),
            removal_reason: (self.removal_reason.clone())
                .or_else(|| before(|held| &held.removal_reason))
                .filter(|_| removed),
            reporting_status: (self.reporting_status.clone())
                .or_else(|| before(|held| &held.reporting_status)),
            accounts_to: day(self.accounts_to).or_else(|| before(|held| &held.accounts_to)),
            income: self.income.or_else(|| held?.income),
            expenditure: self.expenditure.or_else(|| held?.expenditure),
            company_number: (self.company_number.clone())
                .or_else(|| before(|held| &held.company_number)),
            insolvent: (self.insolvent).unwrap_or_else(|| held.is_some_and(|held| held.insolvent)),
            in_administration: (self.in_administration)
                .unwrap_or_else(|| held.is_some_and(|held| held.in_administration)),
            other_names: list(
                self.other_names.as_deref(),
                held.map(|held| &held.other_names),
            ),
            areas: list(self.areas.as_deref(), held.map(|held| &held.areas)),
            as_of: self.as_of.to_string(),
            source: self.source.as_str().to_owned(),
            heard_at: now,
        };
        let known = |held: &&Charity| {
            (&held.status, &held.removed_on) == (&charity.status, &charity.removed_on)
        };
        if let Some(held) = held.filter(known) {
            charity.heard_at = held.heard_at;
        }
        charity
    }
}

/// A list as it is kept, in order and each entry once: what is said, else what was held.
fn list<T: Serialize + Ord + Clone>(said: Option<&[T]>, held: Option<&String>) -> String {
    let Some(said) = said else {
        return held.cloned().unwrap_or_else(|| "[]".to_owned());
    };
    let mut said = said.to_vec();
    said.sort_unstable();
    said.dedup();
    // Texts can always be written as JSON.
    serde_json::to_string(&said).unwrap_or_else(|_| "[]".to_owned())
}

#[cfg(test)]
mod tests;
