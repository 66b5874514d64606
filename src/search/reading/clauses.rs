//! From what was understood to what is looked up.

use super::{Reader, spelling, telling};
use crate::needs::{Match, NeedId, token, vocabulary};
use crate::search::plan::{Clause, Extra, Key};
use crate::search::ranking::ranking;
use std::ops::Range;

impl Reader<'_> {
    /// Makes the plan.
    pub(super) fn plan(&mut self) {
        let groups = self.groups();
        for group in &groups {
            let clause = self.need(group);
            self.reading.plan.push(clause);
        }
        if groups.is_empty() {
            self.danger();
        }
        let (strong, weak) = self.left_over();
        let spoken = self.tokens.len() > ranking().spoken;
        if self.reading.plan.any || spoken && !groups.is_empty() {
            // Much is said around a need: its words may help, but need not be there.
            self.reading.plan.any = true;
            strong
                .iter()
                .for_each(|word| self.extra(*word, ranking().aside));
        } else {
            strong.iter().for_each(|word| self.clause(*word));
        }
        match self.reading.plan.clauses.is_empty() {
            true => weak.iter().for_each(|word| self.clause(*word)),
            false => weak
                .iter()
                .for_each(|word| self.extra(*word, ranking().weak)),
        }
        if self.reading.plan.clauses.is_empty() && self.taken.iter().all(|taken| !taken) {
            // Nothing but fillers: better to look them up than to ignore them all.
            let telling: Vec<usize> = (0..self.tokens.len())
                .filter(|word| !self.tokens[*word].small)
                .collect();
            telling.into_iter().for_each(|word| self.clause(word));
        }
    }

    /// Where the words show danger, those who help with it belong to the answer.
    fn danger(&mut self) {
        let request = &self.reading.request;
        let Some(danger) = self.reading.danger else {
            return;
        };
        let needs = ranking().dangers.get(&danger.id).into_iter().flatten();
        let needs = needs.filter_map(|id| vocabulary().number(id));
        let known = |need: &NeedId| {
            let mut clauses = self.reading.plan.clauses.iter();
            clauses.any(|clause| clause.needs.contains(need))
        };
        let needs: Vec<NeedId> = needs.filter(|need| !known(need)).collect();
        let needs: Vec<NeedId> = needs
            .into_iter()
            .filter(|need| !request.is_without(&format!("need:{}", vocabulary().need(*need).id)))
            .collect();
        if needs.is_empty() {
            return;
        }
        let id = |need: &NeedId| Key::need(&vocabulary().need(*need).id);
        self.reading.plan.push(Clause {
            keys: needs.iter().map(id).collect(),
            weight: ranking().need,
            typed: String::new(),
            stems: Vec::new(),
            needs,
        });
        self.reading.plan.any = true;
    }

    /// Needs that the same words show, which any of them meets.
    fn groups(&mut self) -> Vec<(Range<usize>, Vec<NeedId>)> {
        let mut groups: Vec<(Range<usize>, Vec<NeedId>)> = Vec::new();
        let needs: Vec<Match<NeedId>> = self.needs.clone();
        for one in needs {
            // A place or a circumstance may have taken the words meanwhile.
            if self.taken[one.from] && !self.shares(&groups, &one) {
                continue;
            }
            one.range()
                .filter(|word| one.has(*word))
                .for_each(|word| self.taken[word] = true);
            self.shown_need(&one);
            if let Some((_, needs)) = groups
                .iter_mut()
                .find(|(_, needs)| needs.contains(&one.means))
            {
                needs.push(one.means);
                continue;
            }
            match groups
                .iter_mut()
                .find(|(range, _)| range.start < one.to && one.from < range.end)
            {
                Some((range, needs)) => {
                    *range = range.start.min(one.from)..range.end.max(one.to);
                    needs.push(one.means);
                }
                None => groups.push((one.range(), vec![one.means])),
            }
        }
        for (_, needs) in &mut groups {
            needs.sort_unstable();
            needs.dedup();
        }
        groups
    }

    fn shares(&self, groups: &[(Range<usize>, Vec<NeedId>)], one: &Match<NeedId>) -> bool {
        groups
            .iter()
            .any(|(range, _)| range.start < one.to && one.from < range.end)
    }

    fn shown_need(&mut self, one: &Match<NeedId>) {
        let need = vocabulary().need(one.means);
        let typed = self.typed(&one.range());
        self.note(
            "need",
            &need.id,
            need.label.clone(),
            typed,
            format!("need:{}", need.id),
        );
    }

    fn need(&mut self, (range, needs): &(Range<usize>, Vec<NeedId>)) -> Clause {
        let said = range.clone().filter(|word| !self.tokens[*word].small);
        let stems: Vec<String> = said.map(|word| self.tokens[word].stem.clone()).collect();
        let id = |need: &NeedId| Key::need(&vocabulary().need(*need).id);
        for stem in &stems {
            let (key, weight) = (Key::text(stem), ranking().literal);
            self.push_extra(Extra { key, weight });
        }
        Clause {
            keys: needs.iter().map(id).collect(),
            weight: ranking().need,
            needs: needs.clone(),
            typed: self.typed(range).to_owned(),
            stems,
        }
    }

    /// The words that nothing has accounted for: those that tell, and those that tell little.
    fn left_over(&self) -> (Vec<usize>, Vec<usize>) {
        let open =
            (0..self.tokens.len()).filter(|word| !self.taken[*word] && !self.tokens[*word].small);
        let told = open.filter(|word| !telling::is_filler(&self.tokens[*word].stem));
        told.partition(|word| !telling::is_weak(&self.tokens[*word].stem))
    }

    fn clause(&mut self, word: usize) {
        let stem = self.tokens[word].stem.clone();
        let typed = &self.text[self.tokens[word].at.clone()];
        let mut clause = Clause::word(&stem, typed);
        if let Some(other) = self.commoner(word) {
            clause.keys.push(Key::text(&token::stem(&other)));
            clause.typed = format!("{typed} or {other}");
            let label = format!("also “{other}”");
            self.note(
                "spelling",
                &other,
                label,
                typed,
                format!("spelling:{other}"),
            );
        }
        self.reading.plan.push(clause);
    }

    fn commoner(&self, word: usize) -> Option<String> {
        let request = &self.reading.request;
        if request.is_without("spelling") {
            return None;
        }
        let (view, stem) = (self.aids.view, &self.tokens[word].stem);
        let other = spelling::commoner(view, &self.word(word), stem);
        other.filter(|other| !request.is_without(&format!("spelling:{other}")))
    }

    fn extra(&mut self, word: usize, weight: f32) {
        let key = Key::text(&self.tokens[word].stem);
        self.push_extra(Extra { key, weight });
    }

    pub(super) fn push_extra(&mut self, extra: Extra) {
        if self
            .reading
            .plan
            .extras
            .iter()
            .all(|known| known.key != extra.key)
        {
            self.reading.plan.extras.push(extra);
        }
    }
}
