//! A page to give to somebody: plain words about one service, made to be printed on one sheet.

mod letter;
mod sending;

pub use self::sending::Sending;
use super::qr::Qr;
use super::service::{Phone, Place, ServicePage};
use crate::domain::availability::State;
use crate::domain::schedule::london;
use crate::signposts::Signpost;
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;

/// Sentences that say what it is.
const SENTENCES: usize = 2;
/// Letters of these at most.
const LONGEST: usize = 320;
/// Lines of any one matter at most, so that all of it fits on one sheet.
const MOST_LINES: usize = 3;

/// What the page shows. Nothing on it is about the person who takes it along.
#[derive(Debug, Template)]
#[template(path = "handout.html")]
pub struct HandoutPage {
    /// What the service is called.
    pub name: String,
    /// Who runs it.
    pub by: Option<String>,
    /// What it is.
    pub what: String,
    /// What must be known first.
    pub alerts: Vec<String>,
    /// Where it is: its name, then the lines of its address.
    pub place: Vec<String>,
    /// On which days.
    pub times: Vec<String>,
    /// The next times.
    pub upcoming: Vec<String>,
    /// How to get there.
    pub transport: Vec<String>,
    /// What is there for whom stairs, noise or signs are in the way.
    pub access: Vec<String>,
    /// What happens: how one joins, and what to bring.
    pub expect: Vec<String>,
    /// What it costs.
    pub cost: Vec<String>,
    /// What to bring.
    pub bring: Vec<String>,
    /// The number to ring.
    pub phone: Option<Phone>,
    /// What to say when somebody answers.
    pub say: String,
    /// The code.
    pub code: Option<String>,
    /// Until when a place is kept.
    pub kept: Option<String>,
    /// The public page of the service.
    pub address: String,
    /// The same as squares.
    pub qr: Option<Qr>,
    /// Back to where one came from.
    pub back: String,
    /// The form that sends it; none where nothing can be sent.
    pub sending: Option<Sending>,
}

impl HandoutPage {
    /// The page about a service, whose public page has this address, and a signpost to it if there is
    /// one. `back` leads to the page that one came from.
    pub fn view(
        page: ServicePage,
        signpost: Option<&Signpost>,
        (address, back): (String, String),
    ) -> Self {
        let place = page.places.first();
        let code = signpost.map(|signpost| signpost.code.clone());
        let kept = signpost.and_then(|signpost| signpost.held_until);
        let lines = |name: &str| {
            let fact = page.facts.iter().find(|fact| fact.name == name);
            fact.map_or_else(Vec::new, |fact| few(&fact.lines))
        };
        Self {
            what: first_sentences(&page.description.join(" ")),
            place: place.map_or_else(Vec::new, whereabouts),
            times: place.map_or_else(Vec::new, |place| few(&place.times)),
            upcoming: place.map_or_else(Vec::new, upcoming),
            transport: place.map_or_else(Vec::new, |place| few(&place.transport)),
            access: place.map_or_else(Vec::new, access),
            expect: expect(&page),
            cost: lines("Cost"),
            bring: lines("What to bring"),
            phone: number(&page, place),
            say: to_say(&page.name, code.as_deref()),
            kept: kept.map(dated),
            qr: Qr::of(&address),
            by: page.organization.map(|organization| organization.name),
            name: page.name,
            alerts: page.alerts,
            code,
            address,
            back,
            sending: None,
        }
    }

    /// The same with a form that sends it.
    pub fn with(self, sending: Option<Sending>) -> Self {
        Self { sending, ..self }
    }
}

fn few(lines: &[String]) -> Vec<String> {
    lines.iter().take(MOST_LINES).cloned().collect()
}

fn whereabouts(place: &Place) -> Vec<String> {
    let mut lines: Vec<String> = place.name.iter().chain(&place.address).cloned().collect();
    lines.dedup();
    lines
}

fn upcoming(place: &Place) -> Vec<String> {
    match place.state {
        State::Closed => Vec::new(),
        _ => place.upcoming.iter().map(|time| dated(*time)).collect(),
    }
}

/// `Tuesday 24 November, 10:00`, as UK clocks show it: what is on paper is read on another day.
fn dated(time: Timestamp) -> String {
    let at = time.to_zoned(london().clone());
    at.strftime("%A %-d %B, %H:%M").to_string()
}

fn access(place: &Place) -> Vec<String> {
    let names: Vec<String> = place.access.iter().map(|one| one.name.clone()).collect();
    few(&names)
}

/// How one joins, as the people who run it say it; or else which ways in there are.
fn expect(page: &ServicePage) -> Vec<String> {
    match page.process.is_empty() {
        true => few(&page.routes),
        false => few(&page.process),
    }
}

fn number(page: &ServicePage, place: Option<&Place>) -> Option<Phone> {
    let here = place.and_then(|place| place.phones.first());
    here.or(page.contacts.to_ring()).cloned()
}

/// Words for somebody who finds it hard to begin.
fn to_say(name: &str, code: Option<&str>) -> String {
    let code = code.map_or_else(String::new, |code| format!(" My code is {code}."));
    format!(
        "Hello. I was given your number by somebody who helps me. I would like to come to “{name}”.{code} Is there a place for me, and what should I do next?"
    )
}

/// The first sentences of a text, as far as they fit.
fn first_sentences(text: &str) -> String {
    let ends = text.char_indices().filter(|(at, letter)| {
        let next = text[at + letter.len_utf8()..].chars().next();
        matches!(letter, '.' | '!' | '?') && next.is_none_or(char::is_whitespace)
    });
    let ends: Vec<usize> = ends.map(|(at, _)| at + 1).take(SENTENCES).collect();
    let fit = ends.into_iter().rev().find(|end| *end <= LONGEST);
    match fit {
        Some(end) => text[..end].to_owned(),
        None if text.chars().count() <= LONGEST => text.to_owned(),
        None => cut(text),
    }
}

/// What fits of a text, up to a space.
fn cut(text: &str) -> String {
    let short: String = text.chars().take(LONGEST).collect();
    let words = short
        .rsplit_once(' ')
        .map_or(short.as_str(), |(words, _)| words);
    format!("{words} …")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_sentences_say_what_it_is() {
        let text = "A warm lunch, 12.30 sharp. Company! And more. And more.";
        assert_eq!(first_sentences(text), "A warm lunch, 12.30 sharp. Company!");
        assert_eq!(first_sentences("No end"), "No end");
        assert_eq!(first_sentences(""), "");
        let long = format!("Short. {}.", "long ".repeat(100));
        assert_eq!(first_sentences(&long), "Short.");
    }

    #[test]
    fn a_day_on_paper_has_its_date() {
        let time = "2026-07-01T09:00:00Z".parse().unwrap();
        assert_eq!(dated(time), "Wednesday 1 July, 10:00");
    }

    #[test]
    fn the_words_to_say_have_the_code_and_nobodys_name() {
        assert!(to_say("Lunch", Some("A2")).contains("“Lunch”. My code is A2. Is"));
        assert!(to_say("Lunch", None).contains("“Lunch”. Is there"));
    }

    proptest! {
        #[test]
        fn no_text_is_too_long_or_makes_it_panic(text in ".{0,900}") {
            prop_assert!(first_sentences(&text).chars().count() <= LONGEST + 2);
        }
    }
}
