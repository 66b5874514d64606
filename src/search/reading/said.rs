//! Circumstances: access, language, cost, ways in, days and times, and for whom somebody asks.

use super::{Reader, Soft, telling};
use crate::domain::schedule::{DaySet, Part, Times, weekday};
use crate::needs::token;
use crate::needs::{Circumstance, Kind, Match, NeedId, circumstances};
use crate::search::entry::TagKind;
use crate::search::plan::{Extra, Key};
use crate::search::ranking::ranking;

impl Reader<'_> {
    /// What the question says beside the need.
    pub(super) fn circumstances(&mut self) {
        let mut days = DaySet::NONE;
        let mut part = None;
        for one in circumstances().find(&self.tokens) {
            let said = circumstances().get(one.means);
            if self.is_within_a_need(&one) || self.is_refused(said) {
                continue;
            }
            if said.kind == Kind::Person {
                let same = |need: &Match<NeedId>| need.range() == one.range();
                match self.is_one_person(&one) {
                    true => self.needs.retain(|need| !same(need)),
                    false if self.needs.iter().any(same) => continue,
                    false => {}
                }
            }
            match said.kind {
                Kind::Day => {
                    let named = std::iter::once(&said.id).chain(&said.also);
                    let named = named.filter_map(|day| weekday(day));
                    named.for_each(|day| days = days | DaySet::of(day));
                }
                Kind::Time => part = Part::ALL.into_iter().find(|part| part.as_str() == said.id),
                Kind::Cost => {
                    self.reading.request.free = true;
                    self.reading.soft.push(Soft::Cost);
                }
                Kind::Person => {}
                Kind::Access | Kind::Language | Kind::Route | Kind::Delivery => self.tag(said),
            }
            self.shown(&one, said);
        }
        if !days.is_empty() || part.is_some() {
            let days = if days.is_empty() { DaySet::ALL } else { days };
            self.reading.request.times = Some(Times::on(days, part));
            self.reading.soft.push(Soft::Times);
        }
    }

    fn shown(&mut self, one: &Match<u16>, said: &Circumstance) {
        let (kind, range) = (name(said.kind), one.range());
        let typed = self.typed(&range);
        self.take(range);
        let without = format!("{kind}:{}", said.id);
        self.note(kind, &said.id, said.label.clone(), typed, without);
    }

    /// Whether the words belong to a need, as those of "wheelchair basketball" do.
    fn is_within_a_need(&self, one: &Match<u16>) -> bool {
        let within = |need: &&Match<NeedId>| {
            need.words > one.words && one.range().any(|word| need.has(word))
        };
        self.needs.iter().any(|need| within(&need))
    }

    /// One person is the one that somebody asks for, and no need: "dad" is not "dads".
    fn is_one_person(&self, one: &Match<u16>) -> bool {
        one.words == 1 && !self.word(one.to - 1).ends_with('s')
    }

    /// Whether the part was taken away, or the request says the same thing in a parameter.
    fn is_refused(&self, said: &Circumstance) -> bool {
        let request = &self.reading.request;
        let soft = &self.reading.soft;
        let asked = match said.kind {
            Kind::Day | Kind::Time => request.times.is_some() && !soft.contains(&Soft::Times),
            Kind::Cost => request.free && !soft.contains(&Soft::Cost),
            Kind::Person => false,
            kind => tag_kind(kind).is_some_and(|kind| {
                request.tags.iter().any(|(known, _)| *known == kind)
                    && !soft.contains(&Soft::Tags(kind))
            }),
        };
        asked || request.is_without(&format!("{}:{}", name(said.kind), said.id))
    }

    /// Asks for listings that offer it, if any listing says that it does.
    fn tag(&mut self, said: &Circumstance) {
        let Some(kind) = tag_kind(said.kind) else {
            return;
        };
        self.mentions(said);
        let ids = self.aids.tags.offering(kind, said);
        let request = &mut self.reading.request;
        match request.tags.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, known)) => known.extend(ids),
            None => request.tags.push((kind, ids)),
        }
        if !self.reading.soft.contains(&Soft::Tags(kind)) {
            self.reading.soft.push(Soft::Tags(kind));
        }
    }

    /// A listing whose texts speak of it is a better answer, whether it is classified or not; so is
    /// one for people of whom it is said.
    fn mentions(&mut self, said: &Circumstance) {
        for need in &said.hints {
            let (key, weight) = (Key::need(need), ranking().hint);
            self.push_extra(Extra { key, weight });
        }
        let words = std::iter::once(&said.label).chain(&said.tags);
        for word in words.flat_map(|words| words.split([' ', '-'])) {
            let stem = token::stem(word);
            if !token::is_small(&stem) && !telling::is_common(&stem) {
                let (key, weight) = (Key::text(&stem), ranking().aside);
                self.push_extra(Extra { key, weight });
            }
        }
    }
}

/// The kind of tag by which listings say it.
pub fn tag_kind(kind: Kind) -> Option<TagKind> {
    match kind {
        Kind::Access => Some(TagKind::Access),
        Kind::Language => Some(TagKind::Language),
        Kind::Route => Some(TagKind::Route),
        Kind::Delivery => Some(TagKind::Delivery),
        Kind::Cost | Kind::Day | Kind::Time | Kind::Person => None,
    }
}

/// The name of the kind, which is that of the parameter where there is one.
pub fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Access => "access",
        Kind::Language => "language",
        Kind::Cost => "cost",
        Kind::Route => "route",
        Kind::Delivery => "delivery",
        Kind::Day => "day",
        Kind::Time => "time",
        Kind::Person => "person",
    }
}
