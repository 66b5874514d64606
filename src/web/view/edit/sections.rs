//! Which fields stand together, and in which order.

use super::input::{Input, Section};
use super::words::anchor_of;
use super::{Filled, Loaded};
use crate::edits::field::{Field, Part};

/// All of the form.
pub fn sections(loaded: &Loaded, filled: &Filled) -> Vec<Section> {
    let places = loaded.places();
    let mut all = vec![
        of(
            loaded,
            filled,
            ("What it is", "what", ""),
            vec![Field::Name, Field::Description],
        ),
        of(
            loaded,
            filled,
            ("Reaching you", "reach", ""),
            vec![Field::Phone, Field::Email, Field::Website],
        ),
    ];
    if places.is_empty()
        || !loaded
            .values
            .get(&Field::Times)
            .is_none_or(String::is_empty)
    {
        let lead = match places.is_empty() {
            true => "",
            false => "These times hold wherever a place below says nothing else.",
        };
        all.push(of(
            loaded,
            filled,
            ("When it is open", "when", lead),
            vec![Field::Times],
        ));
    }
    all.extend(places.iter().enumerate().map(|(at, place)| {
        let title = match (
            places.len(),
            loaded.values.get(&Field::At(place.clone(), Part::Name)),
        ) {
            (1, _) => "Where and when".to_owned(),
            (_, Some(name)) if !name.is_empty() => format!("Where and when: {name}"),
            _ => format!("Where and when: place {}", at + 1),
        };
        of_place(loaded, filled, place, &title, "")
    }));
    all.push(of(
        loaded,
        filled,
        ("Who it is for", "who", ""),
        vec![Field::Eligibility, Field::MinimumAge, Field::MaximumAge],
    ));
    all.push(of(
        loaded,
        filled,
        ("How people get in", "in", ""),
        vec![Field::Routes, Field::Process],
    ));
    all.push(of(
        loaded,
        filled,
        ("What it costs", "cost", ""),
        vec![Field::Free, Field::Fees],
    ));
    all.push(of(
        loaded,
        filled,
        ("Good to know", "know", ""),
        vec![Field::Languages, Field::Running, Field::Alert],
    ));
    let lead = "Only if it is given somewhere else as well. Leave this empty otherwise.";
    let title = if places.is_empty() {
        "A place, if people come to one"
    } else {
        "One more place"
    };
    all.push(of_place(loaded, filled, &loaded.new_place(), title, lead));
    all
}

fn of(
    loaded: &Loaded,
    filled: &Filled,
    (title, anchor, lead): (&str, &str, &str),
    fields: Vec<Field>,
) -> Section {
    let inputs = fields
        .into_iter()
        .map(|field| Input::view(field, loaded, filled));
    Section {
        title: title.to_owned(),
        anchor: format!("part-{anchor}"),
        lead: lead.to_owned(),
        waits: None,
        folded: false,
        inputs: inputs.collect(),
    }
    .told_once()
}

fn of_place(loaded: &Loaded, filled: &Filled, place: &str, title: &str, lead: &str) -> Section {
    let parts = [
        Part::Times,
        Part::Name,
        Part::Street,
        Part::Second,
        Part::Town,
        Part::Postcode,
        Part::Access,
    ];
    let inputs = parts.map(|part| Input::view(Field::At(place.to_owned(), part), loaded, filled));
    Section {
        title: title.to_owned(),
        anchor: anchor_of(place),
        lead: lead.to_owned(),
        waits: None,
        folded: is_empty(place, filled),
        inputs: inputs.into_iter().collect(),
    }
    .told_once()
}

/// Whether nothing was typed about a place, and nothing is known of it.
fn is_empty(place: &str, filled: &Filled) -> bool {
    let said = filled.typed.iter();
    let mut said =
        said.filter(|(field, value)| field.location() == Some(place) && !value.is_empty());
    said.next().is_none()
}
