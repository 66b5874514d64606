//! The questions: those of the other benches, every other one for what has room. The peers are given
//! them as Headroom has read them, so that all three look for the same; the reading costs them nothing.

use super::listing::bit;
use crate::support::client::Client;
use crate::support::questions::{Asked, mixed};
use crate::support::world::World;
use headroom::domain::point::Point;
use headroom::domain::schedule::{DaySet, Part, Times, weekday};
use headroom::needs::Kind as Said;
use headroom::needs::token::{Token, joined, stem, tokens};
use headroom::needs::{Match, NeedId, circumstances, vocabulary};
use headroom::search::answer::{Answer, Understood};
use headroom::search::entry::{Tag, TagKind};
use headroom::search::telling;

/// What is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// A need, by its number.
    Need(usize),
    /// A word, by its stem.
    Word(String),
}

/// What a question asks for beside words, place and room.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    /// Classifications: the bit of their kind, and any of these numbers.
    pub tags: Vec<(u8, Vec<u16>)>,
    /// What is free of charge, or does not say what it costs.
    pub free: bool,
    /// The age of a person.
    pub age: Option<f64>,
    /// Days and times, as bits.
    pub times: Option<u32>,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// As Headroom is asked.
    pub path: String,
    /// What an answer must have: of each of these, one.
    pub clauses: Vec<Vec<Key>>,
    /// From where.
    pub near: Point,
    /// How far away at most, in metres.
    pub within_m: f64,
    /// Whether only what has said that it has room is wanted.
    pub room: bool,
    /// What else must hold.
    pub filters: Filters,
    /// Whether Headroom widened the question to find them.
    pub widened: bool,
}

/// Reads all questions by asking Headroom once, which warms it, too.
pub fn read_all(world: &World, tags: &[Tag], client: &mut Client) -> Vec<Question> {
    let asked = mixed(world);
    asked.iter().map(|one| read(one, tags, client)).collect()
}

fn read(asked: &Asked, tags: &[Tag], client: &mut Client) -> Question {
    let path = asked.path();
    let answer = answer(client, &path);
    let place = answer.interpretation.place.as_ref().expect("a known place");
    let corrected = answer.interpretation.corrected.as_ref();
    let text = joined(corrected.unwrap_or(&asked.words));
    Question {
        clauses: clauses(&text, &answer.interpretation.understood),
        near: Point::new(place.latitude, place.longitude).expect("a place on the ground"),
        within_m: asked.within_km * 1000.0,
        room: asked.room,
        filters: filters(&answer.interpretation.understood, tags),
        widened: !answer.interpretation.relaxed.is_empty(),
        path,
    }
}

fn answer(client: &mut Client, path: &str) -> Answer {
    let reply = client.get(path);
    let text = String::from_utf8_lossy(reply.body);
    assert_eq!(reply.status, 200, "{path}: {text}");
    serde_json::from_slice(reply.body).expect("an answer")
}

/// What is looked up: the needs that were recognised, and the words that are left.
fn clauses(text: &str, understood: &[Understood]) -> Vec<Vec<Key>> {
    let tokens = tokens(text);
    let mut taken = vec![false; tokens.len()];
    let mut clauses = needs(&tokens, understood, &mut taken);
    let said = |part: &&Understood| !matches!(part.kind.as_str(), "need" | "spelling");
    for part in understood.iter().filter(said) {
        take(text, &tokens, &part.because, &mut taken);
    }
    let open = (0..tokens.len()).filter(|word| !taken[*word] && !tokens[*word].small);
    let told = open.filter(|word| !telling::is_filler(&tokens[*word].stem));
    let (strong, weak): (Vec<_>, Vec<_>) =
        told.partition(|word| !telling::is_weak(&tokens[*word].stem));
    let word = |word: usize| words(&tokens[word], text, understood);
    clauses.extend(strong.into_iter().map(word));
    if clauses.is_empty() {
        clauses.extend(weak.into_iter().map(word));
    }
    if clauses.is_empty() && taken.iter().all(|taken| !taken) {
        let telling = (0..tokens.len()).filter(|word| !tokens[*word].small);
        clauses.extend(telling.map(word));
    }
    let mut once: Vec<Vec<Key>> = Vec::new();
    clauses.retain(|clause| {
        !once.contains(clause) && {
            once.push(clause.clone());
            true
        }
    });
    clauses
}

