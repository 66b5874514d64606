//! What a row of the extract says. Pure.

use super::columns::{Row, Table};
use crate::domain::org_id::{OrgId, Register};
use crate::registers::{Area, Source, Status, Told, day};
use jiff::civil::Date;

/// Letters that a text may have: more is no name.
const LONGEST: usize = 1000;

/// What is wrong with a row: the column, and why.
pub type Fault = (&'static str, String);

/// What a row says, of the charity with this organisation number.
#[derive(Debug, PartialEq, Eq)]
pub enum Meant {
    /// All about it but its other names and where it works.
    Charity(Box<Told>),
    /// Another name.
    Name(i64, String),
    /// Where it works.
    Area(i64, Area),
    /// It is about a charity that is linked to another: left out. The register has these beside the main one
    /// whose number they share, so that the removal of one says nothing of who is known here by that number.
    Linked,
}

/// Reads a row of a table; today is the day of an extract that does not say its own.
///
/// # Errors
/// What is wrong with it.
pub fn read(table: Table, row: &Row, today: Date) -> Result<Meant, Fault> {
    if let Some(fault) = &row.fault {
        return Err(fault.clone());
    }
    let linked = number(row, "linked_charity_number")?;
    if linked.is_some_and(|linked| linked != 0) {
        return Ok(Meant::Linked);
    }
    let id = number(row, "organisation_number")?.filter(|id| *id > 0);
    let id = id.ok_or_else(|| missing("organisation_number"))?;
    Ok(match table {
        Table::Charity => Meant::Charity(Box::new(charity(id, row, today)?)),
        Table::OtherNames => Meant::Name(id, needed(row, "charity_name")?),
        Table::Areas => {
            let kind = text(row, "geographic_area_type")?.unwrap_or_default();
            let name = needed(row, "geographic_area_description")?;
            Meant::Area(id, Area { kind, name })
        }
    })
}

fn charity(id: i64, row: &Row, today: Date) -> Result<Told, Fault> {
    let number = needed(row, "registered_charity_number")?;
    let number = OrgId::new(Register::Charity, &number).ok_or_else(|| {
        let why = format!("\"{}\" is no charity number", start(&number));
        ("registered_charity_number", why)
    })?;
    let status = needed(row, "charity_registration_status")?;
    let status = Status::read(&status).ok_or_else(|| {
        let why = format!("\"{}\" is neither Registered nor Removed", start(&status));
        ("charity_registration_status", why)
    })?;
    Ok(Told {
        organisation_number: id,
        number: number.to_string(),
        name: needed(row, "charity_name")?,
        status,
        registered_on: date(row, "date_of_registration")?,
        removed_on: date(row, "date_of_removal")?,
        // The extract has the reason in a table of its own; the register itself says it.
        removal_reason: None,
        reporting_status: text(row, "charity_reporting_status")?,
        accounts_to: date(row, "latest_acc_fin_period_end_date")?,
        income: pounds(row, "latest_income")?,
        expenditure: pounds(row, "latest_expenditure")?,
        company_number: text(row, "charity_company_registration_number")?,
        insolvent: yes(row, "charity_insolvent")?,
        in_administration: yes(row, "charity_in_administration")?,
        other_names: None,
        areas: None,
        // A clock that runs ahead must not win for ever.
        as_of: date(row, "date_of_extract")?.unwrap_or(today).min(today),
        source: Source::Extract,
    })
}

fn missing(column: &'static str) -> Fault {
    (column, "is missing".to_owned())
}

fn start(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A text without what no database holds and nobody reads.
fn text(row: &Row, column: &'static str) -> Result<Option<String>, Fault> {
    let Some(text) = row.get(column) else {
        return Ok(None);
    };
    if text.len() > LONGEST {
        return Err((column, format!("has over {LONGEST} letters")));
    }
    let seen = |letter: char| if letter.is_control() { ' ' } else { letter };
    let words: String = text.chars().map(seen).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok((!words.is_empty()).then_some(words))
}

fn needed(row: &Row, column: &'static str) -> Result<String, Fault> {
    text(row, column)?.ok_or_else(|| missing(column))
}

fn number(row: &Row, column: &'static str) -> Result<Option<i64>, Fault> {
    let read = |text: &str| {
        let whole = text.strip_suffix(".0").unwrap_or(text);
        let wrong = || (column, format!("\"{}\" is no number", start(text)));
        whole.parse().map_err(|_| wrong())
    };
    row.get(column).map(read).transpose()
}

/// Pounds without pence.
fn pounds(row: &Row, column: &'static str) -> Result<Option<i64>, Fault> {
    let read = |text: &str| {
        let (whole, pence) = text.split_once('.').unwrap_or((text, ""));
        let whole = whole.parse().ok();
        let whole = whole.filter(|_| pence.bytes().all(|digit| digit.is_ascii_digit()));
        whole.ok_or_else(|| (column, format!("\"{}\" is no amount", start(text))))
    };
    row.get(column).map(read).transpose()
}

fn date(row: &Row, column: &'static str) -> Result<Option<Date>, Fault> {
    let read = |text: &str| {
        let day = day::read(text);
        day.ok_or_else(|| (column, format!("\"{}\" is no day", start(text))))
    };
    row.get(column).map(read).transpose()
}

fn yes(row: &Row, column: &'static str) -> Result<Option<bool>, Fault> {
    let read = |text: &str| match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "1" | "y" | "yes" => Ok(true),
        "false" | "f" | "0" | "n" | "no" => Ok(false),
        _ => Err((
            column,
            format!("\"{}\" is neither true nor false", start(text)),
        )),
    };
    row.get(column).map(read).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 22);

    fn row(table: Table, values: &[(&str, &str)]) -> Row {
        let mut row = Row::of(table);
        for (column, value) in values {
            let at = table.columns().iter().position(|one| one == column);
            row.put(at.unwrap(), value);
        }
        row
    }

    fn mill(more: &[(&str, &str)]) -> Result<Meant, Fault> {
        let usual = [
            ("organisation_number", "5"),
            ("registered_charity_number", "1164883"),
            ("linked_charity_number", "0"),
            ("charity_name", " MILL \n TRUST\u{0}"),
            ("charity_registration_status", "Registered"),
        ];
        read(
            Table::Charity,
            &row(Table::Charity, &[&usual[..], more].concat()),
            TODAY,
        )
    }

    #[test]
    fn a_charity_is_read_as_the_register_writes_it() {
        let meant = mill(&[
            ("date_of_extract", "2026-11-20T00:00:00"),
            ("latest_income", "12500.75"),
            ("charity_insolvent", "False"),
        ]);
        let Ok(Meant::Charity(told)) = meant else {
            panic!("{meant:?}")
        };
        assert_eq!(
            (told.name.as_str(), told.number.as_str()),
            ("MILL TRUST", "GB-CHC-1164883")
        );
        assert_eq!(
            (told.income, told.insolvent, told.removed_on),
            (Some(12_500), Some(false), None)
        );
        assert_eq!(told.as_of, date(2026, 11, 20));
    }

    #[test]
    fn an_extract_of_tomorrow_is_one_of_today() {
        let Ok(Meant::Charity(told)) = mill(&[("date_of_extract", "2999-01-01")]) else {
            panic!("a charity")
        };
        assert_eq!(told.as_of, TODAY);
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_column() {
        for (column, value, why) in [
            ("organisation_number", "x", "no number"),
            ("organisation_number", "0", "missing"),
            ("registered_charity_number", "12", "no charity number"),
            ("charity_name", "", "missing"),
            (
                "charity_registration_status",
                "Gone",
                "neither Registered nor Removed",
            ),
            ("date_of_removal", "soon", "no day"),
            ("latest_income", "much", "no amount"),
            ("charity_insolvent", "perhaps", "neither true nor false"),
        ] {
            let (at, reason) = mill(&[(column, value)]).unwrap_err();
            assert!(at == column && reason.contains(why), "{at}: {reason}");
        }
        assert_eq!(mill(&[("linked_charity_number", "2")]), Ok(Meant::Linked));
    }
}
