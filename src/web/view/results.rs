//! The answers of a search, with everything around them.

use super::card::Card;
use super::chips::{Chip, Label, chips};
use super::hidden::{HiddenNotice, WayOn, ways_on};
use super::map::Map;
use super::words::{capitalised, count, list, sentence};
use crate::config::Tiles;
use crate::geography::Precision;
use crate::search::answer::{Answer, UnderstoodPlace};
use crate::web::address::Question;
use crate::web::address::kept::compare;
use jiff::Timestamp;

/// Needs offered beside the answers.
const NEEDS: usize = 12;
/// States, in the order of a navigator's wishes, that a search shows unless asked otherwise.
const SHOWN: usize = 3;

/// What stands below the form once something was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// How many.
    pub heading: String,
    /// How many of them have room.
    pub of_which: Option<String>,
    /// How the words were read, if some were misspelt.
    pub corrected: Option<Corrected>,
    /// How the question was widened, and what place was meant.
    pub understood: Vec<String>,
    /// Pieces that can be taken away.
    pub chips: Vec<Chip>,
    /// What is not shown.
    pub hidden: Option<HiddenNotice>,
    /// The answers of this page.
    pub cards: Vec<Card>,
    /// Where they are.
    pub map: Option<Map>,
    /// What to try if there are none.
    pub ways_on: Vec<WayOn>,
    /// Needs to narrow by.
    pub needs: Vec<NeedLink>,
    /// The pages.
    pub pager: Pager,
    /// How many are kept, in words, and the page that puts them side by side.
    pub kept: Option<(String, String)>,
}

/// Words that were read as others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// What was typed.
    pub typed: String,
    /// What it was read as.
    pub instead: String,
    /// The question with the words as they stand.
    pub as_typed: String,
}

impl Corrected {
    fn view(answer: &Answer, question: &Question) -> Option<Self> {
        Some(Self {
            typed: question.get("q")?.to_owned(),
            instead: answer.interpretation.corrected.clone()?,
            as_typed: question.and("without", "spelling").at("/"),
        })
    }
}

/// A need to narrow by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedLink {
    /// What people read.
    pub label: String,
    /// How many answers have it.
    pub count: u32,
    /// The question with it.
    pub link: String,
}

/// Links to the pages before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Where one is.
    pub words: String,
}

impl Results {
    /// What is shown of an answer.
    pub fn view(
        answer: &Answer,
        question: &Question,
        label: Label,
        tiles: Option<&Tiles>,
        now: Timestamp,
    ) -> Self {
        let rough = answer.interpretation.place.as_ref().is_some_and(is_rough);
        let cards = answer.contents.iter();
        let mut cards: Vec<Card> = cards
            .map(|found| Card::view(found, question, rough, now))
            .collect();
        Self {
            heading: heading(answer, question),
            of_which: of_which(answer, question),
            corrected: Corrected::view(answer, question),
            understood: understood(answer),
            chips: chips(question, &answer.interpretation, label),
            hidden: HiddenNotice::view(&answer.hidden, question, answer.total_items > 0),
            map: Map::view(answer, &mut cards, tiles),
            cards,
            ways_on: if answer.empty {
                ways_on(answer, question)
            } else {
                Vec::new()
            },
            needs: needs(answer, question),
            pager: Pager::view(answer, question),
            kept: kept(question),
        }
    }
}

/// `2 services kept`, and where they stand side by side.
pub fn kept(question: &Question) -> Option<(String, String)> {
    let ids = question.kept();
    let words = format!("{} kept", count(ids.len() as i64, "service"));
    (!ids.is_empty()).then(|| (words, compare(&ids)))
}

/// Whether distances from a place are from the middle of something large.
fn is_rough(place: &UnderstoodPlace) -> bool {
    !matches!(place.precision, Precision::Point | Precision::Postcode)
}

fn heading(answer: &Answer, question: &Question) -> String {
    let any = question.get("availability") == Some("any");
    let services = || count(answer.total_items as i64, "service");
    match (answer.total_items, answer.hidden.total()) {
        (0, 0) => "Nothing matches all of this".into(),
        (0, _) => "Nothing that matches has room".into(),
        _ if answer.empty => format!("There are only {} on earlier pages", services()),
        _ if any => format!("{}, with and without room", services()),
        _ => format!("{} to offer", services()),
    }
}

/// `9 have room, 3 have a little room and 11 have not confirmed`, of what is shown.
fn of_which(answer: &Answer, question: &Question) -> Option<String> {
    let facets = answer.facets.get("availability")?;
    let any = question.get("availability") == Some("any");
    let words = [
        ("open", "has room", "have room"),
        ("limited", "has a little room", "have a little room"),
        (
            "unconfirmed",
            "has not confirmed its room",
            "have not confirmed their room",
        ),
        ("waiting_list", "has a waiting list", "have a waiting list"),
        ("paused", "is paused", "are paused"),
        ("full", "is full", "are full"),
        ("closed", "is closed", "are closed"),
    ];
    let shown = &words[..if any { words.len() } else { SHOWN }];
    let counted = shown.iter().filter_map(|(state, one, more)| {
        let count = facets.iter().find(|facet| facet.id == *state)?.count;
        Some(format!("{count} {}", if count == 1 { one } else { more }))
    });
    let counted: Vec<String> = counted.collect();
    let said = answer.total_items > 0 && !counted.is_empty();
    said.then(|| format!("{}.", list(&counted)))
}

fn understood(answer: &Answer) -> Vec<String> {
    let interpretation = &answer.interpretation;
    let place = interpretation.place.as_ref();
    let place = place.and_then(|place| {
        let written = place.instead_of.as_ref()?;
        Some(format!(
            "Showing places near {} instead of “{written}”.",
            place.label
        ))
    });
    let relaxed = interpretation.relaxed.iter();
    let relaxed = relaxed.map(|words| capitalised(&sentence(words)));
    place.into_iter().chain(relaxed).collect()
}

fn needs(answer: &Answer, question: &Question) -> Vec<NeedLink> {
    let facets = answer.facets.get("need").map_or(&[][..], Vec::as_slice);
    let total = answer.total_items;
    let narrowing = facets.iter().filter(|facet| {
        // A choice that every answer shares narrows nothing.
        !question.has("need", &facet.id) && (facet.count as usize) < total
    });
    let link = |facet: &crate::search::answer::Facet| NeedLink {
        label: facet.label.clone(),
        count: facet.count,
        link: question.with("need", &facet.id).at("/"),
    };
    narrowing.take(NEEDS).map(link).collect()
}

impl Pager {
    fn view(answer: &Answer, question: &Question) -> Self {
        let page = answer.page_number;
        let at = |page: usize| question.with("page", &page.to_string()).at("/");
        let before = page.saturating_sub(1).min(answer.total_pages);
        Self {
            previous: (before > 0).then(|| at(before)),
            next: (page < answer.total_pages).then(|| at(page + 1)),
            words: format!("Page {page} of {}", answer.total_pages),
        }
    }
}
