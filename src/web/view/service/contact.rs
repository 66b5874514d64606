//! How a service is reached.

use super::phones;
use crate::directory::record::{Document, objects, text};

/// Everything there is.
#[derive(Debug)]
pub struct Contacts {
    /// Telephone numbers.
    pub phones: Vec<Phone>,
    /// Addresses for e-mail.
    pub emails: Vec<String>,
    /// Its page.
    pub website: Option<Website>,
    /// Whom to ask for.
    pub people: Vec<String>,
}

/// A telephone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// As people read it.
    pub number: String,
    /// As a telephone dials it.
    pub link: String,
    /// What it is for.
    pub about: Option<String>,
}

impl Contacts {
    /// Those of the service; where it has none, those of whoever runs it.
    pub fn view(service: &Document) -> Self {
        let people = objects(service, "contacts");
        let mut all: Vec<Phone> = phones(service).collect();
        all.extend(people.flat_map(phones));
        let organization = service
            .get("organization")
            .and_then(|value| value.as_object());
        if all.is_empty() {
            all.extend(organization.into_iter().flat_map(phones));
        }
        let mut once: Vec<Phone> = Vec::new();
        for phone in all {
            if once.iter().all(|known| known.link != phone.link) {
                once.push(phone);
            }
        }
        Self {
            phones: once,
            emails: emails(service, organization),
            website: website(text(service, "url")),
            people: objects(service, "contacts").filter_map(person).collect(),
        }
    }

    /// The number to ring, if there is one that speaks.
    pub fn to_ring(&self) -> Option<&Phone> {
        self.phones.first()
    }
}

fn emails(service: &Document, organization: Option<&Document>) -> Vec<String> {
    let own = text(service, "email");
    let other = organization.and_then(|organization| text(organization, "email"));
    // What does not look like an address would make a link to something else.
    let fit = |email: &&str| email.contains('@') && !email.contains([' ', '?', '<', '>', '&']);
    own.or(other)
        .filter(fit)
        .map(String::from)
        .into_iter()
        .collect()
}

fn person(contact: &Document) -> Option<String> {
    let name = text(contact, "name");
    let title = text(contact, "title");
    let department = text(contact, "department");
    let parts: Vec<&str> = [name, title, department].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

impl Phone {
    /// None for one without a number.
    pub fn view(phone: &Document) -> Option<Self> {
        let number = text(phone, "number")?.trim().to_owned();
        let dialled = |c: &char| c.is_ascii_digit() || *c == '+';
        let link: String = number.chars().filter(dialled).collect();
        let extension = text(phone, "extension").map(|extension| format!("extension {extension}"));
        let kind = match text(phone, "type") {
            Some("text" | "sms") => Some("text messages".to_owned()),
            Some("textphone" | "tty") => Some("textphone".to_owned()),
            Some("fax") => Some("fax".to_owned()),
            _ => None,
        };
        let about = text(phone, "description").map(|said| said.trim_end_matches('.').to_owned());
        let about: Vec<String> = [extension, about.or(kind)].into_iter().flatten().collect();
        Some(Self {
            number,
            link,
            about: (!about.is_empty()).then(|| about.join(", ")),
        })
    }
}

/// A page of the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Website {
    /// Its address.
    pub link: String,
    /// The part of it that people know: `example.org`.
    pub name: String,
}

/// An address of the web, and nothing that a browser would run.
pub fn website(said: Option<&str>) -> Option<Website> {
    let said = said?.trim();
    let lower = said.to_ascii_lowercase();
    let is_bare = lower.starts_with("www.") && !lower.contains([':', ' ']);
    let link = if is_bare {
        format!("https://{said}")
    } else {
        said.to_owned()
    };
    let is_web = is_bare || lower.starts_with("https://") || lower.starts_with("http://");
    let (_, rest) = link.split_once("://").filter(|_| is_web)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let name = host.strip_prefix("www.").unwrap_or(host).to_owned();
    Some(Website { link, name })
}
