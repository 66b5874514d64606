//! The ways in which a text can be read as a postcode, likeliest first: letters for digits and
//! digits for letters (O and 0, I or L and 1) are put right where the shape asks for it.

use super::postcode::{Inward, Outcode, Postcode, SHAPES, Written};

/// Of a space where a postcode has none.
const MISPLACED_SPACE: u32 = 2;
/// Of a form that no outcode has: a district with a leading nought, or one that ends in a letter
/// which looks like a digit.
const UNUSUAL: u32 = 3;

/// Every reading of the text, each with at most a few slips put right, likeliest first.
pub fn of(text: &str) -> Vec<Written> {
    let Some((bytes, tail)) = compact(text) else {
        return Vec::new();
    };
    let mut found = fulls(&bytes, tail);
    found.extend(sectors(&bytes, tail));
    if tail == bytes.len() || bytes.len() <= 2 {
        found.extend(outcodes(&bytes).map(|(cost, outcode)| (cost, Written::Outcode(outcode))));
    }
    found.sort_by_key(|(cost, _)| *cost);
    found.into_iter().map(|(_, written)| written).collect()
}

/// Letters and digits in upper case, and how many of them stand after the last space or sign.
/// `None` if there are too few or too many, any from another alphabet, or no digit at all: then it
/// is a word, and reading "Hill" as a postcode with slips would help nobody.
fn compact(text: &str) -> Option<(Vec<u8>, usize)> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let (mut bytes, mut tail) = (Vec::with_capacity(8), 0);
    for c in text.chars() {
        match u8::try_from(c).ok().filter(u8::is_ascii_alphanumeric) {
            Some(byte) => {
                bytes.push(byte.to_ascii_uppercase());
                tail += 1;
            }
            None if c.is_alphanumeric() => return None,
            None => tail = 0,
        }
        if bytes.len() > 7 {
            return None;
        }
    }
    (bytes.len() >= 2 && bytes.iter().any(u8::is_ascii_digit)).then_some((bytes, tail))
}

fn fulls(bytes: &[u8], tail: usize) -> Vec<(u32, Written)> {
    let split = bytes
        .len()
        .checked_sub(3)
        .and_then(|at| bytes.split_at_checked(at));
    let Some((head, inward)) = split else {
        return Vec::new();
    };
    let Some((cost, inward)) = fitted(inward, b"9AA") else {
        return Vec::new();
    };
    let well_spaced = tail == 3 || tail == bytes.len();
    let cost = cost + if well_spaced { 0 } else { MISPLACED_SPACE };
    let full = |(more, outcode)| {
        let inward = Inward::exact(&inward)?;
        Some((cost + more, Written::Full(Postcode { outcode, inward })))
    };
    outcodes(head).filter_map(full).collect()
}

/// `M32 0`, and `M32 0D`, a postcode that is not finished.
fn sectors(bytes: &[u8], tail: usize) -> Vec<(u32, Written)> {
    let joined = tail == bytes.len();
    let (length, shape): (usize, &[u8]) = match tail {
        2 if !joined => (2, b"9A"),
        1 => (1, b"9"),
        _ if joined => (1, b"9"),
        _ => return Vec::new(),
    };
    let (head, end) = bytes.split_at(bytes.len() - length);
    let Some((cost, end)) = fitted(end, shape) else {
        return Vec::new();
    };
    // Without a space, M32 is the outcode rather than the sector M3 2.
    let cost = cost + if joined { MISPLACED_SPACE } else { 0 };
    let sector = |(more, outcode)| (cost + more, Written::Sector(outcode, end[0] - b'0'));
    outcodes(head).map(sector).collect()
}

fn outcodes(text: &[u8]) -> impl Iterator<Item = (u32, Outcode)> {
    let of_length = SHAPES.into_iter().filter(|shape| shape.len() == text.len());
    of_length.filter_map(|shape| {
        let (cost, fitted) = fitted(text, shape)?;
        Some((cost + unusual(&fitted, shape), Outcode::exact(&fitted)?))
    })
}

