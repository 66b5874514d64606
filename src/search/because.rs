//! The reasons for an answer, in words.

use super::entry::{Entry, TagKind};
use super::fields;
use super::pass::Hit;
use super::request::Request;
use super::shelf::{Shelf, bit};
use super::text::Word;
use super::weigh::{UNSAID_AGE, UNSAID_COST, UNSAID_TIMES};
use tantivy::tokenizer::TextAnalyzer;

/// The stems of what is short and telling about a listing, each text as ` one two three `.
#[derive(Debug, Clone)]
pub struct Words {
    name: Box<str>,
    terms: Box<str>,
    organization: Box<str>,
}

impl Words {
    /// Cuts the texts of an entry.
    pub fn of(entry: &Entry, analyzer: &mut TextAnalyzer) -> Self {
        let mut cut = |text: &str| -> Box<str> {
            format!(" {} ", fields::stems(analyzer, text).join(" ")).into()
        };
        let needs = entry.tags.iter().filter(|tag| tag.kind == TagKind::Need);
        let labels: Vec<&str> = needs.map(|tag| tag.label.as_str()).collect();
        Self {
            name: cut(&entry.name),
            terms: cut(&labels.join(" ")),
            organization: cut(entry.organization.as_ref().map_or("", |org| &org.name)),
        }
    }

    /// Where a word was found.
    fn place(&self, stem: &str) -> &'static str {
        let padded = format!(" {stem} ");
        if self.name.contains(&padded) {
            "in its name"
        } else if self.terms.contains(&padded) {
            "in what it is for"
        } else if self.organization.contains(&padded) {
            "in who runs it"
        } else {
            "in its description or address"
        }
    }
}

/// Why this hit is an answer, the strongest reason first.
pub fn because(request: &Request, words: &[Word], shelf: &Shelf, hit: &Hit) -> Vec<String> {
    let mut reasons = said_words(words, &shelf.words[hit.doc as usize]);
    reasons.extend(asked_tags(request, &shelf.entries[hit.doc as usize]));
    reasons.extend(place(request, shelf, hit));
    reasons.extend(unsaid(hit.fit.unsaid));
    reasons
}

fn said_words(words: &[Word], text: &Words) -> Vec<String> {
    let said = words
        .iter()
        .map(|word| format!("“{}” {}", word.typed, text.place(word.stem)));
    said.collect()
}

fn asked_tags<'a>(request: &'a Request, entry: &'a Entry) -> impl Iterator<Item = String> + 'a {
    let asked = |tag: &&super::entry::Tag| {
        let mut kinds = request.tags.iter();
        kinds.any(|(kind, ids)| *kind == tag.kind && ids.contains(&tag.id))
    };
    entry.tags.iter().filter(asked).map(|tag| tag.label.clone())
}

fn place(request: &Request, shelf: &Shelf, hit: &Hit) -> Vec<String> {
    let Some(near) = &request.near else {
        return Vec::new();
    };
    let mut reasons = Vec::new();
    if let Some(metres) = hit.fit.distance_m {
        reasons.push(format!("{} from {}", distance(metres), near.label));
    }
    let doc = &shelf.docs[hit.doc as usize];
    if hit.fit.covered {
        let mut areas = shelf.areas_of(doc).iter();
        let covering = areas.find(|area| shelf.catchments[**area as usize].1.contains(near.point));
        let name = covering.map_or("", |area| shelf.catchments[*area as usize].0.as_str());
        reasons.push(format!(
            "serves {}",
            if name.is_empty() { "this area" } else { name }
        ));
    }
    if shelf.lines_of(doc)[hit.fit.line as usize].remote {
        reasons.push("by telephone or online, from anywhere it serves".into());
    } else if hit.fit.distance_m.is_none() {
        reasons.push("its address is not known".into());
    }
    reasons
}

fn unsaid(unsaid: u8) -> impl Iterator<Item = String> {
    let words = [
        (bit(TagKind::Access), "access is not described: please ask"),
        (
            bit(TagKind::Language),
            "languages are not described: please ask",
        ),
        (
            bit(TagKind::Route),
            "how to get in is not described: please ask",
        ),
        (
            bit(TagKind::Delivery),
            "how it is given is not described: please ask",
        ),
        (UNSAID_COST, "the cost is not described: please ask"),
        (UNSAID_AGE, "ages are not described: please ask"),
        (UNSAID_TIMES, "days and times are not described: please ask"),
    ];
    let said = words.into_iter().filter(move |(bit, _)| unsaid & bit != 0);
    said.map(|(_, words)| words.to_owned())
}

/// A distance as people say it.
pub fn distance(metres: f32) -> String {
    if metres < 995.0 {
        format!("{} m", (metres / 10.0).round() * 10.0)
    } else if metres < 9_950.0 {
        format!("{:.1} km", metres / 1000.0)
    } else {
        format!("{:.0} km", metres / 1000.0)
    }
}
