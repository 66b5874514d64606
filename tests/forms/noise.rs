//! Ways to fill in a form badly.

use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

use super::sheets::Sheet;
use crate::support::chance::Chance;

/// What stands in fields that does not belong there.
const STRANGE: [&str; 30] = [
    "",
    " ",
    "\0",
    "a\0b",
    "\r\n\r\n",
    "-1",
    "0",
    "99999999999999999999",
    "1e400",
    "NaN",
    "٣",
    "9999-12-31",
    "-9999-01-01",
    "2026-02-30",
    "24:00",
    "25:61",
    "00:00",
    "00000000-0000-0000-0000-000000000000",
    "QH1 1AA",
    "ZZ99 9ZZ",
    "<script>alert(1)</script>",
    "'; DROP TABLE services; --",
    "javascript:alert(1)",
    "//elsewhere.example",
    "../../etc/passwd",
    "é\u{301}\u{202e}\u{feff}",
    "👩‍👩‍👧‍👦",
    "%00%ff",
    "{}",
    "on",
];
/// Longer than any field may be; an address could not be longer still.
const LONG: usize = 1_000;

fn encoded(bytes: &[u8]) -> String {
    percent_encode(bytes, NON_ALPHANUMERIC).to_string()
}

fn value(stands: &str, chance: &mut Chance) -> String {
    match chance.below(6) {
        0 => encoded("ø".repeat(LONG).as_bytes()),
        // No UTF-8.
        1 => encoded(&[0xff, 0xfe, 0xc3, 0x28]),
        2 => encoded(stands.as_bytes()),
        _ => encoded(chance.of(&STRANGE).as_bytes()),
    }
}

/// A form with one thing wrong or several, and now and then with none.
pub fn filled_in(sheet: &Sheet, token: &str, chance: &mut Chance) -> String {
    let mut pairs = Vec::new();
    let bad = chance.below(4);
    let wrong: Vec<usize> = (0..bad)
        .map(|_| chance.below(sheet.fields.len().max(1)))
        .collect();
    for (number, (name, stands)) in sheet.fields.iter().enumerate() {
        let text = match (name.as_str(), wrong.contains(&number)) {
            // Without it nothing else of the form would be read.
            ("form", _) => token.to_owned(),
            (_, true) => value(stands, chance),
            (_, false) => encoded(stands.as_bytes()),
        };
        let times = if wrong.contains(&number) {
            chance.below(3)
        } else {
            1
        };
        pairs.extend(std::iter::repeat_n(
            format!("{}={text}", encoded(name.as_bytes())),
            times,
        ));
    }
    match chance.below(12) {
        0 => pairs.push("unknown=field".into()),
        1 if sheet.method == "post" => pairs.push("%".into()),
        2 => pairs.push("=".into()),
        _ => {}
    }
    pairs.join("&")
}
