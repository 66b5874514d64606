//! The cells of a row that say where and when.

use super::super::documents::{Place, Sessions};
use super::super::target::Target;
use super::super::when::{date, recur};
use super::{Fault, Row};
use crate::edits::field::Part;
use crate::edits::{Field, one_line};
use crate::geography::postcode::Written;
use jiff::civil::Date;

impl Row<'_> {
    /// Where it is; none if the row says nothing of it.
    pub(super) fn place(&self) -> Result<Option<Place>, Fault> {
        let line = |target| one_line(self.get(target));
        let (mut street, mut postcode) = (line(Target::Address), line(Target::Postcode));
        if postcode.is_empty() {
            (street, postcode) = postcode_at_end(&street);
        }
        if !postcode.is_empty() {
            let field = Field::At(String::new(), Part::Postcode);
            postcode = self.checked(Target::Postcode, &field, &postcode)?;
        }
        let name = line(Target::Venue);
        if name.is_empty() && street.is_empty() && postcode.is_empty() {
            return Ok(None);
        }
        let place = Place {
            name,
            street,
            second: line(Target::Address2),
            town: line(Target::Town),
            postcode,
            access: self.access(),
        };
        for (target, text) in [
            (Target::Venue, &place.name),
            (Target::Address, &place.street),
            (Target::Town, &place.town),
        ] {
            self.checked(target, &Field::At(String::new(), Part::Street), text)?;
        }
        Ok(Some(place))
    }

    /// What is said of access. A yes says what its heading says.
    fn access(&self) -> Vec<String> {
        let cell = self.get(Target::Access);
        match cell.to_lowercase().trim_end_matches('.') {
            "yes" | "y" => vec![self.sheet.heading(Target::Access)],
            "" | "no" | "n" | "none" | "n/a" | "?" => Vec::new(),
            _ => cell
                .split([',', ';', '\n'])
                .map(one_line)
                .filter(|said| !said.is_empty())
                .collect(),
        }
    }

    /// When it is.
    pub(super) fn sessions(&mut self) -> Result<Sessions, Fault> {
        let from = self.day(Target::From, date::read)?;
        let until = self.day(Target::Until, date::read_last)?;
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            return Err(self.fault(
                Target::Until,
                "is before the first day: correct one of the two",
            ));
        }
        let [when, day, start, end] = [Target::When, Target::Day, Target::Start, Target::End]
            .map(|target| one_line(self.get(target)));
        let hours = match end.is_empty() {
            true => start,
            false => format!("{start} - {end}"),
        };
        let (target, text) = match (when.is_empty(), day.is_empty()) {
            (false, _) => (Target::When, when),
            (true, false) => (Target::Day, format!("{day} {hours}").trim().to_owned()),
            (true, true) if hours.is_empty() => (Target::When, String::new()),
            // Hours of the one day that the row names.
            (true, true) => (
                Target::Start,
                from.map(|from| format!("{from} {hours}")).unwrap_or(hours),
            ),
        };
        let times = recur::read(&text)
            .map_err(|message| self.fault(target, format!("{message} (it says \"{text}\")")))?;
        if times.slots.iter().any(|slot| slot.weeks > 1) && from.is_none() {
            return Err(self.fault(target, format!("\"{text}\" does not say from which week on: give a first day, in a column Start date")));
        }
        if times.slots.is_empty() && !text.is_empty() {
            self.note(
                target,
                format!("\"{text}\" stays as it is: people read it, but no search by day finds it"),
            );
        }
        if let Some(note) = times.note {
            self.note(target, note);
        }
        let mut sessions = Sessions {
            slots: times.slots,
            text,
            from,
            until,
        };
        if sessions.slots.is_empty()
            && sessions.text.is_empty()
            && until.is_none()
            && from.is_some()
        {
            sessions.slots = vec![recur::Slot {
                date: from,
                weeks: 1,
                ..recur::Slot::default()
            }];
        }
        Ok(sessions)
    }

    pub(super) fn day(
        &self,
        target: Target,
        read: fn(&str) -> Result<Date, String>,
    ) -> Result<Option<Date>, Fault> {
        let cell = self.get(target);
        match cell {
            "" => Ok(None),
            cell => read(cell)
                .map(Some)
                .map_err(|message| self.fault(target, message)),
        }
    }
}

/// A postcode at the end of an address, taken off it.
fn postcode_at_end(street: &str) -> (String, String) {
    let parts: Vec<&str> = street.split(' ').collect();
    for count in [2, 1] {
        let Some((before, last)) = parts.len().checked_sub(count).map(|at| parts.split_at(at))
        else {
            continue;
        };
        let last = last.join(" ");
        if let Ok(Written::Full(postcode)) = last.trim_matches([',', '.']).parse() {
            let before = before.join(" ");
            return (
                before.trim_end_matches([',', ' ']).to_owned(),
                postcode.to_string(),
            );
        }
    }
    (street.to_owned(), String::new())
}
