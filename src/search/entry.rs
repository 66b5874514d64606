//! What the index holds of one listing: the texts that are searched, and the entry, from which
//! filters, facets and results are made without asking the database.

use crate::domain::funding::FundingFacts;
use crate::domain::point::Point;
use crate::domain::schedule::Schedule;
use serde::{Deserialize, Serialize};
use std::fmt::Debug;
use utoipa::ToSchema;
use uuid::Uuid;

/// An id with the name that goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Named {
    /// The id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
}

/// What is classified, and by which filter it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagKind {
    /// What somebody lacks: an entry of the needs vocabulary, or a taxonomy term that is none of
    /// them.
    Need,
    /// An arrangement for access at a location.
    Access,
    /// A language spoken, besides English.
    Language,
    /// How one gets in: `self`, `drop_in`, `phone`, `professional`.
    Route,
    /// How it is given: `in_person`, `phone`, `online`, `home_visit`.
    Delivery,
    /// A taxonomy term that stands for a need of the vocabulary: a search for it finds the listing,
    /// people read the need.
    Term,
}

impl TagKind {
    /// Every kind that has a parameter, in the order of the parameters.
    pub const ALL: [TagKind; 5] = [
        TagKind::Need,
        TagKind::Access,
        TagKind::Language,
        TagKind::Route,
        TagKind::Delivery,
    ];

    /// The name of the parameter and of the facet.
    pub fn as_str(self) -> &'static str {
        match self {
            TagKind::Need => "need",
            TagKind::Access => "access",
            TagKind::Language => "language",
            TagKind::Route => "route",
            TagKind::Delivery => "delivery",
            TagKind::Term => "term",
        }
    }
}

/// One classification of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tag {
    /// By which filter it is asked for.
    pub kind: TagKind,
    /// What the parameter says.
    pub id: String,
    /// What people read.
    pub label: String,
}

/// Where a service is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// The HSDS location.
    pub id: Uuid,
    /// Its name.
    pub name: Option<String>,
    /// Its postcode.
    pub postcode: Option<String>,
    /// Where it is, if that is known.
    pub point: Option<Point>,
}

/// One capacity line of a listing: the service at one location, or the service as such.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its place on the board.
    pub slot: u32,
    /// Where it is; none for a helpline.
    pub site: Option<Site>,
    /// Whether people are served there by telephone or online, however far away they are.
    pub remote: bool,
    /// When it takes place.
    pub schedules: Vec<Schedule>,
}

/// A service area that has a shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// What the area is called.
    pub name: String,
    /// Its shape, as GeoJSON text.
    pub geometry: String,
}

/// What filters, facets and results need of one listing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The service.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The beginning of its description.
    pub summary: String,
    /// Who runs it.
    pub organization: Option<Named>,
    /// Whether the listing itself says that it does not run.
    pub closed: bool,
    /// Where it is given; at least one line.
    pub lines: Vec<Line>,
    /// Its classifications.
    pub tags: Vec<Tag>,
    /// Youngest age served.
    pub minimum_age: Option<f64>,
    /// Oldest age served.
    pub maximum_age: Option<f64>,
    /// Whether it is free of charge, if that is known.
    pub free: Option<bool>,
    /// Where people must live, as far as that has a shape. Empty restricts nobody.
    pub areas: Vec<Area>,
    /// What decides how sure the money is, on any day.
    pub funding: FundingFacts,
}

/// A listing as the index takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// What is kept.
    pub entry: Entry,
    /// What is searched, and only that.
    pub texts: Texts,
    /// The needs that it meets, by id, each with how strongly its texts say so.
    pub needs: Vec<(String, u32)>,
}

/// The texts that are searched.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Texts {
    /// Names of the service.
    pub name: String,
    /// Names of the organisation.
    pub organization: String,
    /// Names of its taxonomy terms.
    pub terms: String,
    /// Names of places, addresses, areas.
    pub place: String,
    /// Everything else that is written.
    pub description: String,
}
