//! Cutting a text into words: without capitals and apostrophes, each with its stem and with the
//! clause that it stands in.

/// No more words than this are looked at: a question is never that long.
const MOST_WORDS: usize = 400;

/// Spoken forms that would be another word without their apostrophe.
const SPOKEN: [(&str, &str); 3] = [
    ("od'd", "overdosed"),
    ("od'ed", "overdosed"),
    ("od'ing", "overdosing"),
];

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In lower case, without apostrophes: `won't` and `wont` are one word.
    pub plain: String,
    /// The sentence that it stands in, counted from 0. `but` begins another.
    pub sentence: u16,
    /// The clause that it stands in, counted from 0 through the whole text.
    pub clause: u16,
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut cutter = Cutter::default();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if cutter.found.len() == MOST_WORDS {
            break;
        }
        cutter.take(letter, letters.peek().copied());
    }
    cutter.finish_word();
    cutter.found
}

#[derive(Debug, Default)]
struct Cutter {
    found: Vec<Word>,
    plain: String,
    /// The same with its apostrophes.
    written: String,
    sentence: u16,
    clause: u16,
}

impl Cutter {
    fn take(&mut self, letter: char, next: Option<char>) {
        if letter.is_alphanumeric() {
            self.plain.extend(letter.to_lowercase());
            self.written.extend(letter.to_lowercase());
        } else if is_apostrophe(letter) && !self.plain.is_empty() {
            self.written.push('\'');
        } else {
            self.finish_word();
            self.end(letter, next);
        }
    }

    fn finish_word(&mut self) {
        if self.plain.is_empty() {
            return;
        }
        let written = std::mem::take(&mut self.written);
        let mut plain = std::mem::take(&mut self.plain);
        if let Some((_, meant)) = SPOKEN.iter().find(|(form, _)| *form == written) {
            plain = (*meant).to_owned();
        }
        if ["but", "however", "although"].contains(&plain.as_str()) {
            self.next_sentence();
        }
        let (sentence, clause) = (self.sentence, self.clause);
        self.found.push(Word {
            plain,
            sentence,
            clause,
        });
    }

    /// A mark right before a letter, as in `38.6` or `well-known`, ends nothing.
    fn end(&mut self, mark: char, next: Option<char>) {
        let inside = next.is_some_and(char::is_alphanumeric);
        match mark {
            '\n' => self.next_sentence(),
            '.' | '!' | '?' | ';' if !inside => self.next_sentence(),
            ',' | ':' | '(' | ')' | '–' | '—' => self.clause += 1,
            '-' if !inside => self.clause += 1,
            _ => {}
        }
    }

    fn next_sentence(&mut self) {
        self.sentence += 1;
        self.clause += 1;
    }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '`' | '´')
}

/// The stem of a plain word: endings of number and time taken off, so that `hurts`, `hurting`
/// and `hurt` are one. It need not be a word; it only has to be the same for all forms.
pub fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 {
        return word.to_owned();
    }
    let singular = without_plural(word);
    let present = without_tense(&singular);
    without_last_e(present)
}

fn without_plural(word: &str) -> String {
    let kept = |letters: usize| word[..word.len() - letters].to_owned();
    let sibilant = ["sses", "shes", "ches", "xes", "zzes"];
    if word.len() > 4 && word.ends_with("ies") {
        return kept(3) + "y";
    }
    if sibilant.iter().any(|end| word.ends_with(end)) {
        return kept(2);
    }
    let stays = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    if word.ends_with('s') && !stays {
        kept(1)
    } else {
        word.to_owned()
    }
}

fn without_tense(word: &str) -> String {
    if word.len() > 4 && word.ends_with("ied") {
        return word[..word.len() - 3].to_owned() + "y";
    }
    let endings = ["ing", "in", "ed"];
    for ending in endings {
        let Some(base) = word.strip_suffix(ending) else {
            continue;
        };
        if is_verb(base, ending) {
            return with_silent_e(base).unwrap_or_else(|| undoubled(base).to_owned());
        }
    }
    word.to_owned()
}

/// Whether what is left without the ending can be a verb: long enough and with a vowel. `in` for
/// `ing` is speech, as in `kickin`, and needs more before it, for many words end so.
fn is_verb(base: &str, ending: &str) -> bool {
    let spoken = base.ends_with(['k', 't', 'p']) && base.len() >= 3 && base != "cert";
    let long = match ending {
        "ing" => base.len() >= 3,
        "ed" => base.len() >= 3 && !base.ends_with('e'),
        _ => spoken,
    };
    long && base.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// `taking` is of `take`, while `eating` is of `eat`: three letters with one vowel between two
/// consonants had an e, or the last would be double.
fn with_silent_e(base: &str) -> Option<String> {
    let vowel = |letter: &u8| b"aeiou".contains(letter);
    let [first, middle, last] = base.as_bytes() else {
        return None;
    };
    let short = !vowel(first) && vowel(middle) && !vowel(last) && !b"wxy".contains(last);
    short.then(|| format!("{base}e"))
}

fn undoubled(base: &str) -> &str {
    let bytes = base.as_bytes();
    let doubled = bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    if doubled {
        &base[..base.len() - 1]
    } else {
        base
    }
}

/// `kill` and `killing` end alike when double letters are single in both; so do `take` and
/// `taking` without the silent e.
fn without_last_e(mut word: String) -> String {
    if word.len() > 4 && word.ends_with('e') {
        word.pop();
    }
    let single = undoubled(&word).len();
    word.truncate(single);
    word
}

#[cfg(test)]
mod tests {
    use super::{stem, words};

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (one, other) in [
            ("hurts", "hurting"),
            ("kill", "killed"),
            ("taking", "takes"),
            ("tablets", "tablet"),
            ("bodies", "body"),
            ("kickin", "kicks"),
            ("stabbed", "stab"),
            ("leaving", "leave"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} and {other}");
        }
    }

    #[test]
    fn different_words_keep_different_stems() {
        for (one, other) in [("thing", "the"), ("care", "car"), ("note", "not")] {
            assert_ne!(stem(one), stem(other), "{one} and {other}");
        }
    }

    #[test]
    fn marks_and_but_divide_a_text() {
        let found = words("Won't eat, temp 38.6. Says he’s fine but cries");
        let plain: Vec<&str> = found.iter().map(|word| word.plain.as_str()).collect();
        let expected = "wont eat temp 38 6 says hes fine but cries";
        assert_eq!(plain.join(" "), expected);
        let sentences: Vec<u16> = found.iter().map(|word| word.sentence).collect();
        assert_eq!(sentences, [0, 0, 0, 0, 0, 1, 1, 1, 2, 2]);
        assert_eq!((found[1].clause, found[2].clause), (0, 1));
    }
}
