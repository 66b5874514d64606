//! The ways in which a text can be read as a postcode, likeliest first: letters for digits and
//! digits for letters (O and 0, I or L and 1) are put right where the shape asks for it. S and 5, B
//! and 8 are taken for each other only by [`unlikely`].

use super::postcode::{Inward, Outcode, Postcode, SHAPES, Written};

/// Of a space where a postcode has none.
const MISPLACED_SPACE: u32 = 2;
/// Of a form that no outcode has: a district with a leading nought, or one that ends in a letter
/// which looks like a digit.
const UNUSUAL: u32 = 3;
/// Of a slip that is rarely made.
const RARE: u32 = 4;

/// Which slips are put right.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slips {
    /// Those that everybody makes: O and 0, I or L and 1.
    Usual,
    /// Also those of a bad copy: S and 5, B and 8.
    Rare,
}

/// Every reading of the text, each with at most a few slips put right, likeliest first.
pub fn of(text: &str) -> Vec<Written> {
    read(text, Slips::Usual)
}

/// The readings with slips that are rarely made, likeliest first: a guess, for when those of [`of`]
/// lead nowhere.
pub fn unlikely(text: &str) -> Vec<Written> {
    let likely = of(text);
    let mut all = read(text, Slips::Rare);
    all.retain(|reading| !likely.contains(reading));
    all
}

/// What is right of a postcode whose second half is not: its outcode, and its sector if it has one.
pub fn beginning(text: &str) -> Option<Written> {
    let (bytes, tail) = compact(text)?;
    let joined = tail == bytes.len();
    let length = if joined { 3 } else { tail };
    let (head, rest) = bytes.split_at_checked(bytes.len().checked_sub(length)?)?;
    let outcode = Outcode::exact(head)?;
    Some(match rest.first() {
        Some(digit @ b'0'..=b'9') => Written::Sector(outcode, digit - b'0'),
        _ => Written::Outcode(outcode),
    })
}

