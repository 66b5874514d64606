//! Services that are alike: each group with what its members have in common, how full each is, and what bringing
//! them together could mean.

use super::choices::{Choice, kind_words, query, said};
use super::gaps::moment;
use crate::coverage::Need;
use crate::coverage::overlap::shared::Shared;
use crate::coverage::overlap::together::distance;
use crate::coverage::overlap::wish::USUAL;
use crate::coverage::overlap::{Group, Listed, Overlap};
use crate::domain::availability::State;
use crate::domain::schedule::name;
use crate::web::tongue::filters;
use crate::web::view::words::{list, thousands};
use askama::Template;
use jiff::Timestamp;
use serde::Deserialize;

/// Groups that are shown on the page; the table to download has all.
const MOST: usize = 25;
/// How alike services must be, as it can be chosen.
const THRESHOLDS: [(&str, &str); 3] = [
    ("0.4", "somewhat alike"),
    ("0.5", "alike"),
    ("0.65", "very alike"),
];
/// The oldest that anybody is: ages up to it have no end.
const OLDEST: f32 = 120.0;

/// What is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The id of a need.
    pub need: Option<String>,
    /// An area, as `kind/code`.
    pub area: Option<String>,
    /// How alike services must be.
    pub threshold: Option<String>,
}

impl Asked {
    /// The same, of which what is empty asks for nothing.
    pub fn tidy(self) -> Self {
        Self {
            need: said(self.need),
            area: said(self.area),
            threshold: said(self.threshold),
        }
    }

    fn query(&self) -> String {
        query(&[
            ("need", &self.need),
            ("area", &self.area),
            ("threshold", &self.threshold),
        ])
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "overview_overlap.html")]
pub struct OverlapPage {
    /// The need.
    pub need: Option<String>,
    /// When, in words.
    pub as_of: String,
    /// Areas, by what they are.
    pub areas: Vec<(String, Vec<Choice>)>,
    /// Needs.
    pub needs: Vec<Choice>,
    /// How alike services must be.
    pub thresholds: Vec<Choice>,
    /// What is wrong with what was written.
    pub problem: Option<String>,
    /// How many services were compared.
    pub compared: String,
    /// How many groups there are.
    pub of: usize,
    /// How many of those have some that are full and some with room.
    pub uneven: usize,
    /// Groups that may all be one service.
    pub doubled: usize,
    /// Whether whoever looks can look at duplicates.
    pub is_steward: bool,
    /// The groups.
    pub groups: Vec<Shown>,
    /// What stands after the address of the table.
    pub query: String,
}

/// One group.
#[derive(Debug)]
pub struct Shown {
    /// Its number.
    pub number: usize,
    /// The needs that its members share, or most of them.
    pub needs: Vec<String>,
    /// How many services.
    pub services: usize,
    /// How many organisations.
    pub organizations: usize,
    /// What could be done together.
    pub ideas: Vec<String>,
    /// The words that they have in common.
    pub words: String,
    /// For whom they are, languages, ages, days: what all have in common.
    pub common: Vec<(&'static str, String)>,
    /// Within what distance of each other; empty where that says nothing.
    pub apart: String,
    /// How alike the two are that are least alike, in per cent.
    pub least: String,
    /// The services.
    pub members: Vec<Member>,
    /// Pairs that may be one service.
    pub doubles: Vec<String>,
}

/// A service of a group.
#[derive(Debug)]
pub struct Member {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub organization: Option<String>,
    /// Its room, in words.
    pub room: &'static str,
    /// Places free; empty where nobody counts.
    pub free: String,
    /// People waiting; empty where nobody counts.
    pub waiting: String,
    /// How many kilometres to the nearest other one; empty where nobody has to go anywhere.
    pub nearest: String,
}

impl OverlapPage {
    /// The page.
    pub fn view(
        (all, needs): (&Overlap, &[Need]),
        asked: &Asked,
        (problem, is_steward): (Option<String>, bool),
        now: Timestamp,
    ) -> Self {
        let usual = USUAL.to_string();
        let threshold = asked.threshold.clone().unwrap_or(usual);
        let mut thresholds: Vec<Choice> = THRESHOLDS
            .iter()
            .map(|(value, words)| choice(value, words, *value == threshold))
            .collect();
        if problem.is_none() && !thresholds.iter().any(|choice| choice.chosen) {
            thresholds.push(choice(&threshold, &threshold, true));
        }
        let needs = needs.iter();
        let groups = (1..).zip(all.groups.iter().take(MOST));
        Self {
            need: all.need.as_ref().map(|(_, label)| label.clone()),
            as_of: moment(now),
            areas: areas(all, asked),
            needs: needs
                .map(|(id, label)| choice(id, label, asked.need.as_deref() == Some(id.as_str())))
                .collect(),
            thresholds,
            problem,
            compared: thousands(i64::try_from(all.compared).unwrap_or(i64::MAX)),
            of: all.groups.len(),
            uneven: all.groups.iter().filter(|group| group.is_uneven()).count(),
            doubled: all.doubled,
            is_steward,
            groups: groups
                .map(|(number, group)| Shown::view(number, group))
                .collect(),
            query: asked.query(),
        }
    }
}

fn choice(value: &str, words: &str, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        words: words.to_owned(),
        chosen,
    }
}

