//! For which time a grant is: funders say it in days, months or years, planned or actual, by a last day
//! or by so many months, or not at all.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// Months of a grant at most: what is longer is a slip of the hand.
const LONGEST_MONTHS: f64 = 600.0;

/// How a day is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It happened so.
    Actual,
    /// It was planned so.
    Planned,
    /// It is worked out: from the months that the grant is for, or from the day of the award.
    WorkedOut,
}

impl Certainty {
    const ALL: [(Certainty, &'static str); 3] = [
        (Certainty::Actual, "actual"),
        (Certainty::Planned, "planned"),
        (Certainty::WorkedOut, "worked_out"),
    ];

    /// As the database has it.
    pub fn as_str(self) -> &'static str {
        let known = Self::ALL.iter().find(|(certainty, _)| *certainty == self);
        known.map_or("", |(_, word)| word)
    }

    /// The one that the database calls so.
    pub fn parse(word: &str) -> Option<Self> {
        let known = Self::ALL.iter().find(|(_, name)| *name == word);
        known.map(|(certainty, _)| *certainty)
    }
}

/// A first or a last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The day.
    pub day: Date,
    /// How it is known.
    pub certainty: Certainty,
}

/// The first and the last day, as far as they are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// The first.
    pub first: Option<Edge>,
    /// The last.
    pub last: Option<Edge>,
}

impl Period {
    /// What the dates of a grant come to. Actual dates outweigh planned ones, a last day outweighs a
    /// number of months, and where no first day is published the day of the award stands for it.
    pub fn of(grant: &Map<String, Value>, awarded_on: Option<Date>) -> Self {
        let stretches = [
            (Certainty::Actual, "actualDates"),
            (Certainty::Planned, "plannedDates"),
        ];
        let stretches =
            stretches.map(|(certainty, field)| (certainty, Stretch::whole(grant.get(field))));
        let edge = |of: fn(&Stretch) -> Option<Date>| {
            stretches.iter().find_map(|(certainty, stretch)| {
                let day = of(stretch)?;
                Some(Edge {
                    day,
                    certainty: *certainty,
                })
            })
        };
        let worked_out = |day| Edge {
            day,
            certainty: Certainty::WorkedOut,
        };
        let first = edge(|stretch| stretch.first).or_else(|| awarded_on.map(worked_out));
        let months = || stretches.iter().find_map(|(_, stretch)| stretch.months);
        let after = || last_day(first?.day, months()?).map(worked_out);
        let last = edge(|stretch| stretch.last).or_else(after);
        // An end before the beginning is a slip: which of both is wrong nobody knows.
        let in_order = |last: &Edge| first.is_none_or(|first| first.day <= last.day);
        Self {
            first,
            last: last.filter(in_order),
        }
    }
}

/// What one list of dates says.
#[derive(Debug, Default)]
struct Stretch {
    first: Option<Date>,
    last: Option<Date>,
    months: Option<f64>,
}

impl Stretch {
    /// From the earliest beginning to the latest end of what is listed. Months are added up where there
    /// are several stretches: each is for so long.
    fn whole(listed: Option<&Value>) -> Self {
        let listed = listed.and_then(Value::as_array).into_iter().flatten();
        let mut whole = Self::default();
        for one in listed.filter_map(Value::as_object) {
            let day = |field: &str, at_end| day(one.get(field)?.as_str()?, at_end);
            whole.first = earliest(whole.first, day("startDate", false));
            whole.last = whole.last.max(day("endDate", true));
            if let Some(months) = one.get("duration").and_then(months) {
                whole.months = Some(whole.months.unwrap_or_default() + months);
            }
        }
        whole
    }
}

fn earliest(known: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (known, other) {
        (Some(known), Some(other)) => Some(known.min(other)),
        (known, other) => known.or(other),
    }
}

/// A number of months, also if it was published as text.
fn months(value: &Value) -> Option<f64> {
    let months = value
        .as_f64()
        .or_else(|| value.as_str()?.trim().parse().ok())?;
    (months > 0.0 && months <= LONGEST_MONTHS).then_some(months)
}

/// The last day of so many months that begin on this one.
fn last_day(first: Date, months: f64) -> Option<Date> {
    let whole = months.trunc() as i32;
    // A part of a month is counted in days: half a month is a fortnight or so.
    let days = (months.fract() * 30.0).round() as i32;
    let after = first.checked_add(whole.months()).ok()?;
    let after = after.checked_add(days.days()).ok()?;
    after.yesterday().ok().filter(|last| *last >= first)
}

