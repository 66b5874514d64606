//! Text in whatever encoding a spreadsheet wrote it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Bytes looked at to tell UTF-16 that has no mark.
const LOOKED_AT: usize = 2000;

/// The text: by its byte order mark; else as UTF-16 if every other byte is mostly nothing, as UTF-8 if it is
/// that, and otherwise as Windows-1252, in which older spreadsheets write. Of the mark nothing is left.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if let Some(encoding) = wide(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    UTF_8
        .decode_without_bom_handling_and_without_replacement(bytes)
        .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0)
}

fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let nothing = |from: usize| {
        start
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (first, second, pairs) = (nothing(0), nothing(1), start.len() / 2);
    match pairs {
        0 => None,
        _ if second * 10 > pairs * 6 && first * 10 < pairs => Some(UTF_16LE),
        _ if first * 10 > pairs * 6 && second * 10 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAID: &str = "Caf\u{e9} – £2,\r\nMondays";

    #[test]
    fn each_encoding_of_spreadsheets_is_read() {
        let wide: Vec<u8> = SAID.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = SAID.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            SAID.as_bytes().to_vec(),
            marked(&[0xef, 0xbb, 0xbf], SAID.as_bytes()),
            marked(&[0xff, 0xfe], &wide),
            marked(&[0xfe, 0xff], &big),
            wide,
            big,
            b"Caf\xe9 \x96 \xa32,\r\nMondays".to_vec(),
        ] {
            assert_eq!(decode(&bytes), SAID);
        }
        assert_eq!(decode(b""), "");
    }

    proptest! {
        #[test]
        fn text_in_utf_8_stays_as_it_is(text in "[^\u{0}\u{feff}]{0,40}") {
            prop_assert_eq!(decode(text.as_bytes()), text.as_str());
        }
    }
}
