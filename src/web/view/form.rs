//! The form of the search page, as full as it was sent.

use super::search::Problem;
use crate::app::question::FILTERS;
use crate::search::answer::Facet;
use crate::search::entry::TagKind;
use crate::web::address::Question;
use std::collections::BTreeMap;

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the parameter says.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
    /// How many answers it would leave, where that is known.
    pub count: Option<u32>,
}

/// Things to choose from, several at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The parameter.
    pub name: &'static str,
    /// What people read above it.
    pub legend: &'static str,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// The form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What is needed.
    pub q: String,
    /// What is wrong with it.
    pub q_problem: Option<Problem>,
    /// From where.
    pub near: String,
    /// What is wrong with it.
    pub near_problem: Option<Problem>,
    /// How far.
    pub within: Vec<Choice>,
    /// Classifications.
    pub groups: Vec<Group>,
    /// The age of the person.
    pub age: String,
    /// What is wrong with it.
    pub age_problem: Option<Problem>,
    /// Only what is free of charge.
    pub free: bool,
    /// On which days.
    pub days: Vec<Choice>,
    /// In which part of the day.
    pub times: Vec<Choice>,
    /// By room.
    pub availability: Vec<Choice>,
    /// In which order.
    pub sort: Vec<Choice>,
    /// How many of the folded filters are set.
    pub set: usize,
    /// Services that are kept to be compared.
    pub kept: Vec<String>,
}

/// The classifications in the order of the form, with their legends.
const LEGENDS: [(TagKind, &str); 5] = [
    (TagKind::Need, "What it is about"),
    (TagKind::Route, "How to get in"),
    (TagKind::Access, "Access"),
    (TagKind::Language, "Languages besides English"),
    (TagKind::Delivery, "How it is given"),
];

/// Distances to choose from.
pub const WITHIN: [(&str, &str); 5] = [
    ("2", "2 km (1 mile)"),
    ("5", "5 km (3 miles)"),
    ("10", "10 km (6 miles)"),
    ("20", "20 km (12 miles)"),
    ("any", "Any distance"),
];
const DAYS: [(&str, &str); 7] = [
    ("MO", "Mon"),
    ("TU", "Tue"),
    ("WE", "Wed"),
    ("TH", "Thu"),
    ("FR", "Fri"),
    ("SA", "Sat"),
    ("SU", "Sun"),
];
const TIMES: [(&str, &str); 4] = [
    ("", "Any time"),
    ("morning", "Morning"),
    ("afternoon", "Afternoon"),
    ("evening", "Evening"),
];
const AVAILABILITY: [(&str, &str); 3] = [
    ("", "May have room"),
    ("confirmed", "Room confirmed lately"),
    ("any", "Everything, full ones too"),
];
const SORT: [(&str, &str); 3] = [
    ("", "Room first, then best fit"),
    ("distance", "Nearest first"),
    ("name", "By name"),
];
/// The fields that show beside them what is wrong.
pub const SHOWN: [&str; 3] = ["q", "near", "age"];
impl Form {
    /// The form for a question, with what there is to choose from and what was wrong. `label` knows
    /// the names of classifications.
    pub fn view(
        question: &Question,
        facets: &BTreeMap<String, Vec<Facet>>,
        problems: &[Problem],
        label: &dyn Fn(TagKind, &str) -> Option<String>,
    ) -> Self {
        let problem = |field: &str| {
            problems
                .iter()
                .find(|problem| problem.field == field)
                .cloned()
        };
        let text = |name: &str| question.get(name).unwrap_or_default().to_owned();
        let group = |(kind, legend): (TagKind, &'static str)| {
            let facets = facets.get(kind.as_str()).map_or(&[][..], Vec::as_slice);
            Group::view(kind, legend, question, facets, label)
        };
        Self {
            q: text("q"),
            q_problem: problem("q"),
            near: text("near"),
            near_problem: problem("near"),
            within: within(question),
            groups: LEGENDS
                .map(group)
                .into_iter()
                .filter(|group| !group.choices.is_empty())
                .collect(),
            age: text("age"),
            age_problem: problem("age"),
            free: question.has("cost", "free"),
            days: many("day", &DAYS, question),
            times: one("time", &TIMES, question),
            availability: one("availability", &AVAILABILITY, question),
            sort: one("sort", &SORT, question),
            kept: question.kept(),
            set: FILTERS
                .iter()
                .map(|name| question.values(name).count())
                .sum(),
        }
    }
}

impl Group {
    fn view(
        kind: TagKind,
        legend: &'static str,
        question: &Question,
        facets: &[Facet],
        label: &dyn Fn(TagKind, &str) -> Option<String>,
    ) -> Self {
        let name = kind.as_str();
        let offered = facets.iter().map(|facet| Choice {
            value: facet.id.clone(),
            label: facet.label.clone(),
            chosen: question.has(name, &facet.id),
            count: Some(facet.count),
        });
        // What was chosen stays in the form even where it leaves nothing.
        let absent = question
            .values(name)
            .filter(|id| facets.iter().all(|facet| facet.id != *id));
        let kept = absent.map(|id| Choice {
            value: id.to_owned(),
            label: label(kind, id).unwrap_or_else(|| id.to_owned()),
            chosen: true,
            count: None,
        });
        Self {
            name,
            legend,
            choices: offered.chain(kept).collect(),
        }
    }
}

fn choice((value, label): (&str, &str), chosen: bool) -> Choice {
    Choice {
        value: value.into(),
        label: label.into(),
        chosen,
        count: None,
    }
}

fn one(name: &str, words: &[(&str, &str)], question: &Question) -> Vec<Choice> {
    let said = question.get(name).unwrap_or_default();
    words
        .iter()
        .map(|word| choice(*word, word.0 == said))
        .collect()
}

fn many(name: &str, words: &[(&str, &str)], question: &Question) -> Vec<Choice> {
    words
        .iter()
        .map(|word| choice(*word, question.has(name, word.0)))
        .collect()
}

/// The distances, with another one that somebody put into the address.
fn within(question: &Question) -> Vec<Choice> {
    let said = question.get("within_km").unwrap_or("10");
    let mut choices: Vec<Choice> = WITHIN
        .iter()
        .map(|word| choice(*word, word.0 == said))
        .collect();
    if choices.iter().all(|choice| !choice.chosen) {
        choices.push(choice((said, &format!("{said} km")), true));
    }
    choices
}