fn areas(all: &Overlap, asked: &Asked) -> Vec<(String, Vec<Choice>)> {
    let mut areas: Vec<(String, Vec<Choice>)> = Vec::new();
    for patch in &all.scope.choices {
        let kind = kind_words(&patch.kind);
        if areas.last().is_none_or(|(last, _)| *last != kind) {
            areas.push((kind, Vec::new()));
        }
        if let Some((_, own)) = areas.last_mut() {
            let chosen = asked.area.as_deref() == Some(patch.id().as_str());
            own.push(choice(&patch.id(), &patch.name, chosen));
        }
    }
    areas
}

impl Shown {
    fn view(number: usize, group: &Group) -> Self {
        let members = group.members.iter();
        Self {
            number,
            needs: group.shared.needs.clone(),
            services: group.members.len(),
            organizations: group.organizations,
            ideas: group.ideas.iter().map(|idea| idea.words()).collect(),
            words: group.shared.words.join(", "),
            common: common(&group.shared),
            apart: apart(&group.shared),
            least: format!("{:.0}", group.least * 100.0),
            members: members.map(|(one, metres)| member(one, *metres)).collect(),
            doubles: group
                .doubles
                .iter()
                .map(|(one, other)| format!("/duplicates/{one}/{other}"))
                .collect(),
        }
    }
}

fn common(shared: &Shared) -> Vec<(&'static str, String)> {
    let people = shared.people.iter();
    let people: Vec<String> = people.map(|one| people_words(one).to_owned()).collect();
    let ages = shared.ages.map(|(least, most)| match (least, most) {
        (_, OLDEST..) => format!("{least} and over"),
        _ => format!("{least} to {most}"),
    });
    let days: Vec<String> = shared
        .days
        .iter()
        .map(|day| name(*day).to_owned())
        .collect();
    let all = [
        ("For", list(&people)),
        ("Ages", ages.unwrap_or_default()),
        ("Languages and access", list(&shared.asked)),
        ("Days", list(&days)),
    ];
    all.into_iter()
        .filter(|(_, words)| !words.is_empty())
        .collect()
}

/// People as they are called when there are several.
fn people_words(one: &str) -> &str {
    match one {
        "child" => "children",
        "young" => "young people",
        "junior" => "juniors",
        "senior" => "older people",
        "adult" => "adults",
        "beginner" => "beginners",
        "advanced" => "those who are advanced",
        // Men and women.
        other => other,
    }
}

/// How far the two are from each other that are farthest; empty where nobody has to go anywhere, or one is beside
/// the other.
fn apart(shared: &Shared) -> String {
    shared.farthest_m.and_then(distance).unwrap_or_default()
}

fn member(one: &Listed, metres: Option<f64>) -> Member {
    let told = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    Member {
        id: one.id.to_string(),
        name: one.name.clone(),
        organization: one.organization.as_ref().map(|run_by| run_by.name.clone()),
        room: room(one.room.state),
        free: told(one.room.free),
        waiting: told(one.room.waiting),
        nearest: metres
            .map(|metres| format!("{:.1}", metres / 1000.0))
            .unwrap_or_default(),
    }
}

fn room(state: State) -> &'static str {
    match state {
        State::Open => "has room",
        State::Limited => "a little room",
        State::Unconfirmed => "not confirmed",
        State::WaitingList => "waiting list",
        State::Paused => "paused",
        State::Full => "full",
        State::Closed => "closed",
    }
}
