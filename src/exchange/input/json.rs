//! JSON in the shapes that directories come in: a list, a page with `contents`, one service, or one
//! service a line; gzipped or not.

use super::page::{self, Page};
use flate2::read::MultiGzDecoder;
use serde::de::{Deserializer as _, SeqAccess, Visitor};
use serde_json::{Deserializer, Value};
use std::fmt;
use std::io::{BufRead, BufReader, Read};

const GZIP: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// Takes each record.
pub type Taker<'a> = &'a mut dyn FnMut(Value);

/// Reads all records to the very end of the input.
///
/// # Errors
/// Why it cannot be read, to follow the name of the file or address.
pub fn records(input: impl Read, take: Taker) -> Result<(), String> {
    let mut reader = plain(input).map_err(|e| unreadable(&e))?;
    match first_byte(&mut reader).map_err(|e| unreadable(&e))? {
        None => Err("is empty".to_owned()),
        Some(b'[') => list(reader, take),
        Some(_) => values(reader, take),
    }
}

/// The page that the input is; none if it is something else, for [`records`] to read.
///
/// # Errors
/// As of [`records`].
pub fn page(input: &[u8]) -> Result<Option<Page>, String> {
    let mut reader = plain(input).map_err(|e| unreadable(&e))?;
    if first_byte(&mut reader).map_err(|e| unreadable(&e))? != Some(b'{') {
        return Ok(None);
    }
    let mut values = Deserializer::from_reader(reader).into_iter::<Value>();
    let Some(first) = values.next() else {
        return Ok(None);
    };
    match page::contents(first.map_err(|e| broken(&e))?) {
        Err(_) => Ok(None),
        Ok(page) => match values.next() {
            None => Ok(Some(page)),
            Some(_) => Err("goes on after the end of the page".to_owned()),
        },
    }
}

/// The one value that the input is.
///
/// # Errors
/// It is cut off or not JSON.
pub fn one(input: &[u8]) -> Result<Value, String> {
    let reader = plain(input).map_err(|e| unreadable(&e))?;
    serde_json::from_reader(reader).map_err(|e| broken(&e))
}

/// Unpacks what is gzipped and takes a byte order mark off.
fn plain<'a>(input: impl Read + 'a) -> std::io::Result<Box<dyn BufRead + 'a>> {
    let (packed, input) = begins_with(input, &GZIP)?;
    let input: Box<dyn Read + 'a> = match packed {
        true => Box::new(MultiGzDecoder::new(BufReader::new(input))),
        false => Box::new(input),
    };
    let (marked, mut input) = begins_with(input, &BYTE_ORDER_MARK)?;
    if marked {
        input.read_exact(&mut [0; BYTE_ORDER_MARK.len()])?;
    }
    Ok(Box::new(BufReader::with_capacity(1 << 16, input)))
}

/// Whether the input begins with these bytes, and the input as it was.
fn begins_with<'a>(
    mut input: impl Read + 'a,
    mark: &[u8],
) -> std::io::Result<(bool, Box<dyn Read + 'a>)> {
    let mut start = Vec::with_capacity(mark.len());
    input
        .by_ref()
        .take(mark.len() as u64)
        .read_to_end(&mut start)?;
    let begins = start == mark;
    Ok((begins, Box::new(std::io::Cursor::new(start).chain(input))))
}

/// The first byte that is not white space; the white space before it is gone afterwards.
fn first_byte(reader: &mut dyn BufRead) -> std::io::Result<Option<u8>> {
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let blank = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let found = bytes.get(blank).copied();
        reader.consume(blank);
        if found.is_some() {
            return Ok(found);
        }
    }
}

/// One list, record by record, so that it need not fit into memory as a whole.
fn list(reader: impl BufRead, take: Taker) -> Result<(), String> {
    let mut json = Deserializer::from_reader(reader);
    json.deserialize_seq(Items(take)).map_err(|e| broken(&e))?;
    json.end().map_err(|e| broken(&e))
}

/// One value after another.
fn values(reader: impl BufRead, take: Taker) -> Result<(), String> {
    for value in Deserializer::from_reader(reader).into_iter::<Value>() {
        match page::contents(value.map_err(|e| broken(&e))?) {
            Ok(page) => page.items.into_iter().for_each(&mut *take),
            Err(record) => take(record),
        }
    }
    Ok(())
}

fn broken(error: &serde_json::Error) -> String {
    match error.is_io() {
        true => format!("cannot be read to its end: {error}"),
        false => format!("is not whole or not JSON: {error}"),
    }
}

fn unreadable(error: &std::io::Error) -> String {
    format!("cannot be read to its end: {error}")
}

struct Items<'a>(Taker<'a>);

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of services")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element()? {
            (self.0)(item);
        }
        Ok(())
    }
}
