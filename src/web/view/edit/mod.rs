//! The form in which a listing is edited.

pub mod input;
pub mod marks;
pub mod preview;
mod sections;
pub mod waiting;
pub mod words;

use self::input::Section;
use self::waiting::{Decided, Waiting};
use super::my::hints::{self, Hint};
use super::service::Known;
use crate::accounts::Principal;
use crate::directory::record::text;
use crate::edits::field::{Field, Part};
use crate::edits::store::Proposal;
use crate::edits::{Standings, Values, made_id};
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is known of a listing by whoever may edit it.
#[derive(Debug)]
pub struct Loaded {
    /// Who it is.
    pub who: Principal,
    /// The id of the service.
    pub id: String,
    /// What everybody knows.
    pub known: Known,
    /// What the listing says, field by field.
    pub values: Values,
    /// Whose its places are.
    pub standings: Standings,
    /// What waits for a steward.
    pub open: Vec<Proposal>,
    /// What stewards decided lately.
    pub decided: Vec<Proposal>,
    /// Whether anybody can be asked how much room there is.
    pub is_asked: bool,
}

impl Loaded {
    /// The fields of its form: those that it has, and those of one place more.
    pub fn fields(&self) -> Vec<Field> {
        let new = self.new_place();
        let parts = Part::ALL.map(|part| Field::At(new.clone(), part));
        self.values.keys().cloned().chain(parts).collect()
    }

    /// The places that it has, in its order.
    pub fn places(&self) -> Vec<String> {
        crate::directory::record::location_ids(&self.known.service)
    }

    /// The id that a place which is added gets.
    pub fn new_place(&self) -> String {
        let number = self.places().len().to_string();
        made_id(&[&self.id, "place", &number])
    }

    /// What the service is called.
    pub fn name(&self) -> &str {
        text(&self.known.service, "name").unwrap_or("A service without a name")
    }
}

/// How the form is filled.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    /// What the listing said when it was loaded.
    pub base: Values,
    /// What is in the fields.
    pub typed: Values,
    /// What is wrong with that.
    pub problems: BTreeMap<Field, String>,
    /// What others have changed meanwhile, and what it says since.
    pub clashes: BTreeMap<Field, String>,
    /// What was just done.
    pub said: Option<Said>,
}

impl Filled {
    /// What is in a field.
    pub fn value(&self, field: &Field) -> &str {
        self.typed.get(field).map_or("", String::as_str)
    }
}

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// All of it is shown already.
    Live,
    /// All of it waits for a steward.
    Waiting,
    /// Some is shown, some waits.
    Both,
    /// Nothing was different.
    Nothing,
    /// Something was taken back.
    Back,
}

impl Said {
    /// After so many fields went live and so many wait.
    pub fn of(live: usize, waiting: usize) -> Self {
        match (live, waiting) {
            (0, 0) => Self::Nothing,
            (_, 0) => Self::Live,
            (0, _) => Self::Waiting,
            _ => Self::Both,
        }
    }

    /// The word in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Said::Live => "live",
            Said::Waiting => "waiting",
            Said::Both => "both",
            Said::Nothing => "nothing",
            Said::Back => "back",
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "edit.html")]
pub struct FormPage {
    /// The id of the service.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What was just done.
    pub said: Option<Said>,
    /// Whether something is wrong with what was typed.
    pub is_wrong: bool,
    /// Whether somebody else was quicker.
    pub is_late: bool,
    /// What the listing does not say yet.
    pub missing: Vec<Hint>,
    /// What waits for a steward.
    pub waiting: Vec<Waiting>,
    /// What stewards decided lately.
    pub decided: Vec<Decided>,
    /// The fields.
    pub sections: Vec<Section>,
    /// What the form begins from.
    pub base: String,
}

impl FormPage {
    /// The form of a listing, as it is filled.
    pub fn view(loaded: &Loaded, filled: Filled, now: Timestamp) -> Self {
        let waiting = loaded
            .open
            .iter()
            .filter_map(|one| Waiting::view(one, loaded, now));
        let decided = loaded
            .decided
            .iter()
            .filter_map(|one| Decided::view(one, loaded, now));
        Self {
            id: loaded.id.clone(),
            name: loaded.name().to_owned(),
            said: filled.said,
            is_wrong: !filled.problems.is_empty(),
            is_late: !filled.clashes.is_empty(),
            missing: hints::missing(&loaded.known.service, loaded.is_asked),
            waiting: waiting.collect(),
            decided: decided.collect(),
            sections: sections::sections(loaded, &filled),
            // Texts by name cannot fail to be written.
            base: serde_json::to_string(&filled.base).unwrap_or_default(),
        }
    }
}
