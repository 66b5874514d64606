//! One file: unpacked if need be, its header understood, its rows handed on one by one.

use super::columns::{At, Columns};
use super::gathered::Gathered;
use crate::domain::point::Point;
use crate::error::{Error, Result};
use crate::exchange::progress::Progress;
use crate::geography::{Outcode, PlaceKind, Postcode, grid};
use csv::ByteRecord;
use flate2::bufread::MultiGzDecoder;
use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Bytes read at once.
const BUFFER: usize = 1 << 18;
/// Rows between two words about how far it is.
const STEP: u64 = 4096;
/// The first bytes of a gzip file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What is wrong with a row: the field and the reason.
pub type Flaw = (&'static str, String);

/// Reads a whole file.
///
/// # Errors
/// It cannot be read to its end, or has another header.
pub fn read(path: &Path, into: &mut Gathered, progress: &Progress) -> Result<()> {
    let shown = path.display();
    let mut lines = unpacked(path).map_err(Error::io(format!("cannot read {shown}")))?;
    let delimiter = delimiter(&mut lines).map_err(Error::io(format!("cannot read {shown}")))?;
    let mut rows = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(lines);
    let broken = |e: csv::Error| {
        Error::Usage(format!(
            "cannot read {shown} to its end, so nothing was imported: {e}"
        ))
    };
    let mut row = ByteRecord::new();
    rows.read_byte_record(&mut row).map_err(broken)?;
    let without_header = Columns::without_header(&row);
    let has_header = without_header.is_none();
    let columns = without_header.map_or_else(|| Columns::of(&row), Ok);
    let columns = columns.map_err(|e| Error::Usage(format!("{shown}: {e}")))?;
    // Where lines end in CR LF, the reader counts each one only when it begins the next.
    let behind = u64::from(rows.position().line() == 1);
    let mut file = File {
        name: path.file_name().unwrap_or_default().to_string_lossy(),
        columns,
        behind,
    };
    if !has_header {
        file.behind = 0;
        file.take(&row, into);
        file.behind = behind;
    }
    while rows.read_byte_record(&mut row).map_err(broken)? {
        file.take(&row, into);
        if row.position().is_some_and(|at| at.record() % STEP == 0) {
            progress.step(STEP);
        }
    }
    Ok(())
}

/// A file whose columns are known.
struct File<'a> {
    name: Cow<'a, str>,
    columns: Columns,
    /// Lines that the reader's count is behind.
    behind: u64,
}

impl File<'_> {
    fn take(&self, row: &ByteRecord, into: &mut Gathered) {
        if let Err((field, reason)) = take(&self.columns, row, into) {
            let line = row.position().map_or(0, |at| at.line()) + self.behind;
            let id = row.get(self.columns.identity());
            into.reject(&self.name, line, id, field, reason);
        }
    }
}

/// The text of the file, whether it is gzipped or not.
///
/// # Errors
/// It cannot be read.
pub fn unpacked(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::with_capacity(BUFFER, std::fs::File::open(path)?);
    if !file.fill_buf()?.starts_with(&GZIP) {
        return Ok(Box::new(file));
    }
    let text: Box<dyn Read> = Box::new(MultiGzDecoder::new(file));
    Ok(Box::new(BufReader::with_capacity(BUFFER, text)))
}

/// A tab if the first line has one, otherwise a comma.
///
/// # Errors
/// It cannot be read.
pub fn delimiter(text: &mut dyn BufRead) -> std::io::Result<u8> {
    let start = text.fill_buf()?;
    let mut first = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default()
        .iter();
    Ok(if first.any(|byte| *byte == b'\t') {
        b'\t'
    } else {
        b','
    })
}

impl Columns {
    /// The column by which a row is known.
    fn identity(&self) -> usize {
        match self {
            Columns::Postcodes { postcode, .. } => *postcode,
            Columns::Places { name, .. } => *name,
        }
    }
}

fn take(columns: &Columns, row: &ByteRecord, into: &mut Gathered) -> Result<(), Flaw> {
    match columns {
        Columns::Postcodes {
            postcode,
            at,
            ended,
            ward,
            district,
        } => {
            let postcode = read_postcode(row.get(*postcode).unwrap_or_default())?;
            let in_use = is_in_use(optional(row, *ended, "doterm")?)?;
            let at = position(row, *at)?;
            let ward = optional(row, *ward, "ward_name")?;
            let district = optional(row, *district, "lad_name")?;
            into.add_postcode(postcode, at, in_use, [ward, district]);
        }
        Columns::Places {
            name,
            area,
            kind,
            at,
        } => {
            let name = text(row, *name, "name")?;
            let given = text(row, *kind, "type")?;
            if given.is_empty() && Outcode::exact(name.as_bytes()).is_some() {
                return Ok(());
            }
            let area = optional(row, *area, "area")?;
            into.add_place(name, area, place_kind(given)?, position(row, *at)?)?;
        }
    }
    Ok(())
}

