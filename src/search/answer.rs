//! The answer to a search, in the shape that the interfaces fix.

use super::entry::Named;
use crate::domain::availability::Availability;
use crate::domain::funding::FundingSummary;
use crate::geography::Precision;
use crate::safety::{Danger, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// One page of answers, with what was understood, what is hidden and what there is to choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SearchAnswer)]
pub struct Answer {
    /// Answers on all pages.
    pub total_items: usize,
    /// Pages.
    pub total_pages: usize,
    /// This page, from 1.
    pub page_number: usize,
    /// Answers on this page.
    pub size: usize,
    /// Whether this is the first page.
    pub first_page: bool,
    /// Whether this is the last page.
    pub last_page: bool,
    /// Whether this page has no answers.
    pub empty: bool,
    /// What was understood of the question.
    pub interpretation: Interpretation,
    /// Advice that comes first, when the words show danger.
    pub safety: Option<Safety>,
    /// What matched everything but had no room.
    pub hidden: Hidden,
    /// What there is to choose from, and how often.
    pub facets: BTreeMap<String, Vec<Facet>>,
    /// The answers.
    pub contents: Vec<Found>,
}

/// What was understood of the question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Interpretation {
    /// Needs that were recognised.
    pub needs: Vec<UnderstoodNeed>,
    /// The place that was recognised.
    pub place: Option<UnderstoodPlace>,
    /// Everything that was understood of the words, in their order.
    pub understood: Vec<Understood>,
    /// What the question was corrected to.
    pub corrected: Option<String>,
    /// How the question was widened, because too little was found.
    pub relaxed: Vec<String>,
}

/// Something that was understood of the words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Understood {
    /// `need`, `place`, `age`, `day`, `time`, `access`, `language`, `cost`, `route`, `delivery`,
    /// `person`, or `spelling`: a word that was looked up beside a rare one that is nearly the same.
    pub kind: String,
    /// What the parameter of this kind would say.
    pub id: String,
    /// What people read.
    pub label: String,
    /// The words that led to it.
    pub because: String,
    /// What the parameter `without` says to take it away.
    pub without: String,
}

/// A need that was recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UnderstoodNeed {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What led to it.
    pub because: String,
}

/// A place that was recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UnderstoodPlace {
    /// What people read.
    pub label: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What was written, if that is no place and this one was taken for it.
    pub instead_of: Option<String>,
    /// How exact it is.
    #[schema(value_type = String)]
    pub precision: Precision,
}

/// Advice that comes before any answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Safety {
    /// `emergency` or `urgent`.
    pub level: String,
    /// What to do.
    pub advice: String,
    /// Whom to call.
    pub contacts: Vec<SafetyContact>,
}

/// Whom to call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SafetyContact {
    /// Who they are.
    pub name: String,
    /// Their number.
    pub phone: Option<String>,
    /// Their page.
    pub url: Option<String>,
}

/// How many matched everything but their room, by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hidden {
    /// Full.
    pub full: u32,
    /// With a waiting list.
    pub waiting_list: u32,
    /// Not running for now.
    pub paused: u32,
    /// Not running.
    pub closed: u32,
    /// Nobody has said lately; hidden only where confirmed room is asked for.
    pub unconfirmed: u32,
}

impl Hidden {
    /// All of them.
    pub fn total(&self) -> u32 {
        self.full + self.waiting_list + self.paused + self.closed + self.unconfirmed
    }
}

/// One choice, and how many answers it would leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Facet {
    /// What the parameter says.
    pub id: String,
    /// What people read.
    pub label: String,
    /// How many answers.
    pub count: u32,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Found {
    /// The service.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The beginning of its description.
    pub summary: String,
    /// Who runs it.
    pub organization: Option<Named>,
    /// Its best place for this question.
    pub location: Option<FoundAt>,
    /// How far away that is, in metres.
    pub distance_m: Option<u32>,
    /// Its room there.
    pub availability: Availability,
    /// How sure the money is.
    pub funding: FundingSummary,
    /// When it takes place next, RFC 3339.
    #[schema(format = DateTime)]
    pub next_session: Option<String>,
    /// Why it is an answer.
    #[serde(rename = "match")]
    pub matched: Match,
}

/// Where an answer is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FoundAt {
    /// The location.
    pub id: Uuid,
    /// Its name.
    pub name: Option<String>,
    /// Its postcode.
    pub postcode: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// Why something is an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Match {
    /// How well it fits; only to be compared within one answer.
    pub score: f32,
    /// The reasons, in words.
    pub because: Vec<String>,
}

/// A text with its first letter made a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

impl From<&Danger> for Safety {
    fn from(danger: &Danger) -> Self {
        let contacts = danger.contacts.iter().map(|contact| SafetyContact {
            name: contact.name.clone(),
            phone: contact.phone.clone(),
            url: contact.url.clone(),
        });
        Self {
            level: match danger.level {
                Level::Emergency => "emergency".into(),
                Level::Urgent => "urgent".into(),
            },
            advice: danger.advice.clone(),
            contacts: contacts.collect(),
        }
    }
}
