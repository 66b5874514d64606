//! How a question is widened, step by step, when little or nothing is found: an empty page helps
//! nobody. Each step finds what the one before it found, and more; what was widened is said.

use super::plan::{Clause, Key, Plan};
use super::ranking::ranking;
use super::reading::telling::is_common;
use super::reading::{Reading, Soft};
use super::request::Request;
use super::shelf::bit;
use super::weigh;
use crate::needs::{NeedId, token, vocabulary};
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
}

/// A way to widen a question.
#[derive(Debug, Clone, Copy)]
enum Rung {
    SomeWords,
    WordsAsTyped,
    Without(Soft),
    Related,
    Further,
    Anywhere,
    OtherTimes,
    RelatedToFilter,
    General,
    Near,
}

impl Rung {
    fn when(self) -> When {
        match self {
            Rung::SomeWords | Rung::WordsAsTyped => When::Few,
            // Whoever is not of the age is seldom let in.
            Rung::Without(Soft::Age) => When::None,
            Rung::Without(_) | Rung::Related => When::Thin,
            _ => When::None,
        }
    }
}

/// The steps that there are for a question, in their order. Each holds what those before it that
/// were taken have widened, and nothing of those that were not.
pub struct Ladder {
    request: Request,
    plan: Plan,
    rungs: std::vec::IntoIter<Rung>,
}

impl Ladder {
    /// For a question.
    pub fn new(reading: &Reading) -> Self {
        let mut rungs = vec![Rung::SomeWords];
        rungs.extend(reading.soft.iter().map(|soft| Rung::Without(*soft)));
        rungs.extend([
            Rung::WordsAsTyped,
            Rung::Related,
            Rung::Further,
            Rung::Anywhere,
            Rung::OtherTimes,
            Rung::RelatedToFilter,
            Rung::General,
            Rung::Near,
        ]);
        Self {
            request: reading.request.clone(),
            plan: reading.plan.clone(),
            rungs: rungs.into_iter(),
        }
    }

    /// The next step to take with so many answers.
    pub fn next(&mut self, answers: usize) -> Option<Step> {
        loop {
            let rung = self.rungs.next()?;
            if !rung.when().is_now(answers) {
                continue;
            }
            if let Some(words) = self.climb(rung) {
                return Some(Step {
                    request: self.request.clone(),
                    plan: self.plan.clone(),
                    words,
                });
            }
        }
    }

    /// Widens the question; what to say of it, or none if there is nothing to widen here.
    fn climb(&mut self, rung: Rung) -> Option<String> {
        match rung {
            Rung::SomeWords => self.some_words(),
            Rung::WordsAsTyped => self.words_as_typed(),
            Rung::Without(soft) => Some(self.without(soft)),
            Rung::Related => self.related(),
            Rung::Further => self.further(),
            Rung::Anywhere => self.anywhere(),
            Rung::OtherTimes => self.other_times(),
            Rung::RelatedToFilter => self.related_to_filter(),
            Rung::General => self.general(),
            Rung::Near => self.whatever_is_near(),
        }
    }

    fn some_words(&mut self) -> Option<String> {
        let several = !self.plan.any && self.plan.clauses.len() > 1;
        several.then(|| {
            self.plan.any = true;
            "showing what has some of the words, after what has all".into()
        })
    }

    /// The words that led to a need, wherever they stand.
    fn words_as_typed(&mut self) -> Option<String> {
        let typed = self.plan.clauses.iter();
        let typed = typed.filter(|clause| !clause.needs.is_empty());
        let word = |clause: &Clause| {
            let words = clause.stems.iter().filter(|stem| !is_common(stem));
            let words = words.map(|stem| Clause::word(stem, as_typed(clause, stem)));
            words.collect::<Vec<_>>()
        };
        let words: Vec<Clause> = typed.flat_map(word).collect();
        if words.is_empty() {
            return None;
        }
        self.plan.any = true;
        words.into_iter().for_each(|word| self.plan.push(word));
        Some("showing what has one of the words too".into())
    }

    fn without(&mut self, soft: Soft) -> String {
        let words = match soft {
            Soft::Times => "showing other days and times too",
            Soft::Cost => "showing what costs something too",
            Soft::Age => "showing what is for other ages too",
            Soft::Tags(TagKind::Language) => "showing what is not in that language too",
            Soft::Tags(TagKind::Access) => "showing what does not have that access too",
            Soft::Tags(TagKind::Route) => "showing other ways in too",
            Soft::Tags(_) => "showing what is given in other ways too",
        };
        self.request.lenient |= match soft {
            Soft::Times => weigh::TIMES,
            Soft::Cost => weigh::COST,
            Soft::Age => weigh::AGE,
            Soft::Tags(kind) => bit(kind),
        };
        words.into()
    }

    /// Needs that are related to those recognised, or wider.
    fn related(&mut self) -> Option<String> {
        let clauses = self.plan.clauses.iter();
        let asked: Vec<NeedId> = clauses.flat_map(|clause| clause.needs.clone()).collect();
        let others = related(&asked);
        if others.is_empty() {
            return None;
        }
        self.plan.any = true;
        self.plan.push(needs(&others, ranking().related));
        Some(format!("showing related needs too: {}", labels(&others)))
    }

    fn further(&mut self) -> Option<String> {
        self.request.near.as_ref()?;
        let within_m = self.request.within_m? * FURTHER;
        self.request.within_m = Some(within_m);
        let km = (within_m / 1000.0).round();
        Some(format!(
            "nothing is near enough: looking up to {km} km away"
        ))
    }

    fn anywhere(&mut self) -> Option<String> {
        self.request.near.as_ref()?;
        self.request.within_m.take()?;
        Some("nothing is near enough: showing what is nearest".into())
    }

    fn other_times(&mut self) -> Option<String> {
        self.request.times?;
        self.request.lenient |= weigh::TIMES;
        Some("nothing takes place then: showing other days and times".into())
    }

    fn related_to_filter(&mut self) -> Option<String> {
        let mut filters = self.request.tags.iter_mut();
        let (_, ids) = filters.find(|(kind, _)| *kind == TagKind::Need)?;
        let asked = ids.iter().filter_map(|id| vocabulary().number(id));
        let others = related(&asked.collect::<Vec<_>>());
        if others.is_empty() {
            return None;
        }
        let id = |need: &NeedId| vocabulary().need(*need).id.clone();
        ids.extend(others.iter().map(id));
        Some(format!(
            "nothing is for just that: showing {}",
            labels(&others)
        ))
    }

    fn general(&mut self) -> Option<String> {
        let general = ranking().general.iter();
        let general: Vec<NeedId> = general.filter_map(|id| vocabulary().number(id)).collect();
        if general.is_empty() || self.plan.clauses.is_empty() {
            return None;
        }
        self.plan.any = true;
        self.plan.push(needs(&general, ranking().related));
        Some("nothing has these words: showing who can advise".into())
    }

    fn whatever_is_near(&mut self) -> Option<String> {
        self.request.near.as_ref()?;
        if self.plan.clauses.is_empty() {
            return None;
        }
        self.plan = Plan::default();
        Some("nothing has these words: showing what is nearest".into())
    }
}

/// The word of a clause that has this stem.
fn as_typed<'a>(clause: &'a Clause, stem: &str) -> &'a str {
    let mut words = clause.typed.split_whitespace();
    let word = words.find(|word| token::stem(word) == stem);
    word.unwrap_or(&clause.typed)
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
