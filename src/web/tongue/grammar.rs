//! What Welsh does to words where they meet: mutations, and the forms of “and”.

/// Which of the four forms of Welsh a number takes, as the head of the catalogue says: after two there is
/// a soft mutation, after three and six an aspirate one.
pub fn form(number: u64) -> usize {
    match number {
        1 => 0,
        2 => 1,
        3 | 6 => 2,
        _ => 3,
    }
}

/// With a small first letter; what begins with several capitals stays as it is.
pub fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    match letters.clone().next() {
        Some(second) if second.is_uppercase() => text.to_owned(),
        _ => first
            .into_iter()
            .flat_map(char::to_lowercase)
            .chain(letters)
            .collect(),
    }
}

/// The vowels, before which the word for “and” has another form.
const VOWELS: [char; 14] = [
    'a', 'e', 'i', 'o', 'u', 'w', 'y', 'â', 'ê', 'î', 'ô', 'û', 'ŵ', 'ŷ',
];
/// Words before which it has that form, too.
const AS_IF_VOWEL: [&str; 3] = ["mae ", "nid ", "ni "];
/// The letters that change after it, and into what.
const CHANGED: [(&str, &str); 3] = [("c", "ch"), ("p", "ph"), ("t", "th")];

/// One thing and another.
pub fn joined(first: &str, rest: &str) -> String {
    let digits = rest.find(|letter: char| !letter.is_ascii_digit());
    let number = rest[..digits.unwrap_or(rest.len())].parse::<u64>();
    // Their names begin with a vowel: one, eight, eleven and so on.
    let is_vowel = match number {
        Ok(number) => matches!(number, 1 | 8 | 11..=19 | 80..=89),
        Err(_) => rest.to_lowercase().starts_with(VOWELS),
    };
    if is_vowel || AS_IF_VOWEL.iter().any(|word| rest.starts_with(word)) {
        return format!("{first} ac {rest}");
    }
    let changed = CHANGED.iter().find_map(|(letter, changed)| {
        let after = rest.strip_prefix(letter)?;
        (!after.starts_with('h')).then(|| format!("{changed}{after}"))
    });
    format!("{first} a {}", changed.unwrap_or_else(|| rest.to_owned()))
}

/// Words after which that for “day” changes: to, on, from, second.
const SOFTENING: [&str; 5] = ["i", "ar", "o", "ail", "Ail"];

/// With the soft mutation of the word for “day” where it belongs, and with that for “the” before a vowel.
pub fn softened(welsh: &str) -> String {
    let mut text = format!(" {welsh}").replace(" y ail ", " yr ail ");
    for word in SOFTENING {
        text = text.replace(&format!(" {word} dydd "), &format!(" {word} ddydd "));
    }
    text.split_off(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn and_fits_what_follows_it() {
        assert_eq!(joined("te", "coffi"), "te a choffi");
        assert_eq!(joined("te", "uwd"), "te ac uwd");
        assert_eq!(joined("2 yn llawn", "1 ar gau"), "2 yn llawn ac 1 ar gau");
        assert_eq!(joined("1 ar gau", "10 yn llawn"), "1 ar gau a 10 yn llawn");
        assert_eq!(joined("mae lle", "nid yw 2"), "mae lle ac nid yw 2");
    }

    #[test]
    fn the_word_for_day_changes_after_some_words() {
        assert_eq!(softened("ar dydd Llun"), "ar ddydd Llun");
        assert_eq!(softened("dydd Llun i dydd Iau"), "dydd Llun i ddydd Iau");
        assert_eq!(softened("ar y ail dydd Sul"), "ar yr ail ddydd Sul");
    }

    #[test]
    fn names_of_several_capitals_keep_them() {
        assert_eq!(uncapitalised("Dementia"), "dementia");
        assert_eq!(uncapitalised("LGBT+"), "LGBT+");
    }
}
