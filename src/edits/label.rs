//! What fields are called, on pages and in letters.

use super::field::{Field, Part};

/// What a field is called.
pub fn label(field: &Field) -> &'static str {
    match field {
        Field::Name => "Name",
        Field::Description => "What it is",
        Field::Alert => "What people must know first",
        Field::Running => "Does it run?",
        Field::Eligibility => "Who it is for, and who it is not for",
        Field::MinimumAge => "Youngest age",
        Field::MaximumAge => "Oldest age",
        Field::Routes => "How one may come",
        Field::Process => "How to be referred, in a sentence or two",
        Field::Free => "It is free",
        Field::Fees => "What it costs",
        Field::Phone => "Telephone",
        Field::Email => "E-mail",
        Field::Website => "Web site",
        Field::Languages => "Languages besides English",
        Field::Times | Field::At(_, Part::Times) => "When it is open",
        Field::At(_, Part::Name) => "What the place is called",
        Field::At(_, Part::Street) => "Address",
        Field::At(_, Part::Second) => "Second line of the address",
        Field::At(_, Part::Town) => "Town",
        Field::At(_, Part::Postcode) => "Postcode",
        Field::At(_, Part::Access) => "Access",
    }
}
