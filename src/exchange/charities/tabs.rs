//! Rows of a table as text with tabs between the columns and their names in the first line. Where the names
//! stand in quotes, all is quoted; else a quote is a letter as any other, for names of charities have them.

use super::bounds::Bounds;
use super::columns::{Row, Table};
use csv::StringRecord;
use std::io::BufRead;

/// Reads the rows, until one is not taken any more.
///
/// # Errors
/// Why they cannot be read to their end.
pub fn rows(
    mut input: impl BufRead,
    table: Table,
    bounds: &Bounds,
    take: &mut dyn FnMut(&Row) -> bool,
) -> Result<(), String> {
    let start = input
        .fill_buf()
        .map_err(|e| super::bounds::unreadable(&e))?;
    let quoted = start.first() == Some(&b'"');
    let mut lines = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(quoted)
        .flexible(true)
        .has_headers(false)
        .from_reader(input);
    let broken = |e: csv::Error| format!("cannot be read to its end: {e}");
    let mut line = StringRecord::new();
    lines.read_record(&mut line).map_err(broken)?;
    let width = line.len();
    let places = places(&line, table)?;
    let mut row = Row::of(table);
    // A row that is too short waits until it is known whether it is the last.
    let mut short: Option<Row> = None;
    while lines.read_record(&mut line).map_err(broken)? {
        bounds.row();
        if short.take().is_some_and(|short| !take(&short)) {
            return Err(NOT_ON.to_owned());
        }
        row.clear();
        for (column, at) in places.iter().enumerate() {
            let value = at.and_then(|at| line.get(at)).unwrap_or_default();
            row.put(column, if quoted { value } else { bare(value) });
        }
        if line.len() != width {
            row.fault = Some(("organisation_number", other_width(line.len(), width)));
        }
        if line.len() < width {
            short = Some(row.clone());
        } else if !take(&row) {
            return Err(NOT_ON.to_owned());
        }
    }
    match short {
        // It is not the row that is at fault: what comes after it is missing.
        Some(_) if !bounds.ends_with_line() => {
            Err("is cut off in the middle of its last row".to_owned())
        }
        Some(short) if !take(&short) => Err(NOT_ON.to_owned()),
        _ => Ok(()),
    }
}

/// Said where a row is not taken; whoever did not take it knows why.
const NOT_ON: &str = "is not read on";

fn other_width(columns: usize, width: usize) -> String {
    format!("the row has {columns} columns, and the first line {width}")
}

/// Where each column of the table stands in a line.
fn places(header: &StringRecord, table: Table) -> Result<Vec<Option<usize>>, String> {
    let at = |column: &&str| {
        header
            .iter()
            .position(|name| bare(name.trim()).eq_ignore_ascii_case(column))
    };
    let missing = table.needed().iter().find(|column| at(column).is_none());
    match missing {
        Some(column) => Err(format!(
            "has no column {column} in its first line, which the table {} has",
            table.name()
        )),
        None => Ok(table.columns().iter().map(at).collect()),
    }
}

/// Without the quotes around it, where only some values have them.
fn bare(value: &str) -> &str {
    let inner = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::super::bounds::Bounded;
    use super::*;
    use std::io::BufReader;

    fn read(text: &str) -> (Vec<String>, Result<(), String>) {
        let (input, bounds) = Bounded::plain(text.as_bytes());
        let mut said = Vec::new();
        let done = rows(
            BufReader::new(input),
            Table::OtherNames,
            &bounds,
            &mut |row| {
                let fault = row.fault.as_ref().map(|(_, why)| why.as_str());
                said.push(format!("{:?} {:?}", row.get("charity_name"), fault));
                true
            },
        );
        (said, done)
    }

    #[test]
    fn quotes_belong_to_names_unless_all_is_quoted() {
        let (said, done) = read(
            "organisation_number\tcharity_name\r\n1\tThe \"Mill\" Trust\r\n2\t\"Odd\r\n3\t\"Whole\"\r\n",
        );
        assert_eq!(done, Ok(()));
        assert_eq!(
            said,
            [
                r#"Some("The \"Mill\" Trust") None"#,
                r#"Some("\"Odd") None"#,
                r#"Some("Whole") None"#
            ]
        );
        let (said, _) =
            read("\"organisation_number\"\t\"charity_name\"\n\"1\"\t\"A \"\"B\"\" and\tC\nD\"\n");
        assert_eq!(said, ["Some(\"A \\\"B\\\" and\\tC\\nD\") None"]);
    }

    #[test]
    fn a_row_of_another_width_is_at_fault_and_a_cut_off_end_is_no_end() {
        let (said, done) = read("organisation_number\tcharity_name\n1\n2\tB\n3\tC\td\n");
        assert_eq!((done, said.len()), (Ok(()), 3));
        assert!(
            said[0].contains("has 1 columns") && said[2].contains("has 3 columns"),
            "{said:?}"
        );
        let (said, done) = read("organisation_number\tcharity_name\n1\tA\n2");
        assert_eq!(said.len(), 1);
        assert!(done.unwrap_err().contains("cut off"));
        assert!(
            read("a\tb\n")
                .1
                .unwrap_err()
                .contains("no column organisation_number")
        );
    }
}