fn read_postcode(bytes: &[u8]) -> Result<Postcode, Flaw> {
    if let Some(postcode) = Postcode::exact(bytes) {
        return Ok(postcode);
    }
    let text = String::from_utf8_lossy(bytes);
    text.parse().map_err(|reason| ("postcode", reason))
}

/// Whether there is no month of termination.
fn is_in_use(ended: &str) -> Result<bool, Flaw> {
    let month = ended.len() == 6 && ended.bytes().all(|byte| byte.is_ascii_digit());
    if ended.is_empty() || month {
        return Ok(ended.is_empty());
    }
    let reason = format!("\"{}\" is not a month as YYYYMM", start(ended));
    Err(("doterm", reason))
}

fn position(row: &ByteRecord, at: At) -> Result<Point, Flaw> {
    match at {
        At::Degrees(columns) => position_in_degrees(row, columns),
        At::Grid(columns, quality) => position_on_grid(row, columns, quality),
    }
}

fn position_in_degrees(row: &ByteRecord, [lat, lon]: [usize; 2]) -> Result<Point, Flaw> {
    let latitude = number(row, lat, "lat")?;
    let longitude = number(row, lon, "lon")?;
    if Point::is_nowhere(latitude, longitude) {
        return Err(("lat", "it has no position".into()));
    }
    Point::new(latitude, longitude).ok_or_else(|| {
        let reason = format!("{latitude}, {longitude} is not a position in degrees");
        ("lat", reason)
    })
}

fn position_on_grid(
    row: &ByteRecord,
    [east, north]: [usize; 2],
    quality: Option<usize>,
) -> Result<Point, Flaw> {
    let none = [&b"90"[..], b"9"];
    let quality = quality.and_then(|column| row.get(column));
    if quality.is_some_and(|quality| none.contains(&quality.trim_ascii())) {
        return Err(("eastings", "it has no position".into()));
    }
    let easting = number(row, east, "eastings")?;
    let northing = number(row, north, "northings")?;
    if easting == 0.0 && northing == 0.0 {
        return Err(("eastings", "it has no position".into()));
    }
    grid::to_wgs84(easting, northing).ok_or_else(|| {
        let reason = format!("{easting}, {northing} is not on the National Grid of Great Britain");
        ("eastings", reason)
    })
}

fn number(row: &ByteRecord, column: usize, field: &'static str) -> Result<f64, Flaw> {
    let text = text(row, column, field)?;
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| (field, format!("\"{}\" is not a number", start(text))))
}

/// The kind for the letters of OS Open Names extracts, or for its word.
fn place_kind(text: &str) -> Result<PlaceKind, Flaw> {
    let text = text.to_ascii_lowercase();
    let known = PlaceKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == text);
    match text.as_str() {
        "c" => Ok(PlaceKind::City),
        "t" => Ok(PlaceKind::Town),
        "a" | "s" => Ok(PlaceKind::Suburb),
        "v" => Ok(PlaceKind::Village),
        "h" => Ok(PlaceKind::Hamlet),
        "o" => Ok(PlaceKind::Other),
        _ => known.ok_or_else(|| {
            (
                "type",
                format!("\"{}\" is not one of c, t, a, v, h, o", start(&text)),
            )
        }),
    }
}

fn text<'a>(row: &'a ByteRecord, column: usize, field: &'static str) -> Result<&'a str, Flaw> {
    let bytes = row
        .get(column)
        .ok_or_else(|| (field, "the row ends before it".to_owned()))?;
    let text = std::str::from_utf8(bytes);
    text.map(str::trim)
        .map_err(|_| (field, "it is not UTF-8: save the file as UTF-8".into()))
}

fn optional<'a>(
    row: &'a ByteRecord,
    column: Option<usize>,
    field: &'static str,
) -> Result<&'a str, Flaw> {
    column.map_or(Ok(""), |column| text(row, column, field))
}

fn start(text: &str) -> String {
    text.chars().take(40).collect()
}
