//! The page of one service, made from its nested HSDS document and what is known of its room.

mod contact;
pub mod desk;
pub mod facts;
pub mod linked;
mod observed;
mod place;
mod say;
pub mod withheld;

use self::contact::Website;
pub use self::contact::{Contacts, Phone};
pub use self::desk::Desk;
use self::facts::Fact;
pub use self::place::Place;
use self::withheld::Circle;
use super::money;
use super::words::{day_of, days_ago};
use crate::directory::indexing::without_markup;
use crate::directory::record::{Document, objects, text};
use crate::directory::tags::tags;
use crate::domain::funding::FundingFacts;
use crate::search::entry::TagKind;
use crate::search::truth::LineRow;
use crate::signposts::store::Reliability;
use crate::web::tongue::filters;
use askama::Template;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

/// What is known of a service.
#[derive(Debug)]
pub struct Known {
    /// Its nested document.
    pub service: Document,
    /// Its capacity lines.
    pub lines: Vec<LineRow>,
    /// What decides how sure its money is.
    pub funding: FundingFacts,
    /// What became of those who were sent there, where it was asked for and enough is known.
    pub reliability: Option<Reliability>,
}

/// What the page shows.
#[derive(Debug, Template)]
#[template(path = "service.html")]
pub struct ServicePage {
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub organization: Option<Organization>,
    /// The answers that one came from.
    pub back: Option<String>,
    /// What must be known first.
    pub alerts: Vec<String>,
    /// Words to say to the person.
    pub say: Vec<String>,
    /// Where, when, and whether there is room.
    pub places: Vec<Place>,
    /// What was observed of those who were sent here.
    pub observed: Vec<String>,
    /// How one gets in, in a word each.
    pub routes: Vec<String>,
    /// How one gets in, in sentences.
    pub process: Vec<String>,
    /// How to reach it.
    pub contacts: Contacts,
    /// Who it is for.
    pub eligibility: Vec<String>,
    /// What it is.
    pub description: Vec<String>,
    /// Everything else, as name and value.
    pub facts: Vec<Fact>,
    /// What it is about.
    pub needs: Vec<Need>,
    /// What is doubtful about its money.
    pub funding: Option<String>,
    /// How old the listing is.
    pub ages: Vec<String>,
    /// The page that puts it beside others.
    pub compare: String,
    /// The sheet to take along.
    pub handout: String,
    /// What somebody who is signed in finds beside it.
    pub desk: Option<Desk>,
    /// What is not for the public, for whoever may see it.
    pub withheld: Vec<Circle>,
    /// Its times, for calendars, if it has any.
    pub calendar: Option<String>,
    /// The listing as programs read it.
    pub linked: String,
}

/// Who runs it.
#[derive(Debug)]
pub struct Organization {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Vec<String>,
    /// Its page.
    pub website: Option<Website>,
}

/// A need, with a link to all that is about it.
#[derive(Debug)]
pub struct Need {
    /// What people read.
    pub label: String,
    /// The search for it.
    pub link: String,
}

impl ServicePage {
    /// The page, with the place `at` first if one came for it, and the way `back`.
    pub fn view(known: &Known, at: Option<&str>, back: Option<String>, now: Timestamp) -> Self {
        let service = &known.service;
        let routes = labels(service, TagKind::Route);
        let contacts = Contacts::view(service);
        let places = place::places(known, at, now);
        Self {
            name: text(service, "name")
                .unwrap_or("A service without a name")
                .to_owned(),
            organization: organization(service),
            back,
            alerts: alerts(service),
            say: say::words(known, places.first(), &contacts),
            observed: observed::words(known.reliability.as_ref()),
            routes,
            process: paragraphs(text(service, "application_process")),
            contacts,
            eligibility: facts::eligibility(service),
            description: paragraphs(text(service, "description")),
            facts: facts::facts(service),
            needs: needs(service),
            funding: money::words(&known.funding.summary(day_of(now)), day_of(now)),
            ages: ages(service, day_of(now)),
            compare: "/compare".into(),
            handout: handout(service, at),
            desk: None,
            withheld: Vec::new(),
            calendar: calendar(service, &places),
            linked: String::new(),
            places,
        }
    }
}

