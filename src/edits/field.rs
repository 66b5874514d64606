//! The fields of a listing that people can change, by names that never change.

use crate::domain::id;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A field of a listing, in the order in which pages have them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// What it is called.
    Name,
    /// What it is.
    Description,
    /// What must be known before all else, such as a pause.
    Alert,
    /// Whether it runs: a status of HSDS.
    Running,
    /// Who it is for, and who it is not for.
    Eligibility,
    /// The youngest age, in years.
    MinimumAge,
    /// The oldest age, in years.
    MaximumAge,
    /// The ways in, as words with commas between them.
    Routes,
    /// How one gets in, in sentences.
    Process,
    /// Whether it costs nothing: `yes`, or empty.
    Free,
    /// What it costs, in words.
    Fees,
    /// The first telephone number.
    Phone,
    /// The address for e-mail.
    Email,
    /// The web site.
    Website,
    /// The languages besides English, with commas between them.
    Languages,
    /// When it is open, a line for each set of days; see [`super::times`].
    Times,
    /// Something about one of its places, by the id of the location.
    At(String, Part),
}

/// What is said of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What the place is called.
    Name,
    /// The first line of the address.
    Street,
    /// The second line.
    Second,
    /// The town.
    Town,
    /// The postcode.
    Postcode,
    /// Arrangements for access, a line each.
    Access,
    /// When it is open there.
    Times,
}

impl Field {
    /// Those of the service itself.
    pub const OF_SERVICE: [Field; 16] = [
        Field::Name,
        Field::Description,
        Field::Alert,
        Field::Running,
        Field::Eligibility,
        Field::MinimumAge,
        Field::MaximumAge,
        Field::Routes,
        Field::Process,
        Field::Free,
        Field::Fees,
        Field::Phone,
        Field::Email,
        Field::Website,
        Field::Languages,
        Field::Times,
    ];

    /// The name in forms, in the database and in the audit.
    pub fn key(&self) -> String {
        match self {
            Field::At(location, part) => format!("at/{location}/{}", part.key()),
            other => other.word().to_owned(),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Description => "description",
            Field::Alert => "alert",
            Field::Running => "running",
            Field::Eligibility => "eligibility",
            Field::MinimumAge => "minimum_age",
            Field::MaximumAge => "maximum_age",
            Field::Routes => "routes",
            Field::Process => "process",
            Field::Free => "free",
            Field::Fees => "fees",
            Field::Phone => "phone",
            Field::Email => "email",
            Field::Website => "website",
            Field::Languages => "languages",
            Field::Times => "times",
            Field::At(_, part) => part.key(),
        }
    }

    /// The field for a name; none if there is no such field.
    pub fn parse(key: &str) -> Option<Self> {
        if let Some(rest) = key.strip_prefix("at/") {
            let (location, part) = rest.split_once('/')?;
            let location = id::parse(location).ok()?.to_string();
            let part = Part::ALL.into_iter().find(|known| known.key() == part)?;
            return Some(Field::At(location, part));
        }
        Self::OF_SERVICE
            .into_iter()
            .find(|field| field.word() == key)
    }

    /// The location that it is about, if it is about one.
    pub fn location(&self) -> Option<&str> {
        match self {
            Field::At(location, _) => Some(location),
            _ => None,
        }
    }

    /// Whether it may have several lines.
    pub fn has_lines(&self) -> bool {
        matches!(
            self,
            Field::Description
                | Field::Alert
                | Field::Eligibility
                | Field::Process
                | Field::Fees
                | Field::Times
                | Field::At(_, Part::Access | Part::Times)
        )
    }
}

impl Part {
    /// All that is said of a place.
    pub const ALL: [Part; 7] = [
        Part::Name,
        Part::Street,
        Part::Second,
        Part::Town,
        Part::Postcode,
        Part::Access,
        Part::Times,
    ];

    /// The last part of the name of the field.
    pub fn key(self) -> &'static str {
        match self {
            Part::Name => "name",
            Part::Street => "street",
            Part::Second => "second",
            Part::Town => "town",
            Part::Postcode => "postcode",
            Part::Access => "access",
            Part::Times => "times",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key())
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.key())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let key = String::deserialize(from)?;
        Field::parse(&key).ok_or_else(|| serde::de::Error::custom("no field of a listing"))
    }
}
