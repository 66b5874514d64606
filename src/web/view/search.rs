//! The search page.

use super::form::Form;
use super::hidden::WayOn;
use super::results::{NeedLink, Results, kept};
use super::words::thousands;
use crate::error::FieldError;
use crate::search::answer::{Answer, Safety};
use crate::web::address::Question;
use crate::web::tongue::filters;
use askama::Template;

/// Needs offered at the start.
const NEEDS: usize = 12;

/// What the page shows.
#[derive(Debug, Template)]
#[template(path = "search.html")]
pub struct SearchPage {
    /// What the window is called.
    pub title: String,
    /// Advice that comes before everything else.
    pub safety: Option<Safety>,
    /// The form.
    pub form: Form,
    /// That something is wrong, and what was searched all the same.
    pub refused: Option<&'static str>,
    /// What is wrong and has no place of its own in the form.
    pub problems: Vec<Problem>,
    /// What to show before anything is asked.
    pub start: Option<Start>,
    /// The answers.
    pub results: Option<Results>,
}

/// One thing wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub field: String,
    /// What it is and what would be right.
    pub words: String,
    /// What may have been meant.
    pub instead: Vec<WayOn>,
    /// The question without it.
    pub without: String,
}

/// A calm start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// How many listings there are.
    pub listings: String,
    /// What people often need.
    pub needs: Vec<NeedLink>,
    /// How many are kept, in words, and the page that puts them side by side.
    pub kept: Option<(String, String)>,
}

impl Start {
    /// From how many listings there are and the answer to a search for everything.
    pub fn view(listings: u64, everything: &Answer, question: &Question) -> Self {
        let facets = everything.facets.get("need").map_or(&[][..], Vec::as_slice);
        let link = |facet: &crate::search::answer::Facet| NeedLink {
            label: facet.label.clone(),
            count: facet.count,
            link: question.with("need", &facet.id).at("/"),
        };
        Self {
            listings: thousands(i64::try_from(listings).unwrap_or(i64::MAX)),
            needs: facets.iter().take(NEEDS).map(link).collect(),
            kept: kept(question),
        }
    }
}

impl Problem {
    /// Every thing wrong, with a way to go on without it.
    pub fn all(faults: &[FieldError], question: &Question) -> Vec<Self> {
        let problem = |fault: &FieldError| Self {
            field: fault.field.clone(),
            words: super::words::sentence(&said(fault)),
            instead: Vec::new(),
            without: question.without(&[fault.field.as_str()]).at("/"),
        };
        faults.iter().map(problem).collect()
    }

    /// A place that is not known, with those that are called nearly so.
    pub fn place(asked: &str, nearly: &[String], question: &Question) -> Self {
        let meant = nearly.iter().map(|name| WayOn {
            label: name.clone(),
            link: question.with("near", name).at("/"),
        });
        let shown: String = asked.chars().take(40).collect();
        Self {
            field: "near".into(),
            words: format!(
                "“{shown}” is not known here. Try a postcode, its first half, or a town."
            ),
            instead: meant.collect(),
            without: question.without(&["near", "within_km"]).at("/"),
        }
    }
}

/// What is wrong, with the field as the form calls it.
pub fn said(fault: &FieldError) -> String {
    let name = match fault.field.as_str() {
        "near" => "the place",
        "q" => "what is needed",
        "within_km" => "the distance in kilometres",
        "age" => "the age",
        "day" => "the day",
        "page" => "the page",
        "per_page" => "the number of answers on a page",
        other => other,
    };
    format!("{name} {}", fault.message)
}

/// What the window is called: where there is danger, that comes first, for it is read out first.
pub fn title(question: &Question, safety: Option<&Safety>) -> String {
    match safety {
        Some(safety) if safety.level == "emergency" => {
            format!("This may be an emergency – {}", of_question(question))
        }
        Some(_) => format!("This may be urgent – {}", of_question(question)),
        None => of_question(question),
    }
}

fn of_question(question: &Question) -> String {
    let near = question.get("near").map(|near| format!("near {near}"));
    let parts: Vec<String> = question
        .get("q")
        .map(str::to_owned)
        .into_iter()
        .chain(near)
        .collect();
    if parts.is_empty() {
        "Headroom: community services that have room".into()
    } else {
        format!("{} – Headroom", super::words::capitalised(&parts.join(" ")))
    }
}
