//! Pairs that are likely one service, and what was merged.

pub mod pair;

use super::words::{ago, count};
use crate::directory::record::{Document, objects, text};
use crate::matching::Pair;
use crate::matching::Reason;
use crate::matching::is_by_itself;
use crate::matching::store::Merge;
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// What is known of all that is on the page.
#[derive(Debug)]
pub struct Loaded {
    /// The pairs.
    pub pairs: Vec<Pair>,
    /// How many there are in all.
    pub total: i64,
    /// What was merged.
    pub merges: Vec<Merge>,
    /// The services of both, whole.
    pub services: Vec<Document>,
}

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// The directory was looked through.
    Looked,
    /// Two became one.
    Merged,
    /// One became two again.
    Undone,
    /// Two are known to be two.
    Apart,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "duplicates.html")]
pub struct DuplicatesPage {
    /// How many there are, in words.
    pub lead: String,
    /// What was just done.
    pub said: Option<Said>,
    /// The pairs.
    pub pairs: Vec<Shown>,
    /// What was merged.
    pub merges: Vec<Done>,
}

/// A pair on the page.
#[derive(Debug)]
pub struct Shown {
    /// One and the other.
    pub both: [Short; 2],
    /// How likely, from 0 to 100.
    pub score: u8,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What stands for the reasons against it.
    pub doubts: Vec<Reason>,
}

/// A listing in three lines.
#[derive(Debug, Clone)]
pub struct Short {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub organization: String,
    /// Where it is.
    pub place: String,
}

/// A merge on the page.
#[derive(Debug)]
pub struct Done {
    /// Its id.
    pub id: String,
    /// The listing that stayed.
    pub kept: Short,
    /// The one that went.
    pub gone: Short,
    /// Who did it; empty where it was certain, and nobody had to.
    pub by: String,
    /// When.
    pub when: String,
}

impl Short {
    /// A listing.
    pub fn view(service: &Document) -> Self {
        let organization = service.get("organization").and_then(Value::as_object);
        let places = objects(service, "service_at_locations");
        let mut places = places.filter_map(|entry| entry.get("location")?.as_object());
        Self {
            id: text(service, "id").unwrap_or_default().to_owned(),
            name: text(service, "name")
                .unwrap_or("A service without a name")
                .to_owned(),
            organization: organization
                .and_then(|known| text(known, "name"))
                .unwrap_or_default()
                .to_owned(),
            place: places.next().map(place).unwrap_or_default(),
        }
    }
}

/// A place in one line.
pub fn place(location: &Document) -> String {
    let address = objects(location, "addresses").next();
    let of = |field| address.and_then(|address| text(address, field));
    let parts = [
        text(location, "name"),
        of("address_1"),
        of("city"),
        of("postal_code"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

impl DuplicatesPage {
    /// The page.
    pub fn view(loaded: &Loaded, said: Option<Said>, now: Timestamp) -> Self {
        let known: HashMap<&str, Short> = loaded
            .services
            .iter()
            .filter_map(|service| Some((text(service, "id")?, Short::view(service))))
            .collect();
        let of = |id: &str| known.get(id).cloned();
        let pairs = loaded.pairs.iter().filter_map(|pair| {
            let (doubts, reasons) = pair.reasons.iter().partition(|reason| reason.is_doubt());
            Some(Shown {
                both: [of(&pair.one)?, of(&pair.other)?],
                score: pair.score,
                reasons,
                doubts,
            })
        });
        let merges = loaded.merges.iter().filter_map(|merge| {
            Some(Done {
                id: merge.id.clone(),
                kept: of(&merge.kept_id)?,
                gone: of(&merge.gone_id)?,
                when: ago(merge.made_at(), now),
                by: match is_by_itself(&merge.made_by) {
                    true => String::new(),
                    false => merge.made_by.clone(),
                },
            })
        });
        Self {
            lead: match loaded.total {
                0 => "No pair is known that may be one service.".into(),
                total => format!(
                    "{} that may be one service, the likeliest first.",
                    count(total, "pair")
                ),
            },
            said,
            pairs: pairs.collect(),
            merges: merges.collect(),
        }
    }
}
