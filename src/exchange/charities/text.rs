//! Text as it comes out of other people's databases, as UTF-8: a byte order mark is taken off, and what is
//! no UTF-8 is read as Windows-1252, letter by letter, so that one file may have both.

use std::io::{BufRead, Error, Read, Result};

/// Bytes read at once.
const BUFFER: usize = 1 << 16;
const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// What Windows-1252 has from 0x80 to 0x9f; the five that it leaves out stand for nothing.
const HIGH: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

/// An input as UTF-8.
pub struct Utf8<R> {
    input: R,
    /// Read, and not understood yet.
    raw: Vec<u8>,
    /// Understood, from `at` not handed on yet.
    out: Vec<u8>,
    at: usize,
    begun: bool,
    ended: bool,
}

impl<R: Read> Utf8<R> {
    /// Of this input.
    pub fn new(input: R) -> Self {
        Self {
            input,
            raw: Vec::with_capacity(BUFFER + 4),
            out: Vec::with_capacity(BUFFER * 2),
            at: 0,
            begun: false,
            ended: false,
        }
    }

    /// Reads on.
    fn fill(&mut self) -> Result<()> {
        let held = self.raw.len();
        let read = (&mut self.input)
            .take(BUFFER as u64)
            .read_to_end(&mut self.raw)?;
        self.ended = read == 0;
        if !self.begun && !self.ended {
            self.begin()?;
        }
        self.out.clear();
        self.at = 0;
        let whole = understand(&self.raw, &mut self.out, self.ended);
        self.raw.drain(..whole);
        debug_assert!(self.raw.len() < 4 + held, "no more than a letter is left");
        Ok(())
    }

    fn begin(&mut self) -> Result<()> {
        self.begun = true;
        if self.raw.starts_with(&[0xff, 0xfe]) || self.raw.starts_with(&[0xfe, 0xff]) {
            return Err(Error::other("it is UTF-16: save it as UTF-8"));
        }
        if self.raw.starts_with(&MARK) {
            self.raw.drain(..MARK.len());
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        while self.at == self.out.len() && !self.ended {
            self.fill()?;
        }
        let left = &self.out[self.at..];
        let some = left.len().min(buffer.len());
        buffer[..some].copy_from_slice(&left[..some]);
        self.at += some;
        Ok(some)
    }
}

/// Writes what these bytes say; how many were understood. All are at the end of the input; else a letter
/// may go on after them.
fn understand(raw: &[u8], out: &mut Vec<u8>, at_end: bool) -> usize {
    let mut rest = raw;
    loop {
        let error = match std::str::from_utf8(rest) {
            Ok(_) => {
                out.extend_from_slice(rest);
                return raw.len();
            }
            Err(error) => error,
        };
        let (valid, other) = rest.split_at(error.valid_up_to());
        out.extend_from_slice(valid);
        let length = match error.error_len() {
            Some(length) => length,
            None if at_end => other.len(),
            None => return raw.len() - other.len(),
        };
        let (wrong, after) = other.split_at(length);
        for byte in wrong {
            let letter = windows(*byte);
            out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
        rest = after;
    }
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        // The rest is as in Unicode.
        _ => char::from(byte),
    }
}

/// The first byte that is not white space; the white space before it is gone afterwards.
pub fn first_byte(input: &mut dyn BufRead) -> Result<Option<u8>> {
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let blank = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let found = bytes.get(blank).copied();
        input.consume(blank);
        if found.is_some() {
            return Ok(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives one byte at a time.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
            let some = self.0.len().min(buffer.len()).min(1);
            buffer[..some].copy_from_slice(&self.0[..some]);
            self.0 = &self.0[some..];
            Ok(some)
        }
    }

    fn read(bytes: &[u8]) -> String {
        let mut text = String::new();
        Utf8::new(Drip(bytes)).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn marks_go_and_letters_of_windows_are_read() {
        assert_eq!(read(b"\xef\xbb\xbfT\xc5\xb7"), "Tŷ");
        assert_eq!(
            read(b"Women\x92s Caf\xe9 \x80 5 \x81"),
            "Women’s Café € 5 \u{fffd}"
        );
        assert_eq!(read("T\u{177} ".as_bytes()), "Tŷ ");
        assert_eq!(read(b"both \xc5\xb7 and \xf4"), "both ŷ and ô");
        assert!(
            Utf8::new(&b"\xff\xfe["[..])
                .read_to_string(&mut String::new())
                .is_err()
        );
    }

    proptest! {
        #[test]
        fn what_is_utf8_stays_as_it_is(text in "\\PC{0,200}") {
            prop_assert_eq!(read(text.as_bytes()), text);
        }

        #[test]
        fn whatever_comes_becomes_text(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assume!(!bytes.starts_with(&[0xff, 0xfe]) && !bytes.starts_with(&[0xfe, 0xff]));
            let _ = read(&bytes);
        }
    }
}
