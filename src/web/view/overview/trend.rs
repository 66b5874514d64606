//! How what there is has changed: a line for each measure, and a table of every week.

use crate::coverage::past::trend::{Measure, Trend, Unkept};
use crate::web::view::words::{short_day, thousands};
use jiff::civil::Date;

/// The width and the height of a chart, in its own units.
const WIDTH: i64 = 600;
const HEIGHT: i64 = 120;
/// Days between two rows of the table.
const A_WEEK: i32 = 7;
/// The digits that a chart may end at.
const ROUND: [i64; 7] = [1, 2, 3, 4, 5, 6, 8];
/// The measures that are shown.
const SHOWN: [Measure; 5] = [
    Measure::Services,
    Measure::WithRoomShare,
    Measure::Free,
    Measure::Waiting,
    Measure::UnconfirmedShare,
];

/// One line over the days.
#[derive(Debug)]
pub struct Line {
    /// What it is of.
    pub name: &'static str,
    /// All that it shows, in words.
    pub said: String,
    /// The way of the line, in pieces where days are missing.
    pub way: String,
    /// The highest value that the chart has room for.
    pub top: String,
    /// The last value.
    pub latest: String,
}

/// What is shown.
#[derive(Debug)]
pub struct Trends {
    /// The lines.
    pub lines: Vec<Line>,
    /// The first day and the last.
    pub between: (String, String),
    /// Each week: its day, and each measure; a dash where there is nothing to tell.
    pub weeks: Vec<(String, [String; SHOWN.len()])>,
    /// What stands after the address of the table.
    pub query: String,
}

/// Why nothing is shown.
pub fn nothing(trend: Option<&Result<Trend, Unkept>>) -> &'static str {
    match trend {
        Some(Err(Unkept::Several)) => {
            "Days are kept of each area by itself: choose one to see how it changed."
        }
        Some(Err(Unkept::NeedInArea)) => {
            "Single needs are kept day by day for everything and for local authorities: choose one of these, or all needs."
        }
        _ => "No day has been counted yet: each is when it has ended.",
    }
}

impl Trends {
    /// The last days of what is kept; none where that is too little to be a line.
    pub fn view(trend: &Trend, query: String, today: Date) -> Option<Self> {
        let (first, last) = (trend.days.first()?.0, trend.days.last()?.0);
        let lines = SHOWN.map(|measure| line(trend, measure, (first, last), today));
        let weeks = trend.days.iter().rev();
        let weeks = weeks.filter(|(day, _)| days_between(*day, last) % A_WEEK == 0);
        Some(Self {
            lines: lines.into_iter().flatten().collect(),
            between: (short_day(first, today), short_day(last, today)),
            weeks: weeks
                .map(|(day, counted)| {
                    let value = |measure: Measure| told(measure, measure.of(counted));
                    (short_day(*day, today), SHOWN.map(value))
                })
                .collect(),
            query,
        })
    }

    /// The heads of the table.
    pub fn heads(&self) -> [&'static str; SHOWN.len()] {
        SHOWN.map(words)
    }
}

fn words(measure: Measure) -> &'static str {
    match measure {
        Measure::Services => "Services",
        Measure::WithRoom => "Services with room",
        Measure::WithRoomShare => "With room, of all services",
        Measure::Places => "Places",
        Measure::Free => "Places free",
        Measure::Waiting => "People waiting",
        Measure::WaitWeeks => "Half wait at most, weeks",
        Measure::FullShare => "Full, of all services",
        Measure::UnconfirmedShare => "Not confirmed, of all services",
    }
}

fn is_share(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::WithRoomShare | Measure::FullShare | Measure::UnconfirmedShare
    )
}

fn told(measure: Measure, value: Option<i64>) -> String {
    match value {
        None => "–".into(),
        Some(value) if is_share(measure) => format!("{value}%"),
        Some(value) => thousands(value),
    }
}

/// Whole days from one to another.
fn days_between(first: Date, last: Date) -> i32 {
    last.since(first).map_or(0, |span| span.get_days())
}

fn line(trend: &Trend, measure: Measure, (first, last): (Date, Date), today: Date) -> Option<Line> {
    let values = trend.days.iter();
    let values = values.filter_map(|(day, counted)| Some((*day, measure.of(counted)?)));
    let values: Vec<(Date, i64)> = values.collect();
    let (from, to) = (values.first()?, values.last()?);
    let least = values.iter().map(|(_, value)| *value).min()?;
    let most = values.iter().map(|(_, value)| *value).max()?;
    let top = match is_share(measure) {
        true => 100,
        false => round_above(most),
    };
    let value = |value: i64| told(measure, Some(value));
    let said = format!(
        "{} on {}, {} on {}; at least {}, at most {}",
        value(from.1),
        short_day(from.0, today),
        value(to.1),
        short_day(to.0, today),
        value(least),
        value(most)
    );
    Some(Line {
        name: words(measure),
        said,
        way: way(&values, (first, last), top),
        top: value(top),
        latest: value(to.1),
    })
}

/// The next round number that is not below this one: a digit and noughts.
fn round_above(number: i64) -> i64 {
    let tens = std::iter::successors(Some(1i64), |ten| ten.checked_mul(10));
    let mut rounds = tens.flat_map(|ten| ROUND.map(|digit| ten.saturating_mul(digit)));
    rounds.find(|round| *round >= number).unwrap_or(i64::MAX)
}

/// The line through these values as SVG has it; where a day is missing it begins anew.
fn way(values: &[(Date, i64)], (first, last): (Date, Date), top: i64) -> String {
    let days = i64::from(days_between(first, last)).max(1);
    let mut way = String::new();
    let mut before: Option<Date> = None;
    for (day, value) in values {
        let x = i64::from(days_between(first, *day)) * WIDTH / days;
        let y = HEIGHT - value.clamp(&0, &top) * HEIGHT / top.max(1);
        let follows = before.is_some_and(|before| days_between(before, *day) == 1);
        let step = match follows {
            true => format!("L{x} {y}"),
            // A day by itself is a dash, so that it is seen.
            false => format!("M{x} {y}h2"),
        };
        way.push_str(&step);
        before = Some(*day);
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(day: i8) -> Date {
        Date::new(2026, 9, day).unwrap()
    }

    #[test]
    fn a_line_begins_anew_after_a_missing_day() {
        let values = [(date(1), 0), (date(2), 50), (date(4), 100)];
        let drawn = way(&values, (date(1), date(4)), 100);
        assert_eq!(drawn, "M0 120h2L200 60M600 0h2");
        assert_eq!(way(&values[..1], (date(1), date(1)), 1), "M0 120h2");
    }

    #[test]
    fn charts_end_at_round_numbers() {
        let all = [
            (0, 1),
            (1, 1),
            (3, 3),
            (7, 8),
            (81, 100),
            (100, 100),
            (326, 400),
        ];
        for (number, round) in all {
            assert_eq!(round_above(number), round, "{number}");
        }
        assert_eq!(round_above(i64::MAX), i64::MAX);
    }
}
