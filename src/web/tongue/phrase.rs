//! A phrase with gaps, such as “Waiting list, about {n} weeks”.

/// A phrase as it is written in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The words before the first gap.
    start: String,
    /// Each gap, and the words after it.
    gaps: Vec<Gap>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Gap {
    name: String,
    after: String,
}

/// Gaps that take anything and keep it: names, and what somebody typed.
const KEPT: [&str; 10] = [
    "name", "names", "place", "area", "words", "by", "who", "number", "code", "address",
];
/// Gaps that take anything, but say it in the other language if it is known. What stands in all others must
/// be known.
const FREE: [&str; 7] = [
    "label", "needs", "things", "money", "about", "reason", "state",
];

impl Gap {
    /// Whether only a number fits: those are called n, n2 and so on.
    fn is_number(&self) -> bool {
        let digits = self.name.strip_prefix('n');
        digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    }

    fn fits(&self, value: &str) -> bool {
        let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        let mut letters = value.chars();
        match self.is_number() {
            true => {
                is_digit(letters.clone().next())
                    && is_digit(letters.clone().next_back())
                    && letters.all(|letter| is_digit(Some(letter)) || matches!(letter, '.' | ','))
            }
            false => !value.is_empty(),
        }
    }
}

impl Phrase {
    /// Reads `words {gap} more words`.
    pub fn read(text: &str) -> Self {
        let mut pieces = text.split('{');
        let start = pieces.next().unwrap_or_default().to_owned();
        let gap = |piece: &str| {
            let (name, after) = piece.split_once('}').unwrap_or((piece, ""));
            Gap {
                name: name.to_owned(),
                after: after.to_owned(),
            }
        };
        Self {
            start,
            gaps: pieces.map(gap).collect(),
        }
    }

    /// Whether what stands in the gap of this name stays as it is.
    pub fn is_kept(gap: &str) -> bool {
        KEPT.contains(&gap)
    }

    /// Whether the gap of this name takes what is not known, too.
    pub fn is_free(gap: &str) -> bool {
        FREE.contains(&gap)
    }

    /// The names of its gaps, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.gaps.iter().map(|gap| gap.name.as_str())
    }

    /// The length of its words, in bytes: of two phrases that fit, the one with more words is meant.
    pub fn length(&self) -> usize {
        let after = self.gaps.iter().map(|gap| gap.after.len());
        self.start.len() + after.sum::<usize>()
    }

    /// What stands in the gaps, if something was said with this phrase.
    pub fn values_in<'a>(&self, said: &'a str) -> Option<Vec<&'a str>> {
        let mut rest = said.strip_prefix(self.start.as_str())?;
        let mut values = Vec::with_capacity(self.gaps.len());
        for (index, gap) in self.gaps.iter().enumerate() {
            let is_last = index + 1 == self.gaps.len();
            let (value, after) = match is_last {
                true => (rest.strip_suffix(gap.after.as_str())?, ""),
                false => rest.split_once(gap.after.as_str())?,
            };
            values.push(Some(value).filter(|value| gap.fits(value))?);
            rest = after;
        }
        rest.is_empty().then_some(values)
    }

    /// With its gaps filled, each by its name; one that is not known stays empty.
    pub fn filled(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut text = self.start.clone();
        for gap in &self.gaps {
            text += &value(&gap.name).unwrap_or_default();
            text += &gap.after;
        }
        text
    }

    /// With its gaps filled one after the other.
    pub fn filled_in_order(&self, values: &[&str]) -> String {
        let mut text = self.start.clone();
        for (index, gap) in self.gaps.iter().enumerate() {
            text += values.get(index).copied().unwrap_or_default();
            text += &gap.after;
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &str, said: &str) -> Option<Vec<String>> {
        let phrase = Phrase::read(phrase);
        let values = phrase.values_in(said)?;
        Some(values.into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn values_are_found_between_the_words() {
        let list = "Waiting list, about {n} weeks";
        assert_eq!(
            found(list, "Waiting list, about 4 weeks"),
            Some(vec!["4".into()])
        );
        assert_eq!(found(list, "Waiting list, about four weeks"), None);
        assert_eq!(found(list, "Waiting list, about 4 weeks."), None);
        let both = found("{n} of {n2} {unit} free", "3 of 1,000 food parcels free");
        assert_eq!(
            both,
            Some(vec!["3".into(), "1,000".into(), "food parcels".into()])
        );
        assert_eq!(found("Aged {n}", "Aged 25."), None);
        assert_eq!(found("Full", "Full"), Some(vec![]));
        assert_eq!(found("Near {place}", "Near "), None);
    }

    #[test]
    fn gaps_are_filled_in_order_or_by_name() {
        let phrase = Phrase::read("{who} of {where}");
        assert_eq!(phrase.filled_in_order(&["Ada", "{who}"]), "Ada of {who}");
        let value = |name: &str| (name == "where").then(|| "Leeds".to_owned());
        assert_eq!(phrase.filled(value), " of Leeds");
        assert_eq!(phrase.length(), 4);
    }

    proptest::proptest! {
        #[test]
        fn what_is_put_in_is_found_again(n in 0_u32..100_000, place in "[A-Za-z][A-Za-z ]{0,12}") {
            let phrase = Phrase::read("{n} km from {place}, as the crow flies");
            let (n, place) = (n.to_string(), place.as_str());
            let said = phrase.filled_in_order(&[&n, place]);
            proptest::prop_assert_eq!(phrase.values_in(&said), Some(vec![n.as_str(), place]));
        }
    }
}
