//! The page of one signpost: its code, and what became of it.

use super::spoken::spoken;
use super::words;
use crate::directory::record::text;
use crate::signposts::{Outcome, Signpost};
use crate::web::tongue::filters;
use crate::web::view::service::{Contacts, Known, Phone, Place};
use crate::web::view::words::{ago, moment};
use askama::Template;
use jiff::Timestamp;

/// What the page shows.
#[derive(Debug, Template)]
#[template(path = "signpost.html")]
pub struct SignpostPage {
    /// The code, as it is written.
    pub code: String,
    /// As it is said.
    pub spoken: String,
    /// What the service is called.
    pub name: String,
    /// Its page, with the place that was meant first; none if it has gone.
    pub service: Option<String>,
    /// Where, in a line.
    pub place: Option<String>,
    /// When it takes place next.
    pub next: Option<String>,
    /// The number to ring.
    pub phone: Option<Phone>,
    /// How long ago it was made.
    pub sent: String,
    /// Until when a place is kept.
    pub kept: Option<String>,
    /// What became of it, and how long ago that was told.
    pub told: Option<(&'static str, String)>,
    /// What can be told: value and words.
    pub outcomes: Vec<(&'static str, &'static str)>,
    /// Whether whoever looks may let go of the place.
    pub may_release: bool,
    /// Whether whoever looks sends people, and has a list of those.
    pub sends: bool,
    /// Whether the same form had been sent before.
    pub again: bool,
}

/// How somebody looks at a signpost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// They send people, and do not only take them in.
    pub sends: bool,
    /// They came by a form that had been sent before.
    pub again: bool,
}

impl SignpostPage {
    /// The page of a signpost to a service, as far as that is still known.
    pub fn view(signpost: &Signpost, known: Option<&Known>, look: Look, now: Timestamp) -> Self {
        let at = signpost.location_id.as_deref().unwrap_or_default();
        let place = known.and_then(|known| Place::at(known, at, now));
        let told = signpost.outcome.map(|outcome| {
            let when = signpost.outcome_at.map(|at| ago(at, now));
            (words(outcome), when.unwrap_or_default())
        });
        Self {
            code: signpost.code.clone(),
            spoken: spoken(&signpost.code),
            name: name(known),
            service: known.map(|_| page_of(signpost)),
            place: place.as_ref().and_then(Place::in_one_line),
            next: place.and_then(|place| place.next),
            phone: known.and_then(|known| Contacts::view(&known.service).to_ring().cloned()),
            sent: ago(signpost.created_at, now),
            kept: signpost.held_until.map(|until| moment(until, now)),
            told,
            outcomes: Outcome::ALL
                .map(|outcome| (outcome.as_str(), words(outcome)))
                .to_vec(),
            may_release: look.sends && signpost.held_until.is_some(),
            sends: look.sends,
            again: look.again,
        }
    }
}

fn name(known: Option<&Known>) -> String {
    let name = known.and_then(|known| text(&known.service, "name"));
    name.unwrap_or("A service that is no longer in the directory")
        .to_owned()
}

/// The page of the service, with the place that was meant first.
pub fn page_of(signpost: &Signpost) -> String {
    let page = format!("/services/{}", signpost.service_id);
    match &signpost.location_id {
        Some(at) => format!("{page}?at={at}"),
        None => page,
    }
}
