//! Names as they are compared.

/// Whether `words` stand in `text` as whole words, in this order.
pub fn has_words(text: &str, words: &str) -> bool {
    format!(" {text} ").contains(&format!(" {words} "))
}

/// The name as it is compared: small letters without accents, words with one space between them,
/// apostrophes dropped, and each word in its usual form:
/// "saint" as "st", "upon" as "on", "&" as "and".
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            '\'' | '’' | '‘' | '`' | '.' => {}
            '&' => folded.push_str(" and "),
            c if c.is_ascii_alphanumeric() => folded.push(c),
            c if c.is_alphanumeric() => {
                folded.push_str(plain(c).unwrap_or(c.encode_utf8(&mut [0; 4])))
            }
            // A combining accent belongs to the letter before it.
            '\u{300}'..='\u{36f}' => {}
            _ => folded.push(' '),
        }
    }
    let words = folded.split_whitespace().map(|word| match word {
        "saint" => "st",
        "upon" => "on",
        "gt" => "great",
        "lt" => "little",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The plain letters for an accented one of the languages of these islands.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => "a",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'ŷ' | 'ỳ' | 'ý' | 'ÿ' => "y",
        'ç' => "c",
        'ñ' => "n",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_to_what_people_type() {
        assert_eq!(fold("  St. John's-on-Sea "), "st johns on sea");
        assert_eq!(fold("Saint Anne’s & Caerŵys"), "st annes and caerwys");
        assert_eq!(fold("Obar Dhe\u{300}athain"), "obar dheathain");
        assert_eq!(fold("Stratford-upon-Avon"), "stratford on avon");
        assert_eq!(fold("Gt. Sankey"), "great sankey");
        assert_eq!(fold("--"), "");
    }
}
