//! The reasons for an answer, in words.

use super::entry::TagKind;
use super::pass::Hit;
use super::plan::{Clause, Plan};
use super::request::Request;
use super::shelf::{Shelf, bit};
use super::shown::Shown;
use super::weigh::{AGE, COST, Fit, TIMES};
use crate::domain::availability::State;
use crate::needs::{token, vocabulary};
use std::borrow::Cow;

/// What is short and telling about a listing, and how each of it is spoken of.
struct Telling<'a> {
    texts: [(Cow<'a, str>, &'static str); 3],
}

impl<'a> Telling<'a> {
    fn of(entry: &'a Shown) -> Self {
        let for_what = |kind| matches!(kind, TagKind::Need | TagKind::Term);
        let needs = entry.tags.iter().filter(|tag| for_what(tag.kind));
        let labels: Vec<&str> = needs.map(|tag| tag.label.as_str()).collect();
        let organization = entry.organization.as_ref().map_or("", |org| &org.name);
        Self {
            texts: [
                (entry.name.into(), "in its name"),
                (labels.join(" ").into(), "in what it is for"),
                (organization.into(), "in who runs it"),
            ],
        }
    }

    /// Where all of these words stand together; none if that is nowhere telling.
    fn place(&self, stems: &[String]) -> Option<&'static str> {
        let all = |text: &str| !stems.is_empty() && stems.iter().all(|stem| has(text, stem));
        let mut having = self.texts.iter().filter(|(text, _)| all(text));
        having.next().map(|(_, place)| *place)
    }
}

/// Whether a text has a word of this stem. Words that begin with another letter are passed over, for
/// cutting a word costs more than all the rest.
fn has(text: &str, stem: &str) -> bool {
    let first = |word: &str| word.bytes().next().map(|byte| byte.to_ascii_lowercase());
    let text = token::joined(text);
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| {
        let alike = first(word) == first(stem) || first(word) > Some(b'\x7f');
        alike && token::stem(word) == *stem
    })
}

/// Why this hit is an answer, the strongest reason first.
pub fn because(
    request: &Request,
    plan: &Plan,
    shelf: &Shelf,
    shown: &Shown,
    hit: &Hit,
) -> Vec<String> {
    let clauses = plan.clauses.iter().enumerate();
    let mut met = clauses
        .filter(|(number, _)| hit.met & 1 << number != 0)
        .peekable();
    let mut reasons = Vec::new();
    if met.peek().is_some() {
        let text = Telling::of(shown);
        reasons.extend(met.map(|(_, clause)| reason(clause, &text, shown)));
    }
    reasons.extend(asked_tags(request, shown));
    reasons.extend(place(request, shelf, hit));
    reasons.extend(used_up(&hit.fit));
    reasons.extend(against(hit.fit.against));
    reasons.extend(unsaid(hit.fit.unsaid));
    let mut once: Vec<String> = Vec::with_capacity(reasons.len());
    for reason in reasons {
        if !once.contains(&reason) {
            once.push(reason);
        }
    }
    once
}

/// Why a clause is met: by the very words, or by the need that they show.
fn reason(clause: &Clause, text: &Telling, entry: &Shown) -> String {
    let place = text.place(&clause.stems);
    match (place, clause.needs.is_empty()) {
        (Some(place), _) => format!("“{}” {place}", clause.typed),
        (None, true) => format!("“{}” in its description or address", clause.typed),
        (None, false) => format!("helps with {}", needs(clause, entry)),
    }
}

/// Which of the needs of a clause a listing meets.
fn needs(clause: &Clause, entry: &Shown) -> String {
    let needs = clause.needs.iter().map(|need| vocabulary().need(*need));
    let met = needs.filter(|need| {
        let mut tags = entry.tags.iter();
        tags.any(|tag| tag.kind == TagKind::Need && tag.id == need.id)
    });
    let mut labels: Vec<&str> = met.map(|need| need.label.as_str()).collect();
    if labels.is_empty() {
        labels.extend(
            clause
                .needs
                .first()
                .map(|need| vocabulary().need(*need).label.as_str()),
        );
    }
    match clause.typed.is_empty()
        || labels
            .iter()
            .any(|label| label.eq_ignore_ascii_case(&clause.typed))
    {
        true => labels.join(", "),
        false => format!("{} (“{}”)", labels.join(", "), clause.typed),
    }
}

fn asked_tags<'a>(request: &'a Request, entry: &'a Shown) -> impl Iterator<Item = String> + 'a {
    let asked = |tag: &&&super::entry::Tag| {
        let mut kinds = request.tags.iter();
        kinds.any(|(kind, ids)| *kind == tag.kind && ids.contains(&tag.id))
    };
    entry.tags.iter().filter(asked).map(|tag| tag.label.clone())
}

/// Why what says that it has room comes behind others that do.
fn used_up(fit: &Fit) -> Option<String> {
    let has_room = matches!(fit.state, State::Open | State::Limited);
    let is_used_up = has_room && !fit.trust.promises;
    is_used_up.then(|| "may be taken by now: others were sent there since".into())
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
        let covering = areas.find(|area| shelf.shapes.contains(**area, near.point));
        let name = covering.map_or("", |area| shelf.shapes.name(*area));
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
        (COST, "the cost is not described: please ask"),
        (AGE, "ages are not described: please ask"),
        (TIMES, "days and times are not described: please ask"),
    ];
    of_bits(words, unsaid)
}

/// What is not as it was asked for.
fn against(against: u8) -> impl Iterator<Item = String> {
    let words = [
        (bit(TagKind::Access), "it says nothing of that access"),
        (bit(TagKind::Language), "in other languages"),
        (bit(TagKind::Route), "has other ways in"),
        (bit(TagKind::Delivery), "given in another way"),
        (COST, "not free of charge"),
        (AGE, "for other ages"),
        (TIMES, "on other days or at other times"),
    ];
    of_bits(words, against)
}

fn of_bits(words: [(u8, &'static str); 7], bits: u8) -> impl Iterator<Item = String> {
    let said = words.into_iter().filter(move |(bit, _)| bits & bit != 0);
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
