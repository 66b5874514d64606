//! A file as rows of cells, whatever it is: text with commas, semicolons or tabs between the cells, or a
//! workbook of a spreadsheet, of which the first sheet that says anything is read.

use super::encoding::decode;
use calamine::{Data, Range, Reader, Sheets, Xlsx, open_workbook_auto_from_rs};
use jiff::ToSpan;
use jiff::civil::date;
use std::io::{Cursor, Read};
use std::panic::catch_unwind;
use zip::ZipArchive;

/// Rows that one sheet may have; a group with more sends an export, not a sheet.
pub const MOST_ROWS: usize = 20_000;
/// Columns that one sheet may have.
pub const MOST_COLUMNS: usize = 200;
/// Bytes that a packed workbook may have unpacked.
const MOST_UNPACKED: u64 = 200 << 20;
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
        // The reader of workbooks may stumble over one that is broken, which is told like any other fault of it.
        true => {
            catch_unwind(|| workbook(bytes)).unwrap_or_else(|_| Err(unreadable(&"it is broken")))?
        }
        false => text(&decode(bytes))?,
    };
    if grid.len() > MOST_ROWS || grid.iter().any(|row| row.len() > MOST_COLUMNS) {
        return Err(too_large());
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
    if bytes.starts_with(PACKED) && !fits_unpacked(bytes) {
        return Err(
            "is too large once it is unpacked: save the one sheet as CSV and send that".into(),
        );
    }
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|e| unreadable(&e))?;
    for name in book.sheet_names() {
        let grid = match &mut book {
            Sheets::Xlsx(book) => cell_by_cell(book, &name)?,
            book => whole(&book.worksheet_range(&name).map_err(|e| unreadable(&e))?),
        };
        if grid.iter().flatten().any(|cell| !cell.is_empty()) {
            return Ok(grid);
        }
    }
    Ok(Grid::new())
}

fn unreadable(error: &impl std::fmt::Display) -> String {
    format!("is no workbook that can be read ({error}): save it as CSV and send that")
}

/// Whether the files in a packed workbook have no more bytes than a sheet needs, found by unpacking them: what
/// a file says of its own size may be untrue.
fn fits_unpacked(bytes: &[u8]) -> bool {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        // What is no zip is told of when it is read.
        return true;
    };
    let mut left = MOST_UNPACKED;
    for number in 0..zip.len() {
        let Ok(file) = zip.by_index(number) else {
            return true;
        };
        // What cannot be unpacked is told of when it is read.
        let unpacked = std::io::copy(&mut file.take(left + 1), &mut std::io::sink());
        match left.checked_sub(unpacked.unwrap_or_default()) {
            Some(rest) => left = rest,
            None => return false,
        }
    }
    true
}

/// The cells of a sheet as they come. A stray cell in the last corner of all must not make room for all others.
fn cell_by_cell(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Grid, String> {
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|e| unreadable(&e))?;
    let mut grid = Grid::new();
    while let Some(found) = cells.next_cell().map_err(|e| unreadable(&e))? {
        let (row, column) = found.get_position();
        let text = cell(&Data::from(found.get_value().clone()));
        if text.is_empty() {
            continue;
        }
        let (row, column) = (row as usize, column as usize);
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(too_large());
        }
        grid.resize(grid.len().max(row + 1), Vec::new());
        let cells = &mut grid[row];
        cells.resize(cells.len().max(column + 1), String::new());
        cells[column] = text;
    }
    Ok(grid)
}

/// The cells of a sheet of another kind of workbook.
fn whole(sheet: &Range<Data>) -> Grid {
    let Some((top, left)) = sheet.start() else {
        return Grid::new();
    };
    let mut grid = vec![Vec::new(); top as usize];
    for row in sheet.rows().take(MOST_ROWS + 1) {
        let mut cells = vec![String::new(); left as usize];
        cells.extend(row.iter().map(cell));
        // Spreadsheets write empty cells to the end of the row.
        let said = cells.iter().rposition(|cell| !cell.is_empty());
        cells.truncate(said.map_or(0, |last| last + 1));
        grid.push(cells);
    }
    while grid.last().is_some_and(Vec::is_empty) {
        grid.pop();
    }
    grid
}

fn too_large() -> String {
    format!("has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns: send it in parts")
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

    proptest::proptest! {
        #[test]
        fn nothing_that_is_sent_is_too_odd(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300), packed: bool) {
            let _ = read(&bytes);
            let _ = read(&[if packed { PACKED } else { OLDER }, &bytes].concat());
        }
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
