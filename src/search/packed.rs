//! Numbers and texts as few bytes, one after another: how listings are kept in the index and in
//! memory. A text or a piece stands behind its length, a number takes seven bits a byte.

use uuid::Uuid;

/// Writes.
#[derive(Debug, Default)]
pub struct Pen(pub Vec<u8>);

impl Pen {
    /// A whole number.
    pub fn number(&mut self, mut number: u64) -> &mut Self {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
        self
    }

    /// A whole number that may be negative; one near zero is short.
    pub fn signed(&mut self, number: i64) -> &mut Self {
        self.number((number << 1 ^ number >> 63) as u64)
    }

    /// A fraction, exactly.
    pub fn fraction(&mut self, number: f64) -> &mut Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    /// An id.
    pub fn id(&mut self, id: Uuid) -> &mut Self {
        self.0.extend(id.as_bytes());
        self
    }

    /// Bytes behind their number.
    pub fn piece(&mut self, bytes: &[u8]) -> &mut Self {
        self.number(bytes.len() as u64);
        self.0.extend(bytes);
        self
    }

    /// A text behind its length.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.piece(text.as_bytes())
    }

    /// What another pen wrote, as one piece.
    pub fn written(&mut self, write: impl FnOnce(&mut Pen)) -> &mut Self {
        let mut pen = Pen::default();
        write(&mut pen);
        self.piece(&pen.0)
    }
}

/// Reads what a [`Pen`] wrote, in the same order. `None` where the bytes end too early or are not
/// what is read.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a>(pub &'a [u8]);

impl<'a> Page<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A whole number.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A whole number that may be negative.
    pub fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// A fraction.
    pub fn fraction(&mut self) -> Option<f64> {
        let bytes = self.take(8)?.first_chunk()?;
        Some(f64::from_le_bytes(*bytes))
    }

    /// An id.
    pub fn id(&mut self) -> Option<Uuid> {
        Uuid::from_slice(self.take(16)?).ok()
    }

    /// Bytes.
    pub fn piece(&mut self) -> Option<&'a [u8]> {
        let count = usize::try_from(self.number()?).ok()?;
        self.take(count)
    }

    /// A text.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.piece()?).ok()
    }

    /// As many of something as the number before them says.
    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        (0..count).map(|_| read(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(
            number: u64, signed: i64, fraction in -1e9..1e9f64, text: String, id: u128,
        ) {
            let mut pen = Pen::default();
            pen.number(number).text(&text).signed(signed).fraction(fraction);
            pen.id(Uuid::from_u128(id));
            let mut page = Page(&pen.0);
            prop_assert_eq!(page.number(), Some(number));
            prop_assert_eq!(page.text(), Some(&*text));
            prop_assert_eq!(page.signed(), Some(signed));
            prop_assert_eq!(page.fraction(), Some(fraction));
            prop_assert_eq!(page.id(), Some(Uuid::from_u128(id)));
            prop_assert!(page.0.is_empty());
        }

        #[test]
        fn bytes_that_nobody_wrote_do_no_harm(bytes: Vec<u8>) {
            let mut page = Page(&bytes);
            let _ = page.list(|page| page.text());
            let _ = page.signed();
            let _ = page.fraction();
        }
    }
}
