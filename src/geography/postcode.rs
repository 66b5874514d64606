//! UK postcodes as people write them: `M32 0DF`, its sector `M32 0` and its outcode `M32`, however
//! spaced, in either case, and with the usual slips. Only the shape is checked; whether a postcode
//! exists is for the gazetteer to say.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Letters of an inward code.
const LETTERS: u16 = 26;

/// The first half of a postcode: `M32`, `SW1A`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Outcode([u8; 4]);

/// The second half of a postcode as a number, in the order of the text: `0AA` is 0, `9ZZ` is 6759.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Inward(u16);

/// A whole postcode; shown in its standard form, `M32 0DF`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode {
    /// The first half.
    pub outcode: Outcode,
    /// The second half.
    pub inward: Inward,
}

/// What somebody wrote: a postcode or the beginning of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Written {
    /// `M32 0DF`.
    Full(Postcode),
    /// `M32 0`.
    Sector(Outcode, u8),
    /// `M32`.
    Outcode(Outcode),
}

impl Outcode {
    /// The outcode for upper-case text of one of the six shapes A9, A99, AA9, AA99, A9A, AA9A.
    pub fn exact(text: &[u8]) -> Option<Self> {
        let shape = |byte: &u8| match byte {
            b'A'..=b'Z' => b'A',
            b'0'..=b'9' => b'9',
            _ => b'?',
        };
        let mut code = [0; 4];
        let mut shapes = [0; 4];
        for (at, byte) in text.iter().enumerate() {
            *code.get_mut(at)? = *byte;
            shapes[at] = shape(byte);
        }
        let shapes = shapes.split(|byte| *byte == 0).next()?;
        SHAPES.contains(&shapes).then_some(Self(code))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(4);
        // What is made here is ASCII, so this is never empty.
        std::str::from_utf8(&self.0[..end]).unwrap_or_default()
    }
}

/// The shapes of an outcode.
pub(super) const SHAPES: [&[u8]; 6] = [b"A9", b"A99", b"AA9", b"A9A", b"AA99", b"AA9A"];

impl Inward {
    /// The inward code for upper-case text of the shape 9AA.
    pub fn exact(text: &[u8]) -> Option<Self> {
        let &[digit @ b'0'..=b'9', a @ b'A'..=b'Z', b @ b'A'..=b'Z'] = text else {
            return None;
        };
        let [digit, a, b] = [digit - b'0', a - b'A', b - b'A'].map(u16::from);
        Some(Self((digit * LETTERS + a) * LETTERS + b))
    }

    /// The inward code with this number, if it is one.
    pub fn from_code(code: u16) -> Option<Self> {
        (code < 10 * LETTERS * LETTERS).then_some(Self(code))
    }

    /// The number, 0 to 6759.
    pub fn code(self) -> u16 {
        self.0
    }

    /// The digit that makes the sector.
    pub fn sector(self) -> u8 {
        (self.0 / (LETTERS * LETTERS)) as u8
    }

    /// The numbers of a sector: the first, and the first of the next one.
    pub fn codes_of_sector(sector: u8) -> (u16, u16) {
        let size = LETTERS * LETTERS;
        (u16::from(sector) * size, (u16::from(sector) + 1) * size)
    }
}

impl Postcode {
    /// The postcode for text in its standard form but for case and spaces; the quick way for long
    /// lists. Slips are read by [`str::parse`].
    pub fn exact(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; 7];
        let mut length = 0;
        for byte in text.iter().filter(|byte| !byte.is_ascii_whitespace()) {
            *bytes.get_mut(length)? = byte.to_ascii_uppercase();
            length += 1;
        }
        let (outcode, inward) = bytes[..length].split_at_checked(length.checked_sub(3)?)?;
        Some(Self {
            outcode: Outcode::exact(outcode)?,
            inward: Inward::exact(inward)?,
        })
    }
}

impl fmt::Display for Outcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Inward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = |n: u16| char::from(b'A' + (n % LETTERS) as u8);
        let (a, b) = (letter(self.0 / LETTERS), letter(self.0));
        write!(f, "{}{a}{b}", self.sector())
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.outcode, self.inward)
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Written::Full(postcode) => postcode.fmt(f),
            Written::Sector(outcode, digit) => write!(f, "{outcode} {digit}"),
            Written::Outcode(outcode) => outcode.fmt(f),
        }
    }
}

impl Written {
    /// The outcode of it.
    pub fn outcode(self) -> Outcode {
        match self {
            Written::Full(postcode) => postcode.outcode,
            Written::Sector(outcode, _) | Written::Outcode(outcode) => outcode,
        }
    }
}

impl FromStr for Written {
    type Err = String;

    /// The likeliest reading of the text.
    fn from_str(text: &str) -> Result<Self, String> {
        let first = super::readings::of(text).into_iter().next();
        first.ok_or_else(|| wanted(text))
    }
}

impl FromStr for Postcode {
    type Err = String;

    /// The likeliest reading of the text as a whole postcode; the error is fit for a person.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(postcode) = Self::exact(text.as_bytes()) {
            return Ok(postcode);
        }
        let mut readings = super::readings::of(text).into_iter();
        let full = readings.find_map(|reading| match reading {
            Written::Full(postcode) => Some(postcode),
            _ => None,
        });
        full.ok_or_else(|| wanted(text))
    }
}

fn wanted(text: &str) -> String {
    let shown: String = text.chars().take(20).collect();
    format!("\"{shown}\" is not a UK postcode: write it like M32 0DF")
}

impl TryFrom<String> for Postcode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> String {
        postcode.to_string()
    }
}