fn read(text: &str, slips: Slips) -> Vec<Written> {
    let Some((bytes, tail)) = compact(text) else {
        return Vec::new();
    };
    let mut found = fulls(&bytes, tail, slips);
    found.extend(sectors(&bytes, tail, slips));
    if tail == bytes.len() || bytes.len() <= 2 {
        let outcodes = outcodes(&bytes, slips);
        found.extend(outcodes.map(|(cost, outcode)| (cost, Written::Outcode(outcode))));
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

fn fulls(bytes: &[u8], tail: usize, slips: Slips) -> Vec<(u32, Written)> {
    let split = bytes
        .len()
        .checked_sub(3)
        .and_then(|at| bytes.split_at_checked(at));
    let Some((head, inward)) = split else {
        return Vec::new();
    };
    let Some((cost, inward)) = fitted(inward, b"9AA", slips) else {
        return Vec::new();
    };
    let well_spaced = tail == 3 || tail == bytes.len();
    let cost = cost + if well_spaced { 0 } else { MISPLACED_SPACE };
    let full = |(more, outcode)| {
        let inward = Inward::exact(&inward)?;
        Some((cost + more, Written::Full(Postcode { outcode, inward })))
    };
    outcodes(head, slips).filter_map(full).collect()
}

/// `M32 0`, and `M32 0D`, a postcode that is not finished.
fn sectors(bytes: &[u8], tail: usize, slips: Slips) -> Vec<(u32, Written)> {
    let joined = tail == bytes.len();
    let (length, shape): (usize, &[u8]) = match tail {
        2 if !joined => (2, b"9A"),
        1 => (1, b"9"),
        _ if joined => (1, b"9"),
        _ => return Vec::new(),
    };
    let (head, end) = bytes.split_at(bytes.len() - length);
    let Some((cost, end)) = fitted(end, shape, slips) else {
        return Vec::new();
    };
    // Without a space, M32 is the outcode rather than the sector M3 2.
    let cost = cost + if joined { MISPLACED_SPACE } else { 0 };
    let sector = |(more, outcode)| (cost + more, Written::Sector(outcode, end[0] - b'0'));
    outcodes(head, slips).map(sector).collect()
}

fn outcodes(text: &[u8], slips: Slips) -> impl Iterator<Item = (u32, Outcode)> {
    let of_length = SHAPES.into_iter().filter(|shape| shape.len() == text.len());
    of_length.filter_map(move |shape| {
        let (cost, fitted) = fitted(text, shape, slips)?;
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

/// The text with its slips put right so that it has this shape, and what they cost.
fn fitted(text: &[u8], shape: &[u8], slips: Slips) -> Option<(u32, Vec<u8>)> {
    let mut cost = 0;
    let fit = |(byte, wanted): (&u8, &u8)| {
        if matches!((wanted, byte), (b'9', b'0'..=b'9') | (b'A', b'A'..=b'Z')) {
            return Some(*byte);
        }
        let (more, right) = put_right(*byte, *wanted, slips)?;
        cost += more;
        Some(right)
    };
    let text: Option<Vec<u8>> = text.iter().zip(shape).map(fit).collect();
    Some((cost, text?))
}

/// The digit (`9` is wanted) or letter (`A`) that somebody meant by this one, and its cost.
fn put_right(byte: u8, wanted: u8, slips: Slips) -> Option<(u32, u8)> {
    let usual = match (wanted, byte) {
        (b'9', b'O') => Some(b'0'),
        (b'9', b'I' | b'L') => Some(b'1'),
        (b'A', b'0') => Some(b'O'),
        (b'A', b'1') => Some(b'I'),
        _ => None,
    };
    let rare = || match (wanted, byte) {
        (b'9', b'S') => Some(b'5'),
        (b'9', b'B') => Some(b'8'),
        (b'A', b'5') => Some(b'S'),
        (b'A', b'8') => Some(b'B'),
        _ => None,
    };
    let rare = || rare().filter(|_| slips == Slips::Rare);
    usual
        .map(|right| (1, right))
        .or_else(|| Some((RARE, rare()?)))
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

    #[test]
    fn five_and_eight_are_guessed_only_where_asked_for() {
        assert_eq!(of("M32 SDF"), []);
        let guess = |text: &str| unlikely(text)[0].to_string();
        assert_eq!(guess("M32 SDF"), "M32 5DF");
        assert_eq!(guess("MB 1AA"), "M8 1AA");
        assert_eq!(guess("8L1 1AA"), "BL1 1AA");
        assert_eq!(of("MS0 1AA")[0].to_string(), "MS0 1AA");
        assert_eq!(guess("MS0 1AA"), "M50 1AA");
        assert_eq!(unlikely("M32 0DF"), []);
    }

    #[test]
    fn what_is_right_of_a_broken_postcode_is_its_beginning() {
        let right = |text: &str| beginning(text).map(|written| written.to_string());
        assert_eq!(right("M32 0D8").as_deref(), Some("M32 0"));
        assert_eq!(right("m320d8").as_deref(), Some("M32 0"));
        assert_eq!(right("M32 0DFF").as_deref(), Some("M32 0"));
        assert_eq!(right("M32 PDF").as_deref(), Some("M32"));
        assert_eq!(right("Sale 0DF"), None);
        assert_eq!(right("12"), None);
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
        fn however_it_is_spaced_it_is_read(text in "([A-Z][1-9][0-9]?|[A-Z]{2}[1-9][0-9]?) [0-9][A-Z]{2}", before in "[ (]{0,2}", between in "[ .-]{0,3}", after in "[ ).,]{0,2}") {
            let (out, inward) = text.split_once(' ').unwrap();
            let written = format!("{before}{}{between}{}{after}", out.to_lowercase(), inward);
            prop_assert_eq!(of(&written)[0].to_string(), text);
        }

        #[test]
        fn one_usual_slip_is_put_right(text in "[A-Z]{1,2}[1-9][0-9]? [0-9][A-Z]{2}", at in 0..8usize, likely: bool) {
            let swap = |c: char| match (c, likely) {
                ('0', true) => 'O', ('1', true) => 'l', ('O', true) => '0', ('I', true) => '1',
                ('5', false) => 'S', ('8', false) => 'b', ('S', false) => '5', ('B', false) => '8',
                (c, _) => c,
            };
            let slipped: String = text.chars().enumerate().map(|(i, c)| if i == at { swap(c) } else { c }).collect();
            let mut readings = of(&slipped);
            readings.extend(unlikely(&slipped));
            prop_assert!(readings.iter().any(|reading| reading.to_string() == text), "{} {:?}", slipped, readings);
        }

        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,12}") {
            let _ = beginning(&text);
            for reading in of(&text).into_iter().chain(unlikely(&text)) {
                prop_assert!(reading.to_string().parse::<Written>().is_ok());
            }
        }
    }
}
