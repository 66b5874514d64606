//! A code as it is said over the telephone.

/// `Alpha, two, Charlie`: each character as a word that is not taken for another. What is no letter or
/// digit of a code parts it.
pub fn spoken(code: &str) -> String {
    let groups = code.split('-').map(|group| {
        let words: Vec<&str> = group.chars().filter_map(word).collect();
        words.join(" ")
    });
    groups.collect::<Vec<_>>().join(", ")
}

fn word(letter: char) -> Option<&'static str> {
    Some(match letter {
        '2' => "two",
        '3' => "three",
        '4' => "four",
        '5' => "five",
        '6' => "six",
        '7' => "seven",
        '8' => "eight",
        '9' => "nine",
        'A' => "Alpha",
        'C' => "Charlie",
        'H' => "Hotel",
        'K' => "Kilo",
        'M' => "Mike",
        'Q' => "Quebec",
        'R' => "Romeo",
        'T' => "Tango",
        'W' => "Whiskey",
        'X' => "X-ray",
        'Y' => "Yankee",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signposts::Code;

    #[test]
    fn every_character_of_a_code_has_a_word() {
        assert_eq!(spoken("A2-KX"), "Alpha two, Kilo X-ray");
        for _ in 0..200 {
            let code = Code::random().unwrap().to_string();
            let words = spoken(&code);
            assert_eq!(
                words
                    .split([' ', ','])
                    .filter(|word| !word.is_empty())
                    .count(),
                8,
                "{code}"
            );
        }
    }
}
