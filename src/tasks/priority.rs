//! Which task comes first. Pure, and computed when it is read: nothing that was kept can be out of
//! date.

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;
/// What one report adds: more than any silence and any demand, so that a task with one more report
/// always comes first.
const REPORT: f64 = 1_000.0;
/// Intervals of silence after which more of it says no more; as much as if nobody had ever spoken.
const MOST_SILENT: f64 = 12.0;
/// Looks at a listing that one signpost stands for: somebody was really sent.
const SIGNPOST: f64 = 5.0;

/// What decides how urgent a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weight {
    /// Reports, since the last word, that it is otherwise than shown.
    pub reports: i64,
    /// Looks at the listing in 28 days.
    pub looks: i64,
    /// Signposts to the service in 28 days.
    pub signposts: i64,
    /// What was last said where nothing has been said for longest.
    pub silence: Silence,
}

/// How long nobody has said anything about room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Silence {
    /// Nobody ever has.
    #[default]
    Always,
    /// For so long.
    For {
        /// Milliseconds since the last word.
        millis: i64,
        /// How long a word is believed at first, in days.
        every_days: i32,
    },
}

impl Silence {
    /// How long it is, in the service's own intervals: from 0 to 12.
    pub fn intervals(self) -> f64 {
        match self {
            Silence::Always => MOST_SILENT,
            Silence::For { millis, every_days } => {
                let interval = i64::from(every_days.max(1)) * DAY_MS;
                (millis as f64 / interval as f64).clamp(0.0, MOST_SILENT)
            }
        }
    }

    fn words(self) -> Option<String> {
        match self {
            Silence::Always => Some("nobody has ever said how much room there is".into()),
            Silence::For { millis, every_days } if self.intervals() >= 1.0 => Some(format!(
                "no word for {}, where one is hoped for every {}",
                counted(millis / DAY_MS, "day", "days"),
                counted(every_days.into(), "day", "days"),
            )),
            Silence::For { .. } => None,
        }
    }
}

impl Weight {
    /// How urgent it is: the higher, the sooner. Grows with each of what decides.
    pub fn score(&self) -> f64 {
        let asked_for = self.looks.max(0) as f64 + SIGNPOST * self.signposts.max(0) as f64;
        let demand = 1.0 + asked_for.ln_1p();
        REPORT * self.reports.max(0) as f64 + (1.0 + self.silence.intervals()) * demand
    }

    /// Why it is where it is, in words, what weighs most first.
    pub fn because(&self) -> Vec<String> {
        let reports = (self.reports > 0).then(|| match self.reports {
            1 => "somebody found it otherwise than it is shown".to_owned(),
            more => format!("{more} times somebody found it otherwise than it is shown"),
        });
        [reports, self.silence.words(), self.demand_words()]
            .into_iter()
            .flatten()
            .collect()
    }

    fn demand_words(&self) -> Option<String> {
        let looks =
            (self.looks > 0).then(|| format!("looked at {}", counted(self.looks, "time", "times")));
        let sent = (self.signposts > 0)
            .then(|| format!("{} sent there", counted(self.signposts, "person", "people")));
        let both: Vec<String> = looks.into_iter().chain(sent).collect();
        (!both.is_empty()).then(|| format!("{} in 28 days", both.join(" and ")))
    }
}

fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests;
