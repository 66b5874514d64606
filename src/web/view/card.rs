//! One answer as a card.

use super::badge::Badge;
use super::money;
use super::words::{day_of, distance, moment};
use crate::search::answer::Found;
use crate::web::address::Question;
use crate::web::address::kept::MOST;
use jiff::Timestamp;

/// What a card shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The page of the service, with the way back to this search.
    pub link: String,
    /// The id of the service.
    pub service: String,
    /// The id of the location; empty for none.
    pub location: String,
    /// Its number on the map beside it, if it is on one.
    pub number: Option<usize>,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub organization: Option<String>,
    /// What it is, in a line or two.
    pub summary: String,
    /// Its room.
    pub badge: Badge,
    /// The provider's own words.
    pub note: Option<String>,
    /// How far away it is.
    pub distance: Option<String>,
    /// Where it is.
    pub place: Option<String>,
    /// When it takes place next.
    pub next: Option<String>,
    /// What there is to say about its money, if anything.
    pub funding: Option<String>,
    /// Why it is an answer.
    pub because: Vec<String>,
    /// What was asked for and is not described, so that one has to ask.
    pub ask: Vec<String>,
    /// Whether it is kept, to be compared.
    pub kept: bool,
    /// The same answers, keeping it or letting it go; none where no more can be kept.
    pub keep: Option<String>,
}

impl Card {
    /// The card of an answer to a question; `rough` where distances are from the middle of an area.
    pub fn view(found: &Found, question: &Question, rough: bool, now: Timestamp) -> Self {
        let (because, ask) = reasons(found);
        let (kept, keep) = keeping(&found.id.to_string(), question);
        let next = found
            .next_session
            .as_deref()
            .and_then(|time| time.parse().ok());
        Self {
            link: link(found, question),
            service: found.id.to_string(),
            location: found
                .location
                .as_ref()
                .map_or_else(String::new, |at| at.id.to_string()),
            number: None,
            name: found.name.clone(),
            organization: found.organization.as_ref().map(|org| org.name.clone()),
            summary: found.summary.clone(),
            badge: Badge::view(&found.availability, now),
            note: found
                .availability
                .note
                .clone()
                .filter(|_| is_believed(found)),
            distance: found.distance_m.map(|metres| far(metres, rough)),
            place: place(found),
            next: next.map(|time: Timestamp| moment(time, now)),
            funding: money::words(&found.funding, day_of(now)),
            because,
            ask,
            kept,
            keep,
        }
    }
}

/// Whether it is kept, and the same answers with that the other way round, at this card.
fn keeping(id: &str, question: &Question) -> (bool, Option<String>) {
    let mut ids = question.kept();
    let kept = ids.iter().any(|known| known == id);
    match kept {
        true => ids.retain(|known| known != id),
        false => ids.push(id.to_owned()),
    }
    let link = || format!("{}#s-{id}", question.keeping(&ids).at("/"));
    (kept, (ids.len() <= MOST).then(link))
}

/// What was said about room that nobody believes any more is not worth repeating.
fn is_believed(found: &Found) -> bool {
    found.availability.state != crate::domain::availability::State::Unconfirmed
}

fn far(metres: u32, rough: bool) -> String {
    let about = if rough { "About " } else { "" };
    format!("{about}{}", distance(metres))
}

fn link(found: &Found, question: &Question) -> String {
    let page = question.at(&format!("/services/{}", found.id));
    match &found.location {
        Some(at) => format!(
            "{page}{}at={}",
            if page.contains('?') { '&' } else { '?' },
            at.id
        ),
        None => page,
    }
}

fn place(found: &Found) -> Option<String> {
    let at = found.location.as_ref()?;
    let parts: Vec<&str> = [&at.name, &at.postcode]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The distance has a place of its own on the card, and so has what one must ask about.
fn reasons(found: &Found) -> (Vec<String>, Vec<String>) {
    let reasons = found.matched.because.iter();
    let reasons = reasons.filter(|reason| found.distance_m.is_none() || !is_distance(reason));
    let (ask, because): (Vec<&String>, Vec<&String>) =
        reasons.partition(|reason| to_ask(reason).is_some());
    let ask = ask
        .into_iter()
        .filter_map(|reason| to_ask(reason))
        .map(String::from);
    (because.into_iter().cloned().collect(), ask.collect())
}

/// `1.2 km from QH1 4UZ`.
fn is_distance(reason: &str) -> bool {
    reason.starts_with(|c: char| c.is_ascii_digit()) && reason.contains(" from ")
}

/// `languages`, from `languages are not described: please ask`.
fn to_ask(reason: &str) -> Option<&str> {
    let what = reason.strip_suffix(" not described: please ask")?;
    what.strip_suffix(" are").or(what.strip_suffix(" is"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_described_is_to_be_asked() {
        let said = |reason| to_ask(reason);
        assert_eq!(
            said("languages are not described: please ask"),
            Some("languages")
        );
        assert_eq!(
            said("the cost is not described: please ask"),
            Some("the cost")
        );
        assert_eq!(said("“debt” in its name"), None);
        assert!(is_distance("1.2 km from QH1 4UZ") && !is_distance("by telephone"));
    }
}
