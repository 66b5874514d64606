//! What matched but has no room, and what to do when nothing is left.

use super::words::{list, thousands};
use crate::app::question::FILTERS;
use crate::search::answer::{Answer, Hidden};
use crate::web::address::Question;

/// What is not shown, with a link that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenNotice {
    /// How many and why.
    pub words: String,
    /// The same question with them.
    pub show: String,
    /// How many they are.
    pub total: u32,
}

impl HiddenNotice {
    /// None where nothing is hidden.
    pub fn view(hidden: &Hidden, question: &Question, anything_shown: bool) -> Option<Self> {
        let total = hidden.total();
        let more = if anything_shown { " more" } else { "" };
        let verb = match total {
            0 => return None,
            1 => format!("1{more} matches but is not shown"),
            _ => format!("{}{more} match but are not shown", thousands(total.into())),
        };
        Some(Self {
            words: format!("{verb}: {}.", reasons(hidden)),
            show: question.with("availability", "any").at("/"),
            total,
        })
    }
}

fn reasons(hidden: &Hidden) -> String {
    let counted = [
        (hidden.full, "full"),
        (hidden.waiting_list, "with a waiting list"),
        (hidden.paused, "paused"),
        (hidden.closed, "closed"),
        (hidden.unconfirmed, "with room not confirmed"),
    ];
    let present = counted.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = present
        .map(|(count, why)| format!("{count} {why}"))
        .collect();
    list(&words)
}

/// A way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayOn {
    /// What it does.
    pub label: String,
    /// The question that does it.
    pub link: String,
}

/// What to try when there are no answers, the most helpful first.
pub fn ways_on(answer: &Answer, question: &Question) -> Vec<WayOn> {
    let way = |label: &str, changed: Question| WayOn {
        label: label.into(),
        link: changed.at("/"),
    };
    if answer.total_items > 0 {
        return vec![way("Back to the first page", question.without(&[]))];
    }
    let mut ways = Vec::new();
    let hidden = answer.hidden.total();
    if hidden > 0 {
        let show = question.with("availability", "any");
        let label = if hidden == 1 {
            "Show the one without room"
        } else {
            "Show those without room"
        };
        ways.push(way(label, show));
    }
    if let Some(km) = question.within().and_then(|km| km.parse::<f64>().ok()) {
        let farther = [5.0, 10.0, 20.0].into_iter().find(|step| *step > km);
        let farther = farther.map_or("any".to_owned(), |step| step.to_string());
        let label = match farther.as_str() {
            "any" => "Look at any distance".to_owned(),
            step => format!("Look within {step} km"),
        };
        ways.push(way(&label, question.with("within_km", &farther)));
    }
    let bare = bare(question);
    if bare != question.without(&[]) && !bare.is_empty() {
        ways.push(way("Keep the words and the place, drop the filters", bare));
    }
    if let Some(fewer) = fewer_words(question) {
        ways.push(way("Try fewer words", fewer));
    }
    ways
}

fn bare(question: &Question) -> Question {
    question.without(&FILTERS).without(&["per_page"])
}

/// The longest word alone: it is seldom the one that says nothing.
fn fewer_words(question: &Question) -> Option<Question> {
    let q = question.get("q")?;
    let words: Vec<&str> = q.split_whitespace().collect();
    let longest = words.iter().max_by_key(|word| word.chars().count())?;
    (words.len() > 1).then(|| question.with("q", longest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_counted_by_its_reason() {
        let question = Question::read("q=debt");
        let hidden = Hidden {
            full: 3,
            waiting_list: 2,
            ..Hidden::default()
        };
        let notice = HiddenNotice::view(&hidden, &question, true).unwrap();
        assert_eq!(
            notice.words,
            "5 more match but are not shown: 3 full and 2 with a waiting list."
        );
        assert_eq!(notice.show, "/?q=debt&availability=any");
        let one = Hidden {
            paused: 1,
            ..Hidden::default()
        };
        let notice = HiddenNotice::view(&one, &question, false).unwrap();
        assert_eq!(notice.words, "1 matches but is not shown: 1 paused.");
        assert_eq!(
            HiddenNotice::view(&Hidden::default(), &question, true),
            None
        );
    }

    #[test]
    fn fewer_words_keep_the_longest() {
        let fewer = fewer_words(&Question::read("q=help+with+arrears")).unwrap();
        assert_eq!(fewer.get("q"), Some("arrears"));
        assert_eq!(fewer_words(&Question::read("q=arrears")), None);
    }
}
