//! Reading a question as a person would: which needs its words show, for whom, where and when, and
//! what is left to be looked up as words. Whatever is understood can be taken away again, by the
//! parameter `without`.

mod age;
mod clauses;
mod place;
mod said;
mod spelling;
pub mod telling;
mod when;

use super::answer::Understood;
use super::plan::Plan;
use super::request::Request;
use super::tags::Tags;
use super::view::View;
use crate::geography::Gazetteer;
use crate::needs::token::{Token, joined, tokens};
use crate::needs::{Match, NeedId, circumstances, vocabulary};
use crate::safety::{self, Danger};
use jiff::Timestamp;

/// What helps to read a question.
pub struct Aids<'a> {
    /// The index: which words there are.
    pub view: &'a View,
    /// Postcodes and places.
    pub gazetteer: &'a Gazetteer,
    /// What listings are classified by.
    pub tags: &'a Tags,
    /// The moment of the question: what "today" is.
    pub now: Timestamp,
}

/// A question, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// What is asked, with everything that its words add.
    pub request: Request,
    /// What is looked up.
    pub plan: Plan,
    /// What was understood, in the order of the question.
    pub understood: Vec<Understood>,
    /// The question as it was read, if words in it were misspelt.
    pub corrected: Option<String>,
    /// What its words show, where they show danger.
    pub danger: Option<&'static Danger>,
    /// Which filters of the request come from the words: the first to give way.
    pub soft: Vec<Soft>,
}

/// A filter that the words of a question have set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soft {
    /// Days and times.
    Times,
    /// Free of charge.
    Cost,
    /// Classifications of a kind.
    Tags(super::entry::TagKind),
    /// The age of the person.
    Age,
}

/// Reads a question.
pub fn read(request: &Request, aids: &Aids) -> Reading {
    let mut begun = Reading {
        request: request.clone(),
        ..Reading::default()
    };
    let text = joined(&request.q);
    if text.trim().is_empty() {
        return begun;
    }
    begun.danger = safety::net().check(&request.q);
    let first = Reader::new(begun.clone(), &text, aids).read();
    if request.is_without("spelling") {
        return first.finish();
    }
    match spelling::corrected(&first) {
        Some(corrected) => {
            let mut reading = Reader::new(begun, &corrected, aids).read().finish();
            reading.corrected = Some(corrected);
            reading
        }
        None => first.finish(),
    }
}

/// Loads what reading a question needs, so that nobody who asks waits for it. What is built for tests
/// learns the signs of danger from the first question: most servers of tests are asked none.
pub fn load() {
    vocabulary();
    circumstances();
    if !cfg!(debug_assertions) {
        safety::net();
    }
}

/// A question while it is read.
struct Reader<'a> {
    text: &'a str,
    aids: &'a Aids<'a>,
    tokens: Vec<Token>,
    /// Which words are accounted for.
    taken: Vec<bool>,
    needs: Vec<Match<NeedId>>,
    reading: Reading,
}

impl<'a> Reader<'a> {
    fn new(reading: Reading, text: &'a str, aids: &'a Aids<'a>) -> Self {
        let tokens = tokens(text);
        Self {
            text,
            aids,
            taken: vec![false; tokens.len()],
            tokens,
            needs: Vec::new(),
            reading,
        }
    }

    fn read(mut self) -> Self {
        self.needs = vocabulary().asked(&self.tokens);
        self.needs.retain(|one| {
            let id = &vocabulary().need(one.means).id;
            !self.reading.request.is_without(&format!("need:{id}"))
        });
        self.place();
        self.circumstances();
        self.age();
        self.days_by_name();
        self
    }

    fn finish(mut self) -> Reading {
        self.plan();
        self.reading
    }

    /// The words of a range as they were typed.
    fn typed(&self, range: &std::ops::Range<usize>) -> &'a str {
        let (first, last) = (&self.tokens[range.start], &self.tokens[range.end - 1]);
        &self.text[first.at.start..last.at.end]
    }

    /// One word as it was typed, in lower case.
    fn word(&self, index: usize) -> String {
        self.text[self.tokens[index].at.clone()].to_lowercase()
    }

    fn take(&mut self, range: std::ops::Range<usize>) {
        self.taken[range].fill(true);
    }

    fn note(&mut self, kind: &str, id: &str, label: String, because: &str, without: String) {
        let known = self
            .reading
            .understood
            .iter()
            .any(|known| known.without == without);
        if !known {
            self.reading.understood.push(Understood {
                kind: kind.to_owned(),
                id: id.to_owned(),
                label,
                because: because.to_owned(),
                without,
            });
        }
    }
}

impl Request {
    /// Whether a part of what the words say is not to be understood.
    pub fn is_without(&self, part: &str) -> bool {
        let kind = part.split_once(':').map(|(kind, _)| kind);
        let mut without = self.without.iter();
        without.any(|said| said == part || Some(said.as_str()) == kind)
    }
}
