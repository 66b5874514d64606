//! One file: unpacked if need be, its header understood, its rows handed on one by one.

use super::columns::Columns;
use super::gathered::Gathered;
use crate::domain::point::Point;
use crate::error::{Error, Result};
use crate::geography::names::PlaceKind;
use crate::geography::{Outcode, Postcode};
use csv::ByteRecord;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Bytes read at once.
const BUFFER: usize = 1 << 18;
/// The first bytes of a gzip file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What is wrong with a row: the field and the reason.
pub type Flaw = (&'static str, String);

/// Reads a whole file.
///
/// # Errors
/// It cannot be read to its end, or has another header.
pub fn read(path: &Path, into: &mut Gathered) -> Result<()> {
    let shown = path.display();
    let mut lines = unpacked(path).map_err(Error::io(format!("cannot read {shown}")))?;
    let delimiter = delimiter(&mut lines).map_err(Error::io(format!("cannot read {shown}")))?;
    let mut rows = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(lines);
    let broken = |e: csv::Error| {
        Error::Usage(format!(
            "cannot read {shown} to its end, so nothing was imported: {e}"
        ))
    };
    let header = rows.byte_headers().map_err(broken)?;
    let columns = Columns::of(header).map_err(|e| Error::Usage(format!("{shown}: {e}")))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Where lines end in CR LF, the reader counts each one only when it begins the next.
    let behind = u64::from(rows.position().line() == 1);
    let mut row = ByteRecord::new();
    while rows.read_byte_record(&mut row).map_err(broken)? {
        if let Err((field, reason)) = take(&columns, &row, into) {
            let line = row.position().map_or(0, |at| at.line() + behind);
            into.reject(&name, line, row.get(columns.identity()), field, reason);
        }
    }
    Ok(())
}

/// The text of the file, whether it is gzipped or not.
fn unpacked(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::with_capacity(BUFFER, File::open(path)?);
    if !file.fill_buf()?.starts_with(&GZIP) {
        return Ok(Box::new(file));
    }
    let text: Box<dyn Read> = Box::new(MultiGzDecoder::new(file));
    Ok(Box::new(BufReader::with_capacity(BUFFER, text)))
}

/// A tab if the first line has one, otherwise a comma.
fn delimiter(text: &mut dyn BufRead) -> std::io::Result<u8> {
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
            ward,
            district,
        } => {
            let postcode = read_postcode(row.get(*postcode).unwrap_or_default())?;
            let at = position(row, *at)?;
            let ward = optional(row, *ward, "ward_name")?;
            let district = optional(row, *district, "lad_name")?;
            into.add_postcode(postcode, at, ward, district);
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

fn position(row: &ByteRecord, [lat, lon]: [usize; 2]) -> Result<Point, Flaw> {
    let latitude = number(row, lat, "lat")?;
    let longitude = number(row, lon, "lon")?;
    // Zero is the emptiness of many programs, 99.999999 that of the national postcode directory.
    if (latitude == 0.0 && longitude == 0.0) || latitude >= 99.999 {
        return Err(("lat", "it has no position".into()));
    }
    Point::new(latitude, longitude).ok_or_else(|| {
        (
            "lat",
            format!("{latitude}, {longitude} is not a position in degrees"),
        )
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