/// Reads a day as funders write it: `2026-04-01`, the same with a time, which says nothing more, as
/// `01/04/2026`, or only its month or year, which stand for their first day or, at the end of a
/// period, for their last.
pub fn day(text: &str, at_end: bool) -> Option<Date> {
    let text = text.trim();
    let plain = text.get(..10).unwrap_or(text);
    if let Ok(day) = plain.parse::<Date>() {
        let rest = &text[plain.len()..];
        return (rest.is_empty() || rest.starts_with(['T', 't', ' '])).then_some(day);
    }
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let number = |part: &str| {
        part.parse::<i16>()
            .ok()
            .filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let small = |part: &str| i8::try_from(number(part)?).ok();
    match parts[..] {
        [year] if year.len() == 4 => whole(number(year)?, None, at_end),
        [year, month] if year.len() == 4 => whole(number(year)?, Some(small(month)?), at_end),
        // As the British write it.
        [day, month, year] if year.len() == 4 => {
            Date::new(number(year)?, small(month)?, small(day)?).ok()
        }
        _ => None,
    }
}

/// The first or last day of a year or month.
fn whole(year: i16, month: Option<i8>, at_end: bool) -> Option<Date> {
    let first = Date::new(year, month.unwrap_or(1), 1).ok()?;
    Some(match (at_end, month) {
        (false, _) => first,
        (true, None) => first.last_of_year(),
        (true, Some(_)) => first.last_of_month(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use serde_json::json;

    /// A day, and how it is known.
    type Known = Option<(Date, Certainty)>;

    fn period(grant: Value, awarded: Option<Date>) -> (Known, Known) {
        let period = Period::of(grant.as_object().unwrap(), awarded);
        let told = |edge: Edge| (edge.day, edge.certainty);
        (period.first.map(told), period.last.map(told))
    }

    #[test]
    fn a_day_is_read_as_funders_write_it() {
        for (text, at_end, day) in [
            ("2026-04-01", false, Some(date(2026, 4, 1))),
            ("2026-04-01T00:00:00+00:00", true, Some(date(2026, 4, 1))),
            ("01/04/2026", false, Some(date(2026, 4, 1))),
            ("2026", false, Some(date(2026, 1, 1))),
            ("2026", true, Some(date(2026, 12, 31))),
            ("2028-02", true, Some(date(2028, 2, 29))),
            ("2028-02", false, Some(date(2028, 2, 1))),
            ("2026-02-30", false, None),
            ("soon", true, None),
            ("26", true, None),
            ("2026-04-01x", true, None),
            ("+202", false, None),
        ] {
            assert_eq!(super::day(text, at_end), day, "{text}");
        }
    }

    #[test]
    fn actual_dates_outweigh_planned_ones_and_days_outweigh_months() {
        use Certainty::{Actual, Planned, WorkedOut};
        let planned = json!({ "plannedDates": [{ "startDate": "2025-04-01", "endDate": "2026-03", "duration": 3 }] });
        assert_eq!(
            period(planned, None),
            (
                Some((date(2025, 4, 1), Planned)),
                Some((date(2026, 3, 31), Planned))
            )
        );
        let actual = json!({ "plannedDates": [{ "startDate": "2025-04-01", "duration": 12 }], "actualDates": [{ "startDate": "2025-06-15" }] });
        assert_eq!(
            period(actual, None),
            (
                Some((date(2025, 6, 15), Actual)),
                Some((date(2026, 6, 14), WorkedOut))
            )
        );
        let only_months = json!({ "plannedDates": [{ "duration": "18" }] });
        assert_eq!(
            period(only_months, Some(date(2024, 8, 31))),
            (
                Some((date(2024, 8, 31), WorkedOut)),
                Some((date(2026, 2, 27), WorkedOut))
            )
        );
    }

    #[test]
    fn what_is_not_said_is_not_made_up() {
        assert_eq!(period(json!({}), None), (None, None));
        let no_end = period(json!({ "plannedDates": null }), Some(date(2024, 1, 1)));
        assert_eq!(
            no_end,
            (Some((date(2024, 1, 1), Certainty::WorkedOut)), None)
        );
        let backwards =
            json!({ "plannedDates": [{ "startDate": "2026-01-01", "endDate": "2025-01-01" }] });
        assert_eq!(period(backwards, None).1, None);
    }

    proptest! {
        #[test]
        fn no_period_ends_before_it_begins(start in "([0-9]{4}(-[0-9]{2}){0,2}|.{0,12})", end in "([0-9]{4}(-[0-9]{2}){0,2}|.{0,12})", months in any::<f64>()) {
            let grant = json!({ "plannedDates": [{ "startDate": start, "endDate": end, "duration": months }] });
            let period = Period::of(grant.as_object().unwrap(), None);
            if let (Some(first), Some(last)) = (period.first, period.last) {
                prop_assert!(first.day <= last.day);
            }
        }
    }
}
