//! Services that somebody keeps while they search, to put them side by side. They stand in the address
//! and nowhere else.

use super::Question;
use crate::domain::id;

/// The parameter of a search that keeps a service.
pub const KEEP: &str = "keep";
/// Services side by side at most: more than four nobody compares.
pub const MOST: usize = 4;

/// The ids among these texts, as the database has them, each once and no more than can be compared.
pub fn ids<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for id in texts.filter_map(|text| id::parse(text).ok()) {
        let id = id.to_string();
        if ids.len() < MOST && !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// The page with these services side by side.
pub fn compare(ids: &[String]) -> String {
    let pairs: Vec<String> = ids.iter().map(|id| format!("id={id}")).collect();
    match pairs.is_empty() {
        true => "/compare".into(),
        false => format!("/compare?{}", pairs.join("&")),
    }
}

impl Question {
    /// The services that are kept.
    pub fn kept(&self) -> Vec<String> {
        ids(self.values(KEEP))
    }

    /// The same page of the same question, keeping these services.
    pub fn keeping(&self, ids: &[String]) -> Self {
        let mut pairs = self.0.clone();
        pairs.retain(|(name, _)| name != KEEP);
        pairs.extend(ids.iter().map(|id| (KEEP.to_owned(), id.clone())));
        Self(pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "0000005e-0000-4000-8000-000000000001";
    const OTHER: &str = "0000005e-0000-4000-8000-000000000002";

    #[test]
    fn what_is_kept_is_read_once_and_stays_on_its_page() {
        let question = Question::read(&format!("q=lunch&page=2&keep={ONE}&keep=x&keep={ONE}"));
        assert_eq!(question.kept(), [ONE]);
        let more = question.keeping(&[ONE.to_owned(), OTHER.to_owned()]);
        assert_eq!(
            more.at("/"),
            format!("/?q=lunch&page=2&keep={ONE}&keep={OTHER}")
        );
        assert_eq!(question.keeping(&[]).at("/"), "/?q=lunch&page=2");
    }

    #[test]
    fn keeping_asks_nothing() {
        let question = Question::read(&format!("keep={ONE}"));
        assert!(question.is_empty());
        assert_eq!(question.pairs(), []);
        assert_eq!(question.at("/"), format!("/?keep={ONE}"));
    }

    #[test]
    fn no_more_are_kept_than_fit_side_by_side() {
        let many: Vec<String> = (0..9)
            .map(|n| ONE.replace("01", &format!("0{n}")))
            .collect();
        assert_eq!(ids(many.iter().map(String::as_str)).len(), MOST);
        assert_eq!(
            compare(&many[..2]),
            format!("/compare?id={}&id={}", many[0], many[1])
        );
        assert_eq!(compare(&[]), "/compare");
    }
}