/// The address of its times, if any are known.
fn calendar(service: &Document, places: &[Place]) -> Option<String> {
    let id = text(service, "id")?;
    let timed = places.iter().any(|place| !place.upcoming.is_empty());
    timed.then(|| format!("/services/{id}/calendar.ics"))
}

/// The sheet to take along, for the place that one came for.
fn handout(service: &Document, at: Option<&str>) -> String {
    let id = text(service, "id").unwrap_or_default();
    match at.and_then(|at| crate::domain::id::parse(at).ok()) {
        Some(at) => format!("/services/{id}/handout?at={at}"),
        None => format!("/services/{id}/handout"),
    }
}

fn organization(service: &Document) -> Option<Organization> {
    let organization = service.get("organization").and_then(Value::as_object)?;
    Some(Organization {
        name: text(organization, "name")?.to_owned(),
        description: paragraphs(text(organization, "description")),
        website: contact::website(text(organization, "website")),
    })
}

/// What the listing warns of, and that it does not run if that is so.
fn alerts(service: &Document) -> Vec<String> {
    let status = text(service, "status").filter(|status| *status != "active");
    let status = status.map(|status| match status {
        "temporarily closed" => "This service is closed for the time being.".to_owned(),
        "defunct" => "This service no longer exists.".to_owned(),
        "inactive" => "This service is not running.".to_owned(),
        other => format!("This service is marked as “{other}”."),
    });
    status
        .into_iter()
        .chain(paragraphs(text(service, "alert")))
        .collect()
}

/// The labels of the service's classifications of one kind.
fn labels(service: &Document, kind: TagKind) -> Vec<String> {
    let same = tags(service).into_iter().filter(|tag| tag.kind == kind);
    same.map(|tag| tag.label).collect()
}

fn needs(service: &Document) -> Vec<Need> {
    let needs = tags(service)
        .into_iter()
        .filter(|tag| tag.kind == TagKind::Need);
    needs
        .map(|tag| Need {
            link: crate::web::address::Question::default()
                .with("need", &tag.id)
                .at("/"),
            label: tag.label,
        })
        .collect()
}

/// `Details checked 3 weeks ago.`, `Last changed yesterday.`
fn ages(service: &Document, today: Date) -> Vec<String> {
    let day = |field: &str| -> Option<Date> {
        let said = text(service, field)?;
        said.get(..10)?.parse().ok()
    };
    let checked =
        day("assured_date").map(|day| format!("Details checked {}.", days_ago(day, today)));
    let changed =
        day("last_modified").map(|day| format!("Listing last changed {}.", days_ago(day, today)));
    let unchecked = checked
        .is_none()
        .then(|| "Nobody has said when these details were last checked.".to_owned());
    checked.or(unchecked).into_iter().chain(changed).collect()
}

/// A text as paragraphs, without markup.
pub fn paragraphs(text: Option<&str>) -> Vec<String> {
    // The ends of HTML blocks are the ends of paragraphs; what is left of the markup goes.
    let broken = ["</p>", "<br>", "<br/>", "<br />", "</li>", "</div>"]
        .iter()
        .fold(text.unwrap_or_default().to_owned(), |text, end| {
            text.replace(end, "\n")
        });
    let plain = entities(&without_markup(&broken));
    let lines = plain
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

/// The characters that HTML texts commonly write as entities; the page escapes them again.
fn entities(text: &str) -> String {
    let known = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&rsquo;", "’"),
        ("&pound;", "£"),
        ("&amp;", "&"),
    ];
    known
        .iter()
        .fold(text.to_owned(), |text, (entity, letter)| {
            text.replace(entity, letter)
        })
}

/// The phones of any document that may have some.
fn phones(document: &Document) -> impl Iterator<Item = Phone> {
    objects(document, "phones").filter_map(Phone::view)
}

#[cfg(test)]
mod tests;
