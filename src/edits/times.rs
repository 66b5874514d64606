//! Weekly times as a form has them: a line for each set of days, `MO,TU 09:00-17:00`, and the schedules of
//! HSDS that say the same. Schedules that say anything else, such as every second Saturday, are left alone.

use crate::directory::record::{Document, text};
use serde_json::Value;

/// The days as HSDS writes them, in the order of the week.
pub const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/// Sets of days that one form takes at most.
pub const MOST: usize = 14;
/// Fields of a schedule that make it more than a weekly time.
const OTHERWISE: [&str; 8] = [
    "bymonthday",
    "byweekno",
    "byyearday",
    "until",
    "count",
    "valid_to",
    "timezone",
    "wkst",
];

/// One set of days with its hours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The days, in the order of the week.
    pub days: Vec<&'static str>,
    /// `09:00`; empty where it is not said.
    pub from: String,
    /// `17:00`; empty where it is not said.
    pub to: String,
}

impl Row {
    /// One row of what was typed: the days that were ticked, and the hours.
    pub fn typed<'a>(days: impl Iterator<Item = &'a str>, from: &str, to: &str) -> String {
        let days: Vec<&str> = days.collect();
        let hours = match (from, to) {
            ("", "") => String::new(),
            (from, to) => format!(" {from}-{to}"),
        };
        format!("{}{hours}", days.join(","))
    }

    /// The row as a line.
    pub fn line(&self) -> String {
        Self::typed(self.days.iter().copied(), &self.from, &self.to)
    }
}

/// Reads lines of times.
///
/// # Errors
/// What is wrong with the first line that cannot be read, in words.
pub fn parse(text: &str) -> Result<Vec<Row>, String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let rows: Vec<Row> = lines.map(row).collect::<Result<_, _>>()?;
    match rows.len() > MOST {
        true => Err(format!(
            "has over {MOST} lines: put days with the same hours together"
        )),
        false => Ok(rows),
    }
}

fn row(line: &str) -> Result<Row, String> {
    let (days, hours) = line.split_once(' ').unwrap_or((line, ""));
    let (from, to) = hours.split_once('-').unwrap_or((hours, ""));
    let wanted: Vec<&str> = days.split(',').filter(|day| !day.is_empty()).collect();
    if let Some(odd) = wanted.iter().find(|day| !DAYS.contains(day)) {
        return Err(format!("has “{odd}”, which is no day: tick the days"));
    }
    let days: Vec<&'static str> = DAYS
        .into_iter()
        .filter(|day| wanted.contains(day))
        .collect();
    let (from, to) = (hour(from)?, hour(to)?);
    if days.is_empty() {
        return Err(format!(
            "says {from} to {to} and no day: tick the days of these hours"
        ));
    }
    if !from.is_empty() && from == to {
        return Err(format!("opens and closes at {from}: change one of the two"));
    }
    Ok(Row { days, from, to })
}

/// `09:30` of `9:30` or `09:30:00`; nothing of nothing.
fn hour(text: &str) -> Result<String, String> {
    let text = text.trim();
    let wrong = || format!("has “{text}”, which is no time: write it as 09:30");
    if text.is_empty() {
        return Ok(String::new());
    }
    let mut parts = text.splitn(3, ':');
    let mut number = || -> Option<u8> {
        let part = parts.next()?;
        let is_short = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        is_short.then(|| part.parse().ok())?
    };
    let (hour, minute) = number().zip(number()).ok_or_else(wrong)?;
    let ends_day = (hour, minute) == (24, 0);
    let is_whole = matches!(parts.next(), None | Some("00"));
    match is_whole && minute < 60 && (hour < 24 || ends_day) {
        true => Ok(format!("{hour:02}:{minute:02}")),
        false => Err(wrong()),
    }
}

/// The weekly times among schedules, as lines.
pub fn lines(holder: &Document) -> String {
    let rows = list(holder).iter().filter_map(simple);
    rows.map(|row| row.line()).collect::<Vec<_>>().join("\n")
}

fn list(holder: &Document) -> &[Value] {
    let list = holder.get("schedules").and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

/// The schedules that are more than weekly times, which no form changes.
pub fn others(holder: &Document) -> Vec<Value> {
    let others = list(holder).iter().filter(|one| simple(one).is_none());
    others.cloned().collect()
}

/// A schedule as a row, if it says no more than a row does.
fn simple(schedule: &Value) -> Option<Row> {
    let schedule = schedule.as_object()?;
    let more = OTHERWISE.iter().any(|field| says(schedule, field));
    let weekly = text(schedule, "freq").is_none_or(|freq| freq.eq_ignore_ascii_case("WEEKLY"));
    let each = match schedule.get("interval") {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => matches!(text.trim(), "" | "1"),
        Some(number) => number.as_f64() == Some(1.0),
    };
    let hour_of = |field| hour(text(schedule, field).unwrap_or_default()).ok();
    let row = Row {
        days: days(text(schedule, "byday")?)?,
        from: hour_of("opens_at")?,
        to: hour_of("closes_at")?,
    };
    let odd = !row.from.is_empty() && row.from == row.to;
    (weekly && each && !more && !odd).then_some(row)
}

fn says(schedule: &Document, field: &str) -> bool {
    match schedule.get(field) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    }
}

fn days(text: &str) -> Option<Vec<&'static str>> {
    let words = text
        .split([',', ';', ' ', '|'])
        .filter(|word| !word.is_empty());
    let known = |word: &str| DAYS.into_iter().find(|day| day.eq_ignore_ascii_case(word));
    let wanted: Vec<&str> = words.map(known).collect::<Option<_>>()?;
    let days: Vec<&str> = DAYS
        .into_iter()
        .filter(|day| wanted.contains(day))
        .collect();
    (!days.is_empty()).then_some(days)
}

/// Writes rows into the schedules of a holder: a schedule with the same hours keeps all else that it says.
pub fn write(holder: &mut Document, rows: &[Row], mut new: impl FnMut(usize) -> Document) {
    let (mut simples, rest): (Vec<Value>, Vec<Value>) = list(holder)
        .to_vec()
        .into_iter()
        .partition(|one| simple(one).is_some());
    let mut schedules = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let same = simples.iter().position(|one| {
            simple(one).is_some_and(|held| held.from == row.from && held.to == row.to)
        });
        let mut schedule = match same.map(|at| simples.remove(at)) {
            Some(Value::Object(held)) => held,
            _ => new(at),
        };
        say(&mut schedule, row);
        schedules.push(Value::Object(schedule));
    }
    schedules.extend(rest);
    match schedules.is_empty() {
        true => drop(holder.shift_remove("schedules")),
        false => drop(holder.insert("schedules".into(), schedules.into())),
    }
}

fn say(schedule: &mut Document, row: &Row) {
    schedule.insert("freq".into(), "WEEKLY".into());
    schedule.insert("byday".into(), row.days.join(",").into());
    for (field, hour) in [("opens_at", &row.from), ("closes_at", &row.to)] {
        match hour.is_empty() {
            true => drop(schedule.shift_remove(field)),
            false => drop(schedule.insert(field.into(), hour.as_str().into())),
        }
    }
}
