//! A file as rows of cells, whatever it is: text with commas, semicolons or tabs between the cells, or a
//! workbook of a spreadsheet, of which the first sheet that says anything is read.

use super::encoding::decode;
use calamine::{Data, Reader, open_workbook_auto_from_rs};
use jiff::ToSpan;
use jiff::civil::date;
use std::io::Cursor;

/// Rows that one sheet may have; a group with more sends an export, not a sheet.
pub const MOST_ROWS: usize = 20_000;
/// Columns that one sheet may have.
pub const MOST_COLUMNS: usize = 200;
/// What may stand between two cells.
const BETWEEN: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Lines that are looked at to find out what does.
const LOOKED_AT: usize = 30;
/// What a packed workbook (.xlsx, .ods) begins with.
const PACKED: &[u8] = b"PK\x03\x04";
/// What an older workbook (.xls) begins with.
const OLDER: &[u8] = b"\xd0\xcf\x11\xe0";

/// The rows of a sheet, each with as many cells as it has.
pub type Grid = Vec<Vec<String>>;

/// Reads a sheet. Cells have nothing around them; the first row is row 1.
///
/// # Errors
/// What is wrong with the file, to follow its name.
pub fn read(bytes: &[u8]) -> Result<Grid, String> {
    let grid = match bytes.starts_with(PACKED) || bytes.starts_with(OLDER) {
        true => workbook(bytes)?,
        false => text(&decode(bytes))?,
    };
    if grid.len() > MOST_ROWS || grid.iter().any(|row| row.len() > MOST_COLUMNS) {
        return Err(format!(
            "has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns: send it in parts"
        ));
    }
    match grid.iter().flatten().all(String::is_empty) {
        true => Err("says nothing: is it the right file?".into()),
        false => Ok(grid),
    }
}

fn text(text: &str) -> Result<Grid, String> {
    if text.contains('\0') {
        return Err("is not a table: save it as CSV, or send the workbook itself".into());
    }
    // A spreadsheet may say in its first line what is between the cells; that line then says nothing else.
    let (said, blank) = match text
        .lines()
        .next()
        .and_then(|line| line.trim().strip_prefix("sep="))
    {
        Some(said) => (said.as_bytes().first().copied(), true),
        None => (None, false),
    };
    let between = said.unwrap_or_else(|| delimiter(text));
    let counted = with_blank_rows(text, between);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between)
        .from_reader(counted.as_bytes());
    let mut grid = Grid::new();
    for record in reader.records().take(MOST_ROWS + 1) {
        let record = record.map_err(|e| format!("is not a table: {e}"))?;
        grid.push(record.iter().map(tidy).collect());
    }
    if let Some(first) = grid.first_mut().filter(|_| blank) {
        first.clear();
    }
    Ok(grid)
}

/// The text with a mark in each line that says nothing: the reader skips those, and a person who counts rows
/// does not.
fn with_blank_rows(text: &str, between: u8) -> String {
    let (mut counted, mut is_quoted) = (String::with_capacity(text.len() + 16), false);
    for line in text.split_inclusive('\n') {
        if !is_quoted && line.trim().is_empty() {
            counted.push(char::from(between));
        }
        is_quoted ^= line.matches('"').count() % 2 == 1;
        counted.push_str(line);
    }
    counted
}

/// What is between the cells: what cuts the first lines into the most pieces, and most evenly.
fn delimiter(text: &str) -> u8 {
    let score = |between: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(between)
            .from_reader(text.as_bytes());
        let widths: Vec<usize> = reader
            .records()
            .take(LOOKED_AT)
            .filter_map(|row| Some(row.ok()?.len()))
            .collect();
        let widest = widths.iter().copied().max().unwrap_or(0);
        let even = widths
            .iter()
            .filter(|width| **width == widest && widest > 1)
            .count();
        even * widest.min(MOST_COLUMNS)
    };
    // The first of those that do equally well, which is the comma.
    BETWEEN
        .into_iter()
        .rev()
        .max_by_key(|between| score(*between))
        .unwrap_or(b',')
}

fn workbook(bytes: &[u8]) -> Result<Grid, String> {
    let unreadable = |e: calamine::Error| {
        format!("is no workbook that can be read ({e}): save it as CSV and send that")
    };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).map_err(unreadable)?;
        let Some((top, left)) = sheet
            .start()
            .filter(|_| sheet.used_cells().next().is_some())
        else {
            continue;
        };
        let mut grid = vec![Vec::new(); top as usize];
        for row in sheet.rows().take(MOST_ROWS + 1) {
            let mut cells = vec![String::new(); left as usize];
            cells.extend(row.iter().map(cell));
            grid.push(cells);
        }
        return Ok(grid);
    }
    Ok(Grid::new())
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => tidy(text),
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(true) => "yes".into(),
        Data::Bool(false) => "no".into(),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            moment_text(moment.as_f64(), (year, month, day), (hour, minute, second))
        }
    }
}

/// A day, a time of day or both, whichever the number has.
fn moment_text(
    number: f64,
    (year, month, day): (u16, u8, u8),
    (hour, minute, second): (u8, u8, u8),
) -> String {
    // Seconds that a fraction of a day cannot hold exactly are rounded to the minute.
    let minutes = u32::from(hour) * 60 + u32::from(minute) + u32::from(second >= 30);
    let time = format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
    if number < 1.0 {
        return time;
    }
    let (year, month, day) = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = (year, month, day) else {
        return String::new();
    };
    if !(1900..=2200).contains(&year)
        || !(1..=12).contains(&month)
        || !(1..=28).contains(&day) && date(year, month, 1).days_in_month() < day
    {
        return String::new();
    }
    let shown = date(year, month, 1).checked_add((i64::from(day) - 1).days());
    let shown = shown.map(|day| day.to_string()).unwrap_or_default();
    match number.fract() == 0.0 {
        true => shown,
        false => format!("{shown} {time}"),
    }
}

/// A cell with nothing around it; what looks like a space is one.
fn tidy(cell: &str) -> String {
    let cell = cell
        .replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ")
        .replace(['\u{feff}', '\u{200b}', '\0'], "");
    cell.replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stands_between_the_cells_is_found() {
        for text in [
            "Name,Phone\nA,1\nB,2\n",
            "Name;Phone\nA;1\nB;2\n",
            "Name\tPhone\nA\t1\nB\t2\n",
            "sep=;\nName;Phone\nA;1\nB;2\n",
        ] {
            let grid = read(text.as_bytes()).unwrap();
            assert_eq!(grid.last().unwrap(), &["B", "2"], "{text}");
        }
        let quoted = read(b"Name,What\n\"A; b; c\",\"one, two\nthree\"\n").unwrap();
        assert_eq!(quoted[1], ["A; b; c", "one, two\nthree"]);
    }

    #[test]
    fn rows_without_anything_are_counted() {
        let grid = read(b"Our groups\n\n\nName,Phone\n\nA,1\n").unwrap();
        assert_eq!(
            (grid.len(), grid[3][0].as_str(), grid[5][0].as_str()),
            (6, "Name", "A")
        );
    }

    #[test]
    fn what_is_no_table_is_said() {
        assert!(read(b"").unwrap_err().contains("says nothing"));
        assert!(
            read(b"PK\x03\x04nothing")
                .unwrap_err()
                .contains("save it as CSV")
        );
        assert!(
            read(b"a\0\x01b\x02\x03ccccc")
                .unwrap_err()
                .contains("not a table")
        );
    }
}