/// A word, and beside it the commoner one that may have been meant.
fn words(token: &Token, text: &str, understood: &[Understood]) -> Vec<Key> {
    let typed = &text[token.at.clone()];
    let mut also = understood.iter().filter(|part| part.kind == "spelling");
    let also = also.find(|part| part.because == typed);
    let stems = std::iter::once(token.stem.clone()).chain(also.map(|part| stem(&part.id)));
    stems.map(Key::Word).collect()
}

/// Needs that the same words show make one clause.
fn needs(tokens: &[Token], understood: &[Understood], taken: &mut [bool]) -> Vec<Vec<Key>> {
    let is_understood = |one: &Match<NeedId>| {
        let id = &vocabulary().need(one.means).id;
        understood
            .iter()
            .any(|part| part.kind == "need" && part.id == *id)
    };
    let found = vocabulary().asked(tokens).into_iter().filter(is_understood);
    let mut groups: Vec<(usize, usize, Vec<Key>)> = Vec::new();
    for one in found {
        one.range()
            .filter(|word| one.has(*word))
            .for_each(|word| taken[word] = true);
        let key = Key::Need(usize::from(one.means.0));
        let same = groups
            .iter_mut()
            .position(|(_, _, keys)| keys.contains(&key));
        let overlaps = |(from, to, _): &(usize, usize, _)| *from < one.to && one.from < *to;
        match same.or_else(|| groups.iter().position(overlaps)) {
            Some(group) => {
                let (from, to, keys) = &mut groups[group];
                if same.is_none() {
                    (*from, *to) = ((*from).min(one.from), (*to).max(one.to));
                    keys.push(key);
                }
            }
            None => groups.push((one.from, one.to, vec![key])),
        }
    }
    groups.into_iter().map(|(_, _, keys)| keys).collect()
}

/// Marks the words of a part that was understood as accounted for.
fn take(text: &str, tokens: &[Token], because: &str, taken: &mut [bool]) {
    let Some(start) = text.find(because) else {
        return;
    };
    let words = tokens.iter().zip(taken);
    let within =
        words.filter(|(token, _)| (start..start + because.len()).contains(&token.at.start));
    within.for_each(|(_, taken)| *taken = true);
}

fn filters(understood: &[Understood], tags: &[Tag]) -> Filters {
    let mut filters = Filters::default();
    let mut days = DaySet::NONE;
    let mut part = None;
    for said in understood {
        match said.kind.as_str() {
            "cost" => filters.free = true,
            "age" => filters.age = said.id.parse().ok(),
            "day" => days = days | days_of(&said.id),
            "time" => part = Part::ALL.into_iter().find(|part| part.as_str() == said.id),
            "access" => offering(&mut filters, Said::Access, TagKind::Access, &said.id, tags),
            "language" => offering(
                &mut filters,
                Said::Language,
                TagKind::Language,
                &said.id,
                tags,
            ),
            "route" => offering(&mut filters, Said::Route, TagKind::Route, &said.id, tags),
            "delivery" => offering(
                &mut filters,
                Said::Delivery,
                TagKind::Delivery,
                &said.id,
                tags,
            ),
            _ => {}
        }
    }
    if !days.is_empty() || part.is_some() {
        let days = if days.is_empty() { DaySet::ALL } else { days };
        filters.times = Some(Times::on(days, part).bits());
    }
    filters
}

fn days_of(id: &str) -> DaySet {
    let said = circumstances().with_id(Said::Day, id);
    let also = said
        .into_iter()
        .flat_map(|said| said.also.iter().map(String::as_str));
    let days = std::iter::once(id).chain(also).filter_map(weekday);
    days.fold(DaySet::NONE, |days, day| days | DaySet::of(day))
}

/// Asks for any of the classifications by which a circumstance is offered.
fn offering(filters: &mut Filters, said: Said, kind: TagKind, id: &str, tags: &[Tag]) {
    let Some(said) = circumstances().with_id(said, id) else {
        return;
    };
    let offers = |tag: &Tag| {
        let label = tag.label.to_lowercase();
        let is_named = tag.id == said.id || said.also.contains(&tag.id);
        tag.kind == kind && (is_named || said.tags.iter().any(|word| label.contains(word.as_str())))
    };
    let numbers = (0..).zip(tags).filter(|(_, tag)| offers(tag));
    let numbers = numbers.map(|(number, _)| number);
    match filters
        .tags
        .iter_mut()
        .find(|(known, _)| *known == bit(kind))
    {
        Some((_, known)) => known.extend(numbers),
        None => filters.tags.push((bit(kind), numbers.collect())),
    }
}