fn unusual(text: &[u8], shape: &[u8]) -> u32 {
    let leading_nought = shape.ends_with(b"99") && text[text.len() - 2] == b'0';
    let doubtful_letter = shape.ends_with(b"9A") && matches!(text.last(), Some(b'O' | b'I' | b'L'));
    if leading_nought || doubtful_letter {
        UNUSUAL
    } else {
        0
    }
}

/// The text with its slips put right so that it has this shape, and how many there were.
fn fitted(text: &[u8], shape: &[u8]) -> Option<(u32, Vec<u8>)> {
    let mut slips = 0;
    let fit = |(byte, wanted): (&u8, &u8)| {
        let right = match (wanted, byte) {
            (b'9', b'0'..=b'9') | (b'A', b'A'..=b'Z') => return Some(*byte),
            (b'9', b'O') => b'0',
            (b'9', b'I' | b'L') => b'1',
            (b'A', b'0') => b'O',
            (b'A', b'1') => b'I',
            _ => return None,
        };
        slips += 1;
        Some(right)
    };
    let text: Option<Vec<u8>> = text.iter().zip(shape).map(fit).collect();
    Some((slips, text?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        match text.parse::<Written>() {
            Ok(Written::Full(postcode)) => format!("{postcode}"),
            Ok(Written::Sector(outcode, digit)) => format!("{outcode} {digit}-"),
            Ok(Written::Outcode(outcode)) => format!("{outcode}-"),
            Err(_) => "none".into(),
        }
    }

    #[test]
    fn however_spaced_and_cased() {
        for text in [
            "M32 0DF",
            "m320df",
            " m32  0df ",
            "M32-0DF",
            "M3 20DF",
            "m320 df",
            "(M32 0DF)",
        ] {
            assert_eq!(read(text), "M32 0DF", "{text}");
        }
        assert_eq!(read("sw1a1aa"), "SW1A 1AA");
        assert_eq!(read("qh7 1ab"), "QH7 1AB");
    }

    #[test]
    fn slips_are_put_right_where_the_shape_asks() {
        assert_eq!(read("M32 ODF"), "M32 0DF");
        assert_eq!(read("M3O ODF"), "M30 0DF");
        assert_eq!(read("S0l4 9AB"), "SO14 9AB");
        assert_eq!(read("l1 lAA"), "L1 1AA");
        assert_eq!(read("0L8 1AA"), "OL8 1AA");
        assert_eq!(read("S01"), "SO1-");
    }

    #[test]
    fn parts_are_told_apart() {
        assert_eq!(read("M32"), "M32-");
        assert_eq!(read("M3 2"), "M3 2-");
        assert_eq!(read("M32 0"), "M32 0-");
        assert_eq!(read("M320"), "M32 0-");
        assert_eq!(read("M32 0D"), "M32 0-");
        assert_eq!(read("SW1A"), "SW1A-");
        for text in [
            "",
            "M",
            "Hale",
            "Stretford",
            "M32 0DFX",
            "32 0DF",
            "ＭM32",
            "Bury",
            "Hill",
            "é1",
        ] {
            assert_eq!(read(text), "none", "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_standard_form_is_read_as_itself(text in "([A-Z][1-9][0-9]?|[A-Z]{2}[1-9][0-9]?|[A-Z][1-9][A-HJKM]|[A-Z]{2}[1-9][A-HJKM]) [0-9][A-Z]{2}") {
            let postcode: Postcode = text.parse().unwrap();
            prop_assert_eq!(postcode.to_string(), text.clone());
            prop_assert_eq!(of(&text.to_lowercase())[0], Written::Full(postcode));
            prop_assert_eq!(Postcode::exact(text.as_bytes()), Some(postcode));
        }

        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,12}") {
            for reading in of(&text) {
                prop_assert!(reading.to_string().parse::<Written>().is_ok());
            }
        }
    }
}
