//! What is assumed of a borough and its people. None of it is measured: the sweep shows what depends
//! on what.

use std::fmt;

/// What is assumed. Shares are from 0 to 1.
#[derive(Debug, Clone)]
pub struct Assumptions {
    /// Services, each for one need.
    pub services: usize,
    /// Needs.
    pub needs: usize,
    /// Days until a place becomes free somewhere, on average.
    pub frees_after: f64,
    /// Of the places that become free, the share for which somebody comes by another way.
    pub outside: f64,
    /// People sent, as a share of the places that are left for them.
    pub demand: f64,
    /// Times a year that a service pauses, for two to four weeks.
    pub pauses: f64,
    /// The share of providers who answer when they are asked.
    pub answers: f64,
    /// Days until they do, on average.
    pub answers_after: f64,
    /// The share of changes between room and none that providers tell unasked.
    pub tells: f64,
    /// The share of providers who count places.
    pub counts: f64,
    /// The share of people turned away who say so, or whose navigator does.
    pub reports: f64,
    /// The share of those who were taken in of whom it is told.
    pub told: f64,
    /// Days from being sent to arriving, at most.
    pub travels: f64,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            services: 300,
            needs: 12,
            frees_after: 5.0,
            outside: 0.4,
            demand: 0.7,
            pauses: 1.0,
            answers: 0.5,
            answers_after: 2.0,
            tells: 0.1,
            counts: 0.5,
            reports: 0.4,
            told: 0.4,
            travels: 3.0,
        }
    }
}

impl Assumptions {
    /// The same with one assumption changed, many times.
    pub fn sweep(&self) -> Vec<(String, Self)> {
        type Change = fn(&mut Assumptions, f64);
        let changes: [(&str, Change, &[f64]); 10] = [
            ("answers", |a, x| a.answers = x, &[0.0, 0.1, 0.3, 0.7, 0.9]),
            (
                "answers after days",
                |a, x| a.answers_after = x,
                &[0.5, 5.0, 10.0],
            ),
            ("tells unasked", |a, x| a.tells = x, &[0.0, 0.3, 0.6, 1.0]),
            ("counts places", |a, x| a.counts = x, &[0.0, 1.0]),
            ("reports", |a, x| a.reports = x, &[0.0, 0.1, 0.2, 0.7, 1.0]),
            ("tells of arrivals", |a, x| a.told = x, &[0.0, 1.0]),
            ("demand", |a, x| a.demand = x, &[0.2, 0.4, 0.9, 1.1]),
            (
                "a place is free every days",
                |a, x| a.frees_after = x,
                &[2.0, 10.0, 20.0],
            ),
            ("pauses a year", |a, x| a.pauses = x, &[0.0, 3.0]),
            (
                "comes by other ways",
                |a, x| a.outside = x,
                &[0.0, 0.2, 0.7],
            ),
        ];
        let all = changes.into_iter().flat_map(|(name, change, values)| {
            values.iter().map(move |value| {
                let mut changed = self.clone();
                change(&mut changed, *value);
                (format!("{name} {value}"), changed)
            })
        });
        let mut all: Vec<_> = all.collect();
        all.push((
            "nobody answers, tells or reports".into(),
            Self {
                answers: 0.0,
                tells: 0.0,
                reports: 0.0,
                told: 0.0,
                ..self.clone()
            },
        ));
        all.push((
            "everybody answers and reports".into(),
            Self {
                answers: 1.0,
                reports: 1.0,
                told: 1.0,
                ..self.clone()
            },
        ));
        all
    }
}

impl fmt::Display for Assumptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "  {} services for {} needs; a place becomes free every {} days at each, {:.0}% of which are taken by people who come by other ways",
            self.services,
            self.needs,
            self.frees_after,
            100.0 * self.outside
        )?;
        writeln!(
            f,
            "  {:.1} people are sent a day, for {:.0}% of the places that are left; they arrive within {} days",
            self.sent_a_day(),
            100.0 * self.demand,
            self.travels
        )?;
        writeln!(
            f,
            "  services pause {} times a year for two to four weeks",
            self.pauses
        )?;
        writeln!(
            f,
            "  {:.0}% of providers answer when asked, after {} days; {:.0}% of changes are told unasked; {:.0}% count places",
            100.0 * self.answers,
            self.answers_after,
            100.0 * self.tells,
            100.0 * self.counts
        )?;
        writeln!(
            f,
            "  {:.0}% of those turned away say so; of {:.0}% of those taken in it is told",
            100.0 * self.reports,
            100.0 * self.told
        )
    }
}

impl Assumptions {
    /// People who are sent somewhere on a day, on average.
    pub fn sent_a_day(&self) -> f64 {
        self.services as f64 / self.frees_after * (1.0 - self.outside) * self.demand
    }
}
