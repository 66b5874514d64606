//! One value as a cell, and back. What a cell cannot say as it is stands in the table of the rest too.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it, which is taken off when
//! it is read. Numbers, and what is nothing but digits, signs and brackets, as telephone numbers are, stay
//! as they are: they call nothing, and other programs need them.

use super::tables::Kind;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::{Number, Value};

/// What begins a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cell for a value: as much of it as may stand in such a column; empty where nothing may.
pub fn cell(kind: Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Number, Value::Number(number)) => number.to_string(),
        (Kind::Number, Value::String(text)) => {
            number(text).map_or_else(String::new, |n| n.to_string())
        }
        (_, Value::String(text)) => text_cell(kind, text),
        _ => String::new(),
    }
}

fn text_cell(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Text | Kind::Id | Kind::Email | Kind::Uri => text.to_owned(),
        Kind::Number => String::new(),
        Kind::Date => day(text).unwrap_or_default(),
        Kind::Time => time(text).unwrap_or_default(),
        Kind::Moment => match text.parse::<Timestamp>() {
            Ok(_) => text.to_owned(),
            Err(_) => String::new(),
        },
        Kind::Word(words) => match words.contains(&text) {
            true => text.to_owned(),
            false => String::new(),
        },
    }
}

/// What a cell says; none where it is empty.
///
/// # Errors
/// What the cell must be, for a person.
pub fn value(kind: Kind, cell: &str) -> Result<Option<Value>, &'static str> {
    match kind {
        _ if cell.is_empty() => Ok(None),
        Kind::Number => match number(cell) {
            Some(number) => Ok(Some(Value::Number(number))),
            None => Err("must be a number"),
        },
        _ => Ok(Some(Value::from(cell))),
    }
}

/// Whether a column of this kind can hold any text, and so one that looks like a formula.
pub fn is_text(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Id | Kind::Email | Kind::Uri)
}

/// Whether a cell has the form that the standard gives its column.
pub fn has_form(kind: Kind, cell: &str) -> bool {
    match kind {
        Kind::Email => cell.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !cell.contains(char::is_whitespace)
        }),
        Kind::Uri => reqwest::Url::parse(cell).is_ok(),
        Kind::Id => crate::domain::id::parse(cell).is_ok(),
        _ => true,
    }
}

fn number(text: &str) -> Option<Number> {
    serde_json::from_str(text.trim()).ok()
}

fn day(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    let read: Date = day.parse().ok()?;
    Some(read.to_string())
}

fn time(text: &str) -> Option<String> {
    let clock = text.trim_end_matches('Z');
    let clock = clock.split(['+', '.']).next().unwrap_or_default();
    let read: Time = clock.parse().ok()?;
    Some(read.strftime("%H:%M:%S").to_string())
}

/// A text as it is written.
pub fn harmless(text: &str) -> String {
    match is_formula(text.trim_start_matches('\'')) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// A text as it was before it was written.
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

fn is_formula(text: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit() || " +-().,/".contains(c);
    text.starts_with(FORMULA) && !text.chars().all(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn a_column_takes_what_has_its_form() {
        for (kind, given, wanted) in [
            (Kind::Number, json!(12.5), "12.5"),
            (Kind::Number, json!("12"), "12"),
            (Kind::Number, json!("a dozen"), ""),
            (Kind::Date, json!("2026-11-03T10:00:00Z"), "2026-11-03"),
            (Kind::Date, json!("soon"), ""),
            (Kind::Time, json!("9:00"), ""),
            (Kind::Time, json!("09:00"), "09:00:00"),
            (Kind::Time, json!("09:00:00Z"), "09:00:00"),
            (
                Kind::Moment,
                json!("2024-09-25T14:23:06.5+01:00"),
                "2024-09-25T14:23:06.5+01:00",
            ),
            (Kind::Word(&["a"]), json!("b"), ""),
            (Kind::Text, json!(["x"]), ""),
        ] {
            assert_eq!(cell(kind, &given), wanted, "{given}");
        }
    }

    #[test]
    fn numbers_to_ring_stay_and_formulas_do_not() {
        assert_eq!(harmless("+44 (0)161 496 0000"), "+44 (0)161 496 0000");
        assert_eq!(harmless("-2.24"), "-2.24");
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("+cmd|' /C calc'!A0"), "'+cmd|' /C calc'!A0");
        assert_eq!(harmless("'=1+A1"), "''=1+A1");
        assert_eq!(harmless("'tis"), "'tis");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "['=+@\t0-9a-b -]{0,6}") {
            let written = harmless(&text);
            prop_assert_eq!(plain(&written), text.as_str());
            prop_assert!(!is_formula(&written));
        }

        #[test]
        fn a_number_is_the_same_number_again(number in any::<f64>().prop_filter("JSON has no others", |n| n.is_finite())) {
            let written = cell(Kind::Number, &json!(number));
            prop_assert_eq!(value(Kind::Number, &written), Ok(Some(json!(number))));
        }
    }
}
