//! The question as it stands in the address of a page, and the links that change one part of it.

pub mod kept;

use self::kept::KEEP;
use crate::app::question::PARAMETERS;

/// Parameters kept of one address at most, so that a page of links stays a page.
const MOST: usize = 120;
/// How far, in kilometres, unless the person says otherwise.
const WITHIN: &str = "10";
/// What the page says for "however far", which the search itself has no word for.
const ANYWHERE: &str = "any";

/// What was asked, in order, without what is empty or unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question(Vec<(String, String)>);

impl Question {
    /// Reads the part of an address after the question mark.
    pub fn read(query: &str) -> Self {
        let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(query);
        let pairs = pairs.map(|pairs| pairs.into_inner()).unwrap_or_default();
        let known = |(name, value): &(String, String)| {
            let is_one = PARAMETERS.contains(&name.as_str()) || name == KEEP;
            is_one && !value.trim().is_empty()
        };
        Self(pairs.into_iter().filter(known).take(MOST).collect())
    }

    /// Whether nothing was asked, whatever is kept.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(name, _)| name == KEEP)
    }

    /// What was said for a parameter that may be given once; the last one counts.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut same = self.0.iter().rev();
        let (_, value) = same.find(|(known, _)| known == name)?;
        Some(value.trim())
    }

    /// All that was said for a parameter.
    pub fn values<'a>(&'a self, name: &'a str) -> impl DoubleEndedIterator<Item = &'a str> {
        let same = self.0.iter().filter(move |(known, _)| known == name);
        same.map(|(_, value)| value.trim())
    }

    /// Whether this is among what was said for a parameter.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values(name).any(|known| known == value)
    }

    /// The same without these parameters. What is changed is read from its first page.
    pub fn without(&self, names: &[&str]) -> Self {
        let left = self
            .0
            .iter()
            .filter(|(name, _)| name != "page" && !names.contains(&name.as_str()));
        Self(left.cloned().collect())
    }

    /// The same without one value of a parameter.
    pub fn without_value(&self, name: &str, value: &str) -> Self {
        let mut left = self.without(&[]);
        left.0
            .retain(|(known, said)| known != name || said.trim() != value);
        left
    }

    /// The same with this as the only value of a parameter.
    pub fn with(&self, name: &str, value: &str) -> Self {
        self.without(&[name]).and(name, value)
    }

    /// The same with one more value of a parameter.
    pub fn and(&self, name: &str, value: &str) -> Self {
        let mut more = self.without(&[]);
        more.0.push((name.to_owned(), value.to_owned()));
        more
    }

    /// The kilometres that count, as text; none where distance does not matter.
    pub fn within(&self) -> Option<&str> {
        let asked = self.get("within_km");
        match asked {
            Some(ANYWHERE) => None,
            None if self.get("near").is_some() => Some(WITHIN),
            other => other,
        }
    }

    /// What the search is asked: the page's own words put into the search's.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = self.0.clone();
        let within = self.within().map(str::to_owned);
        pairs.retain(|(name, _)| name != "within_km" && name != KEEP);
        pairs.extend(within.map(|km| ("within_km".to_owned(), km)));
        pairs
    }

    /// The address of this question on a page.
    pub fn at(&self, path: &str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        let encoded = |(name, value): &(String, String)| format!("{name}={}", encode(value));
        let pairs: Vec<String> = self.0.iter().map(encoded).collect();
        format!("{path}?{}", pairs.join("&"))
    }
}

/// A text as a value in an address.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_or_unknown_is_dropped() {
        let question = Question::read("q=debt&near=&utm_source=x&need=a&need=b");
        assert_eq!(question.at("/"), "/?q=debt&need=a&need=b");
        assert_eq!(Question::read("%%%&&=").at("/"), "/");
    }

    #[test]
    fn a_change_begins_again_at_the_first_page() {
        let question = Question::read("q=debt&page=3&need=a&need=b");
        assert_eq!(
            question.without_value("need", "a").at("/"),
            "/?q=debt&need=b"
        );
        assert_eq!(
            question.with("page", "4").at("/"),
            "/?q=debt&need=a&need=b&page=4"
        );
        assert_eq!(
            question.and("need", "c").at("/"),
            "/?q=debt&need=a&need=b&need=c"
        );
    }

    #[test]
    fn a_place_means_ten_kilometres_unless_said_otherwise() {
        let within = |query: &str| Question::read(query).within().map(str::to_owned);
        assert_eq!(within("q=debt"), None);
        assert_eq!(within("near=QH1"), Some("10".into()));
        assert_eq!(within("near=QH1&within_km=2"), Some("2".into()));
        assert_eq!(within("near=QH1&within_km=any"), None);
        let asked = Question::read("near=QH1&within_km=any").pairs();
        assert_eq!(asked, [("near".to_owned(), "QH1".to_owned())]);
    }

    #[test]
    fn values_survive_the_address() {
        let question = Question::read("q=food+%26+drink+%E2%80%93+caf%C3%A9");
        assert_eq!(question.get("q"), Some("food & drink – café"));
        assert_eq!(question.at("/"), "/?q=food+%26+drink+%E2%80%93+caf%C3%A9");
    }
}
