//! One answer as a card.

use super::badge::Badge;
use super::words::{day_of, distance, moment, short_day};
use crate::search::answer::Found;
use crate::search::entry::FundingSummary;
use crate::web::address::Question;
use jiff::Timestamp;
use jiff::civil::Date;

/// Days before the end of the money from which a card says so.
const SOON: i32 = 183;

/// What a card shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The page of the service, with the way back to this search.
    pub link: String,
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
}

impl Card {
    /// The card of an answer to a question; `rough` where distances are from the middle of an area.
    pub fn view(found: &Found, question: &Question, rough: bool, now: Timestamp) -> Self {
        let next = found
            .next_session
            .as_deref()
            .and_then(|time| time.parse().ok());
        Self {
            link: link(found, question),
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
            funding: funding(&found.funding, day_of(now)),
            because: reasons(found),
        }
    }
}

/// What was said about room that nobody believes any more is not worth repeating.
fn is_believed(found: &Found) -> bool {
    found.availability.state != crate::domain::availability::State::Unconfirmed
}

fn far(metres: u32, rough: bool) -> String {
    let about = if rough { "about " } else { "" };
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

/// The distance has a place of its own on the card.
fn reasons(found: &Found) -> Vec<String> {
    let reasons = found.matched.because.iter();
    let is_distance = |reason: &str| {
        found.distance_m.is_some()
            && reason.contains(" from ")
            && reason.starts_with(|c: char| c.is_ascii_digit())
    };
    reasons
        .filter(|reason| !is_distance(reason))
        .cloned()
        .collect()
}

/// A warning where the money is in doubt or ends soon.
pub fn funding(funding: &FundingSummary, today: Date) -> Option<String> {
    let ends: Option<Date> = funding.ends_on.as_deref().and_then(|day| day.parse().ok());
    let left = |day: Date| today.until(day).map_or(0, |span| span.get_days());
    let soon = ends.filter(|day| (0..=SOON).contains(&left(*day)));
    match (funding.status.as_str(), soon) {
        ("ended", _) => Some("Its funding has ended: check that it still runs".into()),
        (_, Some(day)) => Some(format!("Funded until {}", short_day(day, today))),
        ("ending", None) => Some("Its funding is coming to an end".into()),
        ("at_risk", None) => Some("Its funding is in doubt".into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn money_is_mentioned_only_where_it_matters() {
        let say = |status: &str, ends_on: Option<&str>| {
            let summary = FundingSummary {
                status: status.into(),
                ends_on: ends_on.map(String::from),
            };
            funding(&summary, date(2026, 11, 21))
        };
        assert_eq!(say("secured", None), None);
        assert_eq!(say("secured", Some("2028-03-31")), None);
        assert_eq!(
            say("ending", Some("2027-03-31")).as_deref(),
            Some("Funded until 31 March 2027")
        );
        assert_eq!(
            say("secured", Some("2026-12-31")).as_deref(),
            Some("Funded until 31 December")
        );
        assert_eq!(
            say("at_risk", None).as_deref(),
            Some("Its funding is in doubt")
        );
    }
}
