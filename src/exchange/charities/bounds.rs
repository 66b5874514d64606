//! How much is read: of an unpacked table, and of one row. A zip of a few kilobytes can hold gigabytes.

use std::cell::Cell;
use std::io::{Error, Read, Result};
use std::rc::Rc;

/// Bytes of a table, unpacked. The largest of the register has about half a gigabyte.
const MOST: u64 = 4 << 30;
/// How many times as large as the packed file it may be, beyond the first 64 MiB: rows of the register
/// become twenty times as large.
const TIMES: u64 = 100;
const FREE: u64 = 64 << 20;
/// Bytes of a row, with what is read ahead.
const ROW: u64 = 1 << 20;

/// What was read, as whoever reads rows sees it.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    since_row: Rc<Cell<u64>>,
    last: Rc<Cell<u8>>,
}

impl Bounds {
    /// Says that a row has ended.
    pub fn row(&self) {
        self.since_row.set(0);
    }

    /// Whether what was read ends with the end of a line.
    pub fn ends_with_line(&self) -> bool {
        self.last.get() == b'\n'
    }
}

/// An input of which only so much is read.
pub struct Bounded<R> {
    input: R,
    left: u64,
    most: u64,
    bounds: Bounds,
}

impl<R: Read> Bounded<R> {
    /// For an input that is not packed.
    pub fn plain(input: R) -> (Self, Bounds) {
        Self::within(input, MOST)
    }

    /// For one that was unpacked from so many bytes.
    pub fn unpacked(input: R, packed: u64) -> (Self, Bounds) {
        Self::within(
            input,
            packed.saturating_mul(TIMES).saturating_add(FREE).min(MOST),
        )
    }

    fn within(input: R, most: u64) -> (Self, Bounds) {
        let bounds = Bounds::default();
        let bounded = Self {
            input,
            left: most,
            most,
            bounds: bounds.clone(),
        };
        (bounded, bounds)
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.input.read(buffer)?;
        let bytes = read as u64;
        let row = self.bounds.since_row.get() + bytes;
        self.bounds.since_row.set(row);
        if let Some(last) = buffer[..read].last() {
            self.bounds.last.set(*last);
        }
        self.left = self.left.checked_sub(bytes).ok_or_else(|| {
            let most = self.most >> 20;
            Error::other(format!("it is over {most} MiB unpacked, which no table is"))
        })?;
        match row > ROW + buffer.len() as u64 {
            true => Err(Error::other("a row is over 1 MiB, which none is")),
            false => Ok(read),
        }
    }
}

/// Why something cannot be read, to follow the name of its file.
pub fn unreadable(error: &Error) -> String {
    format!("cannot be read to its end: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{copy, repeat, sink};

    #[test]
    fn what_unpacks_to_far_more_than_was_packed_is_not_read_on() {
        let (mut bomb, bounds) = Bounded::unpacked(repeat(b' '), 1000);
        let mut buffer = [0; 1 << 16];
        let mut read = 0u64;
        let failed = loop {
            bounds.row();
            match bomb.read(&mut buffer) {
                Ok(bytes) => read += bytes as u64,
                Err(error) => break error.to_string(),
            }
        };
        assert!(
            read <= FREE + 100_000 && failed.contains("over 64 MiB"),
            "{read}: {failed}"
        );
    }

    #[test]
    fn a_row_without_an_end_is_not_read_on() {
        let (mut endless, _) = Bounded::plain(repeat(b'a'));
        let failed = copy(&mut endless, &mut sink()).unwrap_err().to_string();
        assert!(failed.contains("a row is over"), "{failed}");
    }

    #[test]
    fn it_is_known_whether_the_last_line_has_ended() {
        for (text, ends) in [("a\nb\n", true), ("a\nb", false)] {
            let (mut input, bounds) = Bounded::plain(text.as_bytes());
            copy(&mut input, &mut sink()).unwrap();
            assert_eq!(bounds.ends_with_line(), ends, "{text}");
        }
    }
}
