//! Which needs of the vocabulary a listing meets.

use crate::needs::token::{joined, tokens};
use crate::needs::{Annotated, Part, annotate, vocabulary};
use crate::search::entry::{Tag, TagKind, Texts};
use crate::search::ranking::ranking;

/// The needs that the texts and taxonomy terms of a listing show.
pub fn of(texts: &Texts, tags: &[Tag]) -> Vec<Annotated> {
    let weights = &ranking().fields;
    let part = |text, weight, telling| Part {
        text,
        weight,
        telling,
    };
    let parts = [
        part(&texts.name, weights.name, true),
        part(&texts.terms, weights.terms, true),
        part(&texts.organization, weights.organization, true),
        part(&texts.description, weights.description, true),
        // A street is called after a church that may be gone.
        part(&texts.place, 1, false),
    ];
    let terms = tags.iter().filter(|tag| tag.kind == TagKind::Need);
    let terms: Vec<&str> = terms.map(|tag| tag.label.as_str()).collect();
    annotate(vocabulary(), &parts, &terms, weights.terms)
}

/// Tags the listing with its needs. A taxonomy term that stands for a need gives way to it.
pub fn tag(tags: &mut Vec<Tag>, met: &[Annotated]) {
    let vocabulary = vocabulary();
    let terms = tags.iter_mut().filter(|tag| tag.kind == TagKind::Need);
    for term in terms {
        if is_covered(&term.label) {
            term.kind = TagKind::Term;
        }
    }
    for one in met.iter().filter(|one| one.telling) {
        let need = vocabulary.need(one.need);
        tags.push(Tag {
            kind: TagKind::Need,
            id: need.id.clone(),
            label: need.label.clone(),
        });
    }
}

/// Whether the vocabulary has a need for a taxonomy term: by its name, or by what its name says.
fn is_covered(term: &str) -> bool {
    let said = || vocabulary().listed(&tokens(&joined(term)));
    !vocabulary().by_term(term).is_empty() || !said().is_empty()
}

/// The ids of the needs with their weights, as the index takes them.
pub fn weighted(met: &[Annotated]) -> Vec<(String, u32)> {
    let named = met
        .iter()
        .map(|one| (vocabulary().need(one.need).id.clone(), one.weight));
    named.collect()
}
