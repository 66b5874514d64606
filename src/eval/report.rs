//! Running a file of judged questions, and what came of it.

use super::judged::{Case, Judged};
use super::measures::{Measures, measure};
use crate::app::{App, Whereabouts, question};
use crate::error::{Error, Result};
use crate::search::answer::Answer;
use jiff::Timestamp;
use std::fmt::{self, Display};
use uuid::Uuid;

/// Answers that are looked at.
const ANSWERS: &str = "20";

/// What came of a file.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Each question with judged answers, and how good the answers were.
    pub answers: Vec<(Case, Measures)>,
    /// Each text with judged danger, and whether the alarm rang.
    pub dangers: Vec<(Case, bool)>,
}

/// Asks every question of the file.
///
/// # Errors
/// A question cannot be read, or the index fails.
pub fn run(app: &App, cases: Vec<Case>, now: Timestamp) -> Result<Report> {
    let mut report = Report::default();
    for case in cases {
        let answer = ask(app, &case, now)?;
        match &case.judged {
            Judged::Answers(grades) => {
                let found: Vec<Uuid> = answer.contents.iter().map(|found| found.id).collect();
                let measures = measure(&found, grades);
                report.answers.push((case, measures));
            }
            Judged::Danger(_) => report.dangers.push((case, answer.safety.is_some())),
        }
    }
    Ok(report)
}

fn ask(app: &App, case: &Case, now: Timestamp) -> Result<Answer> {
    let mut pairs = case.parameters.clone();
    pairs.push(("q".into(), case.q.clone()));
    pairs.push(("per_page".into(), ANSWERS.into()));
    let whereabouts = Whereabouts::held(&app.engine);
    let request = question::request(&pairs, &whereabouts).map_err(|faults| {
        let faults: Vec<String> = faults
            .iter()
            .map(|fault| format!("{} {}", fault.field, fault.message))
            .collect();
        Error::Usage(format!("{}: {}", case.id, faults.join(", ")))
    })?;
    app.engine.search(&request, now)
}

impl Report {
    /// The mean over all questions with judged answers.
    pub fn mean(&self) -> Measures {
        let all: Vec<Measures> = self.answers.iter().map(|(_, measures)| *measures).collect();
        Measures::mean(&all)
    }

    /// How often the alarm rang: for texts that show danger, and for those that do not; each with
    /// how many there are.
    pub fn alarms(&self) -> [(usize, usize); 2] {
        let count = |danger: bool| {
            let those = self.dangers.iter();
            let those = those.filter(|(case, _)| matches!(&case.judged, Judged::Danger(kind) if kind.is_some() == danger));
            let rang: Vec<bool> = those.map(|(_, rang)| *rang).collect();
            (rang.iter().filter(|rang| **rang).count(), rang.len())
        };
        [count(true), count(false)]
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if !self.answers.is_empty() {
            writeln!(f, "nDCG@10  recall@20  success@3  answers")?;
            for (case, measures) in &self.answers {
                writeln!(f, "{}  {}: {}", row(measures), case.id, case.q)?;
            }
            let mean = self.mean();
            let none = self
                .answers
                .iter()
                .filter(|(_, measures)| measures.answers == 0)
                .count();
            writeln!(
                f,
                "{}  mean of {} questions; {none} without an answer",
                row(&mean),
                self.answers.len()
            )?;
        }
        self.alarms_in_words(f)
    }
}

fn row(measures: &Measures) -> String {
    format!(
        "{:7.3}  {:9.3}  {:9.3}  {:7}",
        measures.ndcg, measures.recall, measures.success, measures.answers
    )
}

impl Report {
    fn alarms_in_words(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.dangers.is_empty() {
            return Ok(());
        }
        for (case, rang) in &self.dangers {
            match (&case.judged, rang) {
                (Judged::Danger(Some(kind)), false) => {
                    writeln!(f, "missed ({kind})  {}: {}", case.id, case.q)?
                }
                (Judged::Danger(None), true) => {
                    writeln!(f, "false alarm  {}: {}", case.id, case.q)?
                }
                _ => {}
            }
        }
        let [(found, dangers), (false_alarms, harmless)] = self.alarms();
        writeln!(
            f,
            "safety: recall {} of {dangers}, false alarms {} of {harmless}",
            share(found, dangers),
            share(false_alarms, harmless)
        )
    }
}

fn share(part: usize, whole: usize) -> String {
    match whole {
        0 => "-".into(),
        _ => format!("{part} ({:.3})", part as f64 / whole as f64),
    }
}
