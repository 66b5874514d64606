//! Where listings and the vocabulary of needs do not meet: what is shown of it.

use crate::needs::{Need, NeedId, Vocabulary, vocabulary};
use crate::search::survey::{Classified, Counted, is_known};
use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::HashSet;

/// Terms on the page: the rest are rare.
const MOST_TERMS: usize = 100;

/// The page.
#[derive(Debug, Template)]
#[template(path = "vocabulary.html")]
pub struct VocabularyPage {
    /// Listings that are open.
    pub services: usize,
    /// How many of them show no need.
    pub needless: usize,
    /// Some of those.
    pub listings: Vec<Listing>,
    /// Taxonomy terms that stand for no need, those of most listings first.
    pub terms: Vec<Term>,
    /// How many more such terms there are.
    pub more_terms: usize,
    /// Needs that no listing meets, by theme.
    pub unmet: Vec<Theme>,
    /// How many those are.
    pub unmet_count: usize,
    /// How many needs there are.
    pub needs: usize,
}

/// A listing that shows no need.
#[derive(Debug)]
pub struct Listing {
    /// Where it is.
    pub link: String,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub organization: Option<String>,
}

/// A taxonomy term that stands for no need.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name.
    pub label: String,
    /// The listings that have it.
    pub link: String,
    /// How many they are.
    pub count: usize,
}

/// Needs of one theme that nobody meets.
#[derive(Debug, PartialEq, Eq)]
pub struct Theme {
    /// The theme.
    pub label: String,
    /// Its needs: what they are called, and the search for them.
    pub needs: Vec<(String, String)>,
}

impl VocabularyPage {
    /// What is shown of the listings as they are classified.
    pub fn view(classified: Classified, counted: &[Counted]) -> Self {
        let mut terms = terms(counted);
        let more_terms = terms.len().saturating_sub(MOST_TERMS);
        terms.truncate(MOST_TERMS);
        let met: HashSet<&str> = counted.iter().map(|(tag, _)| tag.id.as_str()).collect();
        let unmet = unmet(vocabulary(), &met);
        Self {
            services: classified.services,
            needless: classified.needless,
            listings: classified
                .some_needless
                .into_iter()
                .map(|(id, named)| Listing {
                    link: format!("/services/{id}"),
                    name: named.service,
                    organization: named.organization,
                })
                .collect(),
            terms,
            more_terms,
            unmet_count: unmet.iter().map(|theme| theme.needs.len()).sum(),
            unmet,
            needs: vocabulary().needs().len(),
        }
    }
}

fn search(need: &str) -> String {
    let need = utf8_percent_encode(need, NON_ALPHANUMERIC);
    format!("/?need={need}&availability=any")
}

fn terms(counted: &[Counted]) -> Vec<Term> {
    let unknown = counted.iter().filter(|(tag, _)| !is_known(tag));
    let mut terms: Vec<Term> = unknown
        .map(|(tag, count)| Term {
            label: tag.label.clone(),
            link: search(&tag.id),
            count: *count,
        })
        .collect();
    terms.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    terms
}

/// Needs without a listing. A wider need is met by whatever meets a part of it.
fn unmet(vocabulary: &Vocabulary, met: &HashSet<&str>) -> Vec<Theme> {
    let numbers = || (0..vocabulary.needs().len() as u16).map(NeedId);
    let mut reached = HashSet::new();
    for number in numbers().filter(|number| met.contains(vocabulary.need(*number).id.as_str())) {
        reached.extend([number]);
        reached.extend(vocabulary.ancestors(number));
    }
    let mut themes: Vec<(NeedId, Vec<&Need>)> = Vec::new();
    for number in numbers().filter(|number| !reached.contains(number)) {
        let theme = vocabulary.ancestors(number).last().unwrap_or(number);
        let need = vocabulary.need(number);
        match themes.iter_mut().find(|(known, _)| *known == theme) {
            Some((_, needs)) => needs.push(need),
            None => themes.push((theme, vec![need])),
        }
    }
    let shown = |(theme, needs): (NeedId, Vec<&Need>)| Theme {
        label: vocabulary.need(theme).label.clone(),
        needs: needs
            .into_iter()
            .map(|need| (need.label.clone(), search(&need.id)))
            .collect(),
    };
    themes.into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::entry::{Tag, TagKind};
    use std::sync::Arc;

    fn counted(id: &str, count: usize) -> Counted {
        let tag = Tag {
            kind: TagKind::Need,
            id: id.into(),
            label: id.to_uppercase(),
        };
        (Arc::new(tag), count)
    }

    #[test]
    fn terms_that_stand_for_no_need_come_by_how_many_have_them() {
        let all = [
            counted("debt", 90),
            counted("whittling & co", 2),
            counted("zumba", 7),
        ];
        let terms = terms(&all);
        let shown: Vec<(&str, usize)> = terms
            .iter()
            .map(|term| (&*term.label, term.count))
            .collect();
        assert_eq!(shown, [("ZUMBA", 7), ("WHITTLING & CO", 2)]);
        assert_eq!(
            terms[1].link,
            "/?need=whittling%20%26%20co&availability=any"
        );
    }

    #[test]
    fn a_need_is_met_by_whatever_meets_a_part_of_it() {
        let all = vocabulary();
        let named = |met: &HashSet<&str>| -> Vec<String> {
            let themes = unmet(all, met).into_iter();
            themes
                .flat_map(|theme| theme.needs)
                .map(|(label, _)| label)
                .collect()
        };
        assert_eq!(named(&HashSet::new()).len(), all.needs().len());
        let rest = named(&HashSet::from(["debt"]));
        let label = |id: &str| all.need(all.number(id).unwrap()).label.clone();
        assert!(!rest.contains(&label("debt")) && !rest.contains(&label("money")));
        assert!(rest.contains(&label("benefits")));
    }
}
