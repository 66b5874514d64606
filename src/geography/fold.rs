//! Names as they are compared, and how far apart two of them are.

/// Whether `words` stand in `text` as whole words, in this order.
pub fn has_words(text: &str, words: &str) -> bool {
    format!(" {text} ").contains(&format!(" {words} "))
}

/// The name as it is compared: small letters without accents, words with one space between them,
/// apostrophes dropped, "saint" as "st", "&" as "and".
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
    let words = folded
        .split_whitespace()
        .map(|word| if word == "saint" { "st" } else { word });
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

/// How many letters must be changed, put in or left out to make one text the other, if no more
/// than `most`.
pub fn slips(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let best = (diagonal + usize::from(x != y)).min(row[j].min(row[j + 1]) + 1);
            diagonal = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row.last().copied().filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_to_what_people_type() {
        assert_eq!(fold("  St. John's-on-Sea "), "st johns on sea");
        assert_eq!(fold("Saint Anne’s & Caerŵys"), "st annes and caerwys");
        assert_eq!(fold("Obar Dhe\u{300}athain"), "obar dheathain");
        assert_eq!(fold("--"), "");
    }

    #[test]
    fn slips_are_counted_up_to_a_limit() {
        assert_eq!(slips("stretford", "stretford", 2), Some(0));
        assert_eq!(slips("strtford", "stretford", 2), Some(1));
        assert_eq!(slips("stretfrod", "stretford", 2), Some(2));
        assert_eq!(slips("hale", "bury", 2), None);
    }
}
