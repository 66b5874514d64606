//! How a question is widened, step by step, when little or nothing is found: an empty page helps
//! nobody. Each step finds what the one before it found, and more; what was widened is said.

use super::plan::{Clause, Key, Plan};
use super::ranking::ranking;
use super::reading::{Reading, Soft};
use super::request::Request;
use crate::needs::{NeedId, vocabulary};
use crate::search::entry::TagKind;

/// How much further a wider search reaches.
const FURTHER: f64 = 3.0;

/// When a step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// When there are fewer answers than would fill a page.
    Thin,
    /// When there are few answers.
    Few,
    /// Only when there is none: it goes against what was asked for.
    None,
}

impl When {
    /// Whether the step is taken with so many answers.
    pub fn is_now(self, answers: usize) -> bool {
        match self {
            When::Thin => answers < ranking().thin,
            When::Few => answers < ranking().few,
            When::None => answers == 0,
        }
    }
}

/// One step.
#[derive(Debug, Clone)]
pub struct Step {
    /// What is asked now.
    pub request: Request,
    /// What is looked up now.
    pub plan: Plan,
    /// What to say of it.
    pub words: String,
    /// When it is taken.
    pub when: When,
}

/// The steps that there are for a question, in their order.
pub fn steps(reading: &Reading) -> Vec<Step> {
    let mut ladder = Ladder {
        request: reading.request.clone(),
        plan: reading.plan.clone(),
        steps: Vec::new(),
    };
    ladder.some_words();
    reading.soft.iter().for_each(|soft| ladder.without(*soft));
    ladder.related();
    ladder.further();
    ladder.other_times();
    ladder.related_to_filter();
    ladder.general();
    ladder.whatever_is_near();
    ladder.steps
}

struct Ladder {
    request: Request,
    plan: Plan,
    steps: Vec<Step>,
}

impl Ladder {
    fn step(&mut self, when: When, words: impl Into<String>) {
        self.steps.push(Step {
            request: self.request.clone(),
            plan: self.plan.clone(),
            words: words.into(),
            when,
        });
    }

    fn some_words(&mut self) {
        if !self.plan.any && self.plan.clauses.len() > 1 {
            self.plan.any = true;
            self.step(
                When::Few,
                "showing what has some of the words, after what has all",
            );
        }
    }

    fn without(&mut self, soft: Soft) {
        let words = match soft {
            Soft::Times => {
                self.request.times = None;
                "showing other days and times too"
            }
            Soft::Cost => {
                self.request.free = false;
                "showing what costs something too"
            }
            Soft::Age => {
                self.request.age = None;
                "showing what is for other ages too"
            }
            Soft::Tags(kind) => {
                self.request.tags.retain(|(known, _)| *known != kind);
                match kind {
                    TagKind::Language => "showing what is not in that language too",
                    TagKind::Access => "showing what does not have that access too",
                    TagKind::Route => "showing other ways in too",
                    _ => "showing what is given in other ways too",
                }
            }
        };
        self.step(When::Few, words);
    }

    /// Needs that are related to those recognised, or wider.
    fn related(&mut self) {
        let asked: Vec<NeedId> = self
            .plan
            .clauses
            .iter()
            .flat_map(|clause| clause.needs.clone())
            .collect();
        let others = related(&asked);
        if !others.is_empty() {
            self.plan.any = true;
            let clause = needs(&others, ranking().related);
            self.plan.push(clause);
            self.step(
                When::Thin,
                format!("showing related needs too: {}", labels(&others)),
            );
        }
    }

    fn further(&mut self) {
        let Some(within_m) = self
            .request
            .within_m
            .filter(|_| self.request.near.is_some())
        else {
            return;
        };
        self.request.within_m = Some(within_m * FURTHER);
        let km = (within_m * FURTHER / 1000.0).round();
        self.step(
            When::None,
            format!("nothing is near enough: looking up to {km} km away"),
        );
        self.request.within_m = None;
        self.step(
            When::None,
            "nothing is near enough: showing what is nearest",
        );
    }

    fn other_times(&mut self) {
        if self.request.times.take().is_some() {
            self.step(
                When::None,
                "nothing takes place then: showing other days and times",
            );
        }
    }

    fn related_to_filter(&mut self) {
        let filter = self
            .request
            .tags
            .iter_mut()
            .find(|(kind, _)| *kind == TagKind::Need);
        let Some((_, ids)) = filter else { return };
        let asked: Vec<NeedId> = ids
            .iter()
            .filter_map(|id| vocabulary().number(id))
            .collect();
        let others = related(&asked);
        if !others.is_empty() {
            ids.extend(
                others
                    .iter()
                    .map(|need| vocabulary().need(*need).id.clone()),
            );
            self.step(
                When::None,
                format!("nothing is for just that: showing {}", labels(&others)),
            );
        }
    }

    fn general(&mut self) {
        let general = ranking().general.iter();
        let general: Vec<NeedId> = general.filter_map(|id| vocabulary().number(id)).collect();
        if !general.is_empty() && !self.plan.clauses.is_empty() {
            self.plan.any = true;
            self.plan.push(needs(&general, ranking().related));
            self.step(
                When::None,
                "nothing has these words: showing who can advise",
            );
        }
    }

    fn whatever_is_near(&mut self) {
        if self.request.near.is_some() && !self.plan.clauses.is_empty() {
            self.plan = Plan::default();
            self.step(
                When::None,
                "nothing has these words: showing what is nearest",
            );
        }
    }
}

/// Needs related to these, and those of which they are part, without themselves.
fn related(asked: &[NeedId]) -> Vec<NeedId> {
    let vocabulary = vocabulary();
    let mut others: Vec<NeedId> = Vec::new();
    for need in asked {
        let near = vocabulary
            .need(*need)
            .related
            .iter()
            .copied()
            .chain(vocabulary.need(*need).parent);
        for other in near {
            if !asked.contains(&other) && !others.contains(&other) {
                others.push(other);
            }
        }
    }
    others
}

fn needs(needs: &[NeedId], weight: f32) -> Clause {
    Clause {
        keys: needs
            .iter()
            .map(|need| Key::need(&vocabulary().need(*need).id))
            .collect(),
        weight,
        needs: needs.to_vec(),
        typed: String::new(),
        stems: Vec::new(),
    }
}

fn labels(needs: &[NeedId]) -> String {
    let labels: Vec<&str> = needs
        .iter()
        .map(|need| vocabulary().need(*need).label.as_str())
        .collect();
    labels.join(", ").to_lowercase()
}
